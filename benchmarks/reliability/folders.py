"""Folders: made texts of many versions, which are added, edited, moved, deleted and put back at random."""

from __future__ import annotations

import os
import random
from collections import defaultdict
from pathlib import Path

WORDS = (
    *("eau", "potable", "canal", "midi", "école", "élève", "ville", "maire", "budget", "vote", "conseil", "route"),
    *("pont", "rivière", "crue", "neige", "l'hiver", "qu'une", "cheval", "chevaux", "travaux", "publics", "impôt"),
    *("sécheresse", "aujourd'hui", "port-de-mer", "œuvre", "1", "250", "euros"),
)
PARAGRAPHS = 3
KINDS = ("add", "edit", "edit", "move", "delete", "put back", "touch")
MOST = 40
"""So many files at most, unless told otherwise; then one goes where one would come."""


def text_of(number: int, version: int) -> str:
    """A text that names its number and version in each paragraph, so that a torn one is told from a whole one."""
    rng = random.Random(f"{number}-{version}")
    sign = f"marque{number}q version{version}z"
    paragraphs = [" ".join(rng.choices(WORDS, k=30)) + f" {sign}" for _ in range(PARAGRAPHS)]
    return "\n\n".join([f"# Titre {number} eau", *paragraphs]) + "\n"


class Folder:
    """A folder of made texts. ``held`` is the version that each file has, ``past`` all those it has had in time."""

    def __init__(self, place: Path, rng: random.Random, *, most: int = MOST) -> None:
        self.place, self._rng, self._most = place, rng, most
        place.mkdir(parents=True, exist_ok=True)
        self.held: dict[str, tuple[int, int]] = {}
        self.past: dict[str, set[tuple[int, int] | None]] = defaultdict(set)
        self._times: dict[tuple[str, tuple[int, int]], int] = {}
        self._next = 0

    def settle(self, found: dict[str, tuple[int, int]]) -> None:
        """From now on the past of each file is only what was ``found`` of it in the index, and what the file holds."""
        self.past = defaultdict(set)
        for name in {*found, *self.held}:
            self.past[name] = {found.get(name), self.held.get(name)}

    def change(self, kind: str = "") -> str:
        """Change one file; returns what was done."""
        kind = kind or self._rng.choice(KINDS)
        if not self.held or (kind == "add" and len(self.held) < self._most):
            self._next += 1
            self._write(f"{self._rng.choice('abc')}/t{self._next}.md", (self._next, 1))
            return "add"
        name = self._rng.choice(sorted(self.held))
        number, version = self.held[name]
        match kind:
            case "edit":
                self._write(name, (number, version + 1))
            case "put back":
                self._write(name, (number, max(1, version - 1)))
            case "touch":
                os.utime(self.place / name)
            case "move":
                self._remove(name)
                self._next += 1
                self._write(f"{self._rng.choice('abc')}/m{self._next}.md", (number, version))
            case _:
                kind = "delete"
                self._remove(name)
        return kind

    def _write(self, name: str, content: tuple[int, int]) -> None:
        """Give a file a content; one that it had before comes with the time of then, as a backup brings it."""
        file = self.place / name
        file.parent.mkdir(exist_ok=True)
        beside = file.with_name(f".{file.name}")  # written in its place, it would be empty for a moment, and found so
        beside.write_text(text_of(*content), encoding="utf-8")
        if time := self._times.get((name, content)):
            os.utime(beside, ns=(time, time))
        beside.replace(file)
        self._times[name, content] = file.stat().st_mtime_ns
        self.past[name] |= {self.held.get(name), content}
        self.held[name] = content

    def _remove(self, name: str) -> None:
        (self.place / name).unlink()
        self.past[name] |= {self.held.pop(name), None}
