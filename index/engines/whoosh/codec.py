"""The codec: Whoosh's own, but for the postings; those are blocks, and written as they stand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from whoosh.codec.base import Segment
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.filedb.filestore import Storage

_NUMBER = struct.Struct(">I")
_FIELD = struct.Struct(">H")
SMALLEST = 96
"""Blocks of fewer bytes are not worth compressing."""
LEVEL = 1


class BlockCodec(W3Codec):
    """Whoosh's codec with blocks."""

    def field_writer(self, storage: Storage, segment: Segment) -> W3FieldWriter:
        """What writes terms and postings."""
        return _FieldWriter(self, storage, segment)


class _FieldWriter(W3FieldWriter):
    """Writes each block after its length; the lowest bit of that says whether the block is compressed."""

    def start_term(self, btext: bytes) -> None:
        self._term = _FIELD.pack(self._fieldid) + btext
        self._start = self._end = self._postfile.tell()

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:  # noqa: ARG002  # Whoosh gives them
        compressed = len(vbytes) >= SMALLEST
        block = zlib.compress(vbytes, LEVEL) if compressed else vbytes
        self._postfile.write(_NUMBER.pack(len(block) << 1 | compressed) + block)
        self._end += _NUMBER.size + len(block)

    def finish_term(self) -> None:
        info = W3TermInfo(weight=1.0, df=1, minid=0)
        info.set_extent(self._start, self._end - self._start)
        self._tindex.add(self._term, info.to_bytes())


def blocks(data: bytes) -> Iterator[bytes]:
    """The blocks in what was written for one term."""
    at = 0
    while at < len(data):
        (size,) = _NUMBER.unpack_from(data, at)
        at += _NUMBER.size
        block = data[at : at + (size >> 1)]
        yield zlib.decompress(block) if size & 1 else block
        at += size >> 1
