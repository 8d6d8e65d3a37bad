"""Bounds: whatever is typed, so many terms are looked up, compared and asked for, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st
from query_building import Dictionary, held, question

from index.engines.protocol import TermCount
from index.engines.query import (
    EVERYTHING,
    All,
    Any,
    Field,
    Node,
    Not,
    Phrase,
    Verified,
)
from searcher.highlights import sought
from searcher.query.lookup import (
    LOOKED_THROUGH,
    LOOKED_THROUGH_IN_ALL,
    MOST_NEAR,
    MOST_SCANS,
    MOST_TERMS,
)


def leaves(node: Node) -> Iterator[str]:
    match node:
        case Phrase(_, slots) | Verified(_, slots):
            yield from (text for slot in slots for text in slot)
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from leaves(child)
        case Not(child):
            yield from leaves(child)
        case _:
            yield ""


def test_the_terms_of_a_query_are_bounded() -> None:
    many = Dictionary(words={f"{first}{n:04}": n for first in "abcdefghij" for n in range(500)})
    asked = question(" ".join(f'"le {first}*"' for first in "abcdefghij" * 20), many)
    assert sum(1 for _ in leaves(asked.required)) < MOST_TERMS
    fuzzy = question(" ".join(f"{first}{n:04}~" for first in "abcdefghij" for n in range(19)), many)
    assert fuzzy.is_cut
    assert sum(1 for _ in leaves(fuzzy.required)) < MOST_TERMS + 200
    assert isinstance(fuzzy.required, All)
    assert max(len(held(node)) for node in fuzzy.required.nodes) <= MOST_NEAR


def test_a_dictionary_is_scanned_so_many_times() -> None:
    scans: list[str] = []

    class Counting(Dictionary):
        def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
            scans.append(prefix)
            return super().terms(field, prefix, most)

    counting = Counting(words={"mot": 1})
    asked = question(" ".join(f"m{n}t~ x{n}*" for n in range(90)), counting)
    assert scans.count("m") == 1
    assert len(scans) == MOST_SCANS
    assert asked.is_cut
    assert not question("mot~ x*", counting).is_cut


def test_so_many_terms_are_compared_for_one_query() -> None:
    dictionary = Dictionary(words={f"m{n}": 1 for n in range(LOOKED_THROUGH)})
    patterns = [f"*z{n}" for n in range(LOOKED_THROUGH_IN_ALL // LOOKED_THROUGH)]
    assert not question(" ".join(patterns), dictionary).is_cut
    assert question(" ".join([*patterns, "*z"]), dictionary).is_cut


@given(st.text(alphabet="abé '’-*?~=\"()^2:.«»", max_size=60))
def test_any_query_makes_a_question(query: str) -> None:
    asked = question(query)
    assert not asked.is_empty or (not asked.words and not asked.scored)
    assert asked.words or asked.is_empty or asked.required != EVERYTHING or "*" in query
    sought([found.held for found in asked.words])
