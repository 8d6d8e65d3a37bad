"""Writing: new passages first, then the commit of the articles, which is the switch, then old passages go.

An article is visible because its entry is. So whatever a killed process leaves behind cannot be found, and the next
batch sweeps it: a marker file tells that there may be any.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tantivy import Index, Order, Query, Searcher

from index.engines.entries import entry_of
from index.engines.tantivy.documents import article_document, passage_document
from index.engines.tantivy.matching import numbered
from index.engines.tantivy.meta import read_meta, sweep
from index.engines.tantivy.native import NativeReader, total
from index.engines.tantivy.reader import TantivyReader
from index.engines.tantivy.refusal import refused
from index.engines.tantivy.schema import ARTICLES, MARKER, PASSAGES
from index.engines.values import value
from index.model import Article

HEAP_BYTES = 120_000_000
"""Memory of each thread that indexes; beyond it a segment is written to disk."""
COMPACTED = 10_000
"""An index of up to so many passages is written anew where some of it goes; that takes a second at most."""
STEP = 5_000
"""Maximum number of articles deleted by one query."""


class TantivyBatch:
    """One batch on the indexes in ``folder``. Making it raises ValueError where another process writes, OSError."""

    def __init__(self, folder: Path, articles: Index, passages: Index) -> None:
        self._folder, self._indexes = folder, (articles, passages)
        self._articles = articles.writer(HEAP_BYTES, 1)
        self._writers = [self._articles]
        try:
            for name in (ARTICLES, PASSAGES):
                sweep(folder / name)
            self._passages = passages.writer(HEAP_BYTES, 1)
            self._writers.append(self._passages)
            for index in self._indexes:
                index.reload()
            self._standing, self._texts = articles.searcher(), passages.searcher()
            self._metas = [read_meta(folder / name) for name in (ARTICLES, PASSAGES)]
            # Each article takes a stamp at least, so that the stamp of a commit is above all numbers ever given.
            self._next = 1 + max(self._metas[0].opstamp, _last(self._texts, "article"))
            self._old: list[int] = []
            self._sweep_passages()
        except BaseException:
            self.finish()  # the traceback keeps the writer alive, and with it its lock
            raise

    def put(self, path: str, articles: Iterable[Article]) -> int:
        """See ``Batch.put``."""
        self.drop(path)
        count = 0
        for count, article in enumerate(articles, start=1):  # noqa: B007  # it is what is returned
            self._add(article)
        return count

    def _add(self, article: Article) -> None:
        entry = entry_of(article)
        documents = [passage_document(passage, self._next) for passage in entry.passages]
        about = article_document(article, entry, self._next)
        with self._writing():
            for document in documents:
                self._passages.add_document(document)
            self._articles.add_document(about)
        self._next += 1

    def drop(self, path: str) -> None:
        """See ``Batch.drop``."""
        of_it = Query.term_query(self._indexes[0].schema, "file", value(path), "basic")
        if old := _numbers(self._standing, of_it, "number"):
            self._old += old
            with self._writing():
                self._articles.delete_documents_by_query(of_it)

    def commit(self) -> None:
        """Make everything durable. The articles' commit is the switch: before it nothing is seen, after it all is."""
        self._compact()
        with self._writing():
            _write(self._folder / MARKER)
            self._passages.commit()
            self._articles.commit()
        with suppress(OSError, ValueError):  # nobody finds them, and the next batch sweeps them
            self._delete_passages(self._old)
            (self._folder / MARKER).unlink()

    def _compact(self) -> None:
        """Write the articles of a small index that stay once more, where others go.

        A segment without a live document is dropped, so that no statistic counts what is gone: a small index that is
        updated ranks as a fresh one does.
        """
        if not self._old or self._texts.num_docs > COMPACTED:
            return
        reader = TantivyReader(*map(NativeReader, self._indexes, self._metas, ("number", "article")))
        staying = sorted({*_numbers(self._standing, Query.all_query(), "number")}.difference(self._old))
        for number in staying:
            self._add(reader.whole(number))
        with self._writing():
            self._articles.delete_documents_by_query(numbered(self._indexes[0].schema, "number", staying))
        self._old += staying

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Raise UnwritableError where writing fails."""
        try:
            yield
        except (OSError, ValueError) as error:
            raise refused(self._folder, error) from error

    def roll_back(self) -> None:
        """Forget what was not committed."""
        for writer in self._writers:
            with suppress(OSError, ValueError):  # a writer whose thread failed cannot even go back
                writer.rollback()

    def finish(self) -> None:
        """Release the writers, once they have merged what is to be merged; a merge that fails changes nothing."""
        for writer in self._writers:
            with suppress(OSError, ValueError):
                writer.wait_merging_threads()

    def _sweep_passages(self) -> None:
        """Delete what a killed process left: passages whose article is not there."""
        if not (self._folder / MARKER).exists():
            return
        there = set(_numbers(self._standing, Query.all_query(), "number"))
        self._delete_passages(sorted(set(_numbers(self._texts, Query.all_query(), "article")) - there))
        (self._folder / MARKER).unlink()

    def _delete_passages(self, articles: Sequence[int]) -> None:
        """Delete the passages of articles that are no more, and commit that."""
        # By term, tantivy 0.27 takes every number for a signed one and deletes nothing.
        for start in range(0, len(articles), STEP):
            of_them = numbered(self._indexes[1].schema, "article", articles[start : start + STEP])
            self._passages.delete_documents_by_query(of_them)
        if articles:
            self._passages.commit()


def _last(searcher: Searcher, column: str) -> int:
    """The highest number of a column, 0 for none."""
    hits = searcher.search(Query.all_query(), 1, count=False, order_by_field=column, order=Order.Desc).hits
    return int(hits[0][0]) if hits else 0


def _numbers(searcher: Searcher, query: Query, column: str) -> list[int]:
    """The numbers that the documents that match have in a column."""
    count = total(searcher.search(query, 1))
    hits = searcher.search(query, count, count=False).hits if count else []
    return [int(n) for n in searcher.fast_field_values(column, [address for _, address in hits]) if n is not None]


def _write(marker: Path) -> None:
    """Make the marker, durably."""
    with marker.open("wb") as stream:
        os.fsync(stream.fileno())
    folder = os.open(marker.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
