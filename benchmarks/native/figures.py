"""The figures of one system at one size, and the systems that are compared."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python for which Debian packages Xapian and Recoll."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A system: the name of its module, what it is called in tables, what a query gives, and who runs it."""

    module: str
    label: str
    gives: str
    python: str = sys.executable
    slow: bool = False
    """Left out above ``--most-slow``."""


PEERS = (
    Peer("searcher_whoosh", "Searcher, Whoosh", "articles, marked passages", slow=True),
    Peer("searcher_tantivy", "Searcher, tantivy", "articles, marked passages"),
    Peer("searcher_opensearch", "Searcher, OpenSearch", "articles, marked passages"),
    Peer("opensearch", "OpenSearch", "marked passages"),
    Peer("lucene", "Lucene", "numbers of passages"),
    Peer("raw_tantivy", "tantivy", "marked passages"),
    Peer("fts5", "SQLite FTS5", "marked passages"),
    Peer("xapian", "Xapian", "marked passages", SYSTEM_PYTHON, slow=True),
    Peer("recoll", "Recoll", "files, marked extracts", SYSTEM_PYTHON, slow=True),
    Peer("stock_whoosh", "Whoosh", "marked passages", slow=True),
)
BASES = ("lucene", "raw_tantivy")
"""What the others are compared to."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """What it took to index ``text`` bytes; ``seconds`` on the clock, the rest of the whole process."""

    text: int
    seconds: float
    cpu: float
    peak: int
    size: int


@dataclass(frozen=True, slots=True)
class Asking:
    """The seconds of each question, by kind, and how many of all found something."""

    seconds: Mapping[str, Sequence[float]]
    answered: int

    @property
    def all(self) -> list[float]:
        return [value for kind in self.seconds.values() for value in kind]


@dataclass(frozen=True, slots=True)
class Figures:
    """A row: what was measured, or why nothing was."""

    peer: Peer
    size: int
    indexing: Indexing | None = None
    asking: Asking | None = None
    skipped: str = ""


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of ``values`` that so many percent of them do not exceed (the nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]
