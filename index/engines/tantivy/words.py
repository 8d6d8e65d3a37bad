"""Words: in how many passages words of the vocabulary stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.engines.tantivy.field import any_of
from index.engines.tantivy.snapshot import Snapshot

MOST_COUNTED = 20_000
"""After a batch with more distinct words than this, so many of the most frequent of the index are counted anew."""


def counts(words: Sequence[str], snapshot: Snapshot) -> Iterable[tuple[str, int]]:
    """In about how many passages each of ``words`` stands; after a large batch, the most frequent words of all."""
    if len(words) > MOST_COUNTED:
        return snapshot.passages.searcher.terms_with_prefix("text", "", limit=MOST_COUNTED)
    return [(word, sum(frequency for _, frequency in snapshot.text.terms(word))) for word in words]


def count(word: str, snapshot: Snapshot) -> int:
    """The number of passages that hold ``word``. Deleted ones count until they are merged, if others hold it."""
    text = snapshot.text
    terms = text.terms(word)
    most = sum(frequency for _, frequency in terms)
    if len(terms) < 2 and (not most or most > snapshot.passages.meta.deleted):  # noqa: PLR2004
        return most
    return snapshot.passages.count(any_of(text.term(term) for term, _ in terms))
