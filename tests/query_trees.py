"""Queries for tests: what a query is read as, and queries of any kind."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from searcher.query import Tree, parse
from searcher.query.tree import Attribute, InField, Words

TODAY = date(2024, 3, 27)
"""A Wednesday."""


def read(query: str) -> Tree:
    return parse(query, TODAY)


def w(text: str) -> Words:
    return Words(text)


def in_title(node: Tree) -> InField:
    return InField(Attribute.TITLE, node)


PIECES = st.sampled_from(
    [
        *(
            "a",
            "Rafah",
            "l’aide",
            "32",
            "000",
            "mars",
            "2024",
            "hier",
            "étudiant(e)s",
            "a(b)",
            "é",
            "_",
            "!",
            "?",
            "%",
            ".",
        ),
        *(
            "ET",
            "OU",
            "SAUF",
            "AND",
            "-",
            "-a",
            "=",
            "=b",
            "~",
            "^",
            "^2",
            "^2,5",
            "a^3",
            "mot~",
            "mot~1",
            "gén*",
            "A?b",
        ),
        *(
            "(",
            ")",
            ")^2",
            '"',
            "«",
            "»",
            "“",
            "”",
            "„",
            '"a b"',
            '"a b"~3',
            "« c d »^2",
            '="e f"',
            "-(",
            '-"',
            "..",
            ":",
        ),
        *(
            "titre:",
            "titre:x",
            "title:(",
            "date:",
            "date:2024",
            "date:depuis",
            "chemin:",
            "chemin:d/*",
            "type:",
            "type:md",
        ),
    ]
)
QUERIES = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " "])), max_size=14).map(
    lambda row: "".join(piece + gap for piece, gap in row)
)
ANYTHING = st.text(max_size=60) | QUERIES
