"""Writing: articles, words and the catalogue, in one commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.engines.gathering import Gathered
from index.engines.scoring import lead_size
from index.engines.whoosh.gathering import SpelledGathering
from index.engines.whoosh.schema import Kind
from index.engines.whoosh.snapshot import Snapshot
from index.engines.whoosh.texts import NO_WORDS
from index.engines.whoosh.writer import Writer
from index.model import Article, FileEntry

FOUND, KEPT = Kind.STORED | Kind.FINDABLE, Kind.STORED
LEAD = Kind.LEAD


class WhooshBatch:
    """A batch over one writer; ``before`` is the index as it was when the batch began."""

    def __init__(self, writer: Writer, before: Snapshot) -> None:
        self._writer = writer
        self._before = before
        self._gathering = SpelledGathering()

    def put(self, path: str, articles: Iterable[Article]) -> None:
        """See ``Batch.put``."""
        self.drop(path)
        for article in articles:
            self._put_article(article)

    def note(self, file: FileEntry) -> None:
        """See ``Batch.note``."""
        self._delete(self._before.docs("line", file.path))
        self._writer.add_file(file)

    def drop(self, path: str) -> None:
        """See ``Batch.drop``."""
        self._delete(self._before.docs("line", path))
        for head in self._before.docs("file", path):
            self._delete({head, *self._before.passages_of(head)})

    def words(self) -> Iterator[Gathered]:
        """The distinct words that were put."""
        return self._gathering.words(*self._writer.seen())

    def _delete(self, docs: Iterable[int]) -> None:
        for doc in docs:
            self._writer.delete_document(doc)

    def _put_article(self, article: Article) -> None:
        shown = [article.title, *("" if p.echo else p.text for p in article.passages)]
        title, *texts = self._gathering.read(shown)
        self._writer.add(
            _kind_of_head(article, found=bool(title.size)),
            {name: value for name, value in article._asdict().items() if name != "passages"},
            text=title,
            title=title if title.size else next(iter(texts), NO_WORDS),
            file=article.path,
            article=article.id,
            type=article.type,
            date=article.date,
        )
        in_lead = lead_size(shown) - 1
        for before, (passage, words) in enumerate(zip(article.passages, texts, strict=True)):
            kind = KEPT if passage.echo else FOUND
            self._writer.add(kind | LEAD if before < in_lead else kind, (passage.number, passage.text), text=words)


def _kind_of_head(article: Article, *, found: bool) -> Kind:
    """A head is a passage where there is a title, and can be ``found`` where that holds words."""
    if not article.title:
        return Kind.HEAD | LEAD
    return Kind.HEAD | LEAD | (FOUND if found else KEPT)
