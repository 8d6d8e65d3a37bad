"""Headers of a message: what stands in them → text. Broken ones are read for as much as they say."""

from __future__ import annotations

import binascii
import re
from email.message import Message

from index.documents.charsets import decode_declared
from index.documents.encoding import NotTextError, storable

_ENCODED = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{1,20})?\?([bqBQ])\?([^?\s]*(?:[ \t][^?\s]+)*)\?=")
_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_COMMENT = re.compile(r"\([^()]*\)")


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


def person(address: str) -> str:
    """Who an address is: the name it goes with, else the address itself."""
    name, bracket, rest = address.partition("<")
    name = name.strip().strip("\"'").replace('\\"', '"').strip()
    if bracket:
        return name or rest.partition(">")[0].strip()
    comment = _COMMENT.search(address)
    return comment[0].strip("() ") if comment and comment[0].strip("() ") else address.strip()


def unquote_base64(data: bytes) -> bytes:
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
        return unquote_base64(raw)
    return _QUOTED.sub(lambda match: bytes((int(match[1], 16),)), raw.replace(b"_", b" "))


def _text(data: bytes, charset: str) -> str:
    try:
        return decode_declared(data, charset) if data else ""
    except NotTextError:
        return ""
