"""Texts as the Whoosh engine takes them in: what is read by spellings is what the rules of reading read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from french_texts import ANY_SIGN, TEXTS
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis.chunks import chunks
from index.analysis.reading import places
from index.engines.gathering import Gathered, Gathering
from index.engines.whoosh.gathering import SpelledGathering
from index.engines.whoosh.spots import BITS, PLACES, Spots
from index.engines.whoosh.texts import Words

COMPOUNDS = st.sampled_from(["porte-parole", "dit-il", "a-t-elle", "c'est-à-dire", "«Aigre-doux»", "quart-d'heure"])
SPACED = st.lists(st.one_of(TEXTS, COMPOUNDS), max_size=6).map(" ".join)


def read(text: str) -> Words:
    (words,) = SpelledGathering().read([text])
    return words


def by_place(words: Words) -> list[tuple[int, str]]:
    spelled = [(place, spelling.lower()) for place, spelling in enumerate(words.spelled)]
    return sorted([*spelled, *words.others])


def by_rules(text: str) -> list[tuple[int, str]]:
    return sorted((place, word) for place, words in enumerate(places(text)) for word in words)


@pytest.mark.parametrize(
    ("text", "spelled", "others"),
    [
        ("", [], []),
        ("L’Été à 20h", ["L", "Été", "à", "20h"], []),
        ("un porte-parole, dit-il", ["un", "porte", "parole", "dit", "il"], [(1, "porteparole")]),
        ("dit-il porte-parole", ["dit", "il", "porte", "parole"], [(2, "porteparole")]),
        ("xa-b dit-il a-b", ["xa", "b", "dit", "il", "a", "b"], [(0, "xab"), (4, "ab")]),
        ("32 000 Euros", [], [(0, "32000"), (1, "euros")]),
    ],
)
def test_words_come_as_they_are_spelled(text: str, spelled: list[str], others: list[tuple[int, str]]) -> None:
    words = read(text)
    assert (list(words.spelled), list(words.others)) == (spelled, others)
    assert words.size == len(spelled) + len(others)


@given(st.one_of(TEXTS, SPACED, st.text(ANY_SIGN)))
@example("un c'est-à-dire\n-là porte-parole\nporte-parole quart-d'heure")
@example("81-766 sont-elles ŉ-a été-ſ l'a-t-il aigre-doux")
def test_words_stand_where_the_rules_say(text: str) -> None:
    assert by_place(read(text)) == by_rules(text)


@given(st.lists(SPACED, max_size=4))
def test_spots_are_gathered_by_word(texts: list[str]) -> None:
    spots = Spots()
    expected: dict[str, list[tuple[int, int]]] = {}
    for doc, text in enumerate(texts):
        spots.read(doc, read(text))
        for place, word in by_rules(text):
            expected.setdefault(word, []).append((doc, place))
    found = {word: sorted((spot >> BITS, spot & PLACES) for spot in of_word) for word, of_word in spots.words.items()}
    assert found == expected
    spots.clear()
    assert not spots.words


def test_spots_that_were_cleared_are_gathered_anew() -> None:
    spots = Spots()
    for doc in (0, 1):
        spots.clear()
        spots.read(doc, read("Un un porte-parole"))
        assert list(spots.words["un"]) == [doc << BITS, doc << BITS | 1]
        assert list(spots.words["porteparole"]) == [doc << BITS | 2]


# -- for the vocabulary


def gathered(texts: list[str]) -> Iterator[Gathered]:
    gathering, spots, spellings = SpelledGathering(), Spots(), dict[str, None]()
    for words in gathering.read(texts):
        spots.read(0, words)
        spellings |= dict.fromkeys(spots.spellings)
    return gathering.words(spellings, {word: len(found) for word, found in spots.words.items()})


@given(st.lists(SPACED, max_size=6))
def test_words_are_gathered_as_by_the_rules(texts: list[str]) -> None:
    rules = Gathering()
    for text in texts:
        rules.see(chunks(text))
    assert _known(gathered(texts)) == _known(rules.words())


@given(st.lists(SPACED, max_size=4))
def test_words_are_counted_where_they_stand(texts: list[str]) -> None:
    counts = Counter(word for text in texts for _, word in by_rules(text))
    assert {entry.word: entry.seen for entry in gathered(texts)} == counts


def test_a_word_is_shown_small_where_it_was_seen_so() -> None:
    texts = ["Le chat le chien", "Le Chat Le Gaza, porte-parole", "Chef-lieu de Gaza LE chats"]
    found = {entry.word: (entry.shown, entry.lower, entry.seen) for entry in gathered(texts)}
    assert found["chat"] == ("chat", True, 2)
    assert found["le"] == ("le", True, 5)
    assert found["gaza"] == ("Gaza", False, 2)
    assert found["porteparole"] == ("porte-parole", True, 1)
    assert found["cheflieu"] == ("Chef-lieu", False, 1)
    assert len(found) == 12


def _known(words: Iterator[Gathered]) -> dict[str, tuple[str, bool]]:
    """How to show a word is settled where it was seen small; of several capital spellings any will do."""
    return {word.word: (word.shown if word.lower else word.word.capitalize(), word.lower) for word in words}
