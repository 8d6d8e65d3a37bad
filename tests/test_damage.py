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
from index.engines.protocol import DamagedError, StoreError
from index.engines.registry import load_engine
from index.engines.searching import SearchingEngine
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
    assert issubclass(engine, SearchingEngine)
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
