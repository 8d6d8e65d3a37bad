"""SQLite FTS5: ``unicode61 remove_diacritics 2``, ``bm25()`` and ``highlight()``; it knows no French."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from benchmarks.native.place import Place
from benchmarks.native.questions import Question
from benchmarks.native.system import TOP, About, Answers, answers, seconds

NAME = "fts5"
TABLE = "CREATE VIRTUAL TABLE passage USING fts5(body, tokenize='unicode61 remove_diacritics 2')"
SELECT = "SELECT highlight(passage, 0, '<b>', '</b>') FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?"


def prepare(_work: Path) -> About:
    try:
        sqlite3.connect(":memory:").execute(TABLE)
    except sqlite3.OperationalError:
        return About(absent="this Python's SQLite has no FTS5")
    return About(sqlite3.sqlite_version)


def index(place: Place) -> float:
    base = sqlite3.connect(place.fresh_index(NAME) / "base.sqlite")
    return seconds(lambda: _index(place, base))


def ask(place: Place, questions: Sequence[Question]) -> Answers:
    base = sqlite3.connect(place.index(NAME) / "base.sqlite")
    return answers(lambda question: _ask(question, base), questions)


def _index(place: Place, base: sqlite3.Connection) -> None:
    base.execute(TABLE)
    base.executemany("INSERT INTO passage VALUES (?)", ((line,) for line in place.lines()))
    base.commit()
    base.close()


def _ask(question: Question, base: sqlite3.Connection) -> int:
    if question.is_phrase:
        return _hits('"' + " ".join(question.words) + '"', base)
    words = [f'"{word}"' for word in question.words]
    return _hits(" AND ".join(words), base) or _hits(" OR ".join(words), base)


def _hits(query: str, base: sqlite3.Connection) -> int:
    return len(base.execute(SELECT, (query, TOP)).fetchall())
