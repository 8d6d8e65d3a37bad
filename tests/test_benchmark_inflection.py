"""The benchmark of inflection: the dictionary of hunspell, by which strangers that meet are judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import hunspell

AFFIXES = """
SFX S. Y 2
SFX S. 0 s [^sx] is:pl
SFX S. al aux al is:pl
SFX a0 Y 1
SFX a0 er ant/n'q' [^cg]er po:ppre
"""
WORDS = """3
cheval/S. po:nom
parler/a0S. po:v1
œuvres/-- st:œuvre po:nom
"""


def test_forms_are_made_of_words_and_suffixes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fr.aff").write_text(AFFIXES, encoding="utf-8")
    (tmp_path / "fr.dic").write_text(WORDS, encoding="utf-8")
    monkeypatch.setattr(hunspell, "FOLDER", tmp_path)
    found = hunspell.hunspell_lemmas()
    assert found["chevaux"] == found["cheval"] == {"cheval"}
    assert found["parlant"] == {"parler"}
    assert found["oeuvres"] == {"œuvre"}


def test_a_dictionary_that_is_not_installed_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hunspell, "FOLDER", tmp_path)
    assert not hunspell.hunspell_lemmas()
