"""JSON Lines: one article a line, ``{"id", "title", "text"}`` and what else is known of it."""

from __future__ import annotations

import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from index.documents.drafts import Block, Source, passages_of
from index.documents.faults import failure
from index.documents.plain.metadata import KNOWN, metadata
from index.documents.text.dates import date_in_text, parse_date
from index.documents.text.encoding import NotTextError, decode, decoded, storable
from index.documents.text.paragraphs import lines
from index.model import Article, Fault, Origin

Record = Mapping[str, object]


def read_jsonl(source: Source) -> Iterator[Article | Fault]:
    """The records of a ``.jsonl`` file, read line by line; ``id`` is ``PATH#ID``, or ``PATH#LINE`` without one.

    A line that is no record is a fault, and the others are read all the same. A repeated id gets ``~2``, ``~3``.
    """
    seen: dict[str, int] = {}
    for number, raw in enumerate(_lines(source.stream), start=1):
        yield from _read(source, raw, number, seen)


def _lines(stream: BinaryIO) -> Iterable[bytes]:
    """The lines of a file as UTF-8 or a one-byte encoding; one that begins with the mark of UTF-16 is decoded first."""
    first = stream.readline()
    if first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return BytesIO(decode(first + stream.read()).encode())
    return chain((first,), stream)


def _read(source: Source, raw: bytes, number: int, seen: dict[str, int]) -> Iterator[Article | Fault]:
    """The article of a line, and what is wrong with it; nothing for an empty line, or the edge of an array."""
    try:
        line, fault = decoded(raw)
        record = _record(line.strip(), number)
        if record:
            yield record if isinstance(record, Fault) else _article(source, record, number, seen)
        if fault:
            yield fault._replace(line=number)
    except NotTextError:
        yield Fault("not_json", number)
    except Exception as error:  # noqa: BLE001  # one odd record never costs the others
        yield failure(error, number)


def _record(line: str, number: int) -> Record | Fault | None:
    """The record of a line, with its text, or what is wrong with it; None where the line is no record by itself.

    Records may be the items of an array, a line each.
    """
    if line in ("", "[", "]"):
        return None
    try:
        record = json.loads(line.removesuffix(","))
    except (ValueError, RecursionError):
        return Fault("not_json", number)
    if not isinstance(record, dict):
        return Fault("not_a_record", number)
    if record.get("text") is None:
        return _with_text(record, number)
    return record if isinstance(record["text"], str) else Fault("text_not_a_string", number)


def _with_text(record: dict[str, object], number: int) -> Record | Fault:
    """A record without a text: its longest string is the text; without any, only its title or tags may be found."""
    strings = {key: value for key, value in record.items() if isinstance(value, str) and key not in (*KNOWN, "id")}
    if strings:
        key = max(strings, key=lambda key: len(strings[key]))
        del record[key]
        return {**record, "text": strings[key]}
    return record if KNOWN.intersection(record) else Fault("no_text", number)


def _article(source: Source, record: Record, number: int, seen: dict[str, int]) -> Article:
    about = metadata({key: value for key, value in record.items() if key not in ("id", "text")})
    blocks = list(map(Block, lines(storable(str(record.get("text") or "")))))
    said = parse_date(about.date)
    date = said or date_in_text(block.text for block in blocks)
    return Article(
        id=f"{source.path}#{_unique(record.get('id'), number, seen)}",
        path=source.within or source.path,
        type="jsonl",
        title=about.title,
        passages=passages_of(about, blocks),
        date=date,
        author=about.author,
        source=about.source,
        tags=about.tags,
        date_from=(Origin.METADATA if said else Origin.TEXT).value if date else "",
    )


def _unique(given: object, number: int, seen: dict[str, int]) -> str:
    usable = isinstance(given, (str, int)) and not isinstance(given, bool)
    name = storable("".join(str(given).split())) if usable else ""
    name = name or str(number)
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else _unique(f"{name}~{seen[name]}", number, seen)
