"""Odd files: texts, records, front matter and Markdown drawn at random, and damaged good files."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence

from benchmarks.reliability.good_packages import zipped

SIGNS = (
    "\x00\x07\x0c\r\n\t’'-·.:/()[]{}<>&|*_`~#>!?\"«»°€½²éÉœŒßİǆﬁﷺ\u0301\u034f\xa0\xad\u200b\u202e\u2028\ufeff漢עا😀𝔞"
)
TYPED = "eau l’ qu' d' aujourd'hui 1 250 3,5 1er IIe art. L. 121-3 étudiant·e·s port-de-mer O.N.U. (0) +33 2024 mars"
WORDS = TYPED.split()
BEGINNINGS = (
    "",
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    "    ",
    "| a | b |\n|---|",
    "```",
    "[^1]: ",
    "===",
    "---",
    "<div>",
    "{% x %}",
    "\t",
)
KEYS = ("id", "title", "titre", "text", "texte", "date", "tags", "author", "url", "x")
YAML = (
    "*a",
    "&a [*a]",
    "!!python/object:os.system x",
    "[[[[",
    "{a: ",
    "2024-13-45",
    ".inf",
    "0o9",
    "|\n  a",
    "? b",
    "\x85",
    "~",
    "1e999",
)
Draw = Callable[[random.Random], bytes]


def odd_file(number: int, seed: int, good: Mapping[str, bytes]) -> tuple[str, bytes]:
    """The name and the bytes of the file of a number, always the same: it can be made again by itself."""
    rng = random.Random(f"{seed} {number}")
    drawn: Mapping[str, Draw] = {".txt": _text, ".md": _markdown, ".jsonl": _records}
    suffix = rng.choice(list(drawn)) if rng.random() < 0.3 else rng.choice(list(good))
    is_drawn = suffix in drawn and rng.random() < 0.7
    return f"f{number:06}{suffix}", drawn[suffix](rng) if is_drawn else _damaged_within(suffix, good, rng)


def _damaged_within(suffix: str, good: Mapping[str, bytes], rng: random.Random) -> bytes:
    """A good file that is damaged as it stands or, where it is packed, inside of the packing."""
    data = good[suffix]
    if suffix == ".gz" and rng.random() < 0.6:
        return gzip.compress(damaged(gzip.decompress(data), good, rng), mtime=0)
    if not data.startswith(b"PK") or rng.random() < 0.3:
        return damaged(data, good, rng)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name in rng.choices(list(members), k=rng.randint(1, 2)):
        members[name] = damaged(members[name], good, rng)
    return zipped(members)


def damaged(data: bytes, good: Mapping[str, bytes], rng: random.Random) -> bytes:
    """Bytes turned, cut, repeated, moved, or with a part of another file among them."""
    kinds: Sequence[Callable[[bytes], bytes]] = (
        lambda data: _turned(data, rng),
        lambda data: _turned(data, rng),
        lambda data: data[: rng.randrange(len(data) + 1)],
        lambda data: data[rng.randrange(len(data) + 1) :],
        lambda data: _with(data, _slice(data, rng) * rng.choice((1, 2, 50)), rng),
        lambda data: _with(data, _slice(rng.choice(list(good.values())), rng), rng),
        lambda data: _with(
            data, bytes([rng.choice((0, 10, 32, 40, 60, 91, 123, 255))]) * rng.choice((1, 8, 4096)), rng
        ),
        lambda data: _renumbered(data, rng),
    )
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = rng.choice(kinds)(data)
    return data


def _turned(data: bytes, rng: random.Random) -> bytes:
    turned = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 60)) if data else 0):
        turned[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(turned)


def _slice(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data) + 1)
    return data[start : start + rng.choice((1, 16, 400, 5_000))]


def _with(data: bytes, more: bytes, rng: random.Random) -> bytes:
    """``more`` put in or written over what is there."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + more + data[at + rng.choice((0, len(more))) :]


def _renumbered(data: bytes, rng: random.Random) -> bytes:
    """A digit of a text, as of a length or a count, replaced by a larger number."""
    digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    if not digits:
        return data
    at = rng.choice(digits)
    return data[:at] + rng.choice((b"-1", b"0", b"65536", b"4294967295", b"9" * 30)) + data[at + 1 :]


def _line(rng: random.Random) -> str:
    parts = [
        rng.choice((*WORDS, rng.choice(SIGNS), rng.choice(SIGNS) * rng.choice((2, 40))))
        for _ in range(rng.randint(0, 20))
    ]
    return rng.choice(("", " ", " ")).join(parts)


def _text(rng: random.Random) -> bytes:
    """Lines of words and odd signs, in some encoding."""
    text = rng.choice(("\n", "\n\n", "\r\n", "\r")).join(_line(rng) for _ in range(rng.randint(0, 20)))
    encoding = rng.choice(
        ("utf-8", "utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-be", "utf-32", "utf-7")
    )
    return text.encode(encoding, "replace")


def _markdown(rng: random.Random) -> bytes:
    front = [f"{rng.choice(KEYS)}: {rng.choice((*YAML, _line(rng)))}" for _ in range(rng.randint(0, 5))]
    head = "\n".join(("---", *front, rng.choice(("---", "...", "")))) + "\n" if front else ""
    lines = (rng.choice(BEGINNINGS) * rng.choice((1, 1, 3)) + _line(rng) for _ in range(rng.randint(0, 20)))
    return (head + rng.choice(("\n", "\n\n")).join(lines)).encode("utf-8", "replace")


def _records(rng: random.Random) -> bytes:
    rows = ({rng.choice(KEYS): _value(rng, 0) for _ in range(rng.randint(0, 6))} for _ in range(rng.randint(0, 8)))
    lines = [json.dumps(row, ensure_ascii=rng.random() < 0.3) for row in rows]
    lines += [_line(rng).replace("\n", " ") for _ in range(rng.choice((0, 0, 1, 30)))]
    rng.shuffle(lines)
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _value(rng: random.Random, depth: int) -> object:
    plain = (
        None,
        True,
        -1,
        10**30,
        1e308,
        float("nan"),
        "",
        "\ud800",
        "2024-03-26",
        "x~2",
        "x#y",
        _line(rng),
        _line(rng),
    )
    if depth < 3 and rng.random() < 0.2:
        return [_value(rng, depth + 1) for _ in range(rng.randint(0, 4))]
    if depth < 3 and rng.random() < 0.1:
        return {_line(rng): _value(rng, depth + 1)}
    return rng.choice(plain)
