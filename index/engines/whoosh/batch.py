"""Writing: articles → the documents of one Whoosh segment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from whoosh.writing import SegmentWriter

from index.engines.entries import ArticleEntry, PassageEntry, entry_of
from index.engines.query import Field, Key
from index.engines.whoosh.codec import json_bytes
from index.engines.whoosh.documents import Documents
from index.engines.whoosh.schema import ARTICLE, IS_ARTICLE, NUMBER, PASSAGE, STORED, WITH_POSITIONS, length_column
from index.model import Article

MOST_SEGMENTS = 8
"""Number of segments from which they are merged into one."""
MOST_DELETED = 1 / 8
"""All segments are merged when a larger share of their documents is deleted."""


class WhooshBatch:
    """See ``Batch``. ``before`` is the index as it was when the batch began."""

    def __init__(self, writer: SegmentWriter, before: Documents) -> None:
        self._writer = writer
        self._before = before
        # A generation is one commit for ever, so that numbers made of it are never given twice.
        self._next_number = writer.generation << 32

    def put(self, path: str, articles: Iterable[Article]) -> int:
        """See ``Batch.put``."""
        read = list(articles)  # where reading fails, the batch has nothing of the file
        self.drop(path)
        for article in read:
            self._add(article)
        return len(read)

    def drop(self, path: str) -> None:
        """See ``Batch.drop``."""
        for article in self._before.postings(Key.FILE, path).docs:
            for doc in (article, *self._before.passages_of(article).values()):
                self._writer.delete_document(doc)

    def commit(self) -> None:
        """Put everything on disk."""
        size = sum(segment.doc_count_all() for segment in self._writer.segments)
        crowded = len(self._writer.segments) >= MOST_SEGMENTS
        self._writer.commit(optimize=crowded or self._writer.deleted_count() > MOST_DELETED * size, merge=False)

    def _add(self, article: Article) -> None:
        entry = entry_of(article)
        number, self._next_number = self._next_number, self._next_number + 1
        self._writer.add_document(**_article_fields(article, entry), **{ARTICLE: number, NUMBER: IS_ARTICLE})
        for passage in entry.passages:
            self._writer.add_document(**_passage_fields(passage), **{ARTICLE: number, NUMBER: passage.passage.number})


def _article_fields(article: Article, entry: ArticleEntry) -> Mapping[str, object]:
    about = article._asdict()
    del about["passages"]
    fields: dict[str, object] = {Key.ID: article.id, Key.FILE: article.path}
    fields |= {Field.PATH: entry.path, STORED: json_bytes(about)}
    for field in Field:
        if field is not Field.PATH:
            fields |= _terms(field, getattr(entry, field))
    return fields


def _passage_fields(entry: PassageEntry) -> Mapping[str, object]:
    return {STORED: json_bytes((entry.passage, entry.repeats)), **_terms(PASSAGE, entry.lemmas)}


def _terms(field: str, value: str | Sequence[str]) -> Mapping[str, object]:
    """A field and its length; Whoosh skips what is None."""
    values = [value] if isinstance(value, str) else value
    length = sum(text.count(" ") + 1 for text in values if text)
    terms = values if field in WITH_POSITIONS else value
    return {field: terms if length else None, length_column(field): length}
