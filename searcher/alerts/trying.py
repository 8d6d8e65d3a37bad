"""Trying: which articles are new since the alerts were last tried, and which alerts they match."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from index.directory import Generation, IndexDirectory
from index.engines.protocol import DEEPEST, Engine, Search
from index.engines.query import Any, Equal, Key
from index.language import tr
from searcher.alerts.store import MOST_HITS, NAME, Alert, Alerts, NameTakenError
from searcher.answer import AnswerArticle, article_as_json
from searcher.answering import clean, search
from searcher.filters import Filters
from searcher.options import Options, Page

PATHS_AT_ONCE = 500
"""An engine is asked about so many files at a time."""
KEEP_NEWEST = """
DELETE FROM hits WHERE alert = ? AND number <=
    (SELECT number FROM hits WHERE alert = ? ORDER BY number DESC LIMIT 1 OFFSET ?)
"""


def add_alert(directory: IndexDirectory, name: str, query: str) -> None:
    """Save a search: from now on, articles that come in and match it are its hits.

    Raises ValueError for a name that cannot be one, NameTakenError, StoreError.
    """
    if not NAME.fullmatch(name):
        raise ValueError(tr("{name} cannot name an alert: letters, digits, - and _ can").format(name=name))
    directory.current_state()
    try_alerts(directory)
    alert = Alert(name, clean(query), _now())
    with Alerts(directory.folder).writing() as connection:
        saved = [row[0] for row in connection.execute("SELECT name FROM alerts")]
        if name in saved:
            raise NameTakenError(tr("there is an alert {name} already").format(name=name))
        generation = directory.generation()
        if not saved:
            known = _known(connection)
            _remember(connection, _digests(generation, known), known)
        connection.execute("INSERT INTO alerts VALUES (?, ?, ?)", alert)
        _know_records(connection, alert, _matching(alert, generation.engine))


def try_alerts(directory: IndexDirectory) -> int:
    """Try the alerts on the articles of files that are new or changed; returns how many hits came in.

    In a file of many records only those with a new id count, and none of a file that only moved. Raises StoreError.
    """
    alerts = Alerts(directory.folder)
    if not alerts.all():
        return 0
    with alerts.writing() as connection:
        # What the index holds is looked up once nobody else tries: who is late must not go back to what it was before.
        generation, known = directory.generation(), _known(connection)
        digests = _digests(generation, known)
        fresh, moved = _new_and_moved(digests, known)
        saved = [Alert(*row) for row in connection.execute("SELECT * FROM alerts").fetchall()]
        count = sum(_try(connection, alert, generation.engine, fresh) for alert in saved)
        for alert in saved:  # the ids of records follow the name of their file
            _know_records(connection, alert, _matching(alert, generation.engine, moved))
        _forget_records(connection, generation.engine, [*fresh, *(known.keys() - digests.keys())])
        _remember(connection, digests, known)
    return count


def _try(connection: sqlite3.Connection, alert: Alert, engine: Engine, fresh: Sequence[str]) -> int:
    """Write down the hits of one alert among the articles of the files ``fresh``."""
    seen = {row[0] for row in connection.execute("SELECT id FROM records WHERE alert = ?", (alert.name,))}
    found = [hit for hit in _matching(alert, engine, fresh) if hit.article.id not in seen]
    rows = [(alert.name, _now(), json.dumps(article_as_json(hit), ensure_ascii=False)) for hit in found]
    connection.executemany("INSERT INTO hits (alert, found, article) VALUES (?, ?, ?)", rows)
    connection.execute(KEEP_NEWEST, (alert.name, alert.name, MOST_HITS))
    _know_records(connection, alert, found)
    return len(found)


def _matching(alert: Alert, engine: Engine, paths: Sequence[str] | None = None) -> list[AnswerArticle]:
    """The articles that hold all that an alert asks for; only those of the files ``paths`` if they are given."""
    page, found = Page(count=DEEPEST, passages=1), list[AnswerArticle]()
    for some in [()] if paths is None else _batches(paths):
        options = Options(complete_only=True, filters=Filters(paths=some))
        found += search(alert.query, engine, page, options).articles
    return found


def _batches(paths: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(paths[first : first + PATHS_AT_ONCE]) for first in range(0, len(paths), PATHS_AT_ONCE)]


def _know_records(connection: sqlite3.Connection, alert: Alert, found: Sequence[AnswerArticle]) -> None:
    """Remember the records among ``found``: when their file changes, they are nothing new."""
    ids = [(alert.name, hit.article.id) for hit in found if hit.article.id != hit.article.path]
    connection.executemany("INSERT OR IGNORE INTO records VALUES (?, ?)", ids)


def _forget_records(connection: sqlite3.Connection, engine: Engine, paths: Sequence[str]) -> None:
    """Forget the records of the files ``paths`` that are in the index no more."""
    names = (row[0] for row in connection.execute("SELECT DISTINCT id FROM records"))
    doubtful = [name for name in names if name.startswith(tuple(paths))]
    for some in _batches(doubtful):
        any_of_them = Any(tuple(Equal(Key.ID, name) for name in some))
        found = engine.search(Search(required=any_of_them, count=len(some), passages=0)).articles
        gone = set(some) - {hit.article.id for hit in found}
        connection.executemany("DELETE FROM records WHERE id = ?", [(name,) for name in gone])


def _digests(generation: Generation, known: Mapping[str, str]) -> Mapping[str, str]:
    """The files of an index, and what tells one content from another.

    A scan whose pages were recognised has other faults than before. A file that a process left half written is as it
    was until another one has read it again.
    """
    entries = generation.catalogue.entries().values()
    settled = {entry.path: f"{entry.digest} {len(entry.faults)}" for entry in entries if not entry.pending}
    return {**settled, **{entry.path: known[entry.path] for entry in entries if entry.pending and entry.path in known}}


def _known(connection: sqlite3.Connection) -> Mapping[str, str]:
    """The files as they were when the alerts were last tried."""
    return dict(connection.execute("SELECT path, digest FROM files").fetchall())


def _new_and_moved(digests: Mapping[str, str], known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The files that are new or changed, and those that only moved."""
    gone = {digest for path, digest in known.items() if path not in digests}
    unlike = [path for path, digest in digests.items() if known.get(path) != digest]
    moved = [path for path in unlike if path not in known and digests[path] in gone]
    return [path for path in unlike if path in known or digests[path] not in gone], moved


def _remember(connection: sqlite3.Connection, digests: Mapping[str, str], known: Mapping[str, str]) -> None:
    """Write down the files as they are now."""
    connection.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in known if path not in digests])
    rows = [(path, digest) for path, digest in digests.items() if known.get(path) != digest]
    connection.executemany("REPLACE INTO files VALUES (?, ?)", rows)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
