"""Where words may stand in a text: the runs around its places, and the slot of a phrase to look for first."""

from __future__ import annotations

import pytest
from french_texts import TEXTS
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.analysis.charset import to_folded
from index.analysis.haystack import Haystack, needles
from index.analysis.segmentation import run_around

NUMBERED = st.text(st.sampled_from("a3 .*?-¬(0)\n\u00ad,é"), max_size=12)


@given(st.lists(TEXTS | NUMBERED, max_size=4).map(" ".join))
@example("art. R. *421-1 du 3 000 e")
@example("F. D. Roosevelt. Le 12 mars, +33 (0)6 12 34, commu- \n nal")
@example(" 3 a. b. ? 4")
@settings(max_examples=500)
def test_a_run_is_the_same_whether_its_spaces_are_looked_at_one_by_one(text: str) -> None:
    haystack = Haystack(text)
    folded = to_folded(text)
    assert [haystack.run(place) for place in range(len(text))] == [run_around(folded, n) for n in range(len(text))]


@pytest.mark.parametrize(("prefix", "times"), [("mair", 2), ("le", 3), ("budget", 0)])
def test_the_frequency_of_words_is_that_of_their_beginnings(prefix: str, times: int) -> None:
    assert Haystack("Le maire, la mairie, le Léman").frequency(needles([prefix])) == times
