"""Whoosh's files as they should not be: planted pickles, damage, folders that cannot be written to."""

# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

import errno
import gzip
import os
import pickle
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from whoosh.codec.whoosh3 import STORED_COLUMN
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.filetables import OrderedHashReader, OrderedHashWriter
from whoosh.index import TOC, FileIndex
from whoosh_articles import ANIMALS, CAT, COW, answers, article, drop, index_files, put

from index.engines.damage import reading
from index.engines.protocol import DamagedError, StoreError
from index.engines.whoosh.engine import ERRORS, WhooshEngine
from index.engines.whoosh.schema import schema
from index.engines.whoosh.storage import Files, _packed, _unpacked


class Bomb:
    """Makes a folder when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[Callable[..., None], tuple[object, ...]]:
        return os.makedirs, (str(self._mark), 0o777, True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of two segments, one of them with a deleted article."""
    engine = WhooshEngine(tmp_path / "data", create=True)
    put(engine, *ANIMALS)
    put(engine, *(article(f"{n}.txt", f"titre {n}") for n in range(20)))
    drop(engine, "3.txt")
    return engine.folder


def use(folder: Path) -> None:
    """Open, search and merge."""
    engine = WhooshEngine(folder)
    answers(engine)
    drop(engine, CAT.path, COW.path, *(f"{n}.txt" for n in range(20)))
    put(engine, CAT)


def raw_pickle(bomb: Bomb, file: Path) -> bytes:  # noqa: ARG001
    return pickle.dumps(bomb)


def in_table_of_contents(bomb: Bomb, file: Path) -> bytes:
    """What Whoosh itself writes: the schema and the segments as pickles."""
    plain = FileStorage(str(file.parent.parent))
    hostile = schema()
    hostile.bomb = bomb  # type: ignore[attr-defined]
    generation = Files(file.parent).generation()
    TOC(hostile, [bomb], generation).write(plain, "MAIN")
    return (file.parent.parent / f"_MAIN_{generation}.toc").read_bytes()


def in_older_table_of_contents(bomb: Bomb, file: Path) -> bytes:
    """The same, of the version for which Whoosh has an unpickler of its own."""
    return in_table_of_contents(bomb, file).replace((-111).to_bytes(4, signed=True), (-110).to_bytes(4, signed=True))


def in_extras(bomb: Bomb, file: Path) -> bytes:
    """A table of terms with what Whoosh reads of it as a pickle."""
    storage = RamStorage()
    table = OrderedHashWriter(storage.create_file(file.name))
    table.extras["fieldmap"] = bomb
    table.close()
    return bytes(storage.files[file.name])


def in_stored_fields(bomb: Bomb, file: Path) -> bytes:
    """Stored fields as Whoosh keeps them, one pickle a document."""
    storage = RamStorage()
    out = storage.create_file(file.name)
    column = STORED_COLUMN.writer(out)
    for doc in range(30):
        column.add(doc, bomb)
    column.finish(30)
    out.close()
    return bytes(storage.files[file.name])


PLANTS = (raw_pickle, in_table_of_contents, in_older_table_of_contents, in_extras, in_stored_fields)


def test_the_bombs_work(tmp_path: Path, folder: Path) -> None:
    """Whoosh itself runs the code: the plants are where it looks for pickles."""
    marks = [tmp_path / name for name in ("contents", "extras", "stored")]
    file = index_files(folder)[-1]
    in_table_of_contents(Bomb(marks[0]), file)
    with pytest.raises(AttributeError):
        FileIndex(FileStorage(str(tmp_path))).reader()
    ram = RamStorage()
    ram.files = {
        name: plant(Bomb(mark), file)
        for name, plant, mark in (("e", in_extras, marks[1]), ("s", in_stored_fields, marks[2]))
    }
    OrderedHashReader(ram.open_file("e"))
    assert STORED_COLUMN.reader(ram.open_file("s"), 0, ram.file_length("s"), 30)[3] is None
    assert all(mark.exists() for mark in marks)


def parts(folder: Path) -> list[tuple[str, str]]:
    """The files on disk and what is in each."""
    return [(file.name, name) for file in index_files(folder) for name in _unpacked(file.read_bytes())]


@pytest.mark.parametrize("plant", PLANTS)
def test_a_pickle_in_place_of_a_file_is_told_as_damage(
    tmp_path: Path, folder: Path, plant: Callable[[Bomb, Path], bytes]
) -> None:
    mark = tmp_path / "mark"
    for file in index_files(folder):
        hostile = tmp_path / "hostile" / file.name / "data"
        shutil.copytree(folder, hostile)
        (hostile / file.name).write_bytes(plant(Bomb(mark), hostile / file.name))
        with pytest.raises(DamagedError):
            WhooshEngine(hostile)
        assert not mark.exists(), file.name


@pytest.mark.parametrize("plant", PLANTS)
def test_no_part_of_an_index_can_run_code(tmp_path: Path, folder: Path, plant: Callable[[Bomb, Path], bytes]) -> None:
    """Checksums and all are right: such an index may answer anything, or fail, but runs no code."""
    mark = tmp_path / "mark"
    assert len(parts(folder)) > 30
    for number, (file, part) in enumerate(parts(folder)):
        hostile = tmp_path / "hostile" / str(number) / "data"
        shutil.copytree(folder, hostile)
        planted = {**_unpacked((hostile / file).read_bytes()), part: plant(Bomb(mark), hostile / file)}
        (hostile / file).write_bytes(_packed(planted))
        with suppress(StoreError, ValueError, TypeError, LookupError, ArithmeticError, MemoryError):
            use(hostile)
        assert not mark.exists(), part


