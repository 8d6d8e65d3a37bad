"""Text of mail: headers, and bodies as they are mailed → text. Broken ones are read for as much as they say."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from email.message import Message
from itertools import groupby

from index.documents.text.encoding import NotTextError, decode_declared, storable
from index.documents.text.paragraphs import LINE_ENDS, paragraphs

_ENCODED = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{1,20})?\?([bqBQ])\?([^?\s]*(?:[ \t][^?\s]+)*)\?=")
_OCTET = re.compile(rb"=([0-9A-Fa-f]{2})")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_COMMENT = re.compile(r"\([^()]*\)")
QUOTE = "> "
"""What each line of a quoted paragraph begins with, no matter how often it was quoted."""
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_SIGNATURE = "-- "


def header(message: Message, name: str) -> str:
    """A header on one line, its encoded words decoded; empty where there is none."""
    value = message.get(name)
    return "" if value is None else decode_header(raw_text(str(value)))


def decode_header(text: str) -> str:
    """``text`` on one line with its encoded words (RFC 2047) decoded, inside quotes and words as well.

    Neighbouring words in one charset are decoded as one: programs cut them between the bytes of a letter.
    """
    text = " ".join(text.split())
    decoded: list[str] = []
    end, run, charset = 0, b"", ""
    for match in _ENCODED.finditer(text):
        between = text[end : match.start()]
        if between.strip() or match[1].lower() != charset or not run:
            decoded += (_text(run, charset), between if between.strip() or not run else "")
            run, charset = b"", match[1].lower()
        run += _bytes(match[2], match[3])
        end = match.end()
    decoded += (_text(run, charset), text[end:])
    return " ".join(storable("".join(decoded)).split())


def raw_text(value: str) -> str:
    """A header that holds bytes which are not ASCII, which the parser hands over as half surrogate pairs."""
    if value.isascii():
        return value
    return _text(value.encode("utf-8", "surrogateescape"), "")


def named(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers as others of an article, whose values tell a reader what they are: ``To: Anne``. Empty ones are none."""
    return {name.lower(): f"{name}: {value}" for name, value in headers.items() if value}


def person(address: str) -> str:
    """Who an address is: the name it goes with, else the address itself."""
    name, bracket, rest = address.partition("<")
    name = name.strip().strip("\"'").replace('\\"', '"').strip()
    if bracket:
        return name or rest.partition(">")[0].strip()
    comment = _COMMENT.search(address)
    return comment[0].strip("() ") if comment and comment[0].strip("() ") else address.strip()


def decode_base64(data: bytes) -> bytes:
    """Base64, for as long as it lasts: signs that are none are passed over, what is missing at the end is left out."""
    plain = _NO_BASE64.sub(b"", data)
    if len(plain) % 4 == 1:
        plain = plain[:-1]
    try:
        return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))
    except binascii.Error:
        return b""


def _bytes(encoding: str, content: str) -> bytes:
    raw = content.encode("utf-8", "surrogateescape")
    if encoding in "bB":
        return decode_base64(raw)
    return _OCTET.sub(lambda match: bytes((int(match[1], 16),)), raw.replace(b"_", b" "))


def _text(data: bytes, charset: str) -> str:
    try:
        return decode_declared(data, charset) if data else ""
    except NotTextError:
        return ""


def mail_paragraphs(text: str, *, flowed: bool = False, delete_space: bool = False) -> list[str]:
    """The paragraphs of a message. ``flowed``, lines that end in a space go on in the next one (RFC 3676)."""
    lines: Iterator[tuple[int, str]] = map(_unquoted, LINE_ENDS.split(text))
    if flowed:
        lines = _flow(lines, delete_space=delete_space)
    return [
        quoted(paragraph) if depth else paragraph
        for depth, run in groupby(lines, key=lambda line: line[0])
        for paragraph in paragraphs("\n".join(line for _, line in run))
    ]


def quoted(paragraph: str) -> str:
    """A paragraph as it is quoted."""
    return QUOTE + paragraph.replace("\n", f"\n{QUOTE}")


def _unquoted(line: str) -> tuple[int, str]:
    """How often a line was quoted, and the line without the signs of it."""
    if not line.startswith(">"):
        return 0, line
    signs = _QUOTED.match(line)
    return (signs[0].count(">"), line[signs.end() :]) if signs else (0, line)


def _flow(lines: Iterator[tuple[int, str]], *, delete_space: bool) -> Iterator[tuple[int, str]]:
    """The lines joined that are one. A space at the start of a line is no part of it."""
    open_depth, parts = 0, list[str]()
    for depth, raw in lines:
        line = raw.removeprefix(" ") if not depth else raw
        if parts and depth != open_depth:
            yield open_depth, "".join(parts)
            parts = []
        flows = line.endswith(" ") and line != _SIGNATURE
        parts.append(line[:-1] if flows and delete_space else line)
        open_depth = depth
        if not flows:
            yield depth, "".join(parts)
            parts = []
    if parts:
        yield open_depth, "".join(parts)
