"""What the Whoosh engine writes comes back: numbers, rows, stored data, lines of the catalogue, pages of words."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.whoosh.blocks import (
    Line,
    Row,
    Rows,
    pack_data,
    pack_lines,
    pack_numbers,
    pack_rows,
    unpack_data,
    unpack_lines,
    unpack_numbers,
    unpack_rows,
)
from index.engines.whoosh.pages import Head, head_of, pages, postings_at
from index.engines.whoosh.spots import BITS, PLACES, Postings, Spots, apart, together
from index.model import FileEntry

NUMBERS = st.integers(0, (1 << BITS) - 1)
LISTS = st.one_of(st.lists(NUMBERS), st.lists(st.integers(0, 300)), st.lists(st.integers(0, 70_000)))
TEXT = st.text(st.characters())
SPOTS = st.lists(st.tuples(st.integers(0, 1 << 20), NUMBERS), min_size=1, max_size=9).map(sorted)
"""Documents and places."""
WORDS = st.dictionaries(TEXT, SPOTS, max_size=12)


def spots(found: list[tuple[int, int]]) -> array[int]:
    return array("Q", [doc << BITS | place for doc, place in found])


@given(LISTS, st.data())
def test_numbers_come_back(numbers: list[int], data: st.DataObject) -> None:
    block = pack_numbers(array("I", numbers))
    start, end = sorted(data.draw(st.lists(st.integers(0, len(numbers)), min_size=2, max_size=2)))
    assert unpack_numbers(block).tolist() == numbers
    assert unpack_numbers(block, start, end).tolist() == numbers[start:end]


@pytest.mark.parametrize(("numbers", "size"), [([], 1), ([0, 0], 3), ([255, 1], 3), ([256, 1], 5), ([1 << 31], 5)])
def test_numbers_take_as_many_bytes_as_the_greatest(numbers: list[int], size: int) -> None:
    assert len(pack_numbers(array("I", numbers))) == size


@given(st.lists(st.builds(Row, NUMBERS, NUMBERS, NUMBERS, NUMBERS)))
def test_rows_come_back(rows: list[Row]) -> None:
    assert list(map(Row, *unpack_rows(pack_rows(rows)))) == rows


def test_rows_leave_stop_words_out() -> None:
    rows = Rows()
    rows.add(1, 5, 2)
    rows.add(2, 3, 0)
    rows.hold_stop_word([0, 0, 1])
    rows.hold_stop_word([0])
    assert rows.rows() == [Row(1, 5, 2, 2), Row(2, 3, 2, 0)]


@given(st.lists(st.tuples(st.integers(), TEXT)))
def test_data_comes_back(data: list[tuple[int, str]]) -> None:
    assert [tuple(entry) for entry in unpack_data(pack_data(data))] == data


FILES = st.builds(FileEntry, TEXT, TEXT, st.integers(), st.integers(), TEXT, st.integers(), TEXT)


@given(st.lists(st.builds(Line, NUMBERS, FILES), min_size=1))
def test_lines_come_back(lines: list[Line]) -> None:
    assert list(unpack_lines(pack_lines(lines))) == lines


# -- spots


@given(st.lists(SPOTS))
def test_spots_are_taken_apart_and_put_together(words: list[list[tuple[int, int]]]) -> None:
    found = apart(list(map(spots, words)))
    pairs = [pair for word in words for pair in word]
    assert list(zip(found.docs, found.places, strict=True)) == pairs
    assert together([found]) == spots(pairs)
    assert together([found, found]) == spots(pairs * 2)


@given(SPOTS, st.dictionaries(st.integers(0, 1 << 20), st.integers(0, 1 << 20)))
def test_spots_are_taken_over_with_new_numbers(pairs: list[tuple[int, int]], new: Mapping[int, int]) -> None:
    kept = [(new[doc], place) for doc, place in pairs if doc in new]
    taken = Spots()
    taken.take("mot", apart([spots(pairs)]), new.get)
    assert dict(taken.words) == ({"mot": spots(kept)} if kept else {})


def test_a_label_is_a_word_that_stands_nowhere_in_particular() -> None:
    labels = Spots()
    labels.label(3, "l'été\n")
    labels.label(5, "l'été\n")
    assert {label: [(spot >> BITS, spot & PLACES) for spot in found] for label, found in labels.words.items()} == {
        "l'été\n": [(3, 0), (5, 0)]
    }


# -- pages


def read(words: Mapping[str, array[int]]) -> tuple[list[Head], dict[str, Postings]]:
    heads, found = [], {}
    for head, block, body in pages(words):
        assert head_of(block) == (list(head.words), list(head.sizes), list(head.holding))
        heads.append(head)
        for at, word in enumerate(head.words):
            assert word not in found
            found[word] = postings_at(at, head, body)
    return heads, found


@given(WORDS, st.integers(1, 5), st.integers(1, 20))
def test_words_come_back_from_pages(words: dict[str, list[tuple[int, int]]], most_words: int, most_spots: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.engines.whoosh.pages.MOST_WORDS", most_words)
        patch.setattr("index.engines.whoosh.pages.MOST_SPOTS", most_spots)
        heads, found = read({word: spots(pairs) for word, pairs in words.items()})
    assert {word: list(zip(*postings, strict=True)) for word, postings in found.items()} == words
    assert [word for head in heads for word in head.words] == sorted(words)
    for head in heads:
        assert len(head.words) <= most_words
        assert len(head.words) == 1 or sum(head.sizes) <= most_spots
        assert list(head.holding) == [len({doc for doc, _ in words[word]}) for word in head.words]


def test_a_frequent_word_is_a_page_of_its_own() -> None:
    often = [(doc, doc % 7) for doc in range(5000)]
    heads, found = read({word: spots(often if word == "de" else [(8, 1)]) for word in ("chat", "de", "un", "à")})
    assert [list(head.words) for head in heads] == [["chat"], ["de"], ["un", "à"]]
    assert list(zip(*found["de"], strict=True)) == often
