"""A snapshot: the index as it stood at one commit, and the postings, articles and totals read from it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from whoosh.matching.mcore import Matcher
from whoosh.reading import IndexReader, TermNotFound

from index.engines.whoosh.schema import FINDABLE, HEAD, STORED_PASSAGE, TELLING, lengths
from index.model import Article
from index.nodes import Field, Form

REMEMBERED_WORDS = 128
"""Words whose postings are kept in memory between questions; the most frequent of them take megabytes each."""
REMEMBERED_GROUPS = 32
Docs = frozenset[int]


class Posting(NamedTuple):
    """A word in a passage: the document, how often, the lengths of passage and article, and where (encoded)."""

    doc: int
    frequency: float
    length: int
    article_length: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Totals:
    """What BM25 needs to know of a collection: how many texts, and how many words they have on average."""

    count: int
    mean_length: float


class Snapshot:
    """Reads of one state of a Whoosh index. Not safe for several threads at a time."""

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader
        self.postings = lru_cache(maxsize=REMEMBERED_WORDS)(self._postings)
        self.heads_of = lru_cache(maxsize=REMEMBERED_WORDS)(self._heads_of)
        self.docs_of = lru_cache(maxsize=REMEMBERED_GROUPS)(self._docs_of)

    def _postings(self, field: str, word: str) -> Sequence[Posting]:
        """The postings of ``word``, in the order of the documents."""
        matcher = self._matcher(field, word)
        if matcher is None:
            return ()
        postings = []
        doc, weight, value, advance, more = matcher.id, matcher.weight, matcher.value, matcher.next, matcher.is_active
        while more():
            data = value()
            postings.append(Posting(doc(), weight(), *lengths(data), data))
            advance()
        return postings

    def _heads_of(self, field: str, word: str) -> Sequence[int]:
        """The head of the article of each posting of ``word``."""
        return [self.head_of(posting.doc) for posting in self.postings(field, word)]

    def _docs_of(self, forms: tuple[Form, ...], field: str) -> Docs:
        """The documents that hold any of ``forms``."""
        return frozenset(posting.doc for form in forms for posting in self.postings(field, form.word))

    def docs(self, field: str, label: str) -> Iterator[int]:
        """The documents with ``label``."""
        matcher = self._matcher(field, label)
        return iter(()) if matcher is None else matcher.all_ids()

    def _matcher(self, field: str, term: str) -> Matcher | None:
        try:
            return self.reader.postings(field, term.encode())
        except TermNotFound:
            return None

    def count(self, word: str) -> int:
        """The number of passages that hold ``word``. Deleted ones count until Whoosh merges them, if others hold it."""
        try:
            frequency = int(self.reader.doc_frequency(Field.TEXT.value, word))
        except TermNotFound:
            return 0
        return frequency if frequency > self._deleted else sum(1 for _ in self.docs(Field.TEXT.value, word))

    @cached_property
    def _deleted(self) -> int:
        return int(self.reader.doc_count_all() - self.reader.doc_count())

    @cached_property
    def heads(self) -> list[int]:
        """The documents that begin an article, in order."""
        return list(self.docs("kind", HEAD))

    @cached_property
    def findable(self) -> frozenset[int]:
        """Every passage that can be found."""
        return frozenset(self.docs("kind", FINDABLE))

    @cached_property
    def stored(self) -> list[int]:
        """Every passage, echoes and empty titles too, in order."""
        return list(self.docs("kind", STORED_PASSAGE))

    def head_of(self, doc: int) -> int:
        """The head of the article that passage ``doc`` belongs to."""
        return self.heads[bisect_right(self.heads, doc) - 1]

    def passages_of(self, head: int) -> Sequence[int]:
        """The passages of an article, its head first."""
        after = bisect_right(self.heads, head)
        end = self.heads[after] if after < len(self.heads) else self.reader.doc_count_all()
        low, high = bisect_right(self.stored, head - 1), bisect_right(self.stored, end - 1)
        return self.stored[low:high]

    @cached_property
    def passages(self) -> Totals:
        """Totals over passages, those that are never found counted as empty."""
        count = self.reader.doc_frequency("kind", STORED_PASSAGE)
        return Totals(count, self.reader.field_length("text") / max(1, count))

    @cached_property
    def articles(self) -> Totals:
        """Totals over whole articles, stop words aside."""
        count = self.reader.doc_frequency("kind", HEAD)
        return Totals(count, self.reader.field_length(TELLING) / max(1, count))

    @cached_property
    def titles(self) -> Totals:
        """Totals over titles."""
        count = self.reader.doc_frequency("kind", HEAD)
        return Totals(count, self.reader.field_length("title") / max(1, count))

    @cached_property
    def leads(self) -> Totals:
        """Totals over leads."""
        count = self.reader.doc_frequency("kind", HEAD)
        return Totals(count, self.reader.field_length("lead") / max(1, count))

    def article(self, head: int) -> Article:
        """What is known of an article, without its passages."""
        about = self.reader.stored_fields(head)["data"]
        return Article(**{**about, "tags": tuple(about["tags"])})

    def article_id(self, head: int) -> str:
        """The id of an article."""
        return str(self.reader.stored_fields(head)["data"]["id"])

    def passage(self, doc: int) -> tuple[int, str]:
        """A passage's number and text; 0 and the title for a head."""
        data = self.reader.stored_fields(doc)["data"]
        if isinstance(data, dict):
            return 0, data["title"]
        number, text = data
        return number, text
