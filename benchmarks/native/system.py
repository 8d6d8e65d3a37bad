"""What a system has to do, and how its answers are timed: the same for all that are called from Python."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Protocol

from benchmarks.native.place import Place
from benchmarks.native.questions import Question

TOP = 10
PASSES = 5
SECONDS = 60.0
"""No further pass begins after so many seconds of timed ones: a slow system has one at least."""


@dataclass(frozen=True, slots=True)
class About:
    """The release of a system, or why it is ``absent``."""

    version: str = ""
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """For each question the seconds it took (the median of the passes) and the number of hits shown for it."""

    seconds: Sequence[float]
    hits: Sequence[int]


class System(Protocol):
    """A module of ``benchmarks.native.systems``, run in a process of its own for each of these."""

    def prepare(self, work: Path) -> About:
        """Whether it can run here; what has to be compiled is compiled now."""

    def index(self, place: Place) -> float:
        """Index the texts; returns the seconds from reading them to the commit."""

    def ask(self, place: Place, questions: Sequence[Question]) -> Answers:
        """Ask everything of the index that was made."""


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes, on the clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def answers(ask: Callable[[Question], int], questions: Sequence[Question]) -> Answers:
    """Ask everything once to warm up, then in several passes, one question after the other."""
    hits = [ask(question) for question in questions]
    passes: list[list[float]] = []
    began = time.perf_counter()
    while len(passes) < PASSES and (not passes or time.perf_counter() - began < SECONDS):
        passes.append([seconds(partial(ask, question)) for question in questions])
    return Answers([median(times) for times in zip(*passes, strict=True)], hits)
