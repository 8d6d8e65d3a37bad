"""How passages become HTML, which part of an article is shown, and the way between passages found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Look, Style
from index.model import Passage
from searcher import AnswerPassage
from web.parts import MOST_PASSAGES, MOST_TEXT, part_with, steps
from web.rendering import Group, groups, look_of, looks_of, styled

WORDS = st.text(alphabet="ab <>&'\"\n|é😀", max_size=30)
KINDS = st.sampled_from(["strong", "emphasis", "code", "deleted"])


@st.composite
def styled_texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], list[Style]]:
    text = draw(WORDS)
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    marks = list(zip(places[::2], places[1::2], strict=False))
    ranges = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)), KINDS)
    drawn = draw(st.lists(ranges, max_size=4))
    return text, marks, [Style(min(a, b), max(a, b), kind) for a, b, kind in drawn]


def within(html: str, tag: str) -> list[bool]:
    """Of each sign of the text of some HTML, whether it stands in an element ``tag``."""
    depth, found = 0, list[bool]()
    for piece in re.split(r"(</?\w+>)", html):
        if re.fullmatch(r"</?\w+>", piece):
            depth += {f"<{tag}>": 1, f"</{tag}>": -1}.get(piece, 0)
        else:
            found += [depth > 0] * len(unescape(piece))
    assert depth == 0
    return found


@given(styled_texts(), st.data())
def test_a_text_with_marks_and_styles(
    drawn: tuple[str, list[tuple[int, int]], list[Style]], data: st.DataObject
) -> None:
    text, marks, styles = drawn
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, len(text)))
    html = str(styled(text, (low, high), marks, styles))
    assert unescape(re.sub(r"</?(mark|strong|em|code|del)>", "", html)) == text[low:high]
    places = range(low, high)
    assert within(html, "mark") == [any(a <= place < b for a, b in marks) for place in places]
    for kind, tag in (("strong", "strong"), ("emphasis", "em"), ("code", "code"), ("deleted", "del")):
        expected = [any(s.kind == kind and s.start <= place < s.end for s in styles) for place in places]
        assert within(html, tag) == expected


def test_elements_are_nested() -> None:
    styles = [Style(0, 6, "strong"), Style(3, 9, "emphasis")]
    html = "<strong>a&lt;<mark>b</mark></strong><strong><em><mark>c</mark>de</em></strong><em>fgh</em>"
    assert styled("a<bcdefgh", (0, 9), [(2, 4)], styles) == html


def test_many_marks_and_styles_take_no_longer_than_they_are_many() -> None:
    text = "a " * 3000
    marks = [(place, place + 1) for place in range(0, 6000, 2)]
    styles = [Style(*mark, "strong") for mark in marks]
    started = perf_counter()
    assert styled(text, (0, 6000), marks, styles).count("<mark>") == 3000
    assert perf_counter() - started < 2


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Un texte.", "txt", "text"),
        ("• un point", "docx", "item"),
        ("☑ fait", "md", "item"),
        ("1. un", "md", "item"),
        ("12) un", "md", "item"),
        ("1. Introduction", "docx", "text"),
        ("> cité", "eml", "mail"),
        ("> cité", "mbox", "mail"),
        ("> 3 kg", "txt", "text"),
        ("a | b", "md", "row"),
        ("a | b", "html", "row"),
        ("a | b", "txt", "text"),
        ("a | b\nc", "md", "text"),
        ("Nom : Dupont · Ville : Lyon", "csv", "text"),
        ("", "md", "text"),
    ],
)
def test_what_a_text_tells(text: str, kind: str, expected: str) -> None:
    assert look_of(text, kind).kind == expected


def shown(texts: Sequence[str], kind: str, looks: dict[int, Look] | None = None) -> list[Group]:
    passages = [AnswerPassage(number, 0.0, text) for number, text in enumerate(texts, start=1)]
    return list(groups(passages, kind, looks or {}))


def test_passages_of_one_kind_stand_together() -> None:
    texts = ["Un.", "• a", "• b", "Deux.", "a | b", "c | d", "e | f | g", "Trois.", "Quatre."]
    found = [(group.kind, sorted(group.numbers)) for group in shown(texts, "md")]
    assert found == [
        ("text", [1]),
        ("item", [2, 3]),
        ("text", [4]),
        ("row", [5, 6]),
        ("text", [7]),
        ("text", [8]),
        ("text", [9]),
    ]


def test_a_page_begins_where_it_changes() -> None:
    passages = [AnswerPassage(n, 0.0, "x", page=page) for n, page in enumerate([1, 1, 2, 2, 4], start=1)]
    assert [group.page for group in groups(passages, "pdf", {})] == [1, None, 2, None, 4]


@given(st.lists(st.integers(1, 6), max_size=12))
def test_headings_go_one_level_down_at_a_time(levels: list[int]) -> None:
    looks = {number: Look("heading", level) for number, level in enumerate(levels, start=1)}
    found = [group.passages[0].level for group in shown(["x"] * len(levels), "md", looks)]
    for above, level in zip([1, *found], found, strict=False):
        assert 2 <= level <= min(above + 1, 6)


def test_empty_columns_at_the_end_are_left_out() -> None:
    columns = ((0, 1), (4, 4), (4, 5), (8, 8))
    looks = {number: Look("row", columns=columns) for number in (1, 2)}
    (table,) = shown(["a | b", "c | d"], "md", looks)
    assert [list(map(str, row.html)) for row in table.passages] == [["a", "", "b"], ["c", "", "d"]]


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abcd")))
def test_looks_are_those_of_the_same_texts_in_order(texts: list[str], known: list[str]) -> None:
    looks = [Look("text", place, text) for place, text in enumerate(known)]
    found = looks_of([Passage(number, text) for number, text in enumerate(texts)], looks)
    assert all(look.text == texts[number] for number, look in found.items())
    assert [look.level for _, look in sorted(found.items())] == sorted({look.level for look in found.values()})
    if texts == known:
        assert len(found) == len(texts)


LENGTHS = st.lists(st.integers(0, 6000), max_size=60)


@given(LENGTHS, st.integers(-5, 10**9))
def test_parts_are_the_whole_article(lengths: list[int], number: int) -> None:
    passages = [Passage(place, "x" * length) for place, length in enumerate(lengths, start=1)]
    seen, following = list[Passage](), 1 if passages else None
    while following is not None:
        part = part_with(passages, following)
        assert sum(len(passage.text) for passage in part.passages) <= MOST_TEXT
        seen += part.passages
        following = part.after
    assert seen == passages
    part = part_with(passages, number)
    if 1 <= number <= len(passages):
        assert number in {passage.number for passage in part.passages}
    assert 1 <= part.number <= part.total


def test_a_part_has_only_so_many_passages() -> None:
    passages = [Passage(number, "x") for number in range(1, 2 * MOST_PASSAGES + 2)]
    part = part_with(passages, MOST_PASSAGES + 1)
    assert (part.number, part.total, part.before, part.after) == (2, 3, 1, 2 * MOST_PASSAGES + 1)
    assert len(part.passages) == MOST_PASSAGES


@given(st.lists(st.integers(1, 50), unique=True).map(sorted), st.integers(0, 60))
def test_steps_to_what_was_found(found: list[int], number: int) -> None:
    way = steps(found, number)
    assert way.previous == max((n for n in found if n < number), default=None)
    assert way.next == min((n for n in found if n > number), default=None)
    assert way.position == sum(n <= number for n in found)
    assert way.at is (number in found)
