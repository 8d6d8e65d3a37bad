"""Damage: each file of an index is emptied, halved, gone, zeroed or has five bits turned, in turn.

No answer may then be wrong unsaid: either the index answers as before, or it says in one line that it is damaged, or
``check --deep`` says so. Then ``index`` has to make it whole again.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import click

from benchmarks.reliability.children import forked
from benchmarks.reliability.comparing import answers, state_of, unequal
from benchmarks.reliability.folders import text_of
from benchmarks.reliability.reporting import Row, options, report, working_folder
from index.directory import IndexDirectory
from index.engines.protocol import StoreError
from index.sync import update

FLIPPED = 5
OUTCOMES = ("files", "right", "says so", "only check --deep says so", "unsaid")
Way = Callable[[bytes, random.Random], bytes | None]


def _flipped(data: bytes, rng: random.Random) -> bytes:
    spoilt = bytearray(data)
    spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


WAYS: dict[str, Way] = {
    "emptied": lambda _, __: b"",
    "halved": lambda data, _: data[: len(data) // 2],
    "gone": lambda _, __: None,
    "zeroed": lambda data, _: bytes(len(data)),
    **{f"bit {number} turned": _flipped for number in range(1, FLIPPED + 1)},
}


@click.command("damage", help=__doc__)
@options(0, "damages of each engine, drawn at random; 0: all")
def command(engines: tuple[str, ...], count: int, work: Path | None, seed: int) -> None:
    with working_folder(work) as place:
        report([row for engine in engines for row in _Trial(engine, place / engine, seed).rows(count)])


class _Trial:
    """A whole index of several commits, of which copies are spoilt."""

    def __init__(self, engine: str, place: Path, seed: int) -> None:
        shutil.rmtree(place, ignore_errors=True)
        self._engine, self._rng = engine, random.Random(seed)
        self._folder, self._whole, self._spoilt = place / "folder", place / "whole", place / "spoilt"
        self._said = place / "said"
        self._folder.mkdir(parents=True)
        for number in range(24):
            (self._folder / f"t{number}.md").write_text(text_of(number, 1), encoding="utf-8")
            if number % 8 == 7:
                self._update(self._whole)
        (self._folder / "t3.md").unlink()
        self._wanted = self._update(self._whole)

    def _update(self, index: Path) -> dict[str, object]:
        with closing(IndexDirectory(index)) as directory:
            update([self._folder], directory, engine=self._engine)
            return state_of(directory)

    def rows(self, count: int) -> list[Row]:
        """Try every damage, or ``count`` of them, and count what came of each kind."""
        files = sorted(file for file in self._whole.rglob("*") if file.is_file() and file.stat().st_size)
        damages = [(file.relative_to(self._whole), way) for file in files for way in WAYS]
        rows: dict[str, Row] = {}
        for file, way in self._rng.sample(damages, min(count, len(damages))) if count else damages:
            kind = "a bit turned" if way.startswith("bit") else way
            row = rows.setdefault(kind, Row(f"{kind}, {self._engine}", dict.fromkeys(OUTCOMES, 0)))
            row.count("files")
            for line in self._tried(file, WAYS[way], row):
                row.fail(f"{file}: {line}")
        return list(rows.values())

    def _tried(self, file: Path, way: Way, row: Row) -> Iterator[str]:
        """What is wrong after a damage."""
        self._spoil(file, way)
        outcome, lines = self._in_child(_asked)
        deep, more = self._in_child(_checked)
        yield from (line for line in (*lines, *more) if outcome != "wrong")
        told = "only check --deep says so" if deep == "damaged" else "unsaid"
        row.count({"right": "right", "refused": "says so"}.get(outcome, told))
        if outcome == "wrong" and deep != "damaged":
            yield f"wrong answers, and check --deep says nothing: {lines}"
        self._spoil(file, way)
        try:
            yield from (f"not healed: {line}" for line in unequal(self._update(self._spoilt), self._wanted))
        except Exception as error:  # noqa: BLE001  # whatever it is, it is counted
            yield f"not healed: {type(error).__name__}: {error}"

    def _spoil(self, file: Path, way: Way) -> None:
        shutil.rmtree(self._spoilt, ignore_errors=True)
        shutil.copytree(self._whole, self._spoilt)
        data = way((self._spoilt / file).read_bytes(), self._rng)
        (self._spoilt / file).unlink()
        if data is not None:
            (self._spoilt / file).write_bytes(data)

    def _in_child(self, work: Callable[..., None]) -> tuple[str, list[str]]:
        """What a child says of the index, which may break it: its first line, and the others."""
        self._said.unlink(missing_ok=True)
        child = forked(_quietly, work, self._spoilt, self._said, self._wanted)
        child.join(60)
        if child.exitcode != 0 or not self._said.exists():
            child.kill()
            return "broke", [f"exit {child.exitcode}"]
        outcome, *lines = self._said.read_text(encoding="utf-8").splitlines()
        return outcome, lines


def _quietly(work: Callable[..., None], *arguments: object) -> None:
    """Do it without what the native library says of itself before its error is told."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    work(*arguments)


def _asked(index: Path, said: Path, wanted: dict[str, object]) -> None:
    """Ask all the questions: ``right``, ``wrong`` or ``refused``."""
    try:
        with closing(IndexDirectory(index)) as directory:
            found = answers(directory.engine())
        lines = list(unequal(found, {name: wanted[name] for name in found}))
        outcome = "wrong" if lines else "right"
    except StoreError as error:
        outcome, lines = "refused", [f"many lines: {error}"] if "\n" in str(error).strip() else []
    said.write_text("\n".join([outcome, *(line.replace("\n", " ") for line in lines)]), encoding="utf-8")


def _checked(index: Path, said: Path, wanted: dict[str, object]) -> None:  # noqa: ARG001
    """What ``searcher check --deep`` says."""
    from searcher.commands.check import command as check

    try:
        code = check.main(["--deep", "--index-dir", str(index)], standalone_mode=False)
        outcome = "fine" if code == 0 else "differs"
    except StoreError:
        outcome = "damaged"
    said.write_text(outcome, encoding="utf-8")
