"""The home page: what there is to search, as of when, and how one can ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from index.directory import IndexDirectory
from index.engines.protocol import Engine, Search, Sort
from index.sync import kinds
from web.asking import ask
from web.examples import Example, examples, meanings


class Home:
    """What the home page says of an index. Examples are made anew when the index has another size."""

    def __init__(self, directory: IndexDirectory) -> None:
        self._directory = directory
        self._made: tuple[Engine, int] | None = None
        self._examples: Sequence[Example] = ()

    def facts(self) -> dict[str, object]:
        """What the template shows. Raises NoIndexError, StoreError."""
        state, catalogue = self._directory.current_state(), self._directory.generation().catalogue
        totals = catalogue.totals()
        newest, queries = ask(self._directory, lambda engine: (_newest(engine), self.examples(engine)))
        return {
            "articles": totals.articles,
            "files": totals.files,
            "roots": [root.label for root in state.roots],
            "newest": newest,
            "changed": datetime.fromtimestamp(catalogue.changed()),  # noqa: DTZ006  # the clock of the reader's machine
            "aside": kinds(totals.aside),
            "faulty": totals.faulty,
            "pending": len(catalogue.pending()),
            "outdated": state.outdated,
            "examples": queries,
            "meanings": meanings(),
        }

    def examples(self, engine: Engine) -> Sequence[Example]:
        """Queries that find something; the same objects as long as the index holds as many articles."""
        now = engine, engine.size()
        if self._made != now:
            self._examples, self._made = examples(engine), now
        return self._examples


def _newest(engine: Engine) -> str:
    """The latest date that an article has; empty where none has one."""
    latest = engine.search(Search(sort=Sort.DATE, count=1, passages=0)).articles
    return latest[0].article.own_date if latest else ""
