"""A catalogue whose last transaction was broken off: it is undone by whoever opens it next, reader or writer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from indexing import python

from index.directory import SqliteCatalogue
from index.directory.sqlite_catalogue import NAME
from index.model import FileEntry

ENTRY = FileEntry("d/a.txt", "/d", 3, 5, "digest", 1)
BROKEN_OFF = """
    import os, sqlite3, sys
    connection = sqlite3.connect(sys.argv[1], isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("DELETE FROM files")
    rows = [(f"d/{n}", "/d", 1, 1, "x" * 500, 1, "[]") for n in range(500)]
    connection.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    os._exit(0)
"""
"""So many rows do not fit into memory: they stand in the file, and what undoes them in the journal beside it."""


@pytest.fixture
def broken_off() -> Iterator[Path]:
    """A folder that other users can read: that of pytest is closed to them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        SqliteCatalogue(folder, create=True).apply([ENTRY], [])
        assert python(BROKEN_OFF, folder / NAME).returncode == 0
        assert (folder / f"{NAME}-journal").stat().st_size
        yield folder


def test_what_was_broken_off_is_undone_before_it_is_read(broken_off: Path) -> None:
    assert SqliteCatalogue(broken_off).entries() == {ENTRY.path: ENTRY}
    assert not (broken_off / f"{NAME}-journal").exists()


def test_what_was_broken_off_is_undone_before_it_is_written_to(broken_off: Path) -> None:
    catalogue = SqliteCatalogue(broken_off)
    catalogue.mark({"d/b.txt": "/d"})
    assert catalogue.pending() == {"d/b.txt": "/d"}
    assert list(catalogue.entries()) == ["d/a.txt", "d/b.txt"]


READ_ONLY = """
    import os, sys
    from pathlib import Path
    from index.directory import SqliteCatalogue
    from index.engines.protocol import StoreError
    from index.language import tr
    tr("said before")
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        print(len(SqliteCatalogue(Path(sys.argv[1])).entries()))
    except StoreError as error:
        print(type(error).__name__, error)
"""


def read_only(folder: Path) -> str:
    """What a process reads that may not write to ``folder``."""
    for file in (folder, *folder.iterdir()):
        file.chmod(0o555 if file.is_dir() else 0o444)
    done = python(READ_ONLY, folder)
    for file in (folder, *folder.iterdir()):
        file.chmod(0o755 if file.is_dir() else 0o644)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are of POSIX")
def test_half_a_transaction_is_never_read(broken_off: Path) -> None:
    """Where it cannot be undone, nothing is known of the files; what is whole is read without writing."""
    assert read_only(broken_off).startswith("StoreError cannot open the index")
    assert list(SqliteCatalogue(broken_off).entries()) == [ENTRY.path]
    assert read_only(broken_off) == "1\n"


FULL_OF_FILES = """
    import resource, sys
    from pathlib import Path
    from index.directory import SqliteCatalogue
    from index.engines.protocol import StoreError
    from index.language import tr
    catalogue, _ = SqliteCatalogue(Path(sys.argv[1])), tr("said before")
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    for use in (catalogue.totals, lambda: catalogue.mark({"a": "b"})):
        try:
            use()
        except StoreError as error:
            print(error)
"""


def test_the_cause_is_named_which_sqlite_does_not_tell(tmp_path: Path) -> None:
    SqliteCatalogue(tmp_path, create=True)
    done = python(FULL_OF_FILES, tmp_path)
    assert done.stdout.count("Too many open files") == 2, done.stderr
