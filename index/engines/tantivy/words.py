"""Words: what the vocabulary knows of them, and in how many passages they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache

from tantivy import Occur, Query

from index.engines.protocol import Close, Equal, Lookup
from index.engines.tantivy.field import any_of
from index.engines.tantivy.snapshot import Snapshot
from index.engines.words_file import WordsFile
from index.model import WordCount

REMEMBERED = 1 << 12
MOST_COUNTED = 20_000
"""After a batch with more distinct words than this, so many of the most frequent of the index are counted anew."""


def counts(words: Sequence[str], snapshot: Snapshot) -> Iterable[tuple[str, int]]:
    """In about how many passages each of ``words`` stands; after a large batch, the most frequent words of all."""
    if len(words) > MOST_COUNTED:
        return snapshot.passages.searcher.terms_with_prefix("text", "", limit=MOST_COUNTED)
    return [(word, sum(frequency for _, frequency in snapshot.text.terms(word))) for word in words]


def count(word: str, snapshot: Snapshot) -> int:
    """The number of passages that hold ``word``. Deleted ones count until they are merged, if others hold it."""
    text, passages = snapshot.text, snapshot.passages
    terms = text.terms(word)
    most = sum(frequency for _, frequency in terms)
    if len(terms) < 2 and (not most or most > passages.meta.deleted):  # noqa: PLR2004
        return most
    ways = [text.term(term) for term, _ in terms]
    if not passages.meta.deleted:
        # Few passages hold a word both ways: to count these takes less than to count all.
        return most - passages.count(Query.boolean_query([(Occur.Must, way) for way in ways]))
    return passages.count(any_of(ways))


class Words:
    """The words of one snapshot. Look-ups that bring few words are remembered while it stands.

    ``lock`` is held by whoever uses ``file``.
    """

    def __init__(self, file: WordsFile, lock: AbstractContextManager[object], snapshot: Snapshot) -> None:
        self._file, self._lock, self._snapshot = file, lock, snapshot
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._look_up)

    def meant(self, lookup: Lookup) -> Sequence[WordCount]:
        """See ``Engine.words``."""
        return self._remembered(lookup) if isinstance(lookup, Equal | Close) else self._look_up(lookup)

    def _look_up(self, lookup: Lookup) -> Sequence[WordCount]:
        with self._lock:
            return tuple(self._file.counted(lookup, lambda word: count(word, self._snapshot)))
