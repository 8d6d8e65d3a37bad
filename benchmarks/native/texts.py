"""The texts: any folder of ``.jsonl``, ``.txt`` and ``.md`` → the same first passages in each form a system reads."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from benchmarks.native.place import Place

SEED = 1
LARGEST = 20_000_000
"""Bytes of a ``.jsonl`` file, well under the size above which ``searcher index`` leaves a file out."""
A_FOLDER = 500
"""Files."""
LINE_BREAK = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What some readers take for the end of a line, and others do not."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article, cut into passages."""

    id: str
    title: str
    passages: Sequence[str]


def texts(folder: Path) -> list[Text]:
    """Everything under ``folder`` in a shuffled order that is always the same: each size is a sample of all of it."""
    found = [text for path in sorted(folder.rglob("*")) if path.is_file() for text in _read(path)]
    random.Random(SEED).shuffle(found)
    return found


def first(found: Iterable[Text], size: int) -> Iterator[Text]:
    """The first ``size`` passages, so that a smaller size is part of a greater one; the last article may be cut."""
    left = size
    for text in found:
        if left <= 0:
            return
        kept = text.passages[:left]
        left -= len(kept)
        yield Text(text.id, text.title, kept)


def write(found: Iterable[Text], place: Place) -> None:
    """Write the texts of one size in all forms, unless they are there."""
    if place.passages.exists():
        return
    chosen = list(first(found, place.size))
    place.articles.mkdir(parents=True, exist_ok=True)
    for number, block in enumerate(_blocks(_lines(chosen))):
        (place.articles / f"{number:03}.jsonl").write_text("".join(block), encoding="utf-8")
    write_files(((text.title, *text.passages) for text in chosen), place.files)
    with place.passages.open("w", encoding="utf-8", newline="\n") as stream:
        _write_passages(chosen, stream)


def write_files(contents: Iterable[Sequence[str]], folder: Path) -> None:
    """A ``.txt`` file of its own for each of the contents, a paragraph each line of it, in folders of a few hundred."""
    for number, paragraphs in enumerate(contents):
        path = folder / f"{number // A_FOLDER:04}" / f"{number:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(paragraphs) + "\n", encoding="utf-8")


def _write_passages(chosen: Iterable[Text], stream: TextIO) -> None:
    for text in chosen:
        stream.writelines(f"{passage}\n" for passage in text.passages)


def _lines(chosen: Iterable[Text]) -> Iterator[str]:
    for text in chosen:
        record = {"id": text.id, "title": text.title, "text": "\n".join(text.passages)}
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    block, size = list[str](), 0
    for line in lines:
        bytes_of_line = len(line.encode())
        if block and size + bytes_of_line > LARGEST:
            yield block
            block, size = [], 0
        block.append(line)
        size += bytes_of_line
    yield block


def _read(path: Path) -> Iterator[Text]:
    if path.name.endswith(".jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            yield from _records(stream)
    elif path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as stream:
            yield from _records(stream)
    elif path.suffix in {".txt", ".md"} and "LICENCE" not in path.name:
        yield Text(path.stem, path.stem, _passages(path.read_text(encoding="utf-8", errors="replace")))


def _records(stream: TextIO) -> Iterator[Text]:
    for line in stream:
        record = json.loads(line)
        yield Text(str(record["id"]), str(record.get("title", "")), _passages(record["text"]))


def _passages(text: str) -> list[str]:
    return [kept for line in text.split("\n") if (kept := LINE_BREAK.sub(" ", line).strip())]
