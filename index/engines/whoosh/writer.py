"""Writing: documents → one Whoosh segment, made of blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from index.analysis.wordlists import word_set
from index.engines.whoosh.blocks import Line, Row, Rows, pack_data, pack_lines, pack_rows
from index.engines.whoosh.codec import BlockCodec
from index.engines.whoosh.leaf import Leaf, block_term, page_term
from index.engines.whoosh.pages import pages
from index.engines.whoosh.schema import LABELS, TEXTS, Kind
from index.engines.whoosh.spots import Spots, apart
from index.engines.whoosh.texts import NO_WORDS, Words
from index.model import FileEntry

MEMORY_MB = 64
"""Blocks held in memory while writing; beyond it Whoosh writes sorted runs to disk."""
MOST_PENDING = 4_000_000
"""So many words are gathered into pages at a time; they take some 15 bytes each."""
MOST_DATA = 32
"""What is stored of so many documents goes into one block."""
MOST_LINES = 1024
"""So many lines of the catalogue go into one block."""


class Writer(SegmentWriter):
    """A Whoosh writer of blocks. Raises LockError where another writer works for ``wait`` seconds."""

    def __init__(self, index: FileIndex, wait: float) -> None:
        super().__init__(index, timeout=wait, limitmb=MEMORY_MB, codec=BlockCodec(compression=1))
        self._found = {field: Spots() for field in (*TEXTS, *LABELS)}
        self._rows = Rows()
        self._data: list[Any] = []
        self._lines: list[Line] = []
        self._kept = self._pending = self._packs = 0
        self._seen: Counter[str] = Counter()
        self._spellings: dict[str, None] = {}

    def add(self, kind: Kind, data: object, text: Words = NO_WORDS, title: Words = NO_WORDS, **labels: str) -> None:
        """Add a document: what is stored of it, its words, and its labels by field."""
        doc = self._next()
        self._found["text"].read(doc, text)
        self._found["title"].read(doc, title)
        self._label(doc, labels)
        self._keep(kind, text.size, title.size, data)
        self._pend(text.size + title.size + 1)

    def add_file(self, file: FileEntry) -> None:
        """Add a line of the catalogue: a document that stands for a file."""
        doc = self._next()
        self._label(doc, {"line": file.path})
        self._keep(Kind.FILE, 0, 0, None)
        self._keep_line(Line(doc, file))

    def seen(self) -> tuple[dict[str, None], Counter[str]]:
        """Every spelling in the texts that were added, the first seen first, and how often each word stands there."""
        text = self._found["text"]
        counts = Counter({word: len(spots) for word, spots in text.words.items()})
        return self._spellings | dict.fromkeys(text.spellings), self._seen + counts

    def add_postings_to_pool(self, reader: SegmentReader, startdoc: int, docmap: Mapping[int, int] | None) -> None:
        """Take over the postings of a segment that is merged; ``docmap`` has the numbers of what is not deleted."""
        new = range(startdoc, startdoc + reader.doc_count_all()).__getitem__ if docmap is None else docmap.get
        leaf = Leaf(reader)
        try:
            for doc, (row, data) in enumerate(zip(map(Row, *leaf.columns()), leaf.every_data(), strict=True)):
                if new(doc) is not None:
                    self._keep(row.kind, row.length, row.title_length, data)
            for line in leaf.lines():
                if (number := new(line.doc)) is not None:
                    self._keep_line(Line(number, line.file))
            for field, spots in self._found.items():
                for word, found in leaf.every(field):
                    spots.take(word, found, new)
                    self._pend(len(found.docs))
        finally:
            leaf.close()

    def _next(self) -> int:
        """The number of a new document."""
        doc: int = self.docnum
        self.perdocwriter.start_doc(doc)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True
        return doc

    def _label(self, doc: int, labels: Mapping[str, str]) -> None:
        for field, label in labels.items():
            self._found[field].label(doc, label)

    def _keep(self, kind: int, length: int, title_length: int, data: object) -> None:
        """The row of a document and what is stored of it."""
        self._rows.add(kind, length, title_length)
        self._data.append(data)
        self._kept += 1
        if len(self._data) == MOST_DATA:
            self._pack_data()

    def _keep_line(self, line: Line) -> None:
        self._lines.append(line)
        if len(self._lines) == MOST_LINES:
            self._pack_lines()

    def _pend(self, words: int) -> None:
        self._pending += words
        if self._pending >= MOST_PENDING:
            self._pack()

    def _pack(self) -> None:
        """Make pages of what was gathered."""
        self._spellings, self._seen = self.seen()
        text = self._found["text"].words
        for word in word_set("stopwords") & text.keys():
            self._rows.hold_stop_word(apart([text[word]]).docs)
        for field, found in self._found.items():
            for head, *blocks in pages(found.words):
                self._put(field, page_term(self._packs, head.words[-1]), *blocks)
            found.clear()
        self._packs += 1
        self._pending = 0

    def _pack_data(self) -> None:
        if self._data:
            self._put("data", block_term(self._kept - len(self._data)), pack_data(self._data))
            self._data.clear()

    def _pack_lines(self) -> None:
        if self._lines:
            self._put("lines", block_term(self._lines[0].doc), pack_lines(self._lines))
            self._lines.clear()

    def _put(self, field: str, term: bytes, *blocks: bytes) -> None:
        """A term with its blocks; Whoosh takes their numbers for those of documents."""
        for number, block in enumerate(blocks):
            self.pool.add((field, term, number, 1.0, block))

    def _flush_segment(self) -> None:
        self._pack()
        self._pack_data()
        self._pack_lines()
        self._put("rows", block_term(0), pack_rows(self._rows.rows()))
        super()._flush_segment()
