"""Matching by the definitions: whether an article matches a node, told from the terms of its fields and its texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from index.analysis import fold, tokens
from index.engines.entries import ArticleEntry, entry_of, facet_values
from index.engines.query import (
    All,
    Any,
    Dated,
    Equal,
    Facet,
    Field,
    Key,
    Node,
    Not,
    Numbers,
    Pattern,
    Phrase,
    Term,
    Verified,
)
from index.model import Article


@lru_cache(maxsize=4096)
def entry_by(article: Article) -> ArticleEntry:
    return entry_of(article)


def rows(article: Article, field: Field) -> Sequence[Sequence[str]]:
    """The terms of a field, a row a paragraph or value: no phrase crosses rows."""
    entry = entry_by(article)
    if field is Field.PATH:
        return [[entry.path]]
    value = getattr(entry, field)
    return [row.split() for row in ([value] if isinstance(value, str) else value)]


def terms(article: Article, field: Field) -> Sequence[str]:
    return [term for row in rows(article, field) for term in row]


def matches(node: Node, article: Article, number: int = 0) -> bool:
    """Whether ``article``, which has that ``number``, matches ``node``."""
    match node:
        case Term(field, text):
            return text in terms(article, field)
        case Phrase(field, slots):
            return any(_follow(row, slots) for row in rows(article, field))
        case Verified(candidates, slots, slop, exact):
            found = any(_together(text, slots, slop, exact=exact) for text in texts(article))
            return found and matches(candidates, article, number)
        case Pattern(field, glob):
            return any(fits(glob, term) for term in terms(article, field))
        case All(nodes):
            return all(matches(child, article, number) for child in nodes)
        case Any(nodes):
            return any(matches(child, article, number) for child in nodes)
        case Not(child):
            return not matches(child, article, number)
        case _:
            return _has(article, number, node)


def _has(article: Article, number: int, node: Equal | Dated | Numbers) -> bool:
    match node:
        case Equal(key, value):
            if isinstance(key, Facet):
                return value in facet_values(article)[key]
            return value == {Key.ID: article.id, Key.FILE: article.path}[key]
        case Dated(low, high):
            return article.own_date != "" and low <= article.own_date <= high
        case Numbers(numbers):
            return number in numbers


def texts(article: Article) -> Iterator[str]:
    """The texts that are searched: the title and all paragraphs that do not only repeat it."""
    yield article.title
    for passage in article.passages:
        if not passage.echo:
            yield passage.text


def fits(glob: str, term: str) -> bool:
    """Whether a term fits a pattern, sign by sign."""
    if not glob:
        return not term
    if glob[0] == "*":
        return any(fits(glob[1:], term[n:]) for n in range(len(term) + 1))
    return term != "" and glob[0] in ("?", term[0]) and fits(glob[1:], term[1:])


def _follow(row: Sequence[str], slots: Sequence[Sequence[str]]) -> bool:
    starts = range(len(row) - len(slots) + 1) if slots else ()
    return any(all(row[start + n] in slot for n, slot in enumerate(slots)) for start in starts)


def _together(text: str, slots: Sequence[Sequence[str]], slop: int, *, exact: bool) -> bool:
    """Whether there is a choice of positions, one a slot, that is close enough."""
    read = [(token.position, token.exact if exact else fold(token.exact)) for token in tokens(text)]
    places = [{position for position, word in read if word in slot} for slot in slots]
    return any(_is_close(chosen, slop) for chosen in product(*places))


def _is_close(chosen: Sequence[int], slop: int) -> bool:
    if slop == 0:
        return all(position == chosen[0] + n for n, position in enumerate(chosen))
    return len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) < len(chosen) + slop
