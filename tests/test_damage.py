"""Damage: an index whose files were spoilt answers or says in one line what to do, and never breaks otherwise."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.directory import IndexDirectory
from index.engines.damage import reading
from index.engines.protocol import DamagedError, Search, StoreError, Word
from index.engines.query import EVERYTHING
from index.engines.registry import load_engine
from index.engines.searching import LocalEngine
from index.sync import update
from searcher.answering import search

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
QUERIES = ("conseil", '"de la"', "mair*", "eau potable", "ville OU type:txt", "-ville")

Damage = Callable[[bytes], bytes]
DAMAGES: dict[str, Damage] = {
    "halved": lambda data: data[: len(data) // 2],
    "inverted": lambda data: bytes(255 - byte if n % 97 == 0 else byte for n, byte in enumerate(data)),
    "blank": lambda data: bytes(len(data)),
    "longer": lambda data: data + data[:100],
}


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "index"
    with closing(IndexDirectory(folder)) as directory:
        update([SEEDS], directory, engine=request.param)
    return folder


@pytest.fixture
def collected() -> Iterator[None]:
    """What a library leaves half open is let go of within the test that made it so."""
    yield
    gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_spoilt_file_is_told_of_or_does_no_harm(whole: Path, tmp_path: Path, damage: Damage) -> None:
    files = [file.relative_to(whole) for file in whole.glob("*/**/*") if file.is_file() and file.stat().st_size]
    assert len(files) > 2
    told = 0
    for number, file in enumerate(files):
        spoilt = tmp_path / str(number)
        shutil.copytree(whole, spoilt)
        (spoilt / file).write_bytes(damage((spoilt / file).read_bytes()))
        told += _is_told(spoilt)
    assert told


def _is_told(folder: Path) -> bool:
    try:
        with closing(IndexDirectory(folder)) as directory:
            for query in QUERIES:
                search(query, directory.engine())
    except StoreError as error:
        assert str(folder) in str(error)  # noqa: PT017  # not every damage is noticed
        assert "\n" not in str(error)  # noqa: PT017
        return True
    return False


@pytest.fixture(params=["whoosh", "tantivy"])
def errors(request: pytest.FixtureRequest) -> tuple[type[Exception], ...]:
    """What is damage for an engine."""
    engine = load_engine(request.param)
    assert isinstance(engine, type)
    assert issubclass(engine, LocalEngine)
    return engine.errors


def test_each_error_of_an_engine_is_damage(tmp_path: Path, errors: tuple[type[Exception], ...]) -> None:
    assert errors
    for kind in errors:
        error = kind("bad bytes")
        with pytest.raises(DamagedError, match=f"the index in {tmp_path} is damaged") as told:
            _raise(error, tmp_path / "data", errors)
        assert type(error).__name__ in str(told.value)
        assert told.value.__cause__ is error


@pytest.mark.parametrize("error", [PermissionError(13, "no"), OSError(5, "I/O error")])
def test_what_cannot_be_reached_is_not_damaged(
    tmp_path: Path, errors: tuple[type[Exception], ...], error: OSError
) -> None:
    with pytest.raises(StoreError, match="cannot open") as told:
        _raise(error, tmp_path, errors)
    assert not isinstance(told.value, DamagedError)


@pytest.mark.parametrize("error", [TypeError("a bug"), KeyboardInterrupt(), SystemExit(3), StoreError("as it is")])
def test_what_has_nothing_to_do_with_data_passes(
    tmp_path: Path, errors: tuple[type[Exception], ...], error: BaseException
) -> None:
    with pytest.raises(type(error)) as told:
        _raise(error, tmp_path, errors)
    assert told.value is error


def _raise(error: BaseException, folder: Path, errors: tuple[type[Exception], ...]) -> None:
    with reading(folder, errors):
        raise error


@pytest.mark.parametrize(
    "said",
    [
        "An IO error occurred: 'No space left on device (os error 28)'",
        "Failed to open file for read: 'IoError { io_error: Os { code: 24, kind: Uncategorized, message: \"…\" } }'",
    ],
)
def test_what_the_system_refuses_to_native_code_is_no_damage(tmp_path: Path, said: str) -> None:
    with pytest.raises(StoreError, match="cannot open the index") as told:
        _raise(ValueError(said), tmp_path, (ValueError,))
    assert not isinstance(told.value, DamagedError)
    assert said in str(told.value)


def test_a_file_that_native_code_misses_is_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedError):
        _raise(ValueError("An IO error occurred: 'No such file or directory (os error 2)'"), tmp_path, (ValueError,))


def test_a_bug_is_not_told_as_damage(whole: Path) -> None:
    """A ValueError is damage where an engine reads its files, and a bug in what all engines share."""

    class Broken(tuple[Word, ...]):
        __slots__ = ()

        def __iter__(self) -> Iterator[Word]:
            raise ValueError("a bug")

    with closing(IndexDirectory(whole)) as directory, pytest.raises(ValueError, match="a bug"):
        directory.engine().search(Search(words=Broken([Word("chat", EVERYTHING)] * 2)))
