"""Outlook: a ``.msg`` file → its headers, its text, and what it carries."""

from __future__ import annotations

from collections.abc import Iterator

from index.documents.damage import guarded
from index.documents.drafts import About, Block, Piece, Source
from index.documents.faults import RefusalError
from index.documents.html import decode_page, html_blocks
from index.documents.mail.body import AttachmentSources
from index.documents.mail.outlook_store import OutlookMessage
from index.documents.mail.text import QUOTE, mail_paragraphs, named
from index.documents.text.encoding import NotTextError
from index.model import Fault

MOST_ATTACHMENTS = 1_000


@guarded
def read_msg(source: Source) -> Iterator[Piece]:
    """A message as Outlook saves it: as ``.eml`` files are read. The text of one that has it as RTF only is not."""
    import olefile

    try:
        with olefile.OleFileIO(source.stream) as ole:
            yield from _message(source, OutlookMessage(ole))
    except (AttributeError, TypeError) as error:  # which olefile raises where its tables lead nowhere
        raise RefusalError("damaged") from error


def _message(source: Source, message: OutlookMessage) -> Iterator[Piece]:
    if not message.is_message():
        raise RefusalError("damaged")
    yield _about(message)
    blocks = _blocks(message)
    yield from map(Block, blocks)
    if not blocks and message.has_rtf():
        yield Fault("rtf_only")
    names = AttachmentSources(source)
    for number, attachment in enumerate(message.attachments()):
        if number == MOST_ATTACHMENTS:
            break
        name, data = attachment
        yield names.source(name, data)


def _about(message: OutlookMessage) -> About:
    sender, address = message.sender()
    people = {"From": f"{sender} <{address}>" if sender and address else "", "To": message.to, "Cc": message.cc}
    return About(
        title=message.subject,
        date=message.date(),
        author=sender or address,
        others=named(people),
    )


def _blocks(message: OutlookMessage) -> list[str]:
    if message.body.strip():
        return mail_paragraphs(message.body)
    try:
        return html_blocks(decode_page(message.html()), quote=QUOTE)
    except NotTextError:
        return []
