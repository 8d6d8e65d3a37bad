"""Damage: an index whose files were spoilt answers or says in one line what to do, and never breaks otherwise."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.directory.store import Store
from index.engines.damage import reading
from index.engines.protocol import DamagedError, StoreError
from index.sync.update import update
from searcher.search import search

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
QUERIES = ("conseil", '"de la"', "mair*", "eau potable")

Damage = Callable[[bytes], bytes]
DAMAGES: dict[str, Damage] = {
    "halved": lambda data: data[: len(data) // 2],
    "inverted": lambda data: bytes(255 - byte if n % 97 == 0 else byte for n, byte in enumerate(data)),
    "blank": lambda data: bytes(len(data)),
}


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "index"
    with closing(Store(folder)) as store:
        update([SEEDS], store, engine=request.param)
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
        with closing(Store(folder)) as store:
            for query in QUERIES:
                search(query, store.engine())
    except StoreError as error:
        assert str(folder) in str(error)  # noqa: PT017  # not every damage is noticed
        return True
    return False


@pytest.mark.parametrize("error", [ValueError("x"), KeyError(3), sqlite3.DatabaseError("malformed")])
def test_what_goes_wrong_with_data_is_damage(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(DamagedError, match=f"delete {tmp_path} and index again") as told, reading(tmp_path / "data"):
        raise error
    assert type(error).__name__ in str(told.value)
    assert told.value.__cause__ is error


@pytest.mark.parametrize("error", [OSError("full"), sqlite3.OperationalError("locked")])
def test_what_cannot_be_reached_is_not_damaged(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(StoreError, match="cannot open") as told, reading(tmp_path):
        raise error
    assert not isinstance(told.value, DamagedError)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3), GeneratorExit(), StoreError("as it is")])
def test_what_has_nothing_to_do_with_data_passes(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)) as told, reading(tmp_path):
        raise error
    assert told.value is error
