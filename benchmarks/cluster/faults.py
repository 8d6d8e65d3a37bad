"""Faults: one of three nodes is killed at random instants, while the index is written to or only asked.

Each time the others have to answer within half a minute; nothing that was committed may be lost, or be there twice.
Then the node is started again, the cluster has to become green, and an update to bring the index in step.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import click

from benchmarks.cluster.asking import Asked, asking, opened
from benchmarks.cluster.nodes import Nodes, cluster
from benchmarks.reliability.children import forked
from benchmarks.reliability.comparing import held, impossible
from benchmarks.reliability.folders import Folder
from benchmarks.reliability.reporting import Row, common, report, working_folder
from index.directory import IndexDirectory
from index.engines.protocol import StoreError
from index.sync import Limits, update

KINDS = ("indexing", "searching")
NAME = "faults"
FILES = 120
MOST_BATCH = 40
BEFORE_SECONDS, AFTER_SECONDS = 6.0, 6.0
"""A node is killed within so many seconds, and watched for so many more."""
MOST_SECONDS = 30.0
"""Searches have to be back within so many."""


@click.command("faults", help=__doc__)
@click.option("--count", default=50, show_default=True, help="How many kills, half of each kind.")
@common
def command(count: int, work: Path | None, seed: int) -> None:
    with working_folder(work) as place, cluster(place / "nodes") as nodes:
        trial = Trial(nodes, place, random.Random(seed))
        for number in range(count):
            trial.kill(KINDS[number % len(KINDS)])
        report(list(trial.rows.values()))


class Trial:
    """An index in the cluster ``nodes``, of a made folder at ``place``; ``rows`` say what came of each kind of kill."""

    def __init__(self, nodes: Nodes, place: Path, rng: random.Random) -> None:
        self._nodes, self._place, self._rng = nodes, place, rng
        self._folder = Folder(place / "folder", rng, most=FILES)
        self.rows = {kind: Row(f"a node killed while {kind}") for kind in KINDS}
        while len(self._folder.held) < FILES:
            self._folder.change("add")
        with closing(self._opened()) as directory:
            update([self._folder.place], directory)
        self._folder.settle(self._folder.held)
        self._nodes.wait("green")

    def kill(self, kind: str) -> None:
        """Kill a node, look, start it again, look again; all failures are in the row of the kind."""
        row, stop = self.rows[kind], self._place / "stop"
        row.count("kills")
        writer = None
        if kind == "indexing":
            stop.unlink(missing_ok=True)
            writer = forked(write_all_the_time, self._folder.place, self._place, self._urls, self._rng.random())
        with asking(self._place, self._urls, NAME) as asked:
            self._go_on(self._rng.uniform(0, BEFORE_SECONDS), writes=bool(writer))
            node, since = self._rng.choice(self._nodes.nodes), monotonic()
            node.kill()
            self._go_on(AFTER_SECONDS, writes=bool(writer))
            answered = asked.answers
            while asked.answers == answered and monotonic() - since < 2 * MOST_SECONDS:
                time.sleep(0.1)
            stop.touch()
            if writer:
                writer.join()
                self._tell_writer(row, writer.exitcode)
            self._look(row, f"#{row.figures['kills']} without {node.name}")
            node.start(self._nodes.heap)
            self._nodes.wait("green")
            row.figures["green after s"] = max(
                float(row.figures.get("green after s", 0)), round(monotonic() - since, 1)
            )
        self._tell_searches(row, asked)
        for line in self._wrong_after_update():
            row.fail(f"#{row.figures['kills']} then: {line}")
        row.tell()

    @property
    def _urls(self) -> list[str]:
        return self._nodes.urls.split()

    def _opened(self) -> IndexDirectory:
        return opened(self._place, self._urls, NAME)

    def _go_on(self, seconds: float, *, writes: bool) -> None:
        """Let time pass, while files change."""
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0:
            if writes:
                self._folder.change()
            time.sleep(min(left, 0.02))

    def _tell_writer(self, row: Row, code: int | None) -> None:
        said = (self._place / "said").read_text(encoding="utf-8").splitlines()
        row.count("updates", said.count("done"))
        row.count("failed updates", len(said) - said.count("done"))
        if code:
            row.fail(f"#{row.figures['kills']} the writer ended with {code}: {said[-3:]}")

    def _tell_searches(self, row: Row, asked: Asked) -> None:
        row.count("searches", asked.answers)
        row.count("failed searches", len(asked.failures))
        row.figures["longest s"] = max(float(row.figures.get("longest s", 0)), round(asked.longest, 1))
        row.count("doubled", len(asked.doubled))
        for line in set(asked.failures):
            click.echo(f"  a search failed: {line}", err=True)
        if asked.longest > MOST_SECONDS:
            row.fail(f"#{row.figures['kills']} no answer for {asked.longest:.0f} s")

    def _look(self, row: Row, name: str) -> None:
        """Every file has to be found once, as it was at some time since the last look."""
        with closing(self._opened()) as directory:
            found, wrong = held(directory.engine())
        lost = impossible(found, self._folder.past)
        row.count("lost", len(lost))
        row.count("doubled", len(wrong))
        for line in (*lost, *wrong):
            row.fail(f"{name}: {line}")

    def _wrong_after_update(self) -> Iterator[str]:
        """What is wrong when the index is in step again: files that are missing, old or there twice."""
        with closing(self._opened()) as directory:
            rebuilt = update([self._folder.place], directory).rebuilt
            if rebuilt:
                yield rebuilt
            found, wrong = held(directory.engine())
            rows = directory.generation().catalogue.entries()
        self._folder.settle(self._folder.held)
        yield from (*wrong, *impossible(found, self._folder.past))
        pending = [path for path, row in rows.items() if row.pending]
        if pending or len(rows) != len(found):
            yield f"the catalogue is not in step: {len(rows)} rows of {len(found)} files, {len(pending)} pending"


def write_all_the_time(folder: Path, place: Path, urls: list[str], seed: float) -> None:
    """Update the index until there is a file ``stop``; what came of each update goes into the file ``said``."""
    rng, os.environ["SEARCHER_LANG"] = random.Random(seed), "en"
    with closing(opened(place, urls, NAME)) as directory, (place / "said").open("w", encoding="utf-8") as said:
        while not (place / "stop").exists():
            try:
                update([folder], directory, limits=Limits(batch_files=rng.randint(1, MOST_BATCH)))
            except StoreError as error:
                print(f"{type(error).__name__}: {error}", file=said, flush=True)
                time.sleep(1)
            else:
                print("done", file=said, flush=True)
