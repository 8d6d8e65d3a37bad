"""Odd files and odd questions, the short form of ``python -m benchmarks.reliability files`` and ``questions``."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.reliability.files import Files, Outcome, check, culprits, hundreds, tried
from benchmarks.reliability.giant_files import giants as giant_files
from benchmarks.reliability.good_files import good_files
from benchmarks.reliability.odd_files import odd_file
from benchmarks.reliability.odd_questions import giants as giant_questions
from benchmarks.reliability.odd_questions import odd_question
from benchmarks.reliability.questions import asked, opened
from benchmarks.reliability.reporting import Row
from index.analysis import phrase_in
from index.documents import FORMATS, Source, read_articles
from index.documents.html import read_html
from searcher import Options, Page, search

ODD_QUESTIONS = 40
GIANTS_EACH = 9
"""One giant question of so many is asked here."""
SLOW = 10.0
"""Seconds of processor time that are too many on any machine; the long form asks for 2."""


def failures(driver: Callable[[Row], object]) -> list[str]:
    row = Row("tried")
    driver(row)
    return row.failures


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_odd_files_keep_no_other_from_being_found(engine: str, tmp_path: Path) -> None:
    (files,) = hundreds(100, seed=len(engine))
    assert failures(lambda row: check(files, tmp_path, engine, row)) == []


def test_what_once_ended_or_halted_a_run_is_read_beside_others(tmp_path: Path) -> None:
    deep = "[" * 900 + "]" * 900
    aliases = "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    ids = "".join(f'{{"id":"x{"~2" * number}","text":"eau"}}\n' for number in range(1_200))
    files = {
        "elisions.txt": "qu'" * 700 + "eau\n",
        "tags.jsonl": f'{{"id":1,"text":"eau","tags":{deep}}}\n',
        "ids.jsonl": ids + '{"id":"x","text":"eau"}\n',
        "heading.md": "# a" + " " * 3_000 + "b\n",
        "aliases.md": f"---\na0: &a0 [x,x,x]\n{aliases}title: *a8\n---\nTexte.\n",
    }
    assert tried({name: text.encode() for name, text in files.items()}, tmp_path, "whoosh", 60).wrong == ""


PLAIN = {name: data for name, data in giant_files() if name.endswith((".txt", ".md", ".jsonl")) and len(data) < 200_000}


@pytest.mark.parametrize("name", PLAIN)
def test_a_giant_is_read_in_time_in_proportion_to_its_size(name: str) -> None:
    begun = time.process_time()
    assert list(read_articles(Source(name, f"d/{name}", io.BytesIO(PLAIN[name]))))
    assert time.process_time() - begun < SLOW


def test_a_page_of_very_many_blocks_is_read_in_time() -> None:
    block = "<p>Le porte-parole a parlé. <b>gras</b></p><ul><li>un</ul><table><tr><td>1<td>2</table></article> fin</p>"
    page = f"<!doctype html><body><nav><a href='/'>Accueil</a></nav><article><h1>L’eau{block * 2_800}".encode()
    begun = time.process_time()
    assert list(read_html(Source("a.html", "d/a.html", io.BytesIO(page))))
    assert time.process_time() - begun < SLOW


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_odd_questions_are_answered_in_every_way(engine: str, tmp_path: Path) -> None:
    drawn = [odd_question(number, seed=len(engine)) for number in range(ODD_QUESTIONS)]
    with opened(None, engine, tmp_path) as index:
        assert failures(lambda row: asked(iter(drawn), index, SLOW, row)) == []


def test_giant_questions_are_answered_in_every_way(tmp_path: Path) -> None:
    drawn = islice(giant_questions(), 0, None, GIANTS_EACH)
    with opened(None, "tantivy", tmp_path) as index:
        assert failures(lambda row: asked(drawn, index, SLOW, row)) == []


@pytest.mark.parametrize(("words", "slop"), [("de la ", 50), ("de la ", 1), ("le la de des un une ", 50)])
@pytest.mark.parametrize("text", ["de la eau le canal des villes une à un ", "de la "])
def test_a_long_phrase_of_stop_words_is_looked_for_in_a_long_paragraph(text: str, words: str, slop: int) -> None:
    slots = [{word} for word in (words * 16).split()[:16]]
    begun = time.process_time()
    phrase_in(text * 400, slots, slop)
    assert time.process_time() - begun < SLOW


def test_of_a_phrase_that_asks_for_too_much_the_answer_is_partial(tmp_path: Path) -> None:
    with opened(None, "whoosh", tmp_path) as index:
        assert search('"' + "de la " * 300 + '"~50', index).exhausted
        assert not search('"' + "de la " * 3 + '"~50', index).exhausted


# -- The drivers themselves


def test_there_is_a_good_file_of_each_format(tmp_path: Path) -> None:
    files = {f"a{suffix}": data for suffix, data in good_files().items()}
    assert {FORMATS[Path(name).suffix].name for name in files} == {one.name for one in FORMATS.values()}
    assert tried(files, tmp_path, "whoosh") == Outcome("", {})
    with opened(tmp_path / "index", "whoosh", tmp_path) as index:
        found = search("canal ville", index, Page(count=100), Options(complete_only=True)).articles
    assert {hit.article.path for hit in found} == {f"files/{name}" for name in files}


def test_odd_files_are_drawn_again_as_they_were() -> None:
    good = good_files()
    drawn = [odd_file(number, 1, good) for number in range(300)]
    assert drawn == [odd_file(number, 1, good) for number in range(300)]
    assert len({data for _, data in drawn}) > 270
    assert {Path(name).suffix for name, _ in drawn} == set(good)


@pytest.mark.parametrize(
    ("failing", "expected"), [({"7"}, ["7"]), ({"0", "9"}, ["0", "9"]), (set[str](), list("0123456789"))]
)
def test_what_fails_is_told_by_name(failing: set[str], expected: list[str]) -> None:
    files: Mapping[str, bytes] = {str(number): b"" for number in range(10)}

    def fails(some: Files) -> bool:
        return not failing.isdisjoint(some)

    assert list(culprits(files, fails)) == expected


def test_an_update_without_end_and_one_that_fails_are_told(tmp_path: Path) -> None:
    assert "no end" in tried({}, tmp_path / "a", "whoosh", seconds=0.0).wrong
    assert "MissingEngineError" in tried({}, tmp_path / "b", "none").wrong
