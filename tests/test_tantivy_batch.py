"""A batch that is cut short at any of its steps leaves the last commit or the new one, whole, and nothing beside."""

from __future__ import annotations

import shutil
import signal
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from indexing import python
from tantivy_batches import ANIMALS, CAT, DOG, FOX, OWL, answers, assert_clean, change, drop, fill, numbers

from index.engines.tantivy import TantivyEngine
from index.engines.tantivy.schema import ARTICLES, MARKER, PASSAGES

CUT_SHORT = "import sys; from tantivy_batches import cut_short; cut_short(*sys.argv[1:])"


def cut_short(folder: Path, step: int, how: str) -> subprocess.CompletedProcess[str]:
    done = python(CUT_SHORT, folder, step, how, SEARCHER_LANG="en")
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done


def opened(folder: Path, *, wait: float = 0.0) -> closing[TantivyEngine]:
    return closing(TantivyEngine(folder, wait=wait))


def answers_of(folder: Path) -> object:
    with opened(folder) as engine:
        return answers(engine)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of several segments, with deleted articles in one of them."""
    folder = tmp_path_factory.mktemp("before")
    with closing(TantivyEngine(folder, create=True)) as engine:
        fill(engine, *ANIMALS, OWL)
        fill(engine, DOG._replace(title="Le vieux chien"))
        drop(engine, OWL.path)
    return folder


@pytest.fixture(scope="module")
def after(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after the batch."""
    folder = tmp_path_factory.mktemp("after") / "index"
    shutil.copytree(before, folder)
    with opened(folder) as engine:
        change(engine)
    return folder


@pytest.fixture(scope="module")
def half(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as before the batch, which was killed when the new passages were committed, but not the articles."""
    parent = tmp_path_factory.mktemp("half")
    step = 0
    while True:
        step += 1
        folder = parent / str(step)
        shutil.copytree(before, folder)
        cut_short(folder, step, "kill")
        if len(numbers(folder, PASSAGES)) > len(numbers(folder, ARTICLES)):
            return folder


@pytest.mark.parametrize("start", ["before", "half"])
def test_a_batch_that_is_killed_is_there_or_not(
    request: pytest.FixtureRequest, tmp_path: Path, start: str, before: Path, after: Path
) -> None:
    states = [answers_of(before), answers_of(after)]
    seen = list[int]()
    killed = True
    while killed:
        folder = tmp_path / str(len(seen))
        shutil.copytree(request.getfixturevalue(start), folder)
        killed = cut_short(folder, len(seen) + 1, "kill").returncode != 0
        seen.append(states.index(answers_of(folder)))
        with opened(folder) as engine:
            fill(engine, OWL)
            assert engine.read(OWL.id) == OWL
        assert_clean(folder)
    assert len(seen) > 10
    assert (seen[0], seen[-1]) == (0, 1)
    assert seen == sorted(seen)


def test_a_step_that_fails_is_told_of_and_leaves_nothing(tmp_path: Path, before: Path, after: Path) -> None:
    states = [answers_of(before), answers_of(after)]
    told, left = 0, 0
    while left <= 0:
        folder = tmp_path / str(told)
        shutil.copytree(before, folder)
        done = cut_short(folder, told + 1, "full")
        told += 1
        left = int(done.stdout.rpartition(":")[2])
        is_told = "told: cannot write to the index: [Errno 28] No space left on device" in done.stdout
        assert answers_of(folder) == states[not is_told], done.stdout
        with opened(folder) as engine:
            change(engine)
        assert answers_of(folder) == states[1]
        assert_clean(folder)
    assert told > 10


def test_a_number_is_not_given_again_after_a_kill(half: Path, tmp_path: Path) -> None:
    """What the killed batch put has the highest numbers; a reader may still know its passages."""
    folder = tmp_path / "index"
    shutil.copytree(half, folder)
    taken = set(numbers(folder, PASSAGES)) | set(numbers(folder, ARTICLES))
    with opened(folder) as engine:
        fill(engine, OWL)
    (new,) = set(numbers(folder, ARTICLES)) - set(numbers(half, ARTICLES))
    assert new > max(taken)


def test_a_killed_batch_is_not_searched(half: Path, before: Path) -> None:
    """Its passages are there, and the marker that says so; no article is."""
    assert (half / MARKER).exists()
    assert answers_of(half) == answers_of(before)
    with opened(half) as engine:
        assert engine.read(FOX.id) is None
        assert engine.read(CAT.id) == CAT


STRAY = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("part", [ARTICLES, PASSAGES])
def test_what_is_left_of_segments_is_swept(before: Path, tmp_path: Path, part: str) -> None:
    """One such file stops every later writer of tantivy itself."""
    folder = tmp_path / "index"
    shutil.copytree(before, folder)
    segments = {file.name.partition(".")[0] for file in (folder / part).glob("*.store")}
    strays = [folder / part / f"{STRAY}.{suffix}" for suffix in ("store", "idx", "7.del")]
    strays += [folder / part / f"{segment}.{stamp}.del" for segment in segments for stamp in range(1, 60)]
    strays = [stray for stray in strays if not stray.exists()]
    for stray in strays:
        stray.write_bytes(b"left")
    with opened(folder) as engine:
        for title in "abcd":
            fill(engine, DOG._replace(title=title))
            drop(engine, CAT.path)
        assert engine.size() == 2
    assert not [stray for stray in strays if stray.exists() and stray.read_bytes() == b"left"]


def test_other_files_are_not_swept(before: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(before, folder)
    others = [folder / ARTICLES / name for name in ("LISEZMOI.txt", ".hidden", "0123.store")]
    for other in others:
        other.write_bytes(b"")
    with opened(folder) as engine:
        change(engine)
        fill(engine, OWL)
    assert all(other.exists() for other in others)
