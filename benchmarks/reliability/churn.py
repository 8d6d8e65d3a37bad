"""Churn: files are added, edited, moved and deleted in fast motion, and the index follows, commit by commit.

In the end, and now and then before, the index has to be as one that is made anew, and not much larger.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from benchmarks.reliability.comparing import differences
from benchmarks.reliability.folders import Folder
from benchmarks.reliability.reporting import Row, options, report, working_folder
from index.directory import IndexDirectory
from index.sync import update

FILES, MOST_FILES = 150, 300
LARGEST_STEP = 25
"""So many operations at most lie between two commits."""
LOOKS, LEAST_BETWEEN = 10, 50
"""How often the index is compared with one made anew; and after so many operations at the earliest."""
LARGEST_RATIO = 1.2


@click.command("churn", help=__doc__)
@options(10_000, "operations")
def command(engines: tuple[str, ...], count: int, work: Path | None, seed: int) -> None:
    with working_folder(work) as place:
        report([_churned(engine, count, place / engine, seed) for engine in engines])


def _churned(engine: str, count: int, place: Path, seed: int) -> Row:
    shutil.rmtree(place, ignore_errors=True)
    rng, row = random.Random(seed), Row(f"churn, {engine}", {"operations": 0, "commits": 0, "comparisons": 0})
    folder, index, fresh = Folder(place / "folder", rng, most=MOST_FILES), place / "index", place / "fresh"
    for _ in range(FILES):
        folder.change("add")
    began, ratio = time.monotonic(), 0.0
    with closing(IndexDirectory(index)) as directory:
        for done, is_look in _steps(count, rng):
            while int(row.figures["operations"]) < done:
                folder.change()
                row.count("operations")
            update([folder.place], directory, engine=engine)
            row.count("commits")
            if is_look:
                shutil.rmtree(fresh, ignore_errors=True)
                for line in differences(directory, folder.place, engine, fresh):
                    row.fail(f"after {done} operations: {line}")
                row.count("comparisons")
                ratio = max(ratio, _size(index) / _size(fresh))
                row.tell()
    row.figures |= {"largest, × fresh": round(ratio, 2), "seconds": round(time.monotonic() - began)}
    if ratio > LARGEST_RATIO:
        row.fail(f"{ratio:.2f} times as large as one that is made anew")
    return row


def _steps(count: int, rng: random.Random) -> Iterator[tuple[int, bool]]:
    """After how many operations the index is written, and whether it is compared then."""
    between, done = max(LEAST_BETWEEN, count // LOOKS), 0
    while done < count:
        before, done = done, min(count, done + rng.randint(1, LARGEST_STEP))
        yield done, done == count or before // between < done // between


def _size(index: Path) -> int:
    return sum(file.stat().st_size for file in index.rglob("*") if file.is_file())
