"""The codec: how a segment keeps its postings and its documents. Whoosh's own codec would unpickle both.

All postings of a term are one value of Whoosh's ordered hash table; everything about documents is in columns.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, compress
from typing import Any

from whoosh.codec.base import PostingsWriter
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader, W3Segment, W3TermsReader
from whoosh.filedb.filestore import Storage
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Format
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import CorruptIndexError, TermInfo

_NUMBER_SIZE = 4


class Postings(TermInfo):
    """The postings of a term: documents in order, how often each holds it and, where the field has them, positions."""

    def __init__(self, docs: tuple[int, ...], frequencies: tuple[int, ...], positions: tuple[int, ...] = ()) -> None:
        super().__init__(weight=sum(frequencies), df=len(docs))
        self.docs, self.frequencies, self.positions = docs, frequencies, positions

    @classmethod
    def from_bytes(cls, data: bytes) -> Postings:
        """The postings that :meth:`to_bytes` wrote."""
        count, *rest = _numbers(data)
        return cls(tuple(rest[:count]), tuple(rest[count : 2 * count]), tuple(rest[2 * count :]))

    def to_bytes(self) -> bytes:
        """The number of documents, the documents, their frequencies and all positions."""
        return number_bytes((len(self.docs), *self.docs, *self.frequencies, *self.positions))

    def without(self, deleted: Collection[int]) -> Postings:
        """The postings in documents that are not ``deleted``."""
        kept = [doc not in deleted for doc in self.docs]
        places = (places for _, places in compress(self.positions_by_doc(), kept))
        return Postings(
            tuple(compress(self.docs, kept)),
            tuple(compress(self.frequencies, kept)),
            tuple(chain.from_iterable(places)),
        )

    def positions_by_doc(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Each document and the positions of the term there."""
        start = 0
        for doc, frequency in zip(self.docs, self.frequencies, strict=True):
            yield doc, self.positions[start : start + frequency]
            start += frequency


class TermCodec(W3Codec):
    """Whoosh's codec, but for the postings: all those of a term are beside it in the table of terms."""

    length_stats = False  # lengths are columns of our own

    def new_segment(self, storage: Storage, indexname: str) -> Segment:  # noqa: ARG002  # Whoosh gives it
        """The segment that a batch writes."""
        return Segment(self, indexname)

    def postings_writer(self, dbfile: StructFile, byteids: bool = False) -> _PostingsWriter:  # noqa: ARG002
        """What gathers the postings of terms."""
        return _PostingsWriter()

    def postings_reader(
        self,
        dbfile: StructFile,  # noqa: ARG002
        terminfo: Postings,
        format_: Format,
        term: object = None,
        scorer: object = None,
    ) -> ListMatcher:
        """The postings of a term one by one, as merging needs them."""
        values = [number_bytes(positions) for _, positions in terminfo.positions_by_doc()]
        return ListMatcher(terminfo.docs, terminfo.frequencies, values, format_, scorer, term=term)

    def terms_reader(self, storage: Storage, segment: W3Segment) -> _TermsReader:
        """What reads the terms of a segment."""
        name = segment.make_filename(self.TERMS_EXT)
        file = segment.open_file(storage, self.POSTS_EXT)
        return _TermsReader(self, storage.open_file(name), storage.file_length(name), file)

    def per_document_reader(self, storage: Storage, segment: W3Segment) -> _ColumnsReader:
        """What reads the columns of a segment."""
        return _ColumnsReader(storage, segment)


class Segment(W3Segment):
    """A segment of an index, as the table of contents lists it."""

    def state(self) -> Mapping[str, object]:
        """What :meth:`from_state` makes the segment of."""
        return {"segment": self.segid, "documents": self.doc_count_all(), "deleted": sorted(self.deleted_docs())}

    @classmethod
    def from_state(cls, state: Mapping[str, Any], indexname: str) -> Segment:
        """A segment by its state. Raises CorruptIndexError where it is none."""
        match state:
            case {"segment": str(segid), "documents": int(documents), "deleted": list(deleted)} if segid.isalnum():
                return cls(TermCodec(), indexname, documents, segid, set(deleted) or None)
        raise CorruptIndexError(f"{state!r} is no segment")


class _PostingsWriter(PostingsWriter):
    def start_postings(self, format_: Format, terminfo: TermInfo) -> None:  # noqa: ARG002  # Whoosh gives them
        self._docs, self._frequencies, self._values = list[int](), list[int](), list[bytes]()

    def add_posting(self, id_: int, weight: float, vbytes: bytes, length: int | None = None) -> None:  # noqa: ARG002
        self._docs.append(id_)
        self._frequencies.append(int(weight))
        self._values.append(vbytes)

    def finish_postings(self) -> Postings:
        return Postings(tuple(self._docs), tuple(self._frequencies), _numbers(b"".join(self._values)))

    def written(self) -> bool:
        return False


class _TermsReader(W3TermsReader):
    def term_info(self, fieldname: str, tbytes: bytes) -> Postings:
        """The postings of a term. Raises KeyError where it is not there."""
        return Postings.from_bytes(self._tindex[self._keycoder(fieldname, tbytes)])


class _ColumnsReader(W3PerDocReader):
    def stored_fields(self, docnum: int) -> Mapping[str, object]:  # noqa: ARG002  # Whoosh gives it
        """Nothing: no field is stored, and Whoosh would unpickle it."""
        return {}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:  # noqa: ARG002
        """Nothing: lengths are columns of our own. Whoosh would look for a file each time."""
        return default


def number_bytes(numbers: Iterable[int]) -> bytes:
    """Numbers of 32 bits, the lowest byte first."""
    numbers = tuple(numbers)
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // _NUMBER_SIZE}I", data)


def json_bytes(value: object) -> bytes:
    """``value`` as JSON. Texts may hold halves of surrogate pairs, as JSON lets them."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=Segment.state)
    return text.encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> Any:
    """What :func:`json_bytes` wrote, as containers. Raises CorruptIndexError where it is no JSON."""
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise CorruptIndexError(str(error)) from error
