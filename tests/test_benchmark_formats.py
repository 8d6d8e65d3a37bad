"""The benchmarks of formats: what they say is held is held, and they can tell what is not."""

from __future__ import annotations

import pytest

from benchmarks.formats.docx import FEATURES, is_held, ours
from benchmarks.formats.pages import f1


@pytest.mark.parametrize("name", FEATURES)
def test_each_feature_of_word_documents_is_held(name: str) -> None:
    assert is_held(FEATURES[name], ours)


@pytest.mark.parametrize("name", FEATURES)
def test_a_reader_of_nothing_holds_no_feature(name: str) -> None:
    assert not is_held(FEATURES[name], lambda _: "")


@pytest.mark.parametrize("name", [name for name, feature in FEATURES.items() if feature.hidden])
def test_a_reader_of_everything_does_not_hold_what_is_to_be_hidden(name: str) -> None:
    assert not is_held(FEATURES[name], lambda data: "\n".join((ours(data), *FEATURES[name].hidden)))


@pytest.mark.parametrize(
    ("wanted", "found", "score"),
    [("un deux", "deux UN", 1.0), ("un deux", "", 0.0), ("un deux", "trois", 0.0), ("un", "un deux trois", 0.5)],
)
def test_the_measure_of_pages(wanted: str, found: str, score: float) -> None:
    assert f1(wanted, found) == score
