"""The alerts of an index directory, as an SQLite file beside the generations: building the index anew keeps them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from index.engines.protocol import StoreError
from index.language import tr

FILE = "alerts.sqlite"
NAME = re.compile(r"[\w-]{1,64}")
"""What an alert may be called: its name is part of an address."""
MOST_HITS = 500
"""Number of hits kept for each alert, the newest."""
BUSY_SECONDS = 10.0
SCHEMA = """
CREATE TABLE IF NOT EXISTS alerts (name TEXT PRIMARY KEY, query TEXT NOT NULL, created TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (alert TEXT, id TEXT, PRIMARY KEY (alert, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hits (
    number INTEGER PRIMARY KEY AUTOINCREMENT, alert TEXT NOT NULL, found TEXT NOT NULL, article TEXT NOT NULL,
    told INTEGER NOT NULL DEFAULT 0
);
"""
DELETIONS = (
    "DELETE FROM alerts WHERE name = ?",
    "DELETE FROM records WHERE alert = ?",
    "DELETE FROM hits WHERE alert = ?",
)


class AlertsError(StoreError):
    """The alerts cannot be read or written; the message says which file is to blame."""


class NameTakenError(ValueError):
    """There is an alert of that name already."""


class Alert(NamedTuple):
    """A saved search: its query, and when it was saved, in ISO 8601."""

    name: str
    query: str
    created: str


class AlertHit(NamedTuple):
    """An article that came in for an alert, in the JSON of an answer; ``found`` is when it did, in ISO 8601."""

    number: int
    alert: str
    found: str
    article: Mapping[str, object]

    def text(self, name: str) -> str:
        """What the article has for ``name``, where that is text."""
        value = self.article.get(name)
        return value if isinstance(value, str) else ""

    @property
    def title(self) -> str:
        """What the article is called."""
        return self.text("title") or self.text("id")

    @property
    def passage(self) -> str:
        """The text of its best passage; empty where only the title was found."""
        passages = self.article.get("passages")
        best = passages[0] if isinstance(passages, list) and passages else {}
        return str(best.get("text", "")) if isinstance(best, dict) else ""


class Alerts:
    """The alerts in the index directory ``folder``. Every method raises AlertsError where their file cannot be used."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def all(self) -> list[Alert]:
        """The alerts by name."""
        return [Alert(*row) for row in self._read("SELECT * FROM alerts ORDER BY name")]

    def hits(self, name: str, most: int = MOST_HITS) -> list[AlertHit]:
        """What came in for an alert, the newest first."""
        return self._hits("WHERE alert = ? ORDER BY number DESC LIMIT ?", name, most)

    def untold(self) -> list[AlertHit]:
        """What came in for any alert and was told to nobody yet, in the order in which it came."""
        return self._hits("WHERE NOT told ORDER BY number")

    def mark_told(self, hits: Sequence[AlertHit]) -> None:
        """Say that ``hits`` were told."""
        if not hits:
            return
        with self.writing() as connection:
            connection.executemany("UPDATE hits SET told = 1 WHERE number = ?", [(hit.number,) for hit in hits])

    def remove(self, name: str) -> bool:
        """Forget an alert and what came in for it; whether there was one."""
        if all(alert.name != name for alert in self.all()):
            return False
        with self.writing() as connection:
            for deletion in DELETIONS:
                connection.execute(deletion, (name,))
        return True

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction, of one process at a time: done when the block ends well, undone otherwise."""
        with self._connection("rwc") as connection:
            connection.executescript(SCHEMA)
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def _hits(self, which: str, *values: str | int) -> list[AlertHit]:
        rows = self._read(f"SELECT number, alert, found, article FROM hits {which}", *values)  # noqa: S608  # of ours
        try:
            return [AlertHit(int(row[0]), row[1], row[2], json.loads(row[3])) for row in rows]
        except ValueError as error:
            raise self._unusable(error) from error

    def _read(self, question: str, *values: str | int) -> list[tuple[str, ...]]:
        if not self._file.exists():
            return []
        with self._connection("rw") as connection:  # what a killed process left half written is undone first
            return connection.execute(question, values).fetchall()

    @contextmanager
    def _connection(self, mode: str) -> Iterator[sqlite3.Connection]:
        address = f"{self._file.absolute().as_uri()}?mode={mode}"
        try:
            with closing(sqlite3.connect(address, timeout=BUSY_SECONDS, isolation_level=None, uri=True)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> AlertsError:
        said = tr("the alerts in {file} cannot be read or written: {reason}")
        return AlertsError(said.format(file=self._file, reason=error))
