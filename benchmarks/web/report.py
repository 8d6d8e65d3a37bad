"""The tables: milliseconds, and how many times those of the bare search."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.measures import table
from benchmarks.native.figures import percentile
from benchmarks.web.bare import Bare
from benchmarks.web.keys import Typed
from benchmarks.web.load import Load, Outcome

MS, MB = 1_000, 2**20
PARTS = {"all of it": "whole", "until asked": "waiting", "until answered": "answering", "until read": "reading"}
PARTS["until painted"] = "painting"


def bare_table(bare: Bare) -> str:
    rows = [("a search in Python", bare.searched), ("the same with facets", bare.faceted)]
    return table(["", "p50 ms", "p95 ms", "p99 ms"], [[name, *_percentiles(times, MS)] for name, times in rows])


def typed_table(typed: Sequence[Typed], pause: int, bare: float) -> str:
    """From the last key to the first result, and what of it is spent where."""
    rows = []
    for name, part in PARTS.items():
        times = [getattr(one, part) for one in typed]
        rows.append([name, *_percentiles(times, 1), f"{percentile(times, 50) / (MS * bare):.1f}"])
    said = f"## Last key → first result on the screen\n\n{len(typed)} questions typed, {pause} ms between two keys.\n"
    return f"{said}\n{table(['', 'p50 ms', 'p95 ms', 'p99 ms', '× bare search p50'], rows)}"


def asked_table(load: Load, outcomes: Sequence[Outcome], bare: float) -> str:
    """What each address answered under load."""
    said = f"## Under load\n\n{load.connections} connections for {load.seconds} s each.\n"
    header = ["", "a second", "p50 ms", "p99 ms", "× bare search a second", "errors", "MB early", "MB late"]
    return f"{said}\n{table(header, [_asked_row(outcome, bare) for outcome in outcomes])}"


def _asked_row(done: Outcome, bare: float) -> list[str]:
    rate = len(done.seconds) / done.load.seconds
    p50, p99 = (f"{percentile(done.seconds, part) * MS:.1f}" for part in (50, 99))
    name = f"{done.load.name}, {done.load.kind}"
    return [name, f"{rate:.0f}", p50, p99, f"{rate * bare:.2f}", str(done.errors), *_megabytes(done)]


def _megabytes(done: Outcome) -> list[str]:
    return [f"{size / MB:.0f}" for size in (done.early, done.late)]


def _percentiles(values: Sequence[float], scale: float) -> list[str]:
    return [f"{percentile(values, part) * scale:.1f}" for part in (50, 95, 99)]
