"""Parsing: lexemes → tree. Never an error: what does not fit an operator is read as words, or left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from searcher.query.dates import date_range
from searcher.query.lexer import FIELDS, OPERATORS, WORD_SIGN, Kind, Lexeme, boost_factor, lex, read_term
from searcher.query.tree import (
    FILTERS,
    Attribute,
    Boosted,
    Both,
    Either,
    Filter,
    InField,
    Quoted,
    Row,
    Tree,
    Without,
    Words,
)

DEEPEST = 40
"""Brackets nested deeper than this are left out."""
MOST_LEXEMES = 200
"""Maximum number of words and expressions parsed in a query."""
WIDEST_SLOP = 50


def parse(query: str, today: date) -> Tree:
    """The tree of ``query``; an empty Row for a query without words. ``today`` is what « hier » is reckoned from."""
    return _Parser(list(islice(_paired(lex(query, today)), MOST_LEXEMES)), today).whole()


def _paired(lexemes: Iterable[Lexeme]) -> Iterator[Lexeme]:
    """``lexemes`` without closing brackets that were never opened, and without brackets nested too deep."""
    depth = 0
    for lexeme in lexemes:
        if lexeme.kind is Kind.CLOSE:
            depth -= 1
            if depth < 0:
                depth = 0
            elif depth < DEEPEST:
                yield lexeme
            continue
        if lexeme.kind is Kind.OPEN:
            depth += 1
        if lexeme.kind is not Kind.OPEN or depth <= DEEPEST:
            yield lexeme


class _Parser:
    """Recursive descent over lexemes: OU binds loosest, then ET and plain succession, then SAUF, ``-`` and fields."""

    def __init__(self, lexemes: Sequence[Lexeme], today: date) -> None:
        self._lexemes = lexemes
        self._today = today
        self._next = 0

    def whole(self) -> Tree:
        """The tree of everything."""
        return self._either()

    def _peek(self) -> Lexeme | None:
        return self._lexemes[self._next] if self._next < len(self._lexemes) else None

    def _take(self, *kinds: Kind) -> Lexeme | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind not in kinds:
            return None
        self._next += 1
        return lexeme

    def _either(self) -> Tree:
        node = self._both()
        while sign := self._take(Kind.OR):
            node = _joined(Either, node, sign, self._both())
        return node

    def _both(self) -> Tree:
        node = self._row()
        while sign := self._take(Kind.AND):
            node = _joined(Both, node, sign, self._row())
        return node

    def _row(self) -> Tree:
        nodes: list[Tree] = []
        while (node := self._unary()) is not None:
            nodes.append(node)
        return row(nodes)

    def _unary(self) -> Tree | None:
        signs = []
        while sign := self._take(Kind.NOT, Kind.MINUS):
            signs.append(sign)
        node = self._primary()
        if node is None or is_empty(node):
            left_over = [Words(sign.text) for sign in signs if sign.text]
            return row(left_over) if left_over else node
        return Without(node) if len(signs) % 2 else node

    def _primary(self) -> Tree | None:
        if self._take(Kind.OPEN):
            return self._bracket()
        if lexeme := self._take(Kind.FIELD):
            return self._field(lexeme.text)
        if lexeme := self._take(Kind.QUOTED):
            return _quoted(lexeme)
        if lexeme := self._take(Kind.TERM):
            return read_term(lexeme.text)
        if lexeme := self._take(Kind.WORDS):
            return Words(lexeme.text) if WORD_SIGN.search(lexeme.text) else Row(())
        return None

    def _bracket(self) -> Tree:
        node = self._either()
        close = self._take(Kind.CLOSE)
        return _boosted(node, close.suffix) if close else node

    def _field(self, name: str) -> Tree:
        typed = self._peek()
        value = self._primary()
        if typed is None or value is None:
            return Words(name)
        attribute = FIELDS.get(name)
        if attribute is None or (attribute not in FILTERS and is_empty(value)):
            return row([Words(name), value])
        if attribute not in FILTERS:
            return InField(attribute, value)
        text = value.text if isinstance(value, Words) else typed.text
        one = isinstance(value, Words) or typed.kind in (Kind.WORDS, Kind.QUOTED)
        return (_filter(attribute, text, self._today) if one else None) or row([Words(name), value])


def _joined(kind: type[Both | Either], left: Tree, sign: Lexeme, right: Tree) -> Tree:
    """Two nodes joined by an operator; the operator is a word where one of them is missing."""
    if _is_missing(left) or _is_missing(right):
        return row([left, Words(sign.text), right])
    before = left.nodes if isinstance(left, kind) else (left,)
    return kind((*before, right))


def _is_missing(operand: Tree) -> bool:
    """Whether there is nothing to join: nothing at all, or only operators that are words themselves."""
    nodes = operand.nodes if isinstance(operand, Row) else (operand,)
    return all(isinstance(node, Words) and node.text in OPERATORS for node in nodes)


def row(nodes: Sequence[Tree]) -> Tree:
    """Nodes in a row; a single one is itself, empty ones are left out."""
    kept = [part for node in nodes if not is_empty(node) for part in (node.nodes if isinstance(node, Row) else (node,))]
    return kept[0] if len(kept) == 1 else Row(tuple(kept))


def is_empty(node: Tree) -> bool:
    """Whether nothing was asked."""
    return isinstance(node, Row) and not node.nodes


def _quoted(lexeme: Lexeme) -> Tree:
    if not WORD_SIGN.search(lexeme.text):
        return Row(())
    slop = re.search(r"~(\d{1,6})", lexeme.suffix)
    node = Quoted(lexeme.text.strip(), min(WIDEST_SLOP, int(slop[1])) if slop else 0, exact=lexeme.exact)
    return _boosted(node, lexeme.suffix)


def _boosted(node: Tree, suffix: str) -> Tree:
    factors = "".join(re.findall(r"\^\d+(?:[.,]\d+)?", suffix))
    return Boosted(node, boost_factor(factors)) if factors and not is_empty(node) else node


def _filter(attribute: Attribute, typed: str, today: date) -> Filter | None:
    """The filter that a field and its value make; None where the value cannot be read."""
    typed = " ".join(typed.split())
    if attribute is Attribute.DATE:
        days = date_range(typed, today)
        return Filter(attribute, *days, typed) if days else None
    if attribute is Attribute.TYPE:
        suffix = typed.casefold().lstrip(".")
        return Filter(attribute, suffix, "", typed) if WORD_SIGN.search(suffix) else None
    return Filter(attribute, _path_pattern(typed), "", typed) if typed else None


def _path_pattern(typed: str) -> str:
    """The pattern of paths that hold what was typed; it begins at a folder where it has stars, or a slash before it."""
    path = typed.replace("\\", "/").removeprefix("./")
    if "*" in path or "?" in path:
        return path.lstrip("/")
    return f"{path.lstrip('/')}*" if path.startswith("/") else f"*{path}*"
