"""Writing: documents → one Whoosh segment, the places of their words in blocks."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from index.engines.whoosh.blocks import BITS, Row, Spots, docs_of, pack, pack_data, pack_rows, renumber, shift
from index.engines.whoosh.codec import BlockCodec
from index.engines.whoosh.leaf import ROWS, Leaf, data_term
from index.engines.whoosh.schema import BLOCKS, Kind
from index.engines.whoosh.texts import NO_WORDS, Words

MEMORY_MB = 64
"""Blocks held in memory while writing; beyond it Whoosh writes sorted runs to disk."""
MOST_PENDING = 4_000_000
"""So many words are gathered into blocks at a time; they take some 15 bytes each."""
MOST_DATA = 32
"""What is stored of so many documents goes into one block."""


class Writer(SegmentWriter):
    """A Whoosh writer with blocks for postings. Raises LockError where another writer works for ``wait`` seconds."""

    def __init__(self, index: FileIndex, wait: float) -> None:
        super().__init__(index, timeout=wait, limitmb=MEMORY_MB, codec=BlockCodec(compression=1))
        self._found = {"text": Spots(), "title": Spots()}
        self._rows: list[Row] = []
        self._data: list[Any] = []
        self._first_data = 0
        self._pending = 0
        self._seen: Counter[str] = Counter()

    def add(
        self,
        kind: Kind,
        data: object,
        text: Words = NO_WORDS,
        title: Words = NO_WORDS,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        """Add a document: what is stored of it, its words, and its labels by field."""
        doc = self.docnum
        self.perdocwriter.start_doc(doc)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True
        self._found["text"].read(doc, text)
        self._found["title"].read(doc, title)
        self._keep(Row(kind, text.size, text.telling, title.size), data)
        for field, label in (labels or {}).items():
            self._label(field, label.encode(), (doc,))
        self._pending += text.size + 1
        if self._pending >= MOST_PENDING:
            self._pack()

    def seen(self) -> Mapping[str, int]:
        """How often each word stands in the texts that were added."""
        return self._seen + Counter({word: len(spots) for word, spots in self._found["text"].words.items()})

    def add_postings_to_pool(self, reader: SegmentReader, startdoc: int, docmap: Mapping[int, int] | None) -> None:
        """Take over the postings of a segment that is merged; ``docmap`` has the numbers of what is not deleted."""
        leaf = Leaf(reader)
        try:
            for doc, (row, data) in enumerate(zip(map(Row, *leaf.columns()), leaf.every_data(), strict=True)):
                if docmap is None or doc in docmap:
                    self._keep(row, data)
            for field, word in leaf.words():
                if field in self._found:
                    spots = leaf.spots(field, word)
                    self._take(field, word, shift(spots, startdoc) if docmap is None else renumber(spots, docmap))
                elif field not in BLOCKS:
                    docs = reader.postings(field, word).all_ids()
                    self._label(field, word, (startdoc + doc if docmap is None else docmap[doc] for doc in docs))
        finally:
            leaf.close()

    def _keep(self, row: Row, data: object) -> None:
        """The row of a document and what is stored of it."""
        self._rows.append(row)
        self._data.append(data)
        if len(self._data) == MOST_DATA:
            self._pack_data()

    def _take(self, field: str, word: bytes, spots: array[int]) -> None:
        if spots:
            self._found[field].words[word.decode()] += spots
            self._pending += len(spots)
        if self._pending >= MOST_PENDING:
            self._pack()

    def _label(self, field: str, label: bytes, docs: Iterable[int]) -> None:
        for doc in docs:
            self.pool.add((field, label, doc, 1.0, b""))

    def _pack(self) -> None:
        """Make blocks of what was gathered."""
        self._seen.update({word: len(spots) for word, spots in self._found["text"].words.items()})
        for field, found in self._found.items():
            for word, spots in found.words.items():
                holding = len(set(docs_of(spots)))
                self.pool.add((field, word.encode(), spots[0] >> BITS, float(holding), pack(spots)))
            found.clear()
        if self._rows:
            first = self._first_data + len(self._data) - len(self._rows)
            self.pool.add(("rows", ROWS, first, float(len(self._rows)), pack_rows(self._rows)))
            self._rows.clear()
        self._pending = 0

    def _pack_data(self) -> None:
        if self._data:
            self.pool.add(("data", data_term(self._first_data), self._first_data, 1.0, pack_data(self._data)))
            self._first_data += len(self._data)
            self._data.clear()

    def _flush_segment(self) -> None:
        self._pack()
        self._pack_data()
        super()._flush_segment()
