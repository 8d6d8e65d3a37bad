"""Texts: passages as they stand, in blocks that are compressed more tightly than a native index would.

A small SQLite base beside it. Its rows hold from one generation on and until another, as those of the records do, and
are committed before the passages that they belong to. The first texts of an index are the dictionary for all others.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path

from index.engines.tantivy.compression import Compression
from index.engines.tantivy.packing import Block, place
from index.engines.tantivy.records_rows import FOREVER, ranges

NAME = "texts.sqlite"
DICTIONARY = 1 << 16
"""Bytes of a dictionary at most."""
STEP = 1 << 24
"""So many bytes are put on disk at a time, so that a batch may be of any size. Nobody sees them before its commit."""
_TABLES = """
    CREATE TABLE dictionary (data BLOB);
    CREATE TABLE block (place INTEGER PRIMARY KEY, since INTEGER, until INTEGER, packed BLOB);
    CREATE INDEX ended_blocks ON block (until) WHERE until < 4611686018427387903;
"""
_PAGE = "PRAGMA page_size = 512"
"""Blocks begin on a page of their own: small ones leave little of it empty."""
_HOLDING = """
    SELECT place, packed FROM block WHERE place IN (
        SELECT (SELECT max(place) FROM block WHERE place <= value) FROM json_each(?)
    ) ORDER BY place
"""


class Texts:
    """The texts in ``folder``. Safe to use from several threads, one of which may write."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._compression: Compression | None = None
        self._waiting: list[Block] = []
        self._coming, self._unwritten = 1, 0
        self._base = sqlite3.connect(folder / NAME, check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._base.close)
        self._base.execute(_PAGE)
        self._base.execute("PRAGMA mmap_size = 1073741824")  # read as native indexes are
        self._base.execute("PRAGMA cache_spill = OFF")  # a step stays in memory until it is written at one go
        if not self._base.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._base.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def read(self, wanted: Sequence[tuple[int, int]]) -> list[str]:
        """The texts of passages, given by the numbers of their articles and their own there. Those have to be there.

        Raises sqlite3.Error or ``compression.Error`` where the file is damaged.
        """
        places = [place(*passage) for passage in wanted]
        with self._lock:
            rows = self._base.execute(_HOLDING, (json.dumps(places),)).fetchall()
            known = self._known()
        blocks = [Block(first, known.unpack(packed)) for first, packed in rows] if known else []
        firsts = [block.place for block in blocks]
        return [
            blocks[bisect_right(firsts, where) - 1].text(*passage)
            for passage, where in zip(wanted, places, strict=True)
        ]

    def _known(self) -> Compression | None:
        """How texts are packed here; None before the first of them are."""
        if self._compression is None:
            found = self._base.execute("SELECT data FROM dictionary").fetchone()
            self._compression = Compression(found[0]) if found else None
        return self._compression

    # writing the next generation

    def begin(self, now: int) -> None:
        """Open the generation after ``now``.

        What an earlier batch left that was never committed is taken back, and what nobody can see any more forgotten.
        """
        self._coming = now + 1
        with self._lock:
            self._begin_step()
            self._base.execute("DELETE FROM block WHERE since > ?", (now,))
            self._base.execute("UPDATE block SET until = ? WHERE until > ? AND until < ?", (FOREVER, now, FOREVER))
            self._base.execute("DELETE FROM block WHERE until < ?", (now,))

    def add(self, blocks: Iterable[Block]) -> None:
        """Some blocks are known from the open generation on. The first of all wait until they make a dictionary."""
        self._waiting += blocks
        if self._waiting and (self._compression or sum(len(block.data) for block in self._waiting) >= DICTIONARY):
            self._write()

    def _write(self) -> None:
        with self._lock:
            packing = self._known() or self._first_dictionary()
            rows = [(block.place, self._coming, FOREVER, packing.pack(block.data)) for block in self._waiting]
            self._base.executemany("INSERT INTO block VALUES (?, ?, ?, ?)", rows)
            self._unwritten += sum(len(packed) for *_, packed in rows)
            if self._unwritten >= STEP:
                self._base.execute("COMMIT")
                self._begin_step()
        self._waiting.clear()

    def _begin_step(self) -> None:
        self._base.execute("BEGIN IMMEDIATE")
        self._unwritten = 0

    def _first_dictionary(self) -> Compression:
        """The first texts become the dictionary."""
        data = b"".join(block.data for block in self._waiting)[:DICTIONARY]
        self._base.execute("INSERT INTO dictionary VALUES (?)", (data,))
        self._compression = Compression(data)
        return self._compression

    def end(self, articles: Iterable[int]) -> None:
        """From the open generation on some articles, in ascending order, are no more; all those of a file."""
        rows = [(self._coming, place(low, 0), place(high + 1, 0), FOREVER) for low, high in ranges(articles)]
        with self._lock:
            self._base.executemany("UPDATE block SET until = ? WHERE place >= ? AND place < ? AND until = ?", rows)

    def commit(self) -> None:
        """Write what the open generation holds."""
        if self._waiting:
            self._write()
        with self._lock:
            self._base.execute("COMMIT")

    def rollback(self) -> None:
        """Forget what the open generation holds; what is on disk of it goes when the next one begins."""
        self._waiting.clear()
        with self._lock:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
                self._compression = None
