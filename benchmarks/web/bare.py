"""The bare calls in Python that a page and an answer of the API are made of: what HTTP is compared to."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.native.figures import percentile
from index.engines.protocol import Engine
from searcher import Page, facets, open_index, search


@dataclass(frozen=True, slots=True)
class Bare:
    """The seconds of each question: for a search alone, and for a search and its facets."""

    searched: Sequence[float]
    faceted: Sequence[float]

    @property
    def p50(self) -> float:
        return percentile(self.searched, 50)


def bare(folder: Path, asked: Sequence[str]) -> Bare:
    """Everything is asked once before it is timed."""
    with open_index(folder) as engine:
        for query in asked:
            _whole(query, engine)
        return Bare(_timed(_search, asked, engine), _timed(_whole, asked, engine))


def _search(query: str, engine: Engine) -> None:
    search(query, engine, Page(count=10))


def _whole(query: str, engine: Engine) -> None:
    _search(query, engine)
    facets(query, engine)


def _timed(ask: Callable[[str, Engine], None], asked: Sequence[str], engine: Engine) -> Sequence[float]:
    times: list[float] = []
    for query in asked:
        began = time.perf_counter()
        ask(query, engine)
        times.append(time.perf_counter() - began)
    return times
