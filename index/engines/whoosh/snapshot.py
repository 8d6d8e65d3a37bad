"""A snapshot: the index as it stood at one commit, and the words and articles read from it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import compress
from typing import Any, NamedTuple

from whoosh.reading import IndexReader, ReaderClosed

from index.engines.query import Field, Form
from index.engines.whoosh.documents import Docs, Documents
from index.engines.whoosh.spots import Postings, together
from index.model import Article, FileEntry

REMEMBERED_WORDS = 512
"""Words kept in memory between questions: a long one has a hundred forms. Most take some kilobytes, few megabytes."""
REMEMBERED_GROUPS = 32


class Word(NamedTuple):
    """A word of the index: where it stands, and how often each document holds it."""

    found: Postings
    by_doc: Mapping[int, int]


class Snapshot(Documents):
    """Reads of one state of a Whoosh index. Not safe for several threads at a time."""

    def __init__(self, reader: IndexReader) -> None:
        super().__init__(reader)
        self.word = lru_cache(maxsize=REMEMBERED_WORDS)(self._word)
        self.docs_of = lru_cache(maxsize=REMEMBERED_GROUPS)(self._docs_of)
        self.in_articles = lru_cache(maxsize=REMEMBERED_WORDS)(self._in_articles)
        self.in_leads = lru_cache(maxsize=REMEMBERED_WORDS)(self._in_leads)
        self.spots_of = lru_cache(maxsize=REMEMBERED_GROUPS)(self._spots_of)

    def close(self) -> None:
        """Let go of the files."""
        while self._leaves:
            self._leaves.pop()[0].close()
        with suppress(ReaderClosed):
            self.reader.close()

    def _word(self, field: Field, word: str) -> Word:
        """What there is of ``word`` in documents that are not deleted."""
        found = self._postings(field, word)
        return Word(found, Counter(found.docs))

    def _postings(self, field: str, word: str) -> Postings:
        docs, places = array("I"), array("I")
        for leaf, base in self._leaves:
            found = leaf.postings(field, word)
            docs.extend([doc + base for doc in found.docs] if base else found.docs)
            places.extend(found.places)
        if self._deleted and docs:
            kept = [doc not in self._deleted for doc in docs]
            docs, places = array("I", compress(docs, kept)), array("I", compress(places, kept))
        return Postings(docs, places)

    def _docs_of(self, forms: tuple[Form, ...], field: Field) -> Docs:
        """The documents that hold any of ``forms``."""
        return frozenset().union(*(self.word(field, form.word).by_doc for form in forms))

    def _in_articles(self, word: str) -> Mapping[int, int]:
        """How often each article holds ``word``, by its head."""
        return Counter(map(self.head_of.__getitem__, self.word(Field.TEXT, word).found.docs))

    def _in_leads(self, word: str) -> Mapping[int, int]:
        """How often each lead holds ``word``, by the head of its article."""
        counts = Counter(map(self.lead_of.__getitem__, self.word(Field.TEXT, word).found.docs))
        del counts[-1]
        return counts

    def _spots_of(self, forms: tuple[Form, ...], field: Field) -> frozenset[int]:
        """The spots where any of ``forms`` stands."""
        return frozenset(together(self.word(field, form.word).found for form in forms))

    def docs(self, field: str, label: str) -> Iterable[int]:
        """The documents with ``label``."""
        return self._postings(field, label).docs

    def labels(self, field: str) -> set[str]:
        """Every label of a field, those of deleted documents too."""
        return set().union(*(leaf.words(field) for leaf, _ in self._leaves))

    def files(self) -> Iterator[FileEntry]:
        """The lines of the catalogue."""
        for leaf, base in self._leaves:
            for doc, file in leaf.lines():
                if doc + base not in self._deleted:
                    yield file

    def count(self, word: str) -> int:
        """The number of passages that hold ``word``. Deleted ones count until Whoosh merges them, if others hold it."""
        holding = sum(leaf.count(Field.TEXT, word) for leaf, _ in self._leaves)
        return holding if holding > len(self._deleted) else len(self.word(Field.TEXT, word).by_doc)

    def data(self, doc: int) -> Any:
        """What is stored of a document."""
        return next(leaf.data(doc - base) for leaf, base in reversed(self._leaves) if base <= doc)

    def article(self, head: int) -> Article:
        """What is known of an article, without its passages."""
        about = self.data(head)
        return Article(**{**about, "tags": tuple(about["tags"])})

    def article_id(self, head: int) -> str:
        """The id of an article."""
        return str(self.data(head)["id"])

    def passage(self, doc: int) -> tuple[int, str]:
        """A passage's number and text; 0 and the title for a head."""
        match self.data(doc):
            case [int(number), str(text)]:
                return number, text
            case head:
                return 0, str(head["title"])
