"""Rich Text Format: ``.rtf`` → what a person reads in it, by one pass over its control words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.documents.damage import guarded
from index.documents.drafts import Piece, Source
from index.documents.faults import RefusalError
from index.documents.office.flow import running_heads
from index.documents.office.properties import about_of
from index.documents.office.rtf_body import Body

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.?)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)
_OFTEN = 10_000
"""Blocks are handed on once in so many tokens."""


@guarded
def read_rtf(source: Source) -> Iterator[Piece]:
    """A text: paragraphs, rows of tables, and text boxes and notes after the paragraph they belong to."""
    text = source.stream.read().decode("latin-1")  # each byte as a character: their encodings change with the fonts
    begin = text.find("{\\rtf", 0, 1_000)
    if begin < 0:
        raise RefusalError("damaged")
    body = Body()
    for number, _ in enumerate(_read(text, begin, body), start=1):
        if number % _OFTEN == 0:
            yield from body.flow.take()
    cut = body.depth > 0
    body.end()
    yield about_of(body.head.properties, body.title)
    yield from body.flow.finish()
    yield from running_heads(body.heads.finish())
    if cut:
        raise RefusalError("damaged")


def _read(text: str, position: int, body: Body) -> Iterator[None]:
    """Tell ``body`` of every token up to the end of the outermost group."""
    while match := _TOKEN.match(text, position):
        position = match.end()
        word, number, code, sign, brace, plain = match.groups()
        if plain:
            body.write(plain)
        elif word == "bin":
            position += max(0, int(number or 0))
        elif word:
            body.control(word, int(number) if number else None)
        elif code:
            body.write(chr(int(code, 16)))
        elif brace:
            body.open_group() if brace == "{" else body.close_group()
            if not body.depth:
                return
        elif sign is not None:
            body.sign(sign)
        yield
