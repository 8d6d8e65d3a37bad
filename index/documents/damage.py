"""Damage: what is damaged, locked or made to do harm is read as far as it goes, and a fault says why."""

from __future__ import annotations

import errno
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import wraps

from index.documents.drafts import Block, Piece, Source
from index.documents.faults import RefusalError
from index.documents.limits import BYTES, MIB, MOST_RATIO
from index.documents.text.encoding import NotTextError
from index.model import Fault

DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, NotImplementedError, OverflowError),
    ValueError,  # with UnicodeError
)
"""What libraries raise for bytes that are not as they should be, or packed in a way that they do not know."""


def guarded(read: Callable[[Source], Iterable[Piece]]) -> Callable[[Source], Iterator[Piece]]:
    """A reader that raises nothing: a fault says where its pieces end before their time, or hold no text."""

    @wraps(read)
    def reader(source: Source) -> Iterator[Piece]:
        found = False
        try:
            for piece in read(source):
                found = found or isinstance(piece, (Block, Fault))
                yield piece
        except (RefusalError, RecursionError, OSError, *DAMAGE) as error:
            yield _fault_of(error)
        else:
            if not found:
                yield Fault("empty")

    return reader


def _fault_of(error: Exception) -> Fault:
    """Why a file is read no further. An error of the disk is raised again: the file is not to blame."""
    match error:
        case RefusalError():
            return error.fault
        case RecursionError():
            return Fault("nested")
        case NotTextError():
            return Fault("not_text")
        case OSError() if error.errno not in {None, errno.EINVAL}:
            raise error
        case _:
            return Fault("damaged")


def read_each(parts: Iterable[Iterable[Piece]]) -> Iterator[Piece]:
    """The pieces of all parts of a file. One that is damaged costs the others nothing; there is one fault for all."""
    damaged = False
    for part in parts:
        try:
            yield from part
        except RefusalError as refusal:
            if refusal.fault.code != "damaged":
                raise
            damaged = True
    if damaged:
        yield Fault("damaged")


class Unpacking:
    """Counts what is unpacked of a file of ``size`` bytes, of which the first ``harmless`` ones may be packed well.

    What its headers say about sizes is never trusted.
    """

    def __init__(self, size: int, harmless: int) -> None:
        self._most = max(harmless, MOST_RATIO * size)
        self._read = 0

    def count(self, n: int) -> None:
        """Add ``n`` bytes to those that were read. Raises RefusalError where they are too many."""
        self._read += n
        if self._read > BYTES:
            raise RefusalError("too_many_bytes", most=BYTES // MIB)
        if self._read > self._most:
            raise RefusalError("bomb", most=MOST_RATIO)

    @property
    def is_over(self) -> bool:
        """Whether nothing more may be unpacked."""
        return self._read > min(BYTES, self._most)