@pytest.mark.parametrize(("plant", "suffix"), [(in_table_of_contents, ".toc"), (in_extras, ".trm")])
def test_a_planted_pickle_is_told_as_damage(folder: Path, plant: Callable[[Bomb, Path], bytes], suffix: str) -> None:
    for file, part in parts(folder):
        if part.endswith(suffix):
            planted = {**_unpacked((folder / file).read_bytes()), part: plant(Bomb(folder / "mark"), folder / file)}
            (folder / file).write_bytes(_packed(planted))
    with pytest.raises(DamagedError):
        WhooshEngine(folder)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "halved": lambda data: data[: len(data) // 2],
    "blank": lambda data: bytes(len(data)),
    "short": lambda data: data[:-1],
    **{
        f"bit {n}": lambda data, n=n: bytes(  # type: ignore[misc]
            byte ^ 1 if place == len(data) * n // 40 else byte for place, byte in enumerate(data)
        )
        for n in range(1, 40)
    },
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_told_of(folder: Path, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    before = answers(WhooshEngine(folder))
    for file in index_files(folder):
        spoilt = tmp_path / "spoilt" / file.name
        shutil.copytree(folder, spoilt)
        (spoilt / file.name).write_bytes(damage(file.read_bytes()))
        try:
            assert answers(WhooshEngine(spoilt)) == before  # a bit of gzip's header says nothing about the content
            assert gzip.decompress((spoilt / file.name).read_bytes()) == gzip.decompress(file.read_bytes())
        except DamagedError as error:
            assert str(spoilt.parent) in str(error)  # noqa: PT017


def test_a_missing_file_is_told_of(folder: Path, tmp_path: Path) -> None:
    assert len(index_files(folder)) == 3
    for file in index_files(folder):
        spoilt = tmp_path / "spoilt" / file.name
        shutil.copytree(folder, spoilt)
        (spoilt / file.name).unlink()
        with pytest.raises(DamagedError):
            WhooshEngine(spoilt)


def test_an_index_without_its_table_of_contents_is_never_made_anew(folder: Path) -> None:
    for file in folder.glob("*.toc"):
        file.unlink()
    files = index_files(folder)
    with pytest.raises(DamagedError):
        WhooshEngine(folder, create=True)
    assert index_files(folder) == files


def test_an_empty_folder_is_an_index_only_where_one_is_made(tmp_path: Path) -> None:
    with pytest.raises(DamagedError):
        WhooshEngine(tmp_path)
    with pytest.raises(DamagedError):
        WhooshEngine(tmp_path / "absent")
    assert not list(tmp_path.iterdir())
    WhooshEngine(tmp_path, create=True)
    assert WhooshEngine(tmp_path).size() == 0


def test_what_is_searched_is_not_written_to(folder: Path) -> None:
    for lock in folder.glob("*LOCK"):
        lock.unlink()
    before = {file: file.stat().st_mtime_ns for file in [folder, *folder.iterdir()]}
    answers(WhooshEngine(folder))
    assert {file: file.stat().st_mtime_ns for file in [folder, *folder.iterdir()]} == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child process has the folder read-only")
def test_a_folder_that_is_read_only_is_searched(folder: Path) -> None:
    for lock in folder.glob("*LOCK"):
        lock.unlink()
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and str(arguments[0]).startswith(str(folder)) and int(str(arguments[2])) & writing:
            raise OSError(errno.EROFS, "Read-only file system")

    child = os.fork()
    if child == 0:
        status = 1
        with suppress(BaseException):
            sys.addaudithook(refuse)
            engine = WhooshEngine(folder)
            assert engine.size() == 22
            with pytest.raises(StoreError, match=r"cannot write to the index: .*Read-only"), engine.batch():
                pass
            status = 0
        os._exit(status)
    assert os.waitpid(child, 0)[1] == 0


def test_a_folder_that_is_deleted_is_searched_to_the_end(folder: Path) -> None:
    engine = WhooshEngine(folder)
    shutil.rmtree(folder)
    assert engine.read(CAT.id) == CAT
    with pytest.raises(DamagedError), engine.batch():
        pass


@pytest.mark.parametrize("error", [EOFError("x"), FileNotFoundError(2, "gone"), gzip.BadGzipFile("x")])
def test_what_the_library_raises_for_bad_bytes_is_damage(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(DamagedError, match="build it anew with: searcher index"), reading(tmp_path / "data", ERRORS):
        raise error


@pytest.mark.parametrize("error", [PermissionError(13, "no"), OSError(5, "I/O error")])
def test_what_cannot_be_reached_is_not_damaged(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(StoreError, match="cannot open") as told, reading(tmp_path, (*ERRORS, OSError)):
        raise error
    assert not isinstance(told.value, DamagedError)


@pytest.mark.parametrize("error", [TypeError("ours"), ValueError("ours"), KeyError("ours"), KeyboardInterrupt()])
def test_a_bug_is_not_told_as_damage(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)) as told, reading(tmp_path, ERRORS):
        raise error
    assert told.value is error


def test_a_panic_of_native_code_is_damage(tmp_path: Path) -> None:
    panic = type("PanicException", (BaseException,), {})
    with pytest.raises(DamagedError), reading(tmp_path):
        raise panic("native")
