"""Workers: whatever a reader does, it costs its file only, and what was read is kept."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from indexing import write
from odd_reader import FORMATS
from working import HASTE, read

from index.documents import Source, Workers, message, read_articles
from index.documents.drafts import Block, Reached
from index.documents.worker.assembling import Assembly
from index.documents.worker.messages import Begun, Detected
from index.model import Article, Fault


def test_what_is_read_comes_as_articles(workers: Workers, tmp_path: Path) -> None:
    write(tmp_path / "a.odd", "title Le titre\npage 1\ntext un\npage 2\ntext deux\nfault encrypted")
    article, fault = workers.read(str(tmp_path / "a.odd"), "r/a.odd")
    assert isinstance(article, Article)
    assert (article.id, article.path, article.type, article.title) == ("r/a.odd", "r/a.odd", "odd", "Le titre")
    assert [(passage.number, passage.text, passage.page) for passage in article.passages] == [
        (1, "un", 1),
        (2, "deux", 2),
    ]
    assert fault == Fault("encrypted")


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("hang", "timeout"),
        ("sleep 60", "timeout"),
        ("exit 0", "crashed"),
        ("kill", "crashed"),
        ("segfault", "crashed"),
        ("memory", "memory"),
        ("raise oh", "broken"),
        ("recurse", "nested"),
    ],
)
def test_what_goes_wrong_is_one_fault_and_what_was_read_is_kept(
    workers: Workers, tmp_path: Path, does: str, code: str
) -> None:
    articles, (fault,) = read(workers, tmp_path / "a.odd", "title T", "text un", "text deux", does, "text trois")
    assert articles == {"r/a.odd": ["un", "deux"]}
    assert fault.code == code
    assert message(fault) != code
    assert len(message(fault).splitlines()) == 1
    assert read(workers, tmp_path / "b.odd", "title T", "text un") == ({"r/b.odd": ["un"]}, [])


@pytest.mark.parametrize("does", ["hang", "segfault"])
def test_a_paged_file_is_read_again_up_to_the_page_before(workers: Workers, tmp_path: Path, does: str) -> None:
    pages = ("title T", "page 1", "text un", "page 2", "text deux", "page 3", "text cut", does)
    articles, (fault,) = read(workers, tmp_path / "a.odd", *pages)
    assert articles == {"r/a.odd": ["un", "deux"]}
    assert fault.values["page"] == 3
    assert message(fault).startswith("from page 3 on: ")


def test_a_paged_file_is_read_again_only_once() -> None:
    assembly = Assembly("r/a.odd")
    ends = []
    for page in (3, 2):
        for said in (Begun("r/a.odd", "a.odd", 1), Detected("odd"), Block("un", 1), Reached(page)):
            assert list(assembly.take(said)) == []
        ends.append(list(assembly.lose(Fault("crashed"))))
    assert ends[0] == [Fault("crashed", values={"page": 3})]
    assert [type(item) for item in ends[1]] == [Article, Fault]


def test_a_file_that_goes_wrong_on_its_first_page_is_a_fault(workers: Workers, tmp_path: Path) -> None:
    articles, (fault,) = read(workers, tmp_path / "a.odd", "page 1", "kill")
    assert (articles, fault) == ({}, Fault("crashed"))


def test_a_file_in_a_file_that_goes_wrong_costs_the_others_nothing(workers: Workers, tmp_path: Path) -> None:
    articles, faults = read(
        workers,
        tmp_path / "a.odd",
        "title T",
        "text avant",
        "file 1.odd title T;text un",
        "file 2.odd title T;text deux;kill",
        "text entre",
        "file 3.odd title T|text trois|file 4.odd title T;text quatre|"
        "file 5.odd title T;page 1;text cinq;page 2;text cut;kill|file 6.odd title T;text six",
        "fault encrypted",
    )
    assert articles == {
        "r/a.odd": ["avant", "entre"],
        "r/a.odd#1.odd": ["un"],
        "r/a.odd#2.odd": ["deux"],
        "r/a.odd#3.odd": ["trois"],
        "r/a.odd#3.odd#4.odd": ["quatre"],
        "r/a.odd#3.odd#5.odd": ["cinq"],
        "r/a.odd#3.odd#6.odd": ["six"],
    }
    told = [(fault.code, fault.values.get("member"), fault.values.get("page")) for fault in faults]
    assert told == [("crashed", "2.odd", None), ("crashed", "3.odd#5.odd", 2), ("encrypted", None, None)]


def test_a_file_that_goes_wrong_again_and_again_is_given_up(workers: Workers, tmp_path: Path) -> None:
    inside = [f"file {number}.odd title T;text {number};kill" for number in range(10)]
    articles, faults = read(workers, tmp_path / "a.odd", *inside)
    assert articles == {f"r/a.odd#{number}.odd": [str(number)] for number in range(3)}
    assert [fault.code for fault in faults] == ["crashed", "crashed", "crashed", "gave_up"]


def test_the_time_of_a_whole_file_is_limited_too(tmp_path: Path) -> None:
    inside = [f"file {number}.odd sleep 0.4;title {number}" for number in range(9)]
    with Workers(FORMATS, HASTE._replace(whole=1.5)) as workers:
        articles, faults = read(workers, tmp_path / "a.odd", *inside)
    assert 1 <= len(articles) < 9
    assert "timeout" in {fault.code for fault in faults}


def test_time_in_which_nobody_asks_for_the_next_article_does_not_count(workers: Workers, tmp_path: Path) -> None:
    inside = [f"file {number}.odd title T;text {'x' * 100_000}" for number in range(9)]
    write(tmp_path / "a.odd", "\n".join(inside))
    items = []
    for item in workers.read(str(tmp_path / "a.odd"), "r/a.odd"):
        items.append(item)
        time.sleep(0.2)
    assert len(items) == 9
    assert all(isinstance(item, Article) for item in items)


def test_files_in_files_are_read_five_deep(workers: Workers, tmp_path: Path) -> None:
    write(tmp_path / "deep.odd", "again 9")
    items = list(workers.read(str(tmp_path / "deep.odd"), "r/deep.odd"))
    ids = sorted(item.id for item in items if isinstance(item, Article))
    assert ids == ["r/deep.odd" + "#in.odd" * depth for depth in range(5)]
    assert [fault.code for fault in items if isinstance(fault, Fault)] == ["too_deep"]


def test_no_article_is_longer_than_can_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.documents.worker.running.TEXT", 3_000_000)
    rows = "".join(f"{number};{'mot ' * 250_000}\n" for number in range(4))
    article, fault = read_articles(Source("a.csv", "d/a.csv", io.BytesIO(rows.encode())))
    assert isinstance(article, Article)
    assert 1_900_000 < sum(len(passage.text) for passage in article.passages) < 3_000_000
    assert fault == Fault("too_much_text", values={"most": 3})


def test_a_file_in_which_there_is_nothing_is_a_fault_and_one_without_bytes_is_none(
    workers: Workers, tmp_path: Path
) -> None:
    assert read(workers, tmp_path / "a.odd", "page 1") == ({}, [Fault("empty")])
    assert read(workers, tmp_path / "a.odd", "") == ({}, [])
    assert read(workers, tmp_path / "a.odd", "title T") == ({"r/a.odd": []}, [])


def test_a_file_that_is_gone_is_a_fault(workers: Workers, tmp_path: Path) -> None:
    (fault,) = workers.read(str(tmp_path / "gone.odd"), "r/gone.odd")
    assert isinstance(fault, Fault)
    assert fault.code == "unreadable"
