"""Odd files by the hundred, each time beside a good one: none may end, halt or spoil the update of the others."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks.reliability.children import CONTEXT
from benchmarks.reliability.giant_files import giants
from benchmarks.reliability.good_files import good_files
from benchmarks.reliability.odd_files import odd_file
from benchmarks.reliability.reporting import Row, common, report, working_folder

TOGETHER = 100
SECONDS = 300.0
"""After which an update counts as one without end."""
GOOD = "bon.txt"
GOOD_WORD = "zygomatique"
FAULTS = {"failed": "errors in searcher", "timeout": "readers stopped after their time", "crashed": "readers that died"}
"""Faults that are counted by themselves; the first is never right, and the others are contained."""
SLOWEST = 5
Files = Mapping[str, bytes]


class Outcome(NamedTuple):
    """What came of an update: what went ``wrong`` with all of it, and the files with a fault of each code."""

    wrong: str = ""
    faults: Mapping[str, Sequence[str]] = {}


def tried(files: Files, work: Path, engine: str, seconds: float = SECONDS) -> Outcome:
    """Index ``files`` and a good one in a process of its own, and look for the good one."""
    shutil.rmtree(work, ignore_errors=True)
    (work / "files").mkdir(parents=True)
    for name, data in {**files, GOOD: f"Un {GOOD_WORD}.\n".encode()}.items():
        (work / "files" / name).write_bytes(data)
    receiver, sender = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_work, args=(work, engine, sender))
    process.start()
    sender.close()
    try:
        return receiver.recv() if receiver.poll(seconds) else Outcome(f"no end after {seconds:.0f} s")
    except EOFError:
        process.join()
        return Outcome(f"the process died: exit code {process.exitcode}")
    finally:
        process.kill()
        process.join()


def _work(work: Path, engine: str, sender: Connection) -> None:
    """In the child: update, ask, update once more."""
    try:
        sender.send(_updated(work, engine))
    except Exception as error:  # noqa: BLE001  # whatever it is, it kept the good file from being found
        sender.send(Outcome(f"{type(error).__name__}: {error}"[:300]))


def _updated(work: Path, engine: str) -> Outcome:
    from index.directory import IndexDirectory
    from index.documents import message
    from index.sync import update
    from searcher import search

    with closing(IndexDirectory(work / "index")) as directory:
        summary = update([work / "files"], directory, engine=engine).summary
        faults: dict[str, list[str]] = {}
        for path, fault in summary.problems:
            faults.setdefault(fault.code, []).append(f"{path}: {message(fault)}")
        found = [hit.article.id for hit in search(GOOD_WORD, directory.engine()).articles]
        known = directory.generation().catalogue.entries()
        again = update([work / "files"], directory, engine=engine).summary
    lost = [file.name for file in sorted((work / "files").iterdir()) if f"files/{file.name}" not in known]
    if f"files/{GOOD}" not in found:
        return Outcome("the good file is not found", faults)
    if lost or again.did_something:
        return Outcome(f"not in the catalogue: {lost[:5]}, done by a second update: {again}"[:300], faults)
    return Outcome("", faults)


def culprits(files: Files, fails: Callable[[Files], bool]) -> Sequence[str]:
    """Those of ``files`` that fail by themselves; all of them where they only fail together."""
    names = list(files)
    if len(names) == 1:
        return names
    halves = [dict(islice(files.items(), start, end)) for start, end in ((0, len(names) // 2), (len(names) // 2, None))]
    return [name for half in halves if fails(half) for name in culprits(half, fails)] or names


def check(files: Files, work: Path, engine: str, row: Row) -> None:
    """Try ``files``, and write down what fails by the name of the single file, which is kept in ``work``."""
    outcome = tried(files, work / "run", engine)
    row.count("files", len(files))
    row.count("updates")
    for code, name in FAULTS.items():
        row.count(name, len(outcome.faults.get(code, ())))
    for line in (*outcome.faults.get("failed", ()), *outcome.faults.get("timeout", ())):
        row.fail(line)
    if outcome.wrong:
        names = culprits(files, lambda some: bool(tried(some, work / "run", engine).wrong))
        row.fail(f"{outcome.wrong}: {', '.join(names[:5])}")
        for name in names[:5]:
            (work / name).write_bytes(files[name])


def hundreds(count: int, seed: int) -> Iterator[Files]:
    """``count`` odd files, so many together."""
    good = good_files()
    for first in range(0, count, TOGETHER):
        yield dict(odd_file(number, seed, good) for number in range(first, min(count, first + TOGETHER)))


def one_by_one(engine: str, work: Path) -> Row:
    """The giants, each beside a good file only; which took longest."""
    row, times = Row(f"giants, {engine}"), Counter[str]()
    for name, data in giants():
        begun = time.monotonic()
        check({name: data}, work, engine, row)
        times[f"{name} ({len(data):,} bytes, {data[:20]!r})"] = round(time.monotonic() - begun)
    for name, seconds in times.most_common(SLOWEST):
        print(f"{seconds} s: {name}")
    return row


@click.command("files")
@click.option("--count", default=20_000, show_default=True, help="How many are generated.")
@click.option("--giants", "with_giants", is_flag=True, help="Try files made to be too much as well, one by one.")
@click.option("--engine", default="whoosh", show_default=True)
@common
def command(count: int, with_giants: bool, engine: str, seed: int, work: Path | None) -> None:
    """Index odd files by the hundred; each time, a good file among them has to be found."""
    with working_folder(work) as folder:
        rows = [Row(f"odd files, {engine}")] if count else []
        for number, files in enumerate(hundreds(count, seed)):
            check(files, folder, engine, rows[0])
            if number % 10 == 0:
                print(f"{number * TOGETHER} files, {len(rows[0].failures)} failures", file=sys.stderr, flush=True)
        if with_giants:
            rows.append(one_by_one(engine, folder))
        report(rows)
