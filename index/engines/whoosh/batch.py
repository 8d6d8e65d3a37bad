"""Writing: articles, words and the catalogue, in one commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain

from whoosh.writing import IndexWriter

from index.engines.gathering import Gathered, Gathering
from index.engines.scoring import lead_size
from index.engines.whoosh.schema import FILE, FINDABLE, HEAD, STORED_PASSAGE, count_telling
from index.french.reading import Reading
from index.model import Article, FileEntry


class WhooshBatch:
    """A batch over one Whoosh writer. ``known`` is the catalogue as it was when the batch began."""

    def __init__(self, writer: IndexWriter, known: Mapping[str, FileEntry]) -> None:
        self._writer = writer
        self._known = set(known)
        self._gathering = Gathering()

    def put(self, path: str, articles: Iterable[Article]) -> None:
        """See ``Batch.put``."""
        self.drop(path)
        for article in articles:
            self._put_article(article)

    def note(self, file: FileEntry) -> None:
        """See ``Batch.note``."""
        if file.path in self._known:
            self._writer.delete_by_term("line", file.path)
        self._writer.add_document(kind=[FILE], line=[file.path], data=asdict(file))

    def drop(self, path: str) -> None:
        """See ``Batch.drop``."""
        if path in self._known:
            self._writer.delete_by_term("file", path)
            self._writer.delete_by_term("line", path)
            self._known.discard(path)

    def words(self) -> Iterator[Gathered]:
        """The distinct words that were put."""
        return self._gathering.words()

    def _put_article(self, article: Article) -> None:
        title = self._gathering.read(article.title)
        texts = [self._gathering.read("" if p.echo else p.text) for p in article.passages]
        length = sum(count_telling(text) for text in (title, *texts))
        begins = (article.title, *("" if p.echo else p.text for p in article.passages))
        lead = list(chain.from_iterable([title, *texts][: lead_size(begins)]))
        announcing = title or next(iter(texts), [])
        about = asdict(article)
        del about["passages"]
        self._writer.add_document(
            kind=_kinds_of_head(article, title),
            file=[article.path],
            article=[article.id],
            type=[article.type],
            date=[article.date],
            title=(announcing, length),
            lead=(lead, length),
            telling=length,
            text=(title, length),
            data=about,
        )
        for passage, words in zip(article.passages, texts, strict=True):
            self._writer.add_document(
                kind=[STORED_PASSAGE] if passage.echo else [STORED_PASSAGE, FINDABLE],
                file=[article.path],
                text=(words, length),
                data=(passage.number, passage.text),
            )


def _kinds_of_head(article: Article, title: Sequence[Reading]) -> list[str]:
    """A head is a passage where there is a title, and can be found where that holds words."""
    if not article.title:
        return [HEAD]
    return [HEAD, STORED_PASSAGE, FINDABLE] if title else [HEAD, STORED_PASSAGE]
