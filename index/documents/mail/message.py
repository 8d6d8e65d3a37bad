"""Mail: a message → its headers, its text, its attachments; a mailbox → its messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from typing import BinaryIO

from index.documents.drafts import About, Block, Piece, Source
from index.documents.mail.body import Attachment, AttachmentSources, body_and_attachments
from index.documents.mail.text import header, named, person
from index.documents.text.encoding import NotTextError
from index.model import Fault

MOST_MB = 256
_LONGEST_LINE = 1 << 20
_FROM = re.compile(rb"From (\S+ .{0,60}\d{1,2}:\d{2}.{0,40}|-?[ \t]*)\r?\n?")
"""A line that begins a message in a mailbox. One of the text that looks like it should have been escaped."""
_ESCAPED_FROM = re.compile(rb">+From ")
_LONGEST_PARAMETERS = 8_000


class _Policy(Compat32):
    """How messages are parsed. The other standard policies take time that grows with the square of any header.

    This one does for those with parameters, which are cut where no real one is as long.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_PARAMETERS] if name.lower().startswith("content-") else value

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        """The value as it was parsed: its bytes that are not ASCII are kept, as half surrogate pairs."""
        return value


def read_eml(source: Source) -> Iterator[Piece]:
    """A message: subject, sender and date; its text, or its HTML where there is none; and what it carries."""
    most = MOST_MB << 20
    data = source.stream.read(most + 1)
    if len(data) > most:
        yield Fault("too_many_bytes", 0, {"most": MOST_MB})
    try:
        message = BytesParser(policy=_Policy()).parsebytes(data[:most])
        body, attachments = body_and_attachments(message)
    except RecursionError:
        yield Fault("nested")
        return
    except NotTextError:
        yield Fault("not_text")
        return
    yield about_message(message)
    yield from map(Block, body)
    yield from attached(source, attachments)
    if message.get_content_type() in {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}:
        yield Fault("encrypted")
    elif not body and not attachments and not message.get("Subject"):
        yield Fault("empty")


def about_message(message: Message) -> About:
    """What the headers say; everybody who wrote or got the message is found as well, below the name of the header."""
    people = {name: header(message, name) for name in ("From", "To", "Cc")}
    author = person(people["From"])
    return About(
        title=header(message, "Subject"),
        date=header(message, "Date"),
        author=author,
        others=named({name: value for name, value in people.items() if value != author}),
    )


def attached(source: Source, attachments: list[Attachment]) -> Iterator[Source]:
    """What a message carries, each a source of its own."""
    names = AttachmentSources(source)
    for part in attachments:
        data = part.data()
        if data:
            yield names.source(part.name, data)


def read_mbox(source: Source) -> Iterator[Piece]:
    """A mailbox: each message is a source of its own, ``box.mbox#3.eml``, counted from 1."""
    names = AttachmentSources(source)
    number = 0
    for number, message in enumerate(_messages(source.stream), start=1):
        yield names.source(f"{number}.eml", message)
    if not number:
        source.stream.seek(0)
        yield Fault("damaged" if source.stream.read(1) else "empty")


def _messages(stream: BinaryIO) -> Iterator[bytes]:
    """The messages, one after the other, their lines as they were before they were put into the mailbox."""
    message: list[bytes] | None = None
    size, after_empty = 0, True
    while line := stream.readline(_LONGEST_LINE):
        if after_empty and _FROM.fullmatch(line):
            if message is not None:
                yield b"".join(message)
            message, size = [], 0
        elif message is not None and size <= MOST_MB << 20:
            message.append(line[1:] if _ESCAPED_FROM.match(line) else line)
            size += len(line)
        after_empty = not line.strip()
    if message is not None:
        yield b"".join(message)
