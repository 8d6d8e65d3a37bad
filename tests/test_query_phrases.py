"""Phrases with words that articles hold as compounds: in how many ways they are looked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from index.engines.protocol import TermCount
from index.engines.query import All, Any, Field, Node, Phrase, Term, Verified
from searcher.query import Builder, parse
from searcher.query.phrases import MOST_WAY_WORDS, MOST_WAYS

JOINED = {
    "communal/commu/nal": 3,
    "communal/com/munal": 1,
    "grandmere/grand/mère": 2,
    "grandmeres/grand/mères": 9,
}


class Dictionary:
    """An index by its compounds, and how many articles hold each."""

    def __init__(self, joined: Mapping[str, int]) -> None:
        self._joined = joined

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        counts = self._joined if field is Field.JOINED else {}
        found = [TermCount(text, count) for text, count in counts.items() if text.startswith(prefix)]
        return sorted(found, key=lambda entry: (-entry.articles, entry.text))[:most]

    def frequency(self, field: Field, text: str) -> int:
        return self._joined.get(text, 0) if field is Field.JOINED else 0


def required(query: str, joined: Mapping[str, int] = JOINED) -> Node:
    return Builder(Dictionary(joined)).build(parse(query, date(2024, 3, 27))).required


def slots(node: Node) -> list[str]:
    """The words of each phrase of a node, its places apart."""
    phrases = node.nodes if isinstance(node, Any) else (node,)
    return [" ".join("|".join(slot) for slot in phrase.slots) for phrase in phrases if isinstance(phrase, Phrase)]


@pytest.mark.parametrize(
    ("query", "ways"),
    [
        ('"conseil communal"', ["conseil communal", "conseil commu nal", "conseil com munal"]),
        ('"la grandmère dit"', ["la grandmere dit", "la grand mere dit"]),
        ('"la grandmere dit"', ["la grandmere dit", "la grand mere dit"]),
        ('"la grand-mère dit"', ["la grand mere dit", "la grandmere dit"]),
        ('titre:"la grandmère"', ["la grandmere", "la grand mere"]),
        ('auteur:"la grandmère"', ["la grandmere"]),
        ('"le conseil"', ["le conseil"]),
    ],
)
def test_a_word_of_a_phrase_is_looked_for_by_its_parts_as_well(query: str, ways: list[str]) -> None:
    assert slots(required(query)) == ways


def test_two_compounds_in_a_phrase_may_both_be_in_parts() -> None:
    assert "grand mere commu nal" in slots(required('"grandmère communal"'))


def test_the_ways_of_a_phrase_are_bounded() -> None:
    many = {f"mot{n}/mo/t{n}{way}": 1 for n in range(9) for way in range(20)}
    assert len(slots(required(f'"{" ".join(f"mot{n}" for n in range(9))}"', many))) <= MOST_WAYS + 1


def test_a_long_phrase_is_looked_for_in_fewer_ways() -> None:
    many = {f"mot/m{way}/ot": 1 for way in range(8)}
    assert len(slots(required(f'"{"mot " * 300}"', many))) <= MOST_WAY_WORDS // 300 + 1


def test_letters_and_accents_as_written_are_those_of_the_parts() -> None:
    def ways(query: str) -> list[str]:
        node = required(query)
        found = node.nodes if isinstance(node, Any) else (node,)
        return [" ".join(slot[0] for slot in way.slots) for way in found if isinstance(way, Verified)]

    assert ways('="la grandmère"') == ["la grandmère", "la grand mère"]
    assert ways('="la grandmere"') == ["la grandmere"]


def test_words_near_each_other_are_found_in_compounds() -> None:
    node = required('"conseil grandmère"~3')
    assert isinstance(node, Verified)
    assert node.slots == (("conseil",), ("grandmere",))
    compound = Phrase(Field.WORDS, (("grand",), ("mere",)))
    assert node.candidates == All(
        (Term(Field.WORDS, "conseil"), Any((Term(Field.WORDS, "grandmere"), compound))),
    )
