"""Reporting: the options that every driver has, and the table that it ends with."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import click

from benchmarks.machine import machine
from benchmarks.measures import table

ENGINES = ("whoosh", "tantivy")
MOST_SHOWN = 20
Function = TypeVar("Function", bound=Callable[..., object])


@dataclass(slots=True)
class Row:
    """What was tried of one kind: how often, what came of it, and a line for each time that failed."""

    name: str
    figures: dict[str, int | float | str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def count(self, what: str, times: int = 1) -> None:
        """Add to a figure, which is 0 at first."""
        self.figures[what] = int(self.figures.get(what, 0)) + times

    def tell(self) -> None:
        """Say how far it is: a run may take hours."""
        figures = ", ".join(f"{name}: {figure}" for name, figure in self.figures.items())
        print(f"… {self.name}: {figures}, failed: {len(self.failures)}", file=sys.stderr, flush=True)

    def fail(self, line: str) -> None:
        """Write down a failure, and say it now: a long run may be broken off."""
        self.failures.append(line)
        if len(self.failures) <= MOST_SHOWN:
            print(f"FAILED {self.name}: {line}", file=sys.stderr, flush=True)


def options(count: int, counted: str) -> Callable[[Function], Function]:
    """``--engine``, ``--count`` of what is ``counted``, ``--work`` and ``--seed``."""
    engines = click.option(
        "--engine", "engines", multiple=True, default=ENGINES, type=click.Choice(ENGINES), help="This one only."
    )
    counts = click.option("--count", default=count, show_default=True, help=f"How many {counted}.")
    return lambda function: engines(counts(common(function)))


def common(function: Function) -> Function:
    """``--work`` and ``--seed``, which every driver has."""
    work = click.option(
        "--work", type=click.Path(path_type=Path, file_okay=False), help="Work here; else in a temporary folder."
    )
    seed = click.option("--seed", default=1, show_default=True, help="What is drawn at random follows from it.")
    return work(seed(function))


@contextmanager
def working_folder(given: Path | None) -> Iterator[Path]:
    """The folder ``given``, made if need be and left as it is then, or a temporary one."""
    if given:
        given.mkdir(parents=True, exist_ok=True)
        yield given.resolve()
        return
    with TemporaryDirectory(prefix="reliability-") as folder:
        yield Path(folder)


def report(rows: Sequence[Row]) -> None:
    """Print the table of ``rows``, and exit with 1 if anything failed."""
    names = list(dict.fromkeys(name for row in rows for name in row.figures))
    lines = [[row.name, *(_cell(row.figures, name) for name in names), str(len(row.failures))] for row in rows]
    print(table(["", *names, "failed"], lines))
    print(f"\n{machine()}", flush=True)
    sys.exit(1 if any(row.failures for row in rows) else 0)


def _cell(figures: Mapping[str, int | float | str], name: str) -> str:
    figure = figures.get(name, "–")
    return f"{figure:,}" if isinstance(figure, int | float) else figure
