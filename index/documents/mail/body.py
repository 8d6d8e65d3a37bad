"""Body of a message: which of its parts are text, which are attachments, and under which names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from email.message import Message
from io import BytesIO
from mimetypes import MimeTypes
from typing import NamedTuple

from index.documents.drafts import Source
from index.documents.html import html_blocks
from index.documents.mail.text import QUOTE, decode_base64, decode_header, header, mail_paragraphs, raw_text
from index.documents.text.encoding import NotTextError, decode_declared, storable

MOST_PARTS = 5_000
"""No more parts of one message are looked at."""
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_TEXTS = frozenset({"text/plain", "text/html", "text/enriched"})
LONGEST_NAME = 120
_FOLDERS = re.compile(r"[/\\]")
_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029#]+")


class Attachment(NamedTuple):
    """Something that a message carries: its name, if it has one, and how to get its bytes."""

    name: str
    data: Callable[[], bytes]


def body_and_attachments(message: Message) -> tuple[list[str], list[Attachment]]:
    """The paragraphs of a message, and its attachments. Raises NotTextError where all it has is no text."""
    body: list[str] = []
    attachments: list[Attachment] = []
    unread: NotTextError | None = None
    for part in _parts(message):
        if not _is_text(part):
            attachments.append(_attachment(part))
            continue
        try:
            body += _paragraphs(part)
        except NotTextError as error:
            unread = error
    if unread and not body and not attachments:
        raise unread
    return body, attachments


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are read, in order; of alternatives one. Without recursion."""
    waiting = [message]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        kind = part.get_content_type()
        children = _children(part)
        if kind == "multipart/alternative":
            waiting += _chosen(children)
        elif kind == "multipart/related":
            waiting += [child for child in reversed(children) if child.get_content_maintype() != "image"]
        elif children and kind != "message/rfc822":
            waiting += reversed(children)
        elif kind not in _SIGNATURES:
            yield part


def _children(part: Message) -> Sequence[Message]:
    payload = part.get_payload() if part.is_multipart() else None
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _chosen(alternatives: Sequence[Message]) -> list[Message]:
    """The alternative that is read: plain text, if it says anything, else the last one, which is the richest.

    What else occurs there, an invitation for the calendar, says the same.
    """
    for part in alternatives:
        if part.get_content_type() == "text/plain" and _bytes(part).strip():
            return [part]
    rich = [part for part in alternatives if part.get_content_type() != "text/plain"]
    readable = [part for part in rich if part.is_multipart() or part.get_content_type() in _TEXTS]
    return (readable or rich)[-1:]


def _is_text(part: Message) -> bool:
    if part.get_content_disposition() == "attachment":
        return False
    if part.get_content_maintype() == "multipart":
        return True  # it does not say where its parts begin, or lies
    return part.get_content_type() in _TEXTS and not (_name(part) and part.get_content_type() == "text/html")


def _paragraphs(part: Message) -> list[str]:
    text = decode_declared(_bytes(part), _parameter(part, "charset"))
    if part.get_content_type() in {"text/html", "text/enriched"}:
        return html_blocks(text, quote=QUOTE)
    flowed = _parameter(part, "format").lower() == "flowed"
    return mail_paragraphs(text, flowed=flowed, delete_space=_parameter(part, "delsp").lower() == "yes")


def _attachment(part: Message) -> Attachment:
    kind = part.get_content_type()
    name = _name(part)
    if kind == "message/rfc822" and part.is_multipart():
        subject = header(_children(part)[0], "Subject")
        return Attachment(name or f"{subject or 'message'}.eml", lambda: _message_bytes(_children(part)[0]))
    # What a system's own files say of types would give a part another name on another machine.
    suffix = MimeTypes(filenames=()).guess_extension(kind) or ""
    return Attachment(name or f"{part.get_content_maintype()}{suffix}", lambda: _bytes(part))


def _message_bytes(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except (LookupError, ValueError, TypeError, AttributeError):
        return b""  # a header or a part so broken that it cannot be written again


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError, TypeError):
        name = ""
    return decode_header(raw_text(name))


def _parameter(part: Message, name: str) -> str:
    """A parameter of the content type; empty where there is none, or none that can be read."""
    try:
        value = part.get_param(name)
    except (LookupError, ValueError):
        return ""
    return value[2] if isinstance(value, tuple) else value or ""


def _bytes(part: Message) -> bytes:
    """The bytes of a part, as many as can be had."""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        try:
            payload = part.get_payload()
        except (ValueError, TypeError):  # it is no ASCII, and its charset is no name at all
            payload = ""
        return decode_base64(payload.encode("utf-8", "surrogateescape")) if isinstance(payload, str) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


class AttachmentSources:
    """The attachments of one message: each under a name that is safe, and its alone."""

    def __init__(self, source: Source) -> None:
        self._path = source.path
        self._seen: set[str] = set()

    def source(self, name: str, data: bytes) -> Source:
        """An attachment that the message calls ``name``: a claim, which may be empty, a path, or another's."""
        unique = self._unique(safe_name(name) or f"{len(self._seen) + 1}")
        return Source(file=unique, path=f"{self._path}#{unique}", stream=BytesIO(data))

    def _unique(self, name: str) -> str:
        stem, dot, suffix = name.rpartition(".")
        if not stem:
            stem, dot, suffix = name, "", ""
        number, unique = 1, name
        while unique in self._seen:
            number += 1
            unique = f"{stem}~{number}{dot}{suffix}"
        self._seen.add(unique)
        return unique


def safe_name(name: str) -> str:
    """The last part of a name, on one line, without what a path or an id would be torn at; empty if none is left."""
    last = _FOLDERS.split(storable(name))[-1]
    plain = " ".join(_UNUSABLE.sub(" ", last).split())
    stem, dot, suffix = plain.rpartition(".")
    if len(plain) > LONGEST_NAME and stem and len(suffix) < LONGEST_NAME // 2:
        plain = stem[: LONGEST_NAME - len(suffix) - 1] + dot + suffix
    return "" if plain.strip(". ") == "" else plain[:LONGEST_NAME]
