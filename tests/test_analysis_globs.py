"""Globs match as they do read sign by sign, and take back nothing."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from naive_matching import fits

from index.analysis import matches, matching

WORDS = st.text(st.sampled_from("ab.\n[\\"), max_size=8)
GLOBS = st.text(st.sampled_from("ab.\n[\\*?"), max_size=8)


@given(GLOBS, WORDS)
@example("a*a", "a")
@example("*ab*b", "abab")
@example("?*?", "a")
@example("**", "")
@settings(max_examples=1000)
def test_a_glob_matches_as_it_does_sign_by_sign(glob: str, word: str) -> None:
    assert matches(glob, word) == fits(glob, word)


def test_those_that_match_keep_their_order() -> None:
    assert matching("*tion", iter(["nation", "nationale", "action"])) == ["nation", "action"]


def test_a_glob_of_stars_takes_back_nothing() -> None:
    """An expression that tried all places of each star would not end before the universe does."""
    assert not matches("*" + "?*a*" * 200 + "zzz", "ab" * 5_000)
    assert not matches("*ab" * 300 + "x", "ab" * 5_000)
