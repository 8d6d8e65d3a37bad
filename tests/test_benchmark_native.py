"""What the speed benchmark reads and computes; nothing here is timed."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.data import REPO
from benchmarks.native.figures import PEERS, Asking, Figures, Indexing, percentile
from benchmarks.native.place import Place, bytes_under
from benchmarks.native.plot import Line, Panel, spread, svg
from benchmarks.native.process import measured
from benchmarks.native.questions import KINDS, PHRASE, QUESTION, Question, draw, load, save
from benchmarks.native.report import panels, report
from benchmarks.native.system import answers
from benchmarks.native.texts import Text, first, texts, write
from index.documents import Source, read_articles
from index.model import Article

PASSAGES = [
    f"Le conseil numéro {name} vota une aide militaire au pays." for name in ("alpha", "bêta", "gamma", "delta")
]
STOP = frozenset({"le", "une", "au", "de", "qui", "a"})
SVG = "{http://www.w3.org/2000/svg}"


def is_stop(word: str) -> bool:
    return word in STOP


# Texts


def test_every_form_holds_the_same_passages(tmp_path: Path) -> None:
    place = Place(tmp_path, 3)
    write([Text("1", "Un", ["a", "b"]), Text("2", "Deux", ["c", "d"])], place)
    records = [json.loads(line) for path in place.articles.iterdir() for line in path.read_text("utf-8").splitlines()]
    assert list(place.lines()) == ["a", "b", "c"]
    assert records == [{"id": "1", "title": "Un", "text": "a\nb"}, {"id": "2", "title": "Deux", "text": "c"}]
    assert sorted(path.read_text("utf-8") for path in place.files.rglob("*.txt")) == ["Deux\nc\n", "Un\na\nb\n"]


def test_our_reader_finds_as_many_passages_as_the_peers_get_lines(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = "Un.\u2028Deux.\x85Trois.\n\n  \nQuatre.\r\nCinq."
    (tmp_path / "in" / "a.jsonl").write_text(json.dumps({"id": "1", "title": "T", "text": text}), encoding="utf-8")
    place = Place(tmp_path / "work", 10)
    write(texts(tmp_path / "in"), place)
    with (place.articles / "000.jsonl").open("rb") as stream:
        (article,) = read_articles(Source("000.jsonl", "000.jsonl", stream))
    assert isinstance(article, Article)
    assert [passage.text for passage in article.passages] == list(place.lines())
    assert len(list(place.lines())) == 3


def test_a_smaller_size_is_part_of_a_greater_one() -> None:
    found = [Text(str(number), "", [f"{number}.{part}" for part in range(3)]) for number in range(5)]
    sizes = [[passage for text in first(found, size) for passage in text.passages] for size in range(16)]
    assert [len(size) for size in sizes] == list(range(16))
    assert all(smaller == greater[: len(smaller)] for smaller, greater in pairwise(sizes))


def test_any_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier" / "a.txt").write_text("Un.\nDeux.", encoding="utf-8")
    (tmp_path / "b.md").write_text("# Trois", encoding="utf-8")
    (tmp_path / "c.pdf").write_text("Quatre", encoding="utf-8")
    assert sorted(passage for text in texts(tmp_path) for passage in text.passages) == ["# Trois", "Deux.", "Un."]
    assert texts(tmp_path) == texts(tmp_path)


# Questions


def test_questions_are_the_same_in_every_run() -> None:
    asked = ["Qui vote ?", "Où est l’aide ?"]
    assert draw(PASSAGES, asked, 20, is_stop) == draw(PASSAGES, asked, 20, is_stop)


def test_every_kind_is_drawn_and_nothing_twice() -> None:
    drawn = draw(PASSAGES, ["Qui vote ?"], 10, is_stop)
    assert {question.kind for question in drawn} == set(KINDS)
    assert len({question.text for question in drawn}) == len(drawn)


def test_words_are_of_one_passage_and_say_something() -> None:
    for question in draw(PASSAGES, [], 50, is_stop):
        holding = [passage for passage in PASSAGES if all(word in passage.lower() for word in question.words)]
        assert holding
        assert question.is_phrase or not STOP & set(question.words)


def test_a_phrase_stands_in_a_passage_and_begins_and_ends_with_a_word_that_says_something() -> None:
    phrases = [question for question in draw(PASSAGES, [], 50, is_stop) if question.kind == PHRASE]
    assert phrases
    for phrase in phrases:
        assert any(phrase.text.strip('"') in passage.lower() for passage in PASSAGES)
        assert phrase.words[0] not in STOP
        assert phrase.words[-1] not in STOP


def test_a_question_of_stop_words_alone_keeps_them() -> None:
    assert draw(PASSAGES, ["Qui une de"], 5, is_stop)[-1] == Question(QUESTION, "Qui une de", ("qui", "une", "de"))


def test_too_few_texts_give_fewer_questions() -> None:
    assert [question.text for question in draw(["Oui."], [], 100, is_stop)] == ["oui"]


def test_questions_survive_the_file_between_processes(tmp_path: Path) -> None:
    drawn = draw(PASSAGES, ["Où est l’aide ?"], 10, is_stop)
    save(drawn, tmp_path / "questions.json")
    assert load(tmp_path / "questions.json") == drawn


# Figures


@pytest.mark.parametrize(
    ("percent", "expected"), [(50, 5), (95, 10), (99, 10), (100, 10), (10, 1), (11, 2), (0, 1)], ids=str
)
def test_percentile_is_of_the_nearest_rank(percent: float, expected: float) -> None:
    assert percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], percent) == expected


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 100))
def test_percentile_is_a_value_that_so_many_do_not_exceed(values: list[float], percent: float) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) >= len(values) * percent / 100 - 1e-9


def test_every_question_is_asked_and_has_its_own_figure() -> None:
    asked: list[str] = []
    questions = [Question(KINDS[0], word, (word,)) for word in ("un", "deux")]

    def ask(question: Question) -> int:
        asked.append(question.text)
        return len(question.text)

    found = answers(ask, questions)
    assert found.hits == [2, 4]
    assert len(found.seconds) == 2
    assert asked[:4] == ["un", "deux", "un", "deux"]


def test_a_process_is_measured_with_those_that_it_starts() -> None:
    inner = "x = bytearray(60_000_000); x[::4096] = bytes(len(x[::4096])); import time; time.sleep(.6)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}]); print('vu'); sys.exit(3)"
    done = measured([sys.executable, "-c", outer], REPO)
    assert (done.output, done.code) == ("vu\n", 3)
    assert done.peak > 60_000_000
    assert done.cpu > 0


def test_sizes_of_files_are_added_up(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"123")
    (tmp_path / "c").write_bytes(b"4567")
    assert bytes_under(tmp_path) == 7


# Report and plot


def _rows(sizes: Sequence[int] = (1000, 2000)) -> list[Figures]:
    indexing, asking = Indexing(2_000_000, 4.0, 3.0, 50_000_000, 1_000_000), Asking({KINDS[0]: [0.001, 0.002]}, 2)
    measured_rows = [Figures(peer, size, indexing, asking) for size in sizes for peer in PEERS[:-1]]
    return [*measured_rows, *(Figures(PEERS[-1], size, skipped="over --most-slow 10") for size in sizes)]


def test_the_report_gives_each_figure_and_its_ratios() -> None:
    lines = report(_rows([1000]), 2).splitlines()
    lucene = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| Lucene ")]
    assert lucene[0] == [
        *("Lucene", "0.50", "4.0", "3.0", "50", "0.50", "1.00", "2.00", "2.00", "2"),
        "numbers of passages",
    ]
    assert lucene[1:3] == [["Lucene", *["1.00"] * 8]] * 2
    assert lucene[3] == ["Lucene", "1.00"]
    assert "## 1,000 passages, 2.0 MB of text" in lines


def test_the_report_says_why_a_system_was_left_out() -> None:
    (line,) = [line for line in report(_rows([1000]), 2).splitlines() if line.startswith(f"| {PEERS[-1].label} ")]
    assert "over --most-slow 10" in line


def _parsed(document: str) -> ET.Element:
    return ET.fromstring(document)  # noqa: S314 – it is our own


def test_the_plot_is_well_formed_and_names_every_line_once_a_panel() -> None:
    root = _parsed(svg(panels(_rows())))
    assert root.tag == f"{SVG}svg"
    names = [text.text for text in root.iter(f"{SVG}text") if text.get("style")]
    assert sorted(map(str, names)) == sorted(2 * [peer.label for peer in PEERS[:-1]])


def test_text_in_the_plot_is_escaped() -> None:
    panel = Panel('a < b & "c"', "ms", [Line("<script>&", [(10, 1.0)]), Line("d", [(10, 1.0), (20, 0.002)])])
    root = _parsed(svg([panel]))
    shown = [text.text for text in root.iter(f"{SVG}text")]
    assert 'a < b & "c" (ms)' in shown
    assert "<script>&" in shown


def test_a_plot_of_nothing_is_a_plot() -> None:
    assert _parsed(svg([])).tag == f"{SVG}svg"
    assert _parsed(svg([Panel("a", "ms", [])])).tag == f"{SVG}svg"


@given(st.lists(st.floats(50, 350), min_size=1, max_size=12).map(sorted))
def test_names_of_lines_do_not_lie_over_each_other(places: list[float]) -> None:
    kept = spread(places, 15, 350)
    assert all(below - above >= 15 - 1e-9 for above, below in pairwise(kept))
    assert max(kept) <= 350
