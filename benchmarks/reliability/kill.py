"""Kill: ``index`` and ``watch`` are killed at random instants, while a folder changes, again and again.

After each kill the index has to open, and to hold every article once and whole, as it was in the folder at some time
since the last look. Then the next ``index`` has to end well, and the index to be as one that is made anew.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from benchmarks.reliability.children import Task, started
from benchmarks.reliability.comparing import differences, held, impossible
from benchmarks.reliability.folders import Folder
from benchmarks.reliability.reporting import Row, options, report, working_folder
from index.directory import IndexDirectory
from index.sync import update

MODES = ("index", "watch")
SMALL_BATCH = 3
TOLD = 50
"""After so many kills it is told how far it is."""
LEAST_SECONDS, MOST_SECONDS = 0.1, 60.0
OUTCOMES = ("kills", "ended before", "nothing new yet", "all new", "some new")
KEPT = {"index.json", "writing.lock"}
"""What stays in an index directory beside the data."""


@click.command("kill", help=__doc__)
@options(1000, "kills of each command")
@click.option("--mode", "modes", multiple=True, default=MODES, type=click.Choice(MODES), help="This one only.")
def command(engines: tuple[str, ...], modes: tuple[str, ...], count: int, work: Path | None, seed: int) -> None:
    with working_folder(work) as place:
        trials = [_Trial(mode, engine, place, seed) for engine in engines for mode in modes]
        report([trial.row(count) for trial in trials])


class _Trial:
    """One folder and its index, changed and killed over and over.

    Kills fall within ``span`` seconds, which grows while they come too early to find anything new, and shrinks else.
    """

    def __init__(self, mode: str, engine: str, place: Path, seed: int) -> None:
        self._mode, self._engine, self._place = mode, engine, place / f"{engine}-{mode}"
        shutil.rmtree(self._place, ignore_errors=True)
        self._rng = random.Random(seed)
        self._folder = Folder(self._place / "folder", self._rng)
        self._index, self._said = self._place / "index", self._place / "said"
        self._row = Row(f"kill -9 of {mode}, {engine}", dict.fromkeys(OUTCOMES, 0))
        self._span = 0.3

    def row(self, count: int) -> Row:
        """Kill so often, and count what came of it."""
        for _ in range(30):
            self._folder.change()
        self._index_and_compare("at first")
        while int(self._row.figures["kills"]) < count:
            self._round()
            if not int(self._row.figures["kills"]) % TOLD:
                self._row.tell()
        return self._row

    def _round(self) -> None:
        """Change, kill, look, index, compare."""
        task = Task(self._mode, self._folder.place, self._index, self._engine, self._rng.choice((0, SMALL_BATCH)))
        name = f"#{self._row.figures['kills']} ({task.files or 'all'} files a batch)"
        before = dict(self._folder.held)
        wrong = self._index_killed(task) if self._mode == "index" else self._watch_killed(task)
        for line in (*wrong, *self._looked_at(before)):
            self._row.fail(f"{name} {line}")
        self._index_and_compare(name)

    def _index_killed(self, task: Task) -> Iterator[str]:
        """Change the folder, and kill what indexes it."""
        for _ in range(self._rng.randint(6, 30)):
            self._folder.change()
        child = started(task, self._said)
        child.join(self._rng.uniform(0.0, self._span))
        self._row.count("kills" if child.is_alive() else "ended before")
        child.kill()
        child.join()
        yield from self._wrong(child.exitcode, (0, -9))

    def _watch_killed(self, task: Task) -> Iterator[str]:
        """Change the folder while it is watched, and kill what watches it."""
        child = started(task, self._said)
        time.sleep(self._rng.uniform(0.0, self._span))
        for _ in range(self._rng.randint(1, 12)):
            self._folder.change()
            time.sleep(self._rng.choice((0, 0, 0.01, 0.05)))
        time.sleep(self._rng.uniform(0.0, self._span))
        child.kill()
        child.join()
        self._row.count("kills")
        yield from self._wrong(child.exitcode, (-9,))

    def _wrong(self, code: int | None, right: tuple[int, ...]) -> Iterator[str]:
        """What is wrong with how a child ended."""
        said = self._said.read_text(encoding="utf-8", errors="replace") if self._said.exists() else ""
        if code not in right or "Traceback" in said:
            yield f"exit {code}: {said[-500:]}"

    def _looked_at(self, before: dict[str, tuple[int, int]]) -> Iterator[str]:
        """What is wrong with the index as it was left: all articles are there once, each as it was at some time."""
        try:
            with closing(IndexDirectory(self._index)) as directory:
                directory.generation().check_parts()
                found, wrong = held(directory.engine())
        except Exception as error:  # noqa: BLE001  # whatever it is, it is counted
            yield f"unreadable: {type(error).__name__}: {error}"
            return
        yield from (*wrong, *impossible(found, self._folder.past))
        new = "nothing new yet" if found == before else "all new" if found == self._folder.held else "some new"
        self._row.count(new)
        self._span *= 1.1 if found == before else 0.92
        self._span = min(MOST_SECONDS, max(LEAST_SECONDS, self._span))

    def _index_and_compare(self, name: str) -> None:
        """Index, and say what is wrong then; a hopeless index is made anew, so that the next round tells of itself."""
        try:
            for line in self._wrong_after_index():
                self._row.fail(f"{name}, then: {line}")
        except Exception as error:  # noqa: BLE001
            self._row.fail(f"{name}, then: {type(error).__name__}: {error}")
            shutil.rmtree(self._index)
            with closing(IndexDirectory(self._index)) as directory:
                update([self._folder.place], directory, engine=self._engine)
        self._folder.settle(self._folder.held)

    def _wrong_after_index(self) -> Iterator[str]:
        fresh = self._place / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        with closing(IndexDirectory(self._index)) as directory:
            rebuilt = update([self._folder.place], directory, engine=self._engine).rebuilt
            if rebuilt:
                yield rebuilt
            yield from differences(directory, self._folder.place, self._engine, fresh)
            kept = {*KEPT, directory.current_state().data}
        if left := sorted({entry.name for entry in self._index.iterdir()} - kept):
            yield f"left behind: {left}"
