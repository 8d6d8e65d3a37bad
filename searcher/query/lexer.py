"""Lexing: a query → operators and words. What is no operator where it stands is words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import Enum
from itertools import islice
from typing import NamedTuple

from searcher.query.dates import date_range
from searcher.query.tree import Attribute, Boosted, Exact, Fuzzy, Tree, Wildcard, Words

LONGEST_QUERY = 2_000
"""Code points of a query that are read; the rest is left out."""
LONGEST_DATE = 10
"""Words of a date: « entre le 3 mars 2024 et le 5 avril 2024 » is the longest."""


GREATEST_BOOST = 100.0
WORD_SIGN = re.compile(r"[^\W_]")
"""What every word has at least one of."""


class Kind(Enum):
    """What a lexeme is."""

    WORDS = "words"
    TERM = "term"
    QUOTED = "quoted"
    OPEN = "("
    CLOSE = ")"
    AND = "ET"
    OR = "OU"
    NOT = "SAUF"
    MINUS = "-"
    FIELD = "field"


class Lexeme(NamedTuple):
    """A piece of a query: the words as typed, what stands inside quotes, or the name of a field.

    ``suffix`` is what follows a quote or bracket at once (``~3``, ``^2``); ``exact`` tells ``=`` before a quote.
    """

    kind: Kind
    text: str = ""
    suffix: str = ""
    exact: bool = False


OPERATORS = {
    "ET": Kind.AND,
    "AND": Kind.AND,
    "OU": Kind.OR,
    "OR": Kind.OR,
    "SAUF": Kind.NOT,
    "NOT": Kind.NOT,
}
FIELDS = {
    "titre": Attribute.TITLE,
    "title": Attribute.TITLE,
    "auteur": Attribute.AUTHOR,
    "author": Attribute.AUTHOR,
    "source": Attribute.SOURCE,
    "tag": Attribute.TAG,
    "mot-clé": Attribute.TAG,
    "mot-cle": Attribute.TAG,
    "date": Attribute.DATE,
    "chemin": Attribute.PATH,
    "path": Attribute.PATH,
    "type": Attribute.TYPE,
}
_NAMES = "|".join(FIELDS)
_QUOTES = r'"[^"«“„»”]*+["»”]|"[^"]*+"|«[^»]*+»|“[^”]*+”|„[^“”]*+[“”]|[«“„][^"»”]*+["»”]'
"""Quotes close with their own kind where they can, and with any closing one otherwise."""
_RUN = r"[^\s()\"«»“”„]"
_TERM = rf"{_RUN}+(?:\([^\s()\"]*\){_RUN}*)*"
_SUFFIX = r"(?:[~^]\d+(?:[.,]\d+)?)*"
_LEXEME = re.compile(
    rf"""
      (?P<exact>=?)(?P<quoted>{_QUOTES})(?P<after>{_SUFFIX})
    | (?<![^\s(])(?P<minus>-)(?==?(?:[^\W\d_]|["«“„])|\()
    | (?<![^\s(\-])(?P<field>{_NAMES}):(?=[^\s:)])
    | (?P<open>\()
    | (?P<close>\))(?P<boost>{_SUFFIX})
    | (?<![^\s(])(?P<operator>{"|".join(OPERATORS)})(?=[\s()]|$)
    | (?P<term>{_TERM})
    """,
    re.VERBOSE | re.DOTALL,
)


def lex(query: str, today: date) -> list[Lexeme]:
    """The lexemes of ``query``. Never raises; bare words in a row are one lexeme, with what stands between them."""
    return list(_lexemes(query[:LONGEST_QUERY], today))


def _lexemes(query: str, today: date) -> Iterator[Lexeme]:
    position = begin = 0
    while match := _LEXEME.search(query, position):
        position = match.end()
        lexeme = _lexeme(match)
        if lexeme is None:
            continue
        yield from _words(query[begin : match.start()])
        yield lexeme
        if lexeme.kind in (Kind.FIELD, Kind.MINUS):
            position, value = _value(query, position, lexeme, today)
            yield from value
        begin = position
    yield from _words(query[begin:])


def _words(text: str) -> Iterator[Lexeme]:
    if WORD_SIGN.search(text):
        yield Lexeme(Kind.WORDS, text.strip())


def _lexeme(match: re.Match[str]) -> Lexeme | None:
    """What a match is, or None for bare words."""
    if match["quoted"]:
        return Lexeme(Kind.QUOTED, match["quoted"][1:-1], match["after"], exact=bool(match["exact"]))
    if match["minus"]:
        return Lexeme(Kind.MINUS)
    if match["field"]:
        return Lexeme(Kind.FIELD, match["field"])
    if match["open"]:
        return Lexeme(Kind.OPEN)
    if match["close"]:
        return Lexeme(Kind.CLOSE, suffix=match["boost"])
    if match["operator"]:
        return Lexeme(OPERATORS[match["operator"]], match["operator"])
    return Lexeme(Kind.TERM, match["term"]) if read_term(match["term"]) else None


def _value(query: str, position: int, owner: Lexeme, today: date) -> tuple[int, Iterator[Lexeme]]:
    """The one word that a field or a minus takes, or the words of a date; none before a quote, bracket or field."""
    if owner.text == "date" and (end := _date_end(query, position, today)):
        return end, iter((Lexeme(Kind.WORDS, query[position:end]),))
    match = re.compile(_TERM).match(query, position)
    unread = rf'=?["«“„]|(?:{_NAMES}):[^\s:)]' if owner.kind is Kind.MINUS else r'=?["«“„]'
    if not match or re.match(unread, query[position:]):
        return position, iter(())
    kind = Kind.TERM if read_term(match.group()) and FIELDS.get(owner.text) is not Attribute.PATH else Kind.WORDS
    return match.end(), iter((Lexeme(kind, match.group()),))


def _date_end(query: str, position: int, today: date) -> int:
    """Where the longest date that begins at ``position`` ends; 0 where none does."""
    words = islice(re.finditer(r"[^\s()\"]+", query[position:]), LONGEST_DATE)
    ends = [position + match.end() for match in words]
    return next((end for end in reversed(ends) if date_range(query[position:end], today)), 0)


_LETTERS = r"[^\W_](?:[\w'’ʼ\-\u0300-\u036f]*[\w\u0300-\u036f])?"
_BOOST = re.compile(r"(?P<term>.+?)(?P<factors>(?:\^\d+(?:[.,]\d+)?)++)", re.DOTALL)
_EXACT = re.compile(rf"=(?P<word>{_LETTERS})")
_FUZZY = re.compile(rf"(?P<word>{_LETTERS})~(?P<distance>[0-9]?)")
_WILDCARD = re.compile(r"(?=.*[*?])(?!-)[\w'’ʼ\-*?\u0300-\u036f]+")


def read_term(text: str) -> Tree | None:
    """The node for a term written with an operator: ``=mot``, ``génér*``, ``Aust?n``, ``mot~``, ``mot^2``.

    None for a plain word. A ``?`` at the end is punctuation.
    """
    if match := _BOOST.fullmatch(text):
        node = _unboosted(match["term"]) or (Words(match["term"]) if WORD_SIGN.search(match["term"]) else None)
        return node and Boosted(node, boost_factor(match["factors"]))
    return _unboosted(text)


def _unboosted(text: str) -> Tree | None:
    if match := _EXACT.fullmatch(text):
        return Exact(match["word"])
    if match := _FUZZY.fullmatch(text):
        return Fuzzy(match["word"], min(2, int(match["distance"] or 0)))
    pattern = text.rstrip("?,;:!.")
    return Wildcard(pattern) if _WILDCARD.fullmatch(pattern) and pattern.strip("?") else None


def boost_factor(written: str) -> float:
    """The product of the numbers that each follow a ``^``, bounded."""
    factor = 1.0
    for number in written.split("^")[1:]:
        factor = min(GREATEST_BOOST, factor * min(GREATEST_BOOST, float(number.replace(",", "."))))
    return factor
