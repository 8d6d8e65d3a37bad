"""What a reader may do in the process of a worker: nothing but read, whatever a file talks it into."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import pytest
from odd_reader import FORMATS
from working import read

from index.documents import Workers


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


def test_a_library_that_is_no_python_writes_nothing_either(workers: Workers, tmp_path: Path) -> None:
    _, (fault,) = read(workers, tmp_path / "a.odd", f"write_in_c {tmp_path / 'harm.txt'}")
    assert fault.code == "unreadable"
    assert (tmp_path / "harm.txt").stat().st_size == 0


def test_a_reader_knows_no_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SEARCHER_PASSWORD", "SEARCHER_OPENSEARCH_PASSWORD", "SEARCHER_LANG"):
        monkeypatch.setenv(name, f"the value of {name}")
    names = ("SEARCHER_PASSWORD", "SEARCHER_OPENSEARCH_PASSWORD", "SEARCHER_LANG")
    with closing(Workers(FORMATS)) as fresh:
        found, _ = read(fresh, tmp_path / "a.odd", "title T", *(f"environment {name}" for name in names))
    assert found == {
        "r/a.odd": ["no SEARCHER_PASSWORD", "no SEARCHER_OPENSEARCH_PASSWORD", "the value of SEARCHER_LANG"]
    }


def test_who_interrupts_is_answered_by_the_process_that_asks(workers: Workers, tmp_path: Path) -> None:
    assert read(workers, tmp_path / "a.odd", "title T", "interrupt", "text un") == ({"r/a.odd": ["un"]}, [])
