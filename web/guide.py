"""The help page: the query language, with queries that can be tried on one's own index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask import Blueprint, render_template

from index.language import tr
from web.asking import asked


class Way(NamedTuple):
    """A way to ask: queries that show it, and what they find."""

    queries: Sequence[str]
    meaning: str


class Chapter(NamedTuple):
    """Ways that belong together."""

    title: str
    ways: Sequence[Way]


def blueprint() -> Blueprint:
    """``/aide`` and ``/help``, in the reader's language."""
    pages = Blueprint("guide", __name__)

    @pages.get("/aide")
    @pages.get("/help", endpoint="english")
    def page() -> str:
        return render_template("help.html", query=asked().query, chapters=_chapters(), keys=_keys())

    return pages


def _chapters() -> Sequence[Chapter]:
    return [
        Chapter(tr("Words and phrases"), _words()),
        Chapter(tr("All, one or none of them"), _operators()),
        Chapter(tr("Parts and spellings of words"), _spellings()),
        Chapter(tr("What is known of a document"), _fields()),
    ]


def _keys() -> Sequence[tuple[str, str]]:
    return [
        ("/", tr("to the search box")),
        ("j, k", tr("to the next result, to the one before")),
        (tr("Enter"), tr("open it")),
        ("n, p", tr("in an article: to the next passage found, to the one before")),
        ("?", tr("this help")),
    ]


def _words() -> Sequence[Way]:
    return [
        Way(
            ["conseil municipal"],
            tr("Articles that hold these words in any form (conseils, municipale…); those that hold all come first."),
        ),
        Way(["« conseil municipal »", '"conseil municipal"'], tr("These words in this order, in one paragraph.")),
        Way(['"conseil budget"~5'], tr("Near one another, in any order, with five other words between them at most.")),
        Way(['"conseil mun*"'], tr("A phrase whose last word only begins like this.")),
    ]


def _operators() -> Sequence[Way]:
    return [
        Way(["conseil ET budget", "conseil AND budget"], tr("Both, anywhere in the article.")),
        Way(["commune OU ville", "commune OR ville"], tr("One of them at least.")),
        Way(["conseil -budget", "conseil SAUF budget"], tr("The first without the second.")),
        Way(["(commune OU ville) ET budget"], tr("Parentheses say what belongs together.")),
        Way(["conseil budget^3"], tr("The second word counts three times as much.")),
    ]


def _spellings() -> Sequence[Way]:
    return [
        Way(["génér*"], tr("Words that begin like this.")),
        Way(["Dup?nt"], tr("A question mark stands for one letter.")),
        Way(["Dupond~"], tr("This word and those spelled nearly the same.")),
        Way(["=Été", '="Conseil municipal"'], tr("Exactly as written, accents included, in no other form.")),
    ]


def _fields() -> Sequence[Way]:
    return [
        Way(["titre:budget", "title:budget"], tr("In the title.")),
        Way(["auteur:martin", "source:archives", "tag:conseil"], tr("By author, by source, by tag.")),
        Way(["date:2024", "date:2023-03..2024-06"], tr("By date: a year, a month or a day, or from one to another.")),
        Way(["type:pdf", "chemin:rapports/*"], tr("By format, and by the place of the file.")),
    ]
