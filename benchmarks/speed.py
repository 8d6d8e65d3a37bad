"""The speed of reading: megabytes of novels into words a second, against a plain ``\\w+`` in the same run."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median

from benchmarks.data import PROSE, prose
from benchmarks.measures import table
from index.analysis import encode

MEGABYTES = 12.0
RUNS = 5
BLOCK = 500
"""Paragraphs."""


def speed() -> str:
    """The table: median speeds of several runs, each in a process of its own so that none profits from another."""
    if not PROSE.exists():
        return "Skipped: no ../shared/corpora/eltec-fra.jsonl.gz."
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        runs = list(pool.map(_run, range(RUNS)))
    first, again, plain = zip(*runs, strict=True)
    rows = [
        ["Searcher, the first 12 MB of a process", *_cells(first, plain)],
        ["Searcher, the same again", *_cells(again, plain)],
        ["re.findall(r'\\w+', text.lower())", *_cells(plain, plain)],
    ]
    return table(
        [f"{MEGABYTES:.0f} MB of novels, one core", f"MB/s, median of {RUNS}", "lowest", "highest", "ratio"], rows
    )


def _cells(speeds: Sequence[float], plain: Sequence[float]) -> list[str]:
    ratio = median(own / other for own, other in zip(speeds, plain, strict=True))
    return [f"{value:.1f}" for value in (median(speeds), min(speeds), max(speeds))] + [f"{ratio:.2f}"]


def _run(_: int) -> tuple[float, float, float]:
    """The speeds of a first and a second reading and of the plain one, in turn: noise slows all alike."""
    paragraphs = prose(MEGABYTES)
    size = sum(len(paragraph.encode()) for paragraph in paragraphs) / 1e6
    blocks = [paragraphs[start : start + BLOCK] for start in range(0, len(paragraphs), BLOCK)]
    first = sum(_seconds(_read, block) for block in blocks)
    turns = [(_seconds(_read, block), _seconds(_plain, block)) for block in blocks]
    return size / first, size / sum(own for own, _ in turns), size / sum(other for _, other in turns)


def _read(paragraphs: Sequence[str]) -> object:
    return list(map(encode, paragraphs))


def _plain(paragraphs: Sequence[str]) -> object:
    return [re.findall(r"\w+", paragraph.lower()) for paragraph in paragraphs]


def _seconds(read: Callable[[Sequence[str]], object], paragraphs: Sequence[str]) -> float:
    """Processor time, not time on the clock."""
    began = time.process_time()
    read(paragraphs)
    return time.process_time() - began
