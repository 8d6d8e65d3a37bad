"""Reading: text → words. The only thing that decides what an inverted index holds, for texts and queries alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from index.analysis.chunks import chunk_spans, chunks
from index.analysis.normalise import fold_case, normalise
from index.analysis.pieces import Piece, Role
from index.analysis.rules import kept_words, read_clean
from index.analysis.wordlists import word_set

REMEMBERED_CHUNKS = 1 << 17


class Token(NamedTuple):
    """A word of a text: ``text[start:end]`` read as ``word``, at ``place``; offsets are code points.

    Tokens of one ``place`` are forms of one another; tokens of one ``unit`` are parts of one compound.
    """

    word: str
    start: int
    end: int
    place: int
    unit: int
    role: Role


def tokens(text: str) -> list[Token]:
    """Every word of ``text`` with its place. Never raises; offsets lie inside ``text``."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    place = unit = 0
    for chunk, start in chunk_spans(text):
        pieces = read_chunk(chunk)
        for p in pieces:
            yield Token(p.word, start + p.start, start + p.end, place + p.place, unit + p.unit, p.role)
        place += 1 + pieces[-1].place
        unit += 1 + pieces[-1].unit


@lru_cache(maxsize=REMEMBERED_CHUNKS)
def read_chunk(chunk: str) -> tuple[Piece, ...]:
    """The pieces of one chunk as it stands in a text; their offsets are code points of ``chunk``."""
    clean, offsets = normalise(chunk)
    pieces = read_clean(clean)
    return tuple(Piece(p.word, offsets[p.start], offsets[p.end], p.place, p.unit, p.role) for p in pieces)


Reading = tuple[tuple[str, ...], ...]
"""A chunk as it is indexed: for each of its places, the forms that stand there."""


def readings(found: Iterable[str]) -> list[Reading]:
    """The readings of the chunks ``found`` in a text: its words without their offsets, for indexing."""
    return list(map(reading_of, found))


@lru_cache(maxsize=REMEMBERED_CHUNKS)
def reading_of(chunk: str) -> Reading:
    """The reading of one chunk."""
    return simple_reading(chunk) or _places_of(read_chunk(chunk))


def places(text: str) -> list[tuple[str, ...]]:
    """The words of ``text`` without their offsets: for each place, the forms that stand there."""
    return list(chain.from_iterable(readings(chunks(text))))


def simple_reading(chunk: str) -> Reading:
    """The reading of a word of letters, or of two with an elision between: most chunks, read without the rules.

    Empty for any other chunk. The tests of ``places`` hold it to what the rules say.
    """
    before, sign, after = chunk.partition("’" if "’" in chunk else "'")
    if not (_is_plain(before) and (not sign or _is_plain(after))):
        return ()
    if not sign:
        return ((fold_case(before),),)
    elided = fold_case(before) in word_set("elisions") and fold_case(f"{before}'{after}") not in kept_words()
    return ((fold_case(before),), (fold_case(after),)) if elided else ()


def _is_plain(letters: str) -> bool:
    """Whether there are only letters, none of them written in parts or to be taken for an apostrophe."""
    return letters.isalpha() and (letters.isascii() or letters == normalise(letters)[0])


def _places_of(pieces: Sequence[Piece]) -> Reading:
    row: list[list[str]] = [[] for _ in range(pieces[-1].place + 1)]
    for piece in pieces:
        row[piece.place].append(piece.word)
    return tuple(tuple(dict.fromkeys(forms)) for forms in row)
