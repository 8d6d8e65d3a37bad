"""Snippets: the part of a long passage that is shown, with its highlights."""

from __future__ import annotations

import pytest
from french_texts import TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import Highlighter, Sought, Span, tokens
from searcher.snippets import LONGEST, SLACK, snippet


def marks(text: str, *words: str) -> list[Span]:
    (found,) = Highlighter(Sought(exact=frozenset(words))).marks([text])
    return found


def marked(text: str, found: list[Span]) -> list[str]:
    return [text[start:end] for start, end in found]


def test_a_short_passage_is_shown_whole() -> None:
    text = "x" * LONGEST
    part = snippet(text, [(0, 3)])
    assert (part.text, part.marks, part.before, part.after) == (text, [(0, 3)], False, False)


def test_a_long_passage_is_cut_around_the_most_marks() -> None:
    text = "un mot " * 100 + "Rafah et Gaza " + "un mot " * 100 + "Rafah"
    found = marks(text, "rafah", "gaza")
    part = snippet(text, found, 60)
    assert "Rafah et Gaza" in part.text
    assert marked(part.text, list(part.marks)) == ["Rafah", "Gaza"]
    assert part.before
    assert part.after
    assert part.text.split() == [word for word in part.text.split() if word in {"un", "mot", "Rafah", "et", "Gaza"}]


@pytest.mark.parametrize("found", [[], [(0, 2)]])
def test_the_beginning_is_shown_where_nothing_speaks_against_it(found: list[Span]) -> None:
    part = snippet("un mot " * 100, found, 60)
    assert part.text.startswith("un mot")
    assert not part.before
    assert part.after


def test_the_end_is_not_said_to_be_cut() -> None:
    text = "un mot " * 100 + "Rafah"
    part = snippet(text, marks(text, "rafah"), 60)
    assert part.text.endswith("Rafah")
    assert part.before
    assert not part.after


def test_a_mark_longer_than_the_snippet_is_cut() -> None:
    part = snippet(":0 000", [(1, 6)], 1)
    assert (part.text, part.marks) == ("0", [(0, 1)])


@given(TEXTS, st.data(), st.integers(1, 60))
@settings(max_examples=300)
def test_a_snippet_is_a_part_of_the_text_with_its_marks(text: str, data: st.DataObject, longest: int) -> None:
    words = sorted({token.exact for token in tokens(text)}) or ["a"]
    found = marks(text, *data.draw(st.sets(st.sampled_from(words))))
    part = snippet(text, found, longest)
    assert len(part.text) <= longest
    offset = next(
        start
        for start in range(len(text) + 1)
        if text[start : start + len(part.text)] == part.text
        and (start > 0) == part.before
        and (start + len(part.text) < len(text)) == part.after
    )
    assert offset <= len(text)
    whole = {text[low:high] for low, high in found}
    for low, high in part.marks:
        assert 0 <= low < high <= len(part.text)
        assert any(part.text[low:high] in one for one in whole)


@given(st.lists(st.sampled_from(["mot", "Rafah", "Gaza"]), min_size=30, max_size=120), st.integers(80, 200))
def test_a_snippet_marks_the_strings_that_the_passage_has(row: list[str], longest: int) -> None:
    text = " ".join(row)
    found = marks(text, "rafah", "gaza")
    part = snippet(text, found, longest)
    assert len(part.text) <= longest
    assert bool(part.marks) == bool(found)
    assert marked(part.text, list(part.marks)) == [word for word in part.text.split() if word != "mot"]
    assert len(part.text) >= min(len(text), longest - 2 * SLACK)
