"""Records: the catalogue of files, and what is known of articles, as they stood at each commit.

A small SQLite base beside the native index, which can be searched by path, type and date. Every row says from which
generation on it holds, and until when. Rows of the next generation are written before the commit of the passages that
they belong to: until then nobody sees them, and where that commit never came, the next batch takes them back. Which
generation a commit stands for is told by its opstamp, written down once it is known; one that is not written down yet
can only be that of the generation under way. So passages and catalogue change in one step, the commit of the passages.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.analysis.folding import fold
from index.engines.query import Key, Where
from index.engines.tantivy.records_rows import ARTICLE, FILE, FOREVER, HOLDS, TABLES, article_of
from index.engines.words_file import like_pattern
from index.model import Article, FileEntry

NAME = "records.sqlite"
TOGETHER = 500
"""So many articles are written at a time …"""
STEP = 50_000
"""… and put on disk, so that a batch may be of any size. Nobody sees them before its commit."""


class Records:
    """The records in ``folder``. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[str | int, ...]] = []
        self._last = self._on_disk = 0
        self._base = sqlite3.connect(folder / NAME, check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._base.close)
        self._base.execute("PRAGMA mmap_size = 1073741824")  # read as native indexes are
        self._base.execute("PRAGMA cache_spill = OFF")  # a step stays in memory until it is written at one go
        if not self._base.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._base.executescript(TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    # reading, at a generation

    def generation(self, opstamp: int) -> int:
        """The generation that a commit of the passages stands for; that of an empty index is 0."""
        query = "SELECT max(number), max(CASE WHEN opstamp = :key THEN number END) FROM generation"
        ((last, known),) = self._rows(query, 0, opstamp)
        if known is not None:
            return int(known)
        return 0 if last is None and not opstamp else int(last or 0) + 1

    def files(self, now: int) -> dict[str, FileEntry]:
        """The catalogue, by path."""
        rows = self._rows(f"SELECT {FILE} FROM file WHERE {HOLDS}", now)
        return {row[0]: FileEntry(*row) for row in rows}

    def articles(self, numbers: Sequence[int]) -> dict[int, Article]:
        """What is known of some articles, without their passages."""
        return {number: article_of(*row) for number, *row in self._of(numbers, ARTICLE)}

    def article_ids(self, numbers: Sequence[int]) -> dict[int, str]:
        """The ids of some articles."""
        return dict(self._of(numbers, "id"))

    def _of(self, numbers: Sequence[int], columns: str) -> list[tuple[Any, ...]]:
        query = f"SELECT number, {columns} FROM article WHERE number IN (SELECT value FROM json_each(:key))"
        return self._rows(query, 0, json.dumps(numbers))

    def findable(self, now: int) -> int:
        """How many articles have a passage that can be found."""
        ((count,),) = self._rows(f"SELECT count(*) FROM article WHERE findable > 0 AND {HOLDS}", now)
        return int(count)

    def where(self, node: Where, now: int) -> list[int]:
        """The articles that ``node`` describes, in the order of their numbers."""
        if node.key is Key.PATH:
            return self._under(node.low, now)
        column = {Key.ARTICLE: "id", Key.TYPE: "type", Key.DATE: "date"}[node.key]
        fits = f"{column} BETWEEN :key AND :high" if node.high else f"{column} = :key"
        order = f"{HOLDS} ORDER BY number"
        rows = self._rows(f"SELECT number FROM article WHERE {fits} AND {order}", now, node.low, node.high)
        return [number for (number,) in rows]

    def _under(self, pattern: str, now: int) -> list[int]:
        fits = like_pattern(fold(pattern.casefold()))
        rows = self._rows(f"SELECT number, path FROM article WHERE {HOLDS} ORDER BY number", now)
        paths = {path for _, path in rows}
        fitting = {path for path in paths if fits.fullmatch(fold(path.casefold()))}
        return [number for number, path in rows if path in fitting]

    def _rows(self, query: str, now: int, key: str | int = "", high: str = "") -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(query, {"now": now, "key": key, "high": high}).fetchall()

    # writing the next generation

    def begin(self, now: int, opstamp: int) -> int:
        """Open the generation after ``now``, which a commit with ``opstamp`` made; returns the last article's number.

        What an earlier batch left that was never committed is taken back, and what nobody can see any more forgotten.
        """
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.execute("DELETE FROM generation WHERE number < ?", (now - 1,))
            self._base.execute("INSERT OR REPLACE INTO generation VALUES (?, ?)", (now, opstamp))
            for table in ("file", "article"):
                self._base.execute(f"DELETE FROM {table} WHERE since > ?", (now,))
                self._base.execute(
                    f"UPDATE {table} SET until = ? WHERE until > ? AND until < ?", (FOREVER, now, FOREVER)
                )
                self._base.execute(f"DELETE FROM {table} WHERE until < ?", (now,))
            (last,) = self._base.execute("SELECT ifnull(max(number), 0) FROM article").fetchone()
        self._last = self._on_disk = int(last)
        return self._last

    def end_file(self, path: str, coming: int) -> None:
        """From ``coming`` on a file is no more in the catalogue."""
        with self._lock:
            row = (coming, path, FOREVER)
            self._base.execute("UPDATE file SET until = ? WHERE path = ? AND until = ?", row)

    def end_articles(self, path: str, coming: int) -> Sequence[int]:
        """From ``coming`` on the articles of a file are no more; returns their numbers."""
        with self._lock:
            ended = self._base.execute(
                "UPDATE article SET until = ? WHERE path = ? AND until = ? RETURNING number", (coming, path, FOREVER)
            ).fetchall()
        return [number for (number,) in ended]

    def add_file(self, file: FileEntry, coming: int) -> None:
        """A file is known from ``coming`` on."""
        row = (file.path, file.root, file.size, file.mtime, file.digest, file.articles, file.fault, coming, FOREVER)
        with self._lock:
            self._base.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def add_article(self, about: Article, findable: int, coming: int) -> int:
        """An article is known from ``coming`` on; returns its number."""
        self._last += 1
        row = (self._last, about.id, about.path, about.type, about.title, about.date, about.author, about.source)
        tags = json.dumps(about.tags, ensure_ascii=False) if about.tags else "[]"
        self._waiting.append((*row, tags, findable, coming, FOREVER))
        if len(self._waiting) >= TOGETHER:
            self._insert()
        return self._last

    def _insert(self) -> None:
        with self._lock:
            self._base.executemany("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._waiting)
            if self._last - self._on_disk >= STEP:
                self._base.execute("COMMIT")
                self._base.execute("BEGIN IMMEDIATE")
                self._on_disk = self._last
        self._waiting.clear()

    def commit(self) -> None:
        """Write what the open generation holds."""
        self._insert()
        with self._lock:
            self._base.execute("COMMIT")

    def rollback(self) -> None:
        """Forget what the open generation holds; what is on disk of it goes when the next one begins."""
        self._waiting.clear()
        with self._lock:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
