"""Writers of an index in a cluster that are killed, or paused until another took over: nothing of theirs is seen."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from cluster_indexes import INDEXING, edit_clustered, entries, generation, machine
from indexing import child_environment, go, holding, made, python_until, state_of, write
from real_cluster import needs_cluster, shared_cluster

from index.directory import IndexDirectory
from index.engines.cluster import lease
from index.engines.opensearch.commits import LATE
from index.engines.query import Field, Key
from index.sync import Limits, update

pytestmark = needs_cluster
FILES, BATCH = 30, 7
SECONDS = 15.0
SHORT = 2.0


@pytest.fixture
def here(tmp_path: Path, index_name: str) -> Iterator[IndexDirectory]:
    """The index, as a machine has it that waits until the lease of a killed writer ends."""
    del index_name
    with closing(machine(tmp_path, wait=20)) as directory:
        yield directory


@pytest.fixture
def changed(folder: Path, here: IndexDirectory) -> Path:
    """The folder of ``here``, whose texts are new ones by now, of two passages each."""
    write_all(folder, "ancien")
    go(here, folder, engine=None)
    write_all(folder, "nouveau", mtime=1)
    return folder


def write_all(folder: Path, word: str, mtime: int | None = None) -> None:
    for number in range(FILES):
        write(folder / f"{number:02}.txt", f"Un titre\n\nPartout {word} n{number}.\n\nEt encore.\n", mtime=mtime)


def words(directory: IndexDirectory) -> tuple[int, int]:
    """How many articles hold the old word and the new one; each is there once, and whole."""
    old, new = (holding(directory.engine(), word) for word in ("ancien", "nouveau"))
    assert sorted({*old, *new}) == sorted([*old, *new]) == holding(directory.engine(), "partout")
    return len(old), len(new)


def is_new(directory: IndexDirectory, index_name: str) -> None:
    """The index holds the new texts, as one that was made of nothing else, and there are no remains beneath."""
    assert words(directory) == (0, FILES)
    rows, ids = state_of(directory)
    assert sorted(rows) == ids
    assert not any(row.pending for row in rows.values())
    prefix = f"{index_name}-{generation(directory)}"
    shared_cluster().request("POST", f"/{prefix}-*/_refresh")
    counts = [shared_cluster().request("GET", f"/{prefix}-{part}/_count")["count"] for part in ("articles", "passages")]
    assert counts == [FILES, 2 * FILES]


@pytest.mark.parametrize(
    ("moment", "rebuild"), [("1", False), (str(BATCH), False), (str(2 * BATCH + 1), True), (str(FILES), False)]
)
def test_what_is_left_by_a_killed_process_is_whole_and_swept(
    changed: Path, here: IndexDirectory, index_name: str, moment: str, *, rebuild: bool
) -> None:
    if rebuild:
        edit_clustered(index_name, analysis=-1)
    python_until(moment, INDEXING, here.folder, changed, BATCH, SECONDS)
    old, new = words(here)
    assert old + new == FILES
    assert not new or not rebuild
    assert new <= int(moment)
    assert bool(go(here, changed, engine=None).rebuilt) == rebuild
    is_new(here, index_name)


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_random_instants(changed: Path, here: IndexDirectory, index_name: str, seed: int) -> None:
    """One kill after the other, until an update gets through: nothing that was committed goes back."""
    rng, before = random.Random(seed), 0  # noqa: S311  # no secret
    for _ in range(4):
        with indexing(here, changed, SECONDS) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(rng.uniform(0, 1.0))
            process.kill()
        old, new = words(here)
        assert old + new == FILES
        assert new >= before
        before = new
    go(here, changed, engine=None)
    is_new(here, index_name)


@pytest.mark.parametrize(
    ("moment", "rebuild"), [("1", False), (str(BATCH + 1), False), (str(BATCH + 1), True), (str(FILES), True)]
)
def test_a_writer_that_was_paused_until_another_took_over_is_not_seen(
    changed: Path, here: IndexDirectory, index_name: str, monkeypatch: pytest.MonkeyPatch, moment: str, *, rebuild: bool
) -> None:
    if rebuild:
        edit_clustered(index_name, analysis=-1)
    monkeypatch.setattr(lease, "SECONDS", SHORT)
    with indexing(here, changed, SHORT) as zombie:
        assert zombie.stdout is not None
        while zombie.stdout.readline().strip() != moment:
            pass
        zombie.send_signal(signal.SIGSTOP)
        (changed / "00.txt").unlink()
        write(changed / "neuf.txt", "Un titre\n\nPartout nouveau.\n\nEt encore.\n")
        go(here, changed, engine=None)
        is_new(here, index_name)
        before = state_of(here), here.current_state()
        zombie.send_signal(signal.SIGCONT)
        said = zombie.stdout.read()
    assert "busy" in said or moment == str(FILES)
    assert (state_of(here), here.current_state()) == before
    assert made(go(here, changed, engine=None).summary) == {"unchanged": FILES}
    is_new(here, index_name)


def test_what_comes_in_late_of_a_batch_that_was_broken_off_is_never_seen(
    changed: Path, here: IndexDirectory, index_name: str
) -> None:
    """A request that was under way when its sender was paused, say, and is sent to its end an hour later."""
    python_until("1", INDEXING, here.folder, changed, BATCH, SECONDS)
    prefix = f"{index_name}-{generation(here)}"
    batch = shared_cluster().request("GET", f"/{prefix}-control/_doc/commit")["_source"]["unseen"][0]  # type: ignore[index]
    for number in range(9):
        write(changed / "00.txt", f"Un titre\n\nPartout nouveau {number}.\n\nEt encore.\n", mtime=number + 10)
        go(here, changed, engine=None)
    assert LATE > 9
    late = {Field.WORDS: "partout", Key.ID: "late", Key.FILE: "late", "batch": batch, "number": 5}
    shared_cluster().request("PUT", f"/{prefix}-articles/_doc/5", late, refresh="true")
    assert words(here) == (0, FILES)
    write(changed / "00.txt", "Un titre\n\nPartout nouveau.\n\nEt encore.\n", mtime=1)
    go(here, changed, engine=None)
    is_new(here, index_name)


def test_an_update_of_many_small_batches_is_as_one_of_a_large_one(
    changed: Path, here: IndexDirectory, index_name: str
) -> None:
    update([changed], here, limits=Limits(batch_files=1))
    is_new(here, index_name)
    assert entries(index_name, "catalogue") == FILES


@contextmanager
def indexing(directory: IndexDirectory, folder: Path, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """A process that indexes, and says of each file that it has come to it."""
    arguments = map(str, (directory.folder, folder, BATCH, seconds))
    command = [sys.executable, "-c", textwrap.dedent(INDEXING), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=child_environment(), text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGCONT)
            process.kill()
