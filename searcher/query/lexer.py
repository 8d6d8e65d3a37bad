"""Lexing: a query → operators and words. What is no operator where it occurs is words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import islice, pairwise
from typing import NamedTuple

from index.analysis import is_statute
from searcher.query.dates import date_range
from searcher.query.quotes import SIGNS, closing_quotes
from searcher.query.tree import Attribute, Boosted, Exact, Fuzzy, Tree, Wildcard, Words

LONGEST_QUERY = 2_000
"""Code points of a query that are read; the rest is left out."""
LONGEST_DATE = 10
"""Words of a date: « entre le 3 mars 2024 et le 5 avril 2024 » is the longest."""
GREATEST_BOOST = 100.0
MOST_EDITS = 2
"""A fuzzy word may differ by so many edits at most."""
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
    """A piece of a query: the words as typed, what is inside quotes, or the name of a field.

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
    "tags": Attribute.TAG,
    "keyword": Attribute.TAG,
    "mot-clé": Attribute.TAG,
    "mot-cle": Attribute.TAG,
    "mots-clés": Attribute.TAG,
    "mots-cles": Attribute.TAG,
    "date": Attribute.DATE,
    "chemin": Attribute.PATH,
    "path": Attribute.PATH,
    "type": Attribute.TYPE,
}
_RUN = rf"[^\s(){SIGNS}]"
_TERM = rf"{_RUN}+(?:\([^\s()\"]*\){_RUN}*)*"
_SUFFIX = r"(?:[~^]\d+(?:[.,]\d+)?)*"
_FIELD = rf"(?i:{'|'.join(FIELDS)}):(?=[^\s:)])|[a-zà-öø-ÿ][a-zà-öø-ÿ_-]+:(?=[^\s:)/\\])"
"""A known name (telephones begin with a capital), or what may be meant for one.

That has no capitals, as in « Gaza:bilan », and is no address, as in « https://… ».
"""
_LEXEME = re.compile(
    rf"""
      (?P<exact>=?)(?P<quote>[{SIGNS}])
    | (?<![^\s(])(?P<minus>-)(?==?(?:[^\W\d_]|[{SIGNS}])|\()
    | (?<![^\s(\-])(?P<field>{_FIELD})
    | (?<=\d)\s\(0\)(?=\s?\d)  # of a telephone: +33 (0)1 42 …
    | (?P<open>\()
    | (?P<close>\))(?P<boost>{_SUFFIX})
    | (?<![^\s(])(?P<operator>{"|".join(OPERATORS)})(?=[\s()]|$)
    | (?P<term>{_TERM})
    """,
    re.VERBOSE | re.DOTALL,
)


def lex(query: str, today: date) -> list[Lexeme]:
    """The lexemes of ``query``. Never raises; bare words in a row are one lexeme, with what is between them."""
    return list(_lexemes(query[:LONGEST_QUERY], today))


class Unread(NamedTuple):
    """What is words, though it was typed as something else: names as of ``fields``, what was given for ``dates``."""

    fields: Sequence[str] = ()
    dates: Sequence[str] = ()


def unread(query: str, today: date) -> Unread:
    """What of ``query`` is no field though a colon follows it, and what is no date though it comes after ``date:``."""
    if ":" not in query:
        return Unread()
    lexemes = lex(query, today)
    names = (lexeme.text for lexeme in lexemes if lexeme.kind is Kind.FIELD)
    values = (
        value.text
        for name, value in pairwise(lexemes)
        if name == Lexeme(Kind.FIELD, "date") and value.kind in {Kind.WORDS, Kind.TERM, Kind.QUOTED}
    )
    return Unread(
        [name for name in dict.fromkeys(names) if name not in FIELDS],
        [text for text in dict.fromkeys(values) if not date_range(text, today)],
    )


def _lexemes(query: str, today: date) -> Iterator[Lexeme]:
    quotes = closing_quotes(query)
    position = begin = 0
    while match := _LEXEME.search(query, position):
        position = match.end()
        lexeme = _lexeme(match)
        if match["quote"]:
            lexeme, position = _quoted(match, quotes)
        if lexeme is None:
            continue
        yield from _words(query[begin : match.start()])
        yield lexeme
        if lexeme.kind in (Kind.FIELD, Kind.MINUS):
            position, value = _value(query, position, lexeme, today)
            yield from value
        begin = position
    yield from _words(query[begin:])


def _quoted(match: re.Match[str], quotes: Mapping[int, int]) -> tuple[Lexeme | None, int]:
    """What is in quotes, and where it ends; None for a sign that is never closed."""
    start = match.start("quote")
    if start not in quotes:
        return None, match.end()
    text, rest = match.string[start + 1 : quotes[start]], match.string[quotes[start] + 1 :]
    suffix = "".join(re.findall(rf"\A{_SUFFIX}", rest))
    return Lexeme(Kind.QUOTED, text, suffix, exact=bool(match["exact"])), quotes[start] + 1 + len(suffix)


def _words(text: str) -> Iterator[Lexeme]:
    if WORD_SIGN.search(text):
        yield Lexeme(Kind.WORDS, text.strip())


def _lexeme(match: re.Match[str]) -> Lexeme | None:
    """What a match is, or None for bare words."""
    if match["minus"]:
        return Lexeme(Kind.MINUS)
    if match["field"]:
        name = match["field"].removesuffix(":")
        return Lexeme(Kind.FIELD, name.lower() if name.lower() in FIELDS else name)
    if match["open"]:
        return Lexeme(Kind.OPEN)
    if match["close"]:
        return Lexeme(Kind.CLOSE, suffix=match["boost"])
    if match["operator"]:
        return Lexeme(OPERATORS[match["operator"]], match["operator"])
    return Lexeme(Kind.TERM, match["term"]) if match["term"] and read_term(match["term"]) else None


def _value(query: str, position: int, owner: Lexeme, today: date) -> tuple[int, Iterator[Lexeme]]:
    """The one word that a field or a minus takes, or the words of a date; none before a quote, bracket or field."""
    if owner.text == "date" and (end := _date_end(query, position, today)):
        return end, iter((Lexeme(Kind.WORDS, query[position:end]),))
    match = re.compile(_TERM).match(query, position)
    unread = rf"=?[{SIGNS}]|{_FIELD}" if owner.kind is Kind.MINUS else rf"=?[{SIGNS}]"
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
_EXACT = re.compile(r"=(?P<word>[^\W_](?:[^*~^]*[^*~^?,;:!.])?\*?)")
_FUZZY = re.compile(rf"(?P<word>{_LETTERS})~(?P<distance>[0-9]*)")
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
    if match := _FUZZY.fullmatch(text):
        return Fuzzy(match["word"], min(MOST_EDITS, int(match["distance"])) if match["distance"] else None)
    pattern = text.rstrip("?,;:!.")
    if match := _EXACT.fullmatch(pattern):
        return Exact(match["word"])
    is_wildcard = _WILDCARD.fullmatch(pattern) and pattern.strip("?") and not _is_statute(pattern)
    return Wildcard(pattern) if is_wildcard else None


def _is_statute(term: str) -> bool:
    """Whether a term is an article of a code, or what follows its letter: « R*421-1 », « R *421-1 »."""
    return is_statute(term) or (term.startswith("*") and is_statute(f"R{term}"))


def boost_factor(written: str) -> float:
    """The product of the numbers that each follow a ``^``, bounded."""
    factor = 1.0
    for number in written.split("^")[1:]:
        factor = min(GREATEST_BOOST, factor * min(GREATEST_BOOST, float(number.replace(",", "."))))
    return factor
