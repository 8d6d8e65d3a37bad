"""Pages: words of a field in alphabetical order and where they stand, as two blocks.

The head of a page says which words it has, the body where they stand. A page has many rare words or one frequent word,
so that neither costs much to read.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain
from operator import sub
from typing import NamedTuple

from index.engines.whoosh.blocks import pack_data, pack_numbers, unpack_data, unpack_numbers
from index.engines.whoosh.spots import Postings, apart

MOST_WORDS = 256
MOST_SPOTS = 2048
"""A page ends before it would have more words or spots than this; a word that has more is a page of its own."""


class Head(NamedTuple):
    """What a page holds: its words in order, how many spots each has, and how many documents hold it."""

    words: Sequence[str]
    sizes: Sequence[int]
    holding: Sequence[int]


def pages(words: Mapping[str, array[int]]) -> Iterator[tuple[Head, bytes, bytes]]:
    """The pages of all ``words``, given the spots of each: the head, also as it is written, and the body."""
    for own in _shared_out(words):
        spots = [words[word] for word in own]
        found, sizes = apart(spots), list(map(len, spots))
        ends = list(accumulate(sizes))
        holding = [len(set(found.docs[end - size : end])) for size, end in zip(sizes, ends, strict=True)]
        head = Head(own, sizes, holding)
        yield head, pack_data(head), pack_body(found, head)


def _shared_out(words: Mapping[str, array[int]]) -> Iterator[list[str]]:
    page, spots = list[str](), 0
    for word in sorted(words):
        size = len(words[word])
        if page and (spots + size > MOST_SPOTS or len(page) == MOST_WORDS):
            yield page
            page, spots = [], 0
        page.append(word)
        spots += size
    if page:
        yield page


def pack_body(found: Postings, head: Head) -> bytes:
    """The documents of all spots and then the places; of a word alone the steps from document to document."""
    docs = found.docs
    if len(head.words) == 1:
        docs = array("I", chain(docs[:1], map(sub, docs[1:], docs)))
    of_docs, of_places = pack_numbers(docs), pack_numbers(found.places)
    return len(of_docs).to_bytes(4, "big") + of_docs + of_places


def head_of(block: bytes) -> Head:
    """The head of a page."""
    return Head(*unpack_data(block))


def postings_at(at: int, head: Head, body: bytes) -> Postings:
    """Where a word of a page stands, by its number among them."""
    start, size = sum(head.sizes[:at]), head.sizes[at]
    middle = 4 + int.from_bytes(body[:4], "big")
    docs = unpack_numbers(body[4:middle], start, start + size)
    if len(head.words) == 1:
        docs = array("I", accumulate(docs))
    return Postings(docs, unpack_numbers(body[middle:], start, start + size))
