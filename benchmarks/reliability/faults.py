"""Faults: one call of the C library on the index fails in a commit, or is where the process is killed; each in turn.

The index then has to hold the old state or the new one, whole; the error has to be named in one line. Then the files
are left, put back as they were, or changed again, and the next ``index`` has to make the index as one made anew.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import click

from benchmarks.reliability.children import Task
from benchmarks.reliability.comparing import held, state_of, unequal
from benchmarks.reliability.folders import text_of
from benchmarks.reliability.reporting import Row, options, report, working_folder
from benchmarks.reliability.shim import ERRORS, HUNG, KILL, Call, Fault, Shim
from index.directory import IndexDirectory
from index.sync import update

Texts = dict[str, tuple[int, int]]
OLD: Texts = {f"a/t{n}.md": (n, 1) for n in range(12)}
NEW: Texts = {**{name: content for name, content in OLD.items() if name not in ("a/t6.md", "a/t7.md")}}
NEW |= {f"a/t{n}.md": (n, 2) for n in (3, 4, 5)} | {"b/t20.md": (20, 1), "b/moved.md": OLD["a/t7.md"]}
AGAIN: Texts = {**NEW, "a/t3.md": (3, 3), "a/t6.md": (6, 2), "c/t21.md": (21, 1)}
STATES = {"put back": OLD, "left": NEW, "changed again": AGAIN}
TOLD = 100
LASTING = ("ENOSPC", "EIO", "EMFILE")
SQLITE = ("database or disk is full", "disk I/O error")
"""What SQLite calls the causes that it knows."""
CALLS = tuple(call.name.lower() for call in Call)
SCENARIOS = ("commit", "first build")


@click.command("faults", help=__doc__)
@options(0, "points of each engine, drawn at random; 0: all")
@click.option("--call", "calls", multiple=True, default=CALLS, type=click.Choice(CALLS), help="This one only.")
def command(engines: tuple[str, ...], calls: tuple[str, ...], count: int, work: Path | None, seed: int) -> None:
    with working_folder(work) as place:
        try:
            shim = Shim(place)
        except FileNotFoundError as error:
            raise click.UsageError(str(error)) from error
        rows = [row for engine in engines for row in _Trial(engine, place / engine, shim, calls).rows(count, seed)]
    report(rows)


class _Trial:
    """One folder of texts, whose index is spoilt again and again."""

    def __init__(self, engine: str, place: Path, shim: Shim, calls: Sequence[str]) -> None:
        shutil.rmtree(place, ignore_errors=True)
        self._engine, self._place, self._shim, self._calls = engine, place, shim, calls
        self._folder, self._index, self._base = place / "folder", place / "index", place / "base"
        self._said = place / "said"
        self._task = Task("index", self._folder, self._index, engine)
        self._base.mkdir(parents=True)
        self._states = {name: self._fresh(texts) for name, texts in STATES.items()}
        lay(OLD | {"a/t3.md": (3, 9)}, self._folder)
        self._update(self._base)
        lay(OLD, self._folder)
        self._update(self._base)

    def _fresh(self, texts: Texts) -> Mapping[str, object]:
        """What an index answers that is made anew of ``texts``."""
        lay(texts, self._folder)
        fresh = self._place / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        return self._update(fresh)

    def _update(self, index: Path) -> Mapping[str, object]:
        with closing(IndexDirectory(index)) as directory:
            update([self._folder], directory, engine=self._engine)
            return state_of(directory)

    def rows(self, count: int, seed: int) -> list[Row]:
        """Try every fault, or ``count`` of them, and count what came of each kind."""
        faults = [(scenario, fault) for scenario in SCENARIOS for fault in self._faults(scenario)]
        rng = random.Random(seed)
        chosen = rng.sample(faults, min(count, len(faults))) if count else faults
        rows: dict[tuple[str, str], Row] = {}
        for number, (scenario, fault) in enumerate(chosen):
            row = rows.setdefault((scenario, fault.kind), Row(f"{fault.kind} in a {scenario}, {self._engine}"))
            row.count("points")
            for line in self._tried(scenario, fault, tuple(STATES)[number % len(STATES)], row):
                row.fail(f"{fault}: {line}")
            if not number % TOLD:
                print(f"… {number} of {len(chosen)} points, {self._engine}", file=sys.stderr, flush=True)
        return list(rows.values())

    def _faults(self, scenario: str) -> Iterator[Fault]:
        """Every fault, as a run without any counts the calls."""
        self._prepare(scenario)
        _, made = self._shim.run(self._task, self._said, Fault())
        if not made.get(Call.OPEN):
            raise click.ClickException("the shim sees no call: is LD_PRELOAD heeded here?")
        for call, number in made.items():
            for error in ERRORS[call] if call.name.lower() in self._calls else ():
                for nth in range(1, number + 1):
                    yield Fault(call, nth, error)
                    if Fault(call, nth, error).kind in LASTING:
                        yield Fault(call, nth, error, lasts=True)

    def _prepare(self, scenario: str) -> None:
        shutil.rmtree(self._index, ignore_errors=True)
        if scenario == "commit":
            shutil.copytree(self._base, self._index)
        lay(NEW, self._folder)

    def _tried(self, scenario: str, fault: Fault, then: str, row: Row) -> Iterator[str]:
        """What is wrong after a fault."""
        self._prepare(scenario)
        code, _ = self._shim.run(self._task, self._said, fault)
        said = self._said.read_text(encoding="utf-8", errors="replace") if self._said.exists() else ""
        row.count({0: "went on", 2: "said", -9: "killed"}.get(code, "otherwise"))
        yield from _wrongly_said(code, said, fault)
        try:
            yield from self._wrongly_left(scenario, code)
            lay(STATES[then], self._folder)
            yield from self._not_healed(then)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is counted
            yield f"(then {then}) {type(error).__name__}: {error}"

    def _wrongly_left(self, scenario: str, code: int) -> Iterator[str]:
        """What is wrong with the index as the run left it."""
        if not (self._index / "index.json").exists():
            if code == 0 or scenario == "commit":
                yield "no index is left"
            return
        with closing(IndexDirectory(self._index)) as directory:
            found, wrong = held(directory.engine())
        yield from wrong
        if found not in ((NEW,) if code == 0 or scenario != "commit" else (OLD, NEW)):
            yield f"holds {found}"

    def _not_healed(self, then: str) -> Iterator[str]:
        """What is wrong after the next run."""
        with closing(IndexDirectory(self._index)) as directory:
            rebuilt = update([self._folder], directory, engine=self._engine).rebuilt
            found, wanted = state_of(directory), self._states[then]
        if rebuilt:
            yield f"(then {then}) {rebuilt}"
        yield from (f"(then {then}) {line}" for line in unequal(found, wanted))


def _wrongly_said(code: int, said: str, fault: Fault) -> Iterator[str]:
    """What is wrong with how a run ended, and what it said. What fails once may have no name when it is looked into."""
    if code == HUNG:
        yield "hangs"
    elif code not in (0, 2, -9) or (code == -9 and fault.error != KILL):
        yield f"exit {code}: {said[-300:]}"
    elif code == 2 and (len(said.strip().splitlines()) != 1 or "cannot " not in said):
        yield f"it is not said in one line: {said[-300:]}"
    elif code == 2 and fault.lasts and not any(name in said for name in (os.strerror(fault.error), *SQLITE)):
        yield f"the cause is not named: {said.strip()}"
    if "Traceback" in said or "panicked at" in said:
        yield said[-400:]


def lay(texts: Texts, folder: Path) -> None:
    """Make ``folder`` hold just these texts, each as old as its version."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, (number, version) in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text_of(number, version), encoding="utf-8")
        time = (1_700_000_000 + version) * 10**9
        os.utime(file, ns=(time, time))
