"""Texts: passages as they stand, in blocks that are compressed more tightly than a native index would.

A small SQLite base beside it. Its rows hold from one generation on and until another, as those of the records do, and
are committed before the passages that they belong to.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterable
from pathlib import Path

from index.engines.tantivy.packing import Packed, Unpacked, place
from index.engines.tantivy.records_rows import FOREVER, ranges

NAME = "texts.sqlite"
_TABLES = """
    CREATE TABLE block (place INTEGER PRIMARY KEY, since INTEGER, until INTEGER, packed BLOB);
    CREATE INDEX ended_blocks ON block (until) WHERE until < 4611686018427387903;
"""
_PAGE = "PRAGMA page_size = 512"
"""Blocks begin on a page of their own: small ones leave little of it empty."""
_PLACE = "SELECT max(place) FROM block WHERE place <= ?"
_PACKED = "SELECT packed FROM block WHERE place = ?"


class Texts:
    """The texts in ``folder``. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._base = sqlite3.connect(folder / NAME, check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._base.close)
        self._base.execute(_PAGE)
        self._base.execute("PRAGMA cache_spill = OFF")  # a batch stays in memory until it is written at one go
        if not self._base.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._base.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def place(self, article: int, number: int) -> int:
        """Where the block is that holds a passage."""
        with self._lock:
            (found,) = self._base.execute(_PLACE, (place(article, number),)).fetchone()
        return int(found)

    def block(self, where: int) -> Unpacked:
        """The block at a place."""
        with self._lock:
            (packed,) = self._base.execute(_PACKED, (where,)).fetchone()
        return Unpacked((where, packed))

    # writing the next generation

    def begin(self, now: int) -> None:
        """Open the generation after ``now``.

        What an earlier batch left that was never committed is taken back, and what nobody can see any more forgotten.
        """
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.execute("DELETE FROM block WHERE since > ?", (now,))
            self._base.execute("UPDATE block SET until = ? WHERE until > ? AND until < ?", (FOREVER, now, FOREVER))
            self._base.execute("DELETE FROM block WHERE until < ?", (now,))

    def add(self, blocks: Iterable[Packed], coming: int) -> None:
        """Some blocks are known from ``coming`` on."""
        rows = [(number, coming, FOREVER, packed) for number, packed in blocks]
        if rows:
            with self._lock:
                self._base.executemany("INSERT INTO block VALUES (?, ?, ?, ?)", rows)

    def end(self, articles: Iterable[int], coming: int) -> None:
        """From ``coming`` on some articles, given in ascending order, are no more; all those of a file."""
        rows = [(coming, place(low, 0), place(high + 1, 0), FOREVER) for low, high in ranges(articles)]
        with self._lock:
            self._base.executemany("UPDATE block SET until = ? WHERE place >= ? AND place < ? AND until = ?", rows)

    def commit(self) -> None:
        """Write what the open generation holds."""
        with self._lock:
            self._base.execute("COMMIT")

    def rollback(self) -> None:
        """Forget what the open generation holds."""
        with self._lock:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
