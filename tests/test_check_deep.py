"""``searcher check --deep`` reads every byte of an index; opening one looks at the size of each file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from command_line import run
from indexing import write

from index.directory import IndexDirectory
from index.engines.protocol import DamagedError

FILES = 6


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index that two commits made; tests spoil copies."""
    folder = tmp_path_factory.mktemp("home")
    for number in range(FILES):
        write(folder / "docs" / f"{number}.txt", f"Titre {number}\n\nUn chat et un chien n{number}.\n")
        if number % 3 == 2:
            assert run(folder, "index", "--engine", request.param, "docs").returncode == 0
    return folder


@pytest.fixture
def copies(home: Path, tmp_path: Path) -> Callable[[], Path]:
    """Copies of the folder, with the times of its files, to be spoilt one by one."""

    def copy() -> Path:
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        return Path(shutil.copytree(home, tmp_path / "copy"))

    return copy


def data_files(home: Path) -> list[Path]:
    """The files of the engine and the catalogue that hold something."""
    files = (file for file in (home / ".searcher").rglob("*") if file.is_file() and file.stat().st_size)
    names = [file.relative_to(home) for file in files if not file.name.startswith(".")]
    return sorted(name for name in names if name.parent.name != ".searcher")


def turned(file: Path, place: int) -> None:
    """Turn a bit, and leave the time as it was, as a failing disk does."""
    data, status = bytearray(file.read_bytes()), file.stat()
    data[place] ^= 4
    file.write_bytes(data)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_whole_index_is_well(home: Path) -> None:
    assert run(home, "check", "--deep").returncode == 0


def test_a_turned_bit_of_the_engine_is_told(home: Path, copies: Callable[[], Path]) -> None:
    names = [name for name in data_files(home) if not name.name.startswith("catalogue")]
    assert len(names) > 2
    kinds = {name.suffix: name for name in names}
    assert "fieldnorm" in {suffix.strip(".") for suffix in kinds} or "whoosh" in str(names[0])
    for name in kinds.values():
        copy = copies()
        turned(copy / name, (copy / name).stat().st_size // 2)
        done = run(copy, "check", "--deep")
        assert (done.returncode, done.stdout) == (2, ""), name
        assert len(done.stderr.splitlines()) == 1
        assert name.name in done.stderr
        assert "damaged" in done.stderr


def test_a_false_count_in_the_catalogue_is_told(home: Path, copies: Callable[[], Path]) -> None:
    import sqlite3

    copy = copies()
    (name,) = (name for name in data_files(home) if name.name == "catalogue.sqlite")
    with sqlite3.connect(copy / name) as connection:
        connection.execute("UPDATE files SET articles = 3 WHERE path = 'docs/1.txt'")
    connection.close()
    assert run(copy, "check").returncode == 0
    done = run(copy, "check", "--deep")
    assert done.returncode == 2
    assert f"{FILES} articles instead of {FILES + 2}" in done.stderr


def test_pages_of_the_catalogue_that_are_blank_are_told(home: Path, copies: Callable[[], Path]) -> None:
    (name,) = (name for name in data_files(home) if name.name == "catalogue.sqlite")
    for start in range(4096, (home / name).stat().st_size, 4096):
        copy = copies()
        with (copy / name).open("r+b") as file:
            file.seek(start)
            file.write(bytes(4096))
        with closing(IndexDirectory(copy / ".searcher")) as directory, pytest.raises(DamagedError):
            directory.generation().check_bytes()


SPOIL: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "emptied": lambda file: file.write_bytes(b""),
    "halved": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "longer": lambda file: file.write_bytes(file.read_bytes() + b"\0"),
}


@pytest.mark.parametrize("spoil", SPOIL.values(), ids=SPOIL)
def test_a_file_of_another_size_is_told_when_the_index_is_opened(
    home: Path, copies: Callable[[], Path], spoil: Callable[[Path], object]
) -> None:
    for name in data_files(home):
        copy = copies()
        spoil(copy / name)
        if name.name == "catalogue.sqlite" and spoil is SPOIL["longer"]:
            continue
        with pytest.raises(DamagedError, match=name.name):
            IndexDirectory(copy / ".searcher").engine()


def test_a_question_to_an_index_without_one_of_its_files_is_told_so(home: Path, copies: Callable[[], Path]) -> None:
    name = next(name for name in data_files(home) if name.suffix in {".idx", ".seg"})
    copy = copies()
    (copy / name).unlink()
    done = run(copy, "query", "chat")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert name.name in done.stderr
