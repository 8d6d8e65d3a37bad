"""Writing an update: in which batches, how it is followed, and what is left where it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from indexing import made, seen, write
from syncing import Watched, cats, run, sync

from index.engines.protocol import Search
from index.model import Root
from index.sync import (
    Interrupted,
    Limits,
    Progress,
    Target,
    find_changes,
)
from index.sync.writing import batches


def stop_at(files: int, stop: Event) -> Callable[[Progress], None]:
    """Asks an update to stop after so many files."""

    def tell(progress: Progress) -> None:
        if progress.files == files:
            stop.set()

    return tell


# -- progress and stops


def test_progress_tells_files_and_sizes(folder: Path, index: Watched) -> None:
    write(folder / "a.txt", "Un chat.")
    write(folder / "b.txt", "Un chien gris.")
    told: list[Progress] = []
    sync([Target(Root("r", folder))], index, on_progress=told.append)
    assert told == [Progress("r/a.txt", 1, 2, 8, 22), Progress("r/b.txt", 2, 2, 22, 22)]


@pytest.mark.parametrize("stopped", [1, 2, 3])
def test_an_update_that_is_stopped_leaves_all_as_it_was(folder: Path, index: Watched, stopped: int) -> None:
    for name in ("a.txt", "b.txt"):
        write(folder / name, "Un chat.")
    run(folder, index)
    before = index.catalogue.entries(), cats(index)
    for name in ("a.txt", "c.txt", "d.txt"):
        write(folder / name, "Un chien gris.")
    (folder / "b.txt").unlink()
    stop = Event()
    with pytest.raises(Interrupted, match="0 of 3 files"):
        sync([Target(Root("r", folder))], index, on_progress=stop_at(stopped, stop), stop=stop)
    assert (index.catalogue.entries(), cats(index)) == before
    assert made(run(folder, index)) == {"added": 2, "changed": 1, "removed": 1}


def test_an_update_stops_between_the_records_of_a_file(folder: Path, index: Watched) -> None:
    write(folder / "a.jsonl", '{"text": "un chat"}\n' * 200_000)
    stop = Event()
    with pytest.raises(Interrupted):
        sync([Target(Root("r", folder))], index, on_progress=lambda _: stop.set(), stop=stop)
    assert cats(index) == []


def test_looking_stops_too(folder: Path, index: Watched) -> None:
    write(folder / "a.txt", "Un chat.")
    stop = Event()
    stop.set()
    with pytest.raises(Interrupted):
        find_changes([Target(Root("r", folder))], index.catalogue, stop=stop)


def test_a_stop_leaves_the_last_batch_and_the_next_run_goes_on(folder: Path, index: Watched) -> None:
    write(folder / "ancien.txt", "Un vieux chat.")
    run(folder, index)
    (folder / "ancien.txt").unlink()
    for number in range(6):
        write(folder / f"{number}.txt", f"Un chat n{number}.")
    stop = Event()
    limits = Limits(batch_files=2)
    with pytest.raises(Interrupted, match="4 of 6 files"):
        sync([Target(Root("r", folder))], index, limits=limits, on_progress=stop_at(5, stop), stop=stop)
    assert cats(index) == [*(f"r/{number}.txt" for number in range(4)), "r/ancien.txt"]
    assert made(run(folder, index)) == {"added": 2, "removed": 1, "unchanged": 4}
    assert cats(index) == [f"r/{number}.txt" for number in range(6)]


# -- batches


@pytest.mark.parametrize(
    ("sizes", "counts"),
    [
        ([], [0]),
        ([5], [1]),
        ([200], [1]),
        ([50, 50, 50], [2, 1]),
        ([1, 200, 1], [1, 1, 1]),
        ([1, 1, 1, 1, 1], [3, 2]),
        ([0, 0, 0], [3]),
    ],
)
def test_what_a_batch_takes(sizes: list[int], counts: list[int]) -> None:
    limits = Limits(batch_bytes=100, batch_files=3)
    assert batches([seen(str(number), size=size) for number, size in enumerate(sizes)], limits) == counts


def test_much_is_written_in_several_batches(folder: Path, index: Watched) -> None:
    for number in range(7):
        write(folder / f"{number}.txt", f"Un chat n{number}.")
    run(folder, index)
    for number in range(5):
        (folder / f"{number}.txt").rename(folder / f"sous-{number}.txt")
    (folder / "5.txt").unlink()
    write(folder / "7.txt", "Un chat tout neuf.")
    index.batches = 0
    done = run(folder, index, limits=Limits(batch_files=3))
    assert made(done) == {"added": 1, "moved": 5, "removed": 1, "unchanged": 1}
    assert index.batches == 2
    assert cats(index) == sorted(["r/6.txt", "r/7.txt", *(f"r/sous-{number}.txt" for number in range(5))])
    assert index.engine.size() == 7


def test_the_files_of_the_engine_are_known_after_each_commit(folder: Path, index: Watched) -> None:
    for name in ("a.txt", "b.txt"):
        write(folder / name, "Un chat.")
        run(folder, index)
        index.check_parts()
        assert set(index.catalogue.parts()) == {"articles.json"}
    index.check_parts()
    assert index.engine.search(Search()).articles_total == 2
