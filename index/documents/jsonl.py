"""JSON Lines: one article a line, ``{"id", "title", "text"}`` and what else is known of it."""

from __future__ import annotations

import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from index.documents.dates import parse_date
from index.documents.drafts import Block, number_passages
from index.documents.encoding import NotTextError, decode, storable
from index.documents.faults import failure
from index.documents.metadata import metadata
from index.documents.paragraphs import lines
from index.documents.source import Source
from index.model import Article, Fault


def read_jsonl(source: Source) -> Iterator[Article | Fault]:
    """The records of a ``.jsonl`` file, read line by line; ``id`` is ``PATH#ID``, or ``PATH#LINE`` without one.

    A line that is no record is a fault, and the others are read all the same. A repeated id gets ``~2``, ``~3``.
    """
    seen: dict[str, int] = {}
    found = False
    for number, raw in enumerate(_lines(source.stream), start=1):
        item = _read(source, raw, number, seen)
        if item is not None:
            found = True
            yield item
    if not found:
        yield Fault("empty")


def _read(source: Source, raw: bytes, number: int, seen: dict[str, int]) -> Article | Fault | None:
    """The article of a line, or what is wrong with it; None for an empty line."""
    try:
        record = _record(raw, number)
        return _article(source, record, number, seen) if isinstance(record, dict) else record
    except Exception as error:  # noqa: BLE001  # one odd record never costs the others
        return failure(error, number)


def _lines(stream: BinaryIO) -> Iterable[bytes]:
    """The lines of a file as UTF-8 or a one-byte encoding; one that begins with the mark of UTF-16 is decoded first."""
    first = stream.readline()
    if first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return BytesIO(decode(first + stream.read()).encode())
    return chain((first,), stream)


def _record(raw: bytes, number: int) -> dict[str, object] | Fault | None:
    """The record of a line, what is wrong with it, or None for an empty line."""
    try:
        line = decode(raw).strip()
        record = json.loads(line) if line else None
    except (NotTextError, ValueError, RecursionError):
        return Fault("not_json", number)
    if record is None and not line:
        return None
    if not isinstance(record, dict):
        return Fault("not_a_record", number)
    if not isinstance(record.get("text", ""), str):
        return Fault("text_not_a_string", number)
    return record


def _article(source: Source, record: dict[str, object], number: int, seen: dict[str, int]) -> Article:
    about = metadata(record)
    return Article(
        id=f"{source.path}#{_unique(record.get('id'), number, seen)}",
        path=source.path,
        type="jsonl",
        title=about.title,
        passages=number_passages(map(Block, lines(storable(str(record.get("text", ""))))), about.title),
        date=parse_date(about.date),
        author=about.author,
        source=about.source,
        tags=about.tags,
    )


def _unique(given: object, number: int, seen: dict[str, int]) -> str:
    usable = isinstance(given, (str, int)) and not isinstance(given, bool)
    name = storable("".join(str(given).split())) if usable else ""
    name = name or str(number)
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else _unique(f"{name}~{seen[name]}", number, seen)
