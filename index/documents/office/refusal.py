"""Refusals: why a file is read no further, and the one fault that its reader gives back then."""

from __future__ import annotations

import errno
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from index.documents.drafts import Block, Piece
from index.model import Fault

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    ValueError,  # with UnicodeError
    OverflowError,
)


class RefusalError(Exception):
    """A file cannot be read, or not further, because of ``fault``."""

    def __init__(self, code: str, **values: int) -> None:
        super().__init__(code)
        self.fault = Fault(code, values=values)


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


def guarded(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, and a fault where they end before their time, or where there is no text among them."""
    found = False
    try:
        for piece in pieces:
            found = found or isinstance(piece, (Block, Fault))
            yield piece
    except RefusalError as refusal:
        yield refusal.fault
    except RecursionError:
        yield Fault("nested")
    except DAMAGE:
        yield Fault("damaged")
    except OSError as error:
        if error.errno not in {None, errno.EINVAL}:
            raise  # the disk's fault, not the file's
        yield Fault("damaged")
    else:
        if not found:
            yield Fault("empty")
