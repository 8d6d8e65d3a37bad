"""Body of a message: which of its parts are its text, which are what it carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from email.message import Message
from mimetypes import MimeTypes
from typing import NamedTuple

from index.documents.charsets import decode_declared
from index.documents.encoding import NotTextError
from index.documents.html import html_blocks
from index.documents.mail.headers import decode_header, header, raw_text, unquote_base64
from index.documents.mail.text import QUOTE, mail_paragraphs

MOST_PARTS = 5_000
"""No more parts of one message are looked at."""
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_TEXTS = frozenset({"text/plain", "text/html", "text/enriched"})


class Carried(NamedTuple):
    """Something that a message carries: its name, if it has one, and how to get its bytes."""

    name: str
    data: Callable[[], bytes]


def body_and_carried(message: Message) -> tuple[list[str], list[Carried]]:
    """The paragraphs of a message, and its attachments. Raises NotTextError where all it has is no text."""
    body: list[str] = []
    carried: list[Carried] = []
    unread: NotTextError | None = None
    for part in _parts(message):
        if not _is_text(part):
            carried.append(_carried(part))
            continue
        try:
            body += _paragraphs(part)
        except NotTextError as error:
            unread = error
    if unread and not body and not carried:
        raise unread
    return body, carried


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are read, in the order they stand in; of alternatives one. Without recursion."""
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
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _chosen(alternatives: Sequence[Message]) -> list[Message]:
    """The alternative that is read: plain text, if it says anything, else the last one, which is the richest.

    What else stands there, an invitation for the calendar, says the same.
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


def _carried(part: Message) -> Carried:
    kind = part.get_content_type()
    name = _name(part)
    if kind == "message/rfc822" and part.is_multipart():
        subject = header(_children(part)[0], "Subject")
        return Carried(name or f"{subject or 'message'}.eml", lambda: _message_bytes(_children(part)[0]))
    # What a system's own files say of types would give a part another name on another machine.
    suffix = MimeTypes(filenames=()).guess_extension(kind) or ""
    return Carried(name or f"{part.get_content_maintype()}{suffix}", lambda: _bytes(part))


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
        payload = part.get_payload()
        return unquote_base64(payload.encode("utf-8", "surrogateescape")) if isinstance(payload, str) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
