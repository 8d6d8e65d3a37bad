"""Workers: whatever a reader does, it costs its file only, what was read is kept, and no process is left behind."""

from __future__ import annotations

import io
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from indexing import python, write
from odd_reader import FORMATS

from index.documents import Source, Workers, message, read_articles
from index.documents.drafts import Block, Reached
from index.documents.limits import Patience
from index.documents.worker.assembling import Assembly
from index.documents.worker.messages import Begun, Detected
from index.model import Article, Fault

HASTE = Patience(any_file=1.5, each_mb=0.0, most=1.5, whole=6.0)


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(FORMATS, HASTE) as workers:
        yield workers


def read(workers: Workers, place: Path, *script: str) -> tuple[dict[str, list[str]], list[Fault]]:
    """The texts of each article of a file that does as ``script`` says, and its faults."""
    write(place, "\n".join(script))
    items = list(workers.read(str(place), f"r/{place.name}"))
    articles = {item.id: [passage.text for passage in item.passages] for item in items if isinstance(item, Article)}
    return articles, [item for item in items if isinstance(item, Fault)]


def is_alive(pid: int) -> bool:
    """Whether there is such a process; one that has ended and nobody has waited for is one, too."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


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


def test_who_interrupts_is_answered_by_the_process_that_asks(workers: Workers, tmp_path: Path) -> None:
    assert read(workers, tmp_path / "a.odd", "title T", "interrupt", "text un") == ({"r/a.odd": ["un"]}, [])


def test_no_article_is_longer_than_can_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.documents.worker.running.TEXT", 3_000_000)
    rows = "".join(f"{number};{'mot ' * 250_000}\n" for number in range(4))
    article, fault = read_articles(Source("a.csv", "d/a.csv", io.BytesIO(rows.encode())))
    assert isinstance(article, Article)
    assert 1_900_000 < sum(len(passage.text) for passage in article.passages) < 3_000_000
    assert fault == Fault("too_much_text", values={"most": 3})


def test_what_a_reader_prints_or_reads_does_no_harm(workers: Workers, tmp_path: Path) -> None:
    script = ("title T", "print \x00\x00\x00\x05oops", "ask", "text un")
    assert read(workers, tmp_path / "a.odd", *script) == ({"r/a.odd": ["un"]}, [])


def test_a_reader_writes_no_file_and_reaches_nobody(workers: Workers, tmp_path: Path) -> None:
    _, (fault,) = read(workers, tmp_path / "a.odd", f"write {tmp_path / 'harm.txt'}")
    assert fault.code == "unreadable"
    assert [place.name for place in tmp_path.iterdir()] == ["a.odd"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        _, (fault,) = read(workers, tmp_path / "a.odd", f"connect {server.getsockname()[1]}")
        assert fault.code == "unreadable"
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_reader_knows_no_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SEARCHER_PASSWORD", "SEARCHER_OPENSEARCH_PASSWORD", "SEARCHER_LANG"):
        monkeypatch.setenv(name, f"the value of {name}")
    names = ("SEARCHER_PASSWORD", "SEARCHER_OPENSEARCH_PASSWORD", "SEARCHER_LANG")
    with closing(Workers(FORMATS)) as fresh:
        found, _ = read(fresh, tmp_path / "a.odd", "title T", *(f"environment {name}" for name in names))
    assert found == {
        "r/a.odd": ["no SEARCHER_PASSWORD", "no SEARCHER_OPENSEARCH_PASSWORD", "the value of SEARCHER_LANG"]
    }


def test_a_library_that_is_no_python_writes_nothing_either(workers: Workers, tmp_path: Path) -> None:
    _, (fault,) = read(workers, tmp_path / "a.odd", f"write_in_c {tmp_path / 'harm.txt'}")
    assert fault.code == "unreadable"
    assert (tmp_path / "harm.txt").stat().st_size == 0


def test_the_worker_is_kept_for_the_next_file_and_replaced_after_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.documents.worker.process.WORN_OUT", 3)
    pids = []
    with Workers(FORMATS, HASTE) as workers:
        for _ in range(5):
            read(workers, tmp_path / "a.odd", "title T")
            pids += workers.pids
    assert len(pids) == 4  # the third file wore the first one out
    assert len(set(pids)) == 2
    assert not any(map(is_alive, pids))


def test_a_worker_that_ran_out_of_memory_is_not_kept(workers: Workers, tmp_path: Path) -> None:
    read(workers, tmp_path / "a.odd", "title T", "memory")
    assert workers.pids == []


def test_threads_have_a_worker_each(workers: Workers, tmp_path: Path) -> None:
    places = [tmp_path / f"{number}.odd" for number in range(6)]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda place: read(workers, place, "title T", "sleep 0.1", "text un"), places))
    assert done == [({f"r/{place.name}": ["un"]}, []) for place in places]
    assert len(workers.pids) == 2


def test_no_process_is_left(tmp_path: Path) -> None:
    with Workers(FORMATS, HASTE) as workers:
        assert workers.pids == []  # none is started before it is needed
        read(workers, tmp_path / "a.odd", "title T")
        (idle,) = workers.pids
        write(tmp_path / "b.odd", "file 1.odd title T;text un\nhang")
        with closing(workers.read(str(tmp_path / "b.odd"), "r/b.odd")) as items:
            next(items)
            assert workers.pids == [idle]
        assert not is_alive(idle)
        read(workers, tmp_path / "a.odd", "title T")
        (last,) = workers.pids
    assert not is_alive(last)


def test_closing_ends_what_is_read_in_other_threads(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        with Workers(FORMATS) as workers:
            reading = pool.submit(read, workers, tmp_path / "a.odd", "title T", "hang")
            while not workers.pids:
                time.sleep(0.01)
            pids = workers.pids
            time.sleep(0.2)
        assert reading.result(timeout=5) == ({}, [])
    assert not any(map(is_alive, pids))


KILLED = """
    import os, signal, sys
    from odd_reader import FORMATS
    from index.documents import Workers
    workers = Workers(FORMATS)
    list(workers.read(sys.argv[1], "r/a.odd"))
    print(*workers.pids, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_worker_ends_with_the_process_that_asks(tmp_path: Path) -> None:
    done = python(KILLED, write(tmp_path / "a.odd", "title T\ntext un"))
    pid = int(done.stdout)
    end = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert not is_alive(pid)


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


def test_a_worker_that_does_not_start_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "nothing"))
    with Workers(FORMATS) as workers:
        articles, (fault,) = read(workers, tmp_path / "a.odd", "title T")
    assert (articles, fault.code) == ({}, "no_worker")
