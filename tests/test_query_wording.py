"""How an answer says in words what a query asks for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from query_trees import ANYTHING, read

from searcher.query import in_words, read_as
from searcher.query.wording import days_in_words


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("maire préfet", "maire préfet"),
        ("maire date:2024 -budget", "maire, date: 2024, without budget"),
        ("titre:(maire OR préfet)", "title: maire OR préfet"),
        ("a ET b OU c", "(a AND b) OR c"),
        ("-(a OU b)", "without (a OR b)"),
        ('"a b"', '"a b"'),
        ('"a b"~1', '"a b" (1 word between at most)'),
        ('"a b"~3', '"a b" (3 words between at most)'),
        ('="a b" =été', '"a b" (as written), été (as written)'),
        ("mot~", "mot (or nearly)"),
        ("mot~2", "mot (2 letters apart at most)"),
        ("a^2,5 b", "a (× 2.5), b"),
        ("gén* *", "gén* everything"),
        ('auteur:"É. Zola" tag:eau source:Monde', 'author: "É. Zola", keyword: eau, source: Monde'),
        ('chemin:"mon dossier" type:.MD', "path: mon dossier, type: md"),
        ("intitle:james", "intitle james"),
        ("maire ET", "maire et"),
        ("", ""),
    ],
)
def test_a_query_is_told_in_words(query: str, said: str) -> None:
    assert in_words(read(query)) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("mars 2024", "March 2024"),
        ("2024", "2024"),
        ("2024-01", "January 2024"),
        ("2023..2024", "2023 – 2024"),
        ("2024-02..2024-04", "February 2024 – April 2024"),
        ("2024-03-26", "26 March 2024"),
        ("2024-03-01", "1 March 2024"),
        ("2024-03-01..2024-04-02", "from 1 March 2024 to 2 April 2024"),
        (">2024-03-05", "from 6 March 2024 on"),
        ("2024..", "from 1 January 2024 on"),
        ("<2024", "until 31 December 2023"),
        ("*", "known"),
    ],
)
def test_dates_are_told_in_words(days: str, said: str) -> None:
    assert in_words(read(f"date:{days}")) == f"date: {said}"


@given(st.dates(date(1, 1, 1)), st.dates(date(1, 1, 1)))
def test_any_days_are_told_by_their_years(one: date, other: date) -> None:
    low, high = sorted((one.isoformat(), other.isoformat()))
    said = days_in_words(low, high)
    assert low[:4] in said
    assert high[:4] in said


@given(ANYTHING)
def test_whatever_is_read_is_told(query: str) -> None:
    assert bool(in_words(read(query))) == bool(read_as(read(query)))
