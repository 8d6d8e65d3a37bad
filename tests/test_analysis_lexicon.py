"""The lexicon: what it knows, and the file that it is kept in."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import fold
from index.analysis.endings import feminines
from index.analysis.lexicon import Lexicon, LoadedLexicon, lexicon_version, open_lexicon

ROOT = Path(__file__).parent.parent


# -- the lexicon


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("chevaux", "cheval"), ("yeux", "oeil"), ("était", "être"), ("zblurf", ""), ("", ""), ("'; DROP", "")],
)
def test_lemmas_of_the_dictionary(form: str, lemma: str) -> None:
    assert open_lexicon().lemma(form) == lemma


@pytest.mark.parametrize(("word", "known"), [("cheval", True), ("chevaux", False), ("zblurf", False), ("", False)])
def test_what_is_a_lemma(word: str, known: bool) -> None:
    assert open_lexicon().is_lemma(word) is known


@pytest.mark.parametrize(
    ("word", "verb", "name"),
    [
        ("manier", True, False),
        ("boucher", True, True),
        ("hiver", False, True),
        ("donne", False, True),
        ("", False, False),
    ],
)
def test_what_is_a_verb_and_what_a_name(word: str, verb: bool, name: bool) -> None:
    for lexicon in (open_lexicon(), loaded_lexicon()):
        assert (lexicon.is_verb(word), lexicon.is_name(word)) == (verb, name)


def test_spellings() -> None:
    assert {"marche", "marché"} <= set(open_lexicon().spellings("marche"))
    assert open_lexicon().spellings("marché") == []


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("weekend", ("week", "end")),
        ("piquenique", ("pique", "nique")),
        ("arcenciel", ("arc", "en", "ciel")),
        ("partout", ()),
        ("end", ()),
        ("", ()),
    ],
)
def test_the_parts_of_compounds(word: str, parts: tuple[str, ...]) -> None:
    assert open_lexicon().parts(word) == parts


def test_forms_of_a_lemma() -> None:
    assert {"va", "irai", "allons", "aller"} <= set(open_lexicon().forms("aller"))
    assert "allemand" not in open_lexicon().forms("aller")
    assert open_lexicon().forms("zblurf") == ()


def test_a_compound_is_inflected_by_its_parts() -> None:
    forms = set(open_lexicon().forms("chienloup"))
    assert {"chienloup", "chiensloups", "chienneslouves"} <= forms
    assert "chienchien" not in forms
    assert "louploup" not in forms


@pytest.mark.parametrize(
    ("masculine", "feminine"),
    [("acteur", "actrice"), ("acteurs", ""), ("heureux", "heureuses"), ("pompier", "pompières"), ("eau", "")],
)
def test_feminines_that_a_word_may_have(masculine: str, feminine: str) -> None:
    found = list(feminines(masculine))
    assert feminine in found if feminine else not found


KNOWN = st.deferred(lambda: st.sampled_from(sorted(open_lexicon().loaded().words())))


@given(KNOWN)
def test_the_lexicon_in_memory_knows_the_same_verbs_and_names(word: str) -> None:
    loaded = loaded_lexicon()
    assert loaded.is_verb(word) is open_lexicon().is_verb(word)
    assert loaded.is_name(word) is open_lexicon().is_name(word)


@given(KNOWN)
def test_a_word_is_a_form_of_each_of_its_lemmas(word: str) -> None:
    assert all(word in open_lexicon().forms(lemma) for lemma in open_lexicon().lemmas(word))


# -- the lexicon's file

LOOK_UP = "from index.analysis.lexicon import open_lexicon; print(open_lexicon().lemma('chevaux'))"


def look_up(cache_home: Path, **more: str) -> subprocess.Popen[str]:
    """A process of its own, whose cache folder is ``cache_home``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache_home), **more}
    command = [sys.executable, "-W", "error", "-c", LOOK_UP]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def answers(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.strip()


def test_the_lexicon_is_built_once_by_processes_that_race(tmp_path: Path) -> None:
    leftover = tmp_path / "searcher" / f"lexicon-{lexicon_version()}xyz"
    leftover.parent.mkdir()
    leftover.write_bytes(b"SQLite format 3\0 half written")
    first, second = look_up(tmp_path), look_up(tmp_path)
    assert (answers(first), answers(second)) == ("cheval", "cheval")
    built = tmp_path / "searcher" / f"lexicon-{lexicon_version()}.sqlite"
    assert {entry.name for entry in built.parent.iterdir()} == {built.name, leftover.name}
    before = built.stat()
    assert answers(look_up(tmp_path)) == "cheval"
    assert built.stat().st_mtime_ns == before.st_mtime_ns
    assert Lexicon(built).lemma("yeux") == "oeil"


def test_a_killed_build_leaves_no_lexicon_that_is_taken_for_whole(tmp_path: Path) -> None:
    process = look_up(tmp_path)
    folder = tmp_path / "searcher"
    while process.poll() is None and not (folder.exists() and any(folder.iterdir())):
        pass
    process.kill()
    process.communicate()
    for finished in folder.glob("lexicon-*.sqlite"):
        assert Lexicon(finished).lemma("chevaux") == "cheval"
    assert answers(look_up(tmp_path)) == "cheval"


@pytest.mark.parametrize("obstacle", ["a file for a folder", "a folder that nobody can write to"])
def test_a_cache_folder_that_cannot_be_written_is_done_without(tmp_path: Path, obstacle: str) -> None:
    cache_home, temporary = tmp_path / "cache", tmp_path / "tmp"
    temporary.mkdir()
    if obstacle == "a file for a folder":
        cache_home.write_text("", encoding="utf-8")
    else:
        cache_home.mkdir()
        (cache_home / "searcher").symlink_to("/proc/self")  # not even root can
    assert answers(look_up(cache_home, TMPDIR=str(temporary))) == "cheval"
    assert list(temporary.glob("searcher-*/lexicon-*.sqlite"))


def test_a_disk_without_room_for_the_lexicon_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    places = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(tmp_path / "tmp"), "SEARCHER_LANG": "en"}
    command = f"ulimit -f 1000; exec {sys.executable} -m searcher terms chevaux"
    environment = {**os.environ, **places}
    done = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert re.fullmatch(r"searcher: \S+ cannot hold the lexicon: [^\n]+\n", done.stderr)
    assert not list(tmp_path.rglob("lexicon-*"))


def test_the_lexicon_is_read_only() -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        open_lexicon()._base.execute("DELETE FROM form")


@given(st.text(max_size=9) | st.text("aeilmnrstuéè", max_size=9))
def test_the_lexicon_in_memory_answers_as_its_file(word: str) -> None:
    lexicon, loaded = open_lexicon(), loaded_lexicon()
    for asked in (word, fold(word)):
        assert loaded.lemmas(asked) == lexicon.lemmas(asked)
        assert loaded.is_lemma(asked) is lexicon.is_lemma(asked)
        assert loaded.is_verb(asked) is lexicon.is_verb(asked)
        assert loaded.is_name(asked) is lexicon.is_name(asked)
        assert list(loaded.spellings(asked)) == lexicon.spellings(asked)


@cache
def loaded_lexicon() -> LoadedLexicon:
    return open_lexicon().loaded()
