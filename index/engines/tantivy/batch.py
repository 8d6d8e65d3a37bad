"""Writing: articles, words and the catalogue, seen at once with the commit of the passages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from tantivy import Document, FieldType, Index, Query

from index.engines.scoring import lead_size
from index.engines.tantivy.flow import Flow, Ready
from index.engines.tantivy.packing import Packing
from index.engines.tantivy.snapshot import Snapshot
from index.engines.words_file import WordsFile
from index.model import Article, FileEntry

PASSAGES_BYTES = 160_000_000
"""Memory of the thread that indexes passages; beyond it a segment is written to disk. More threads would wait for the
texts that Python hands over, and leave more and larger segments."""
ARTICLES_BYTES = 80_000_000


class TantivyBatch:
    """The next generation of an index; ``latest`` tells the one that stands. Raises ValueError where another writes."""

    def __init__(self, passages: Index, articles: Index, latest: Callable[[], Snapshot]) -> None:
        self._passages = passages.writer(PASSAGES_BYTES, 1)
        self._articles = articles.writer(ARTICLES_BYTES, 1)
        self._schemas = passages.schema, articles.schema
        stands = latest()
        self._records, self._texts, self._coming = stands.records, stands.texts, stands.generation + 1
        self._flow, self._packing = Flow(), Packing()
        self._committing: Future[None] | None = None
        self.words: Sequence[str] = ()
        try:
            self._begin(stands)
        except BaseException:
            self.roll_back()
            raise

    def _begin(self, stands: Snapshot) -> None:
        self._texts.begin(stands.generation)
        last = self._records.begin(stands.generation, stands.passages.meta.opstamp)
        # A batch that died after its articles were committed, and not its passages, left some whose numbers come again.
        left = Query.range_query(self._schemas[1], "article", FieldType.Unsigned, last + 1, None)
        self._articles.delete_documents_by_query(left)

    def put(self, path: str, articles: Iterable[Article]) -> None:
        """See ``Batch.put``."""
        self._end(path)
        for article in articles:
            for ready in self._flow.put(article):
                self._add(ready)

    def note(self, file: FileEntry) -> None:
        """See ``Batch.note``."""
        self._records.end_file(file.path, self._coming)
        self._records.add_file(file, self._coming)

    def drop(self, path: str) -> None:
        """See ``Batch.drop``."""
        self._end(path)
        self._records.end_file(path, self._coming)

    def commit(self, words: WordsFile) -> None:
        """Write everything. What stands before the last line can only know too much; the last line makes it be seen."""
        for ready in self._flow.rest():
            self._add(ready)
        self._flow.close()
        gathered = self._flow.words()
        self.words = [word.word for word in gathered]
        self._texts.add(self._packing.rest())
        with ThreadPoolExecutor(1) as beside:  # Rust and the disk, and Python
            self._committing = beside.submit(self._commit_beside)
            words.add(gathered)
            self._committing.result()
        # A batch of catalogue lines alone has to change the opstamp too.
        self._passages.delete_documents_by_query(Query.empty_query())
        self._passages.commit()

    def _commit_beside(self) -> None:
        self._articles.commit()
        self._texts.commit()
        self._records.commit()

    def roll_back(self) -> None:
        """Forget everything."""
        self._flow.close()
        if self._committing:
            wait((self._committing,))
        self._texts.rollback()
        self._records.rollback()
        self._articles.rollback()
        self._passages.rollback()

    def finish(self) -> None:
        """Let go of the writers, once they have merged what is to be merged."""
        self._articles.wait_merging_threads()
        self._passages.wait_merging_threads()

    def _end(self, path: str) -> None:
        numbers = sorted(self._records.end_articles(path, self._coming))
        if numbers:
            self._texts.end(numbers)
            for writer, schema in zip((self._passages, self._articles), self._schemas, strict=True):
                # By term, tantivy 0.27 takes every number for a signed one and deletes nothing.
                writer.delete_documents_by_query(Query.term_set_query(schema, "article", numbers))

    def _add(self, ready: Ready) -> None:
        article = ready.article
        hidden = [passage.echo for passage in ready.passages]
        if article.title:
            hidden[0] = not _has_words(ready.in_row[0])
        number = self._records.add_article(article, hidden.count(False), self._coming)
        texts = [passage.text for passage in article.passages]
        self._texts.add(self._packing.add(article.path, number, texts))
        for passage, text, unseen in zip(ready.passages, ready.in_row, hidden, strict=True):
            self._passages.add_document(_passage(number, passage.number, text, unseen))
        self._articles.add_document(_about(number, ready))


def _passage(article: int, number: int, text: str, hidden: bool) -> Document:
    """One passage; a hidden one is kept for reading, and never found."""
    document = Document()
    document.add_text("text", text)
    document.add_unsigned("article", article)
    document.add_unsigned("number", number)
    if hidden:
        document.add_unsigned("hidden", 1)
    return document


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _about(number: int, ready: Ready) -> Document:
    """What is counted over a whole article, and what announces it: its title, or else its first passage."""
    announcing = next(iter(ready.in_row), "")
    if ready.article.title and not _has_words(announcing):
        announcing = next(iter(ready.in_row[1:]), announcing)
    document = Document()
    document.add_text("whole", "\n".join(ready.in_no_order))
    document.add_text("lead", "\n".join(ready.in_no_order[: lead_size(ready.texts)]))
    document.add_text("title", announcing)
    document.add_unsigned("article", number)
    return document
