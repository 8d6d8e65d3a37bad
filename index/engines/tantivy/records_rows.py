"""The rows of the records: tables and columns, and what a row says."""

from __future__ import annotations

import json
from collections.abc import Iterable

from index.model import Article

FOREVER = (1 << 62) - 1
TABLES = """
    CREATE TABLE IF NOT EXISTS generation (number INTEGER PRIMARY KEY, opstamp INTEGER);
    CREATE TABLE IF NOT EXISTS file (
        path TEXT, root TEXT, size INTEGER, mtime INTEGER, digest TEXT, articles INTEGER, fault TEXT,
        since INTEGER, until INTEGER
    );
    CREATE INDEX IF NOT EXISTS file_by_path ON file (path);
    CREATE TABLE IF NOT EXISTS article (
        number INTEGER PRIMARY KEY,
        id TEXT, path TEXT, type TEXT, title TEXT, date TEXT, author TEXT, source TEXT, tags TEXT, findable INTEGER,
        since INTEGER, until INTEGER
    );
    CREATE INDEX IF NOT EXISTS article_by_id ON article (id);
    CREATE INDEX IF NOT EXISTS article_by_path ON article (path);
    CREATE INDEX IF NOT EXISTS article_by_date ON article (date) WHERE date <> '';
    CREATE INDEX IF NOT EXISTS ended_files ON file (until) WHERE until < 4611686018427387903;
    CREATE INDEX IF NOT EXISTS ended_articles ON article (until) WHERE until < 4611686018427387903;
"""
HOLDS = "since <= :now AND until > :now"
FILE = "path, root, size, mtime, digest, articles, fault"
ARTICLE = "id, path, type, title, date, author, source, tags"


def article_of(  # the columns, one by one
    identity: str, path: str, kind: str, title: str, date: str, author: str, source: str, tags: str
) -> Article:
    """The article that the columns ``ARTICLE`` tell of, without its passages."""
    return Article(identity, path, kind, title, (), date, author, source, tuple(json.loads(tags)))


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending numbers as closed ranges."""
    row: list[tuple[int, int]] = []
    for number in numbers:
        if row and row[-1][1] == number - 1:
            row[-1] = (row[-1][0], number)
        else:
            row.append((number, number))
    return row
