"""A damaged index: whichever file it is, and whatever became of it, ``searcher index`` makes it whole again."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from indexing import holding, made, write

from index.directory import IndexDirectory
from index.engines.protocol import StoreError
from index.sync import update

FILES = 12
Damage = Callable[[Path], object]


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


DAMAGES: dict[str, Damage] = {
    "missing": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "halved": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "flipped": flip,
}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("textes")
    for number in range(FILES):
        write(folder / f"{number:02}.txt", f"Titre {number}\n\nUn chat et un chien n{number}.\n\nUn loup.\n")
    return folder


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, texts: Path) -> Path:
    """An index that several commits made, with articles changed, moved and deleted."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    with closing(IndexDirectory(folder)) as directory:
        for number in range(FILES, FILES + 3):
            write(texts / f"{number}.txt", "Ancien texte.")
            update([texts], directory, engine=request.param)
        for number in range(FILES, FILES + 3):
            (texts / f"{number}.txt").unlink()
        update([texts], directory)
    return folder


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """What a library leaves half open ends within the test that made it so."""
    yield
    gc.collect()


def test_a_whole_index_stays_as_it_is(whole: Path, texts: Path, tmp_path: Path) -> None:
    """The files of the engine are known from one commit to the next, and in a copy with other times."""
    shutil.copytree(whole, tmp_path / "copie", copy_function=shutil.copy)
    for folder in (whole, tmp_path / "copie"):
        with closing(IndexDirectory(folder)) as directory:
            assert len(directory.generation().catalogue.parts()) > 1
            done = update([texts], directory)
            assert (done.rebuilt, made(done.summary)) == ("", {"unchanged": FILES})


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_any_damage_to_any_file_is_healed(whole: Path, texts: Path, tmp_path: Path, damage: Damage) -> None:
    for number, file in enumerate(sorted(whole.rglob("*"))):
        if not file.is_file() or not file.stat().st_size or file.name == "index.json":
            continue
        spoilt = tmp_path / str(number) / "index"
        shutil.copytree(whole, spoilt)
        damage(spoilt / file.relative_to(whole))
        with closing(IndexDirectory(spoilt)) as reader:
            answers(reader)
        with closing(IndexDirectory(spoilt)) as directory:
            healed = update([texts], directory).rebuilt
            assert "was damaged" in healed or file.name.startswith((".", "catalogue.sqlite")), file
            assert len(holding(directory.engine(), "chat")) == FILES, file
            assert len(directory.generation().catalogue.entries()) == FILES, file
            done = update([texts], directory)
            assert (done.rebuilt, made(done.summary)) == ("", {"unchanged": FILES}), file


def answers(directory: IndexDirectory) -> None:
    """Ask a damaged index: it answers, or says in one line that it cannot."""
    try:
        holding(directory.engine(), "chat")
        directory.totals()
    except StoreError as error:
        assert "\n" not in str(error)  # noqa: PT017  # not every damage is noticed by every question
