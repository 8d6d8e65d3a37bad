"""Names: a list of them searched at once, ``/names``, as a page or as a table to take away."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

import searcher
from index.directory import IndexDirectory
from index.engines.protocol import Engine
from searcher import AnswerArticle, Format, Options, Page, clean, csv_row, quoted
from web.asking import ask
from web.exports import KINDS, article_link, attachment

MOST_NAMES = 200
LONGEST_NAME = 200
LONGEST_ROW = 10_000
MOST_BYTES = 500_000
"""A form of two hundred names is never longer."""
BEST = Page(count=1, passages=1)
COMPLETE = Options(complete_only=True)
DIVIDERS = {"\t": re.compile(r"\t"), ";": re.compile(";"), ",": re.compile(r'^\s*"(?:[^"]|"")*",')}
"""What divides the cells of a row, and how a line shows that it is one."""
COLUMNS = ("name", "articles", "id", "title", "date", "passage", "link")


class Named(NamedTuple):
    """A name, the query that looks for it, how many articles hold it, and the best of them."""

    name: str
    query: str
    articles: int
    best: AnswerArticle | None


def blueprint(directory: IndexDirectory) -> Blueprint:
    """``/names``: asked by GET or by POST, for a long list; neither writes anything."""
    pages = Blueprint("names", __name__)

    @pages.route("/names", methods=["GET", "POST"])
    def names() -> ResponseReturnValue:
        request.max_content_length = MOST_BYTES
        typed, apart = clean(request.values.get("names", "")), request.values.get("apart") == "1"
        lines = [name[:LONGEST_NAME] for name in names_in(typed)]
        listed = list(filter(None, dict.fromkeys(lines)))
        found = ask(directory, lambda engine: [_look(name, engine, apart=apart) for name in listed[:MOST_NAMES]])
        if request.values.get("format") == Format.CSV:
            return attachment(_table(found), "", KINDS[Format.CSV])
        left = len(listed) - len(found)
        return render_template("names.html", query="", typed="\n".join(lines), apart=apart, found=found, left=left)

    return pages


def names_in(typed: str) -> list[str]:
    """The names of a list, one a line; of a table the first cell of each row, whatever a spreadsheet puts between them.

    A comma divides only quoted cells: « Dupont, Jean » is a name.
    """
    lines = typed.splitlines()
    filled = [line for line in lines if line.strip()]
    for sign, is_row in DIVIDERS.items():
        if filled and 2 * sum(bool(is_row.search(line)) for line in filled) > len(filled):
            return [_first_cell(line, sign) for line in lines]
    return [line.strip() for line in lines]


def _first_cell(line: str, divider: str) -> str:
    """The first cell of a row that holds something."""
    return next(
        (cell for cell in map(str.strip, next(csv.reader([line[:LONGEST_ROW]], delimiter=divider), [])) if cell), ""
    )


def _look(name: str, engine: Engine, *, apart: bool) -> Named:
    """Look for ``name`` as it is, its words side by side; or ``apart``, anywhere in an article."""
    query = name if apart else quoted(name)
    answer = searcher.search(query, engine, BEST, COMPLETE)
    return Named(name, query, answer.articles_total, next(iter(answer.articles), None))


def _table(found: Sequence[Named]) -> Iterator[str]:
    yield "\ufeff" + csv_row(COLUMNS)
    for named in found:
        best = named.best
        about = best.article if best else None
        passage = best.passages[0].text if best and best.passages else ""
        told = (about.id, about.title, about.date, passage, article_link(about.id)) if about else ("",) * 5
        yield csv_row((named.name, named.articles, *told))
