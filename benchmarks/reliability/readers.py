"""Readers: one process commits again and again, others ask, and none may meet an error or half a commit."""

from __future__ import annotations

import os
import random
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.queues import Queue
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks.machine import memory
from benchmarks.reliability.children import CONTEXT, forked
from benchmarks.reliability.folders import PARAGRAPHS, text_of
from benchmarks.reliability.reporting import Row, options, report, working_folder
from index.directory import IndexDirectory
from index.engines.protocol import Engine
from index.sync import update
from searcher import Page, article, search

ARTICLES = 40
OTHERS = ("eau canal", "titre:titre", "élev* pont~", '"canal midi"', "SAUF eau", "chemin:t1")
PAUSE = 0.8
LEAST_COMMITS = 3
EARLY = 200
MB = 2**20
"""Reads after which memory is looked at for the first time."""
GROWTH_MB = 30


class Told(NamedTuple):
    """What a reader has seen: its reads, what was wrong, the slowest one, its memory early and late, its open files."""

    reads: int
    wrong: list[str]
    slowest: float
    early: int
    late: int
    files: int


@click.command("readers", help=__doc__)
@options(300, "seconds")
@click.option("--readers", default=8, show_default=True, help="How many processes read.")
def command(engines: tuple[str, ...], count: int, readers: int, work: Path | None, seed: int) -> None:
    with working_folder(work) as place:
        report([_read_and_written(engine, count, readers, place / engine, seed) for engine in engines])


def _read_and_written(engine: str, seconds: int, readers: int, place: Path, seed: int) -> Row:
    shutil.rmtree(place, ignore_errors=True)
    folder, index = place / "folder", place / "index"
    folder.mkdir(parents=True)
    row, told = Row(engine, {"seconds": seconds}), CONTEXT.Queue()
    with closing(IndexDirectory(index)) as directory:
        versions = dict.fromkeys(range(ARTICLES), 1)
        for number in versions:
            _put(folder, number, 1)
        update([folder], directory, engine=engine)
        until = time.time() + seconds
        children = [forked(_read, index, until, seed + number, told) for number in range(readers)]
        _write(folder, directory, versions, until, random.Random(seed), row)
    _gather([told.get(timeout=60) for _ in children], row)
    for child in children:
        child.join()
    return row


def _put(folder: Path, number: int, version: int) -> None:
    """Write a file in one step, as a careful program does."""
    fresh = folder / f".t{number}"
    fresh.write_text(text_of(number, version), encoding="utf-8")
    fresh.replace(folder / f"t{number}.md")


def _write(
    folder: Path, directory: IndexDirectory, versions: dict[int, int], until: float, rng: random.Random, row: Row
) -> None:
    """Change some files and commit, about each second, and a few times at least."""
    row.count("commits", 0)
    while time.time() < until or int(row.figures["commits"]) < LEAST_COMMITS:
        for number in rng.sample(sorted(versions), rng.randint(1, 6)):
            versions[number] += 1
            _put(folder, number, versions[number])
        try:
            update([folder], directory)
            row.count("commits")
        except Exception as error:  # noqa: BLE001  # whatever it is, it is counted
            row.fail(f"writer: {type(error).__name__}: {error}")
        time.sleep(PAUSE)


def _gather(told: list[Told], row: Row) -> None:
    row.count("reads", sum(one.reads for one in told))
    row.figures["slowest, ms"] = round(1000 * max(one.slowest for one in told))
    row.figures["memory early, MB"] = max(one.early for one in told)
    row.figures["late"] = max(one.late for one in told)
    row.figures["open files"] = max(one.files for one in told)
    for one in told:
        for line in one.wrong:
            row.fail(f"reader: {line}")
        if one.early and one.late > one.early + GROWTH_MB:
            row.fail(f"reader: memory grew from {one.early} to {one.late} MB")


def _read(index: Path, until: float, seed: int, told: Queue[Told]) -> None:
    """Ask until the time is over, in a child."""
    rng, last = random.Random(seed), dict.fromkeys(range(ARTICLES), 0)
    reads, wrong, slowest, early = 0, list[str](), 0.0, 0
    with closing(IndexDirectory(index)) as directory:
        while time.time() < until:
            began = time.perf_counter()
            try:
                wrong += _asked(rng, directory.engine(), last)
            except Exception as error:  # noqa: BLE001
                wrong.append(f"{type(error).__name__}: {error}")
            slowest, reads = max(slowest, time.perf_counter() - began), reads + 1
            early = memory() // MB if reads == EARLY else early
            time.sleep(0.01)
    told.put(Told(reads, wrong, slowest, early, memory() // MB, len(os.listdir("/proc/self/fd"))))


def _asked(rng: random.Random, engine: Engine, last: dict[int, int]) -> Iterator[str]:
    """What is wrong with an article now: it has to be there once, whole, and no older than it was before."""
    number = rng.randrange(ARTICLES)
    answer = search(f"=marque{number}q", engine, Page(0, 10, 10))
    texts = [passage.text for hit in answer.articles for passage in hit.passages]
    versions = {int(version) for text in texts for version in re.findall(r"version(\d+)z", text)}
    if (answer.articles_total, len(texts), len(versions)) != (1, PARAGRAPHS, 1):
        yield f"torn: {number} is there {answer.articles_total} times, with {len(texts)} passages of {versions}"
    elif (version := min(versions)) < last[number]:
        yield f"back in time: {number} was {last[number]} and is {version}"
    else:
        last[number] = version
    if rng.random() < 0.3:
        found = search(rng.choice(OTHERS), engine, Page(0, 20, 3))
        if found.articles:  # between two questions it may be another commit
            article(found.articles[0].article.id, "eau", engine)
