"""Detection: which format the bytes of a file are, whatever its name says; the name where the bytes say nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import BinaryIO

from index.documents.drafts import Source
from index.documents.formats import FORMATS, Format, Kind, suffix
from index.documents.text.encoding import NotTextError, decode

HEAD = 4096
PDF_WITHIN = 1024
"""Readers of PDF look so far for its beginning, after what a mail program or a server put before it."""
_PDF = b"%PDF-"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP = b"\x1f\x8b\x08"
_RTF = b"{\\rtf"
_HTML = re.compile(rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*(?:<!doctype\s+html|<html\b)", re.DOTALL | re.IGNORECASE)
_MAIL = re.compile(rb"(?:Return-Path|Received|From|Date|Delivered-To|MIME-Version|Message-ID):\s", re.IGNORECASE)
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/epub+zip": "epub",
}
_VARIANT = re.compile(rb"-(?:template|web|master)")
"""A template, a page for the web or a text that is put together from others is read as what it looks like."""
_PARTS = {
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsx",
}
_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "__properties_version1.0": "msg"}


def is_disguised(head: bytes) -> bool:
    """Whether bytes whose name says that they are text begin as those of another format."""
    return head.startswith((_PDF, *_ZIP, _OLE, _GZIP))


def detect(source: Source, formats: Mapping[str, Format] = FORMATS) -> Format | None:
    """The format of ``source``, or None where it is none that is read; its stream is at its beginning then."""
    head = source.stream.read(HEAD)
    source.stream.seek(0)
    named = formats.get(suffix(source.file))
    said = _by_content(head, source, named)
    source.stream.seek(0)
    return next((one for one in formats.values() if one.name == said), None) if said else named


def _by_content(head: bytes, source: Source, named: Format | None) -> str:
    """The name of a format, empty where the bytes say nothing."""
    if head.startswith(_ZIP):
        return _zip_format(source.stream, named)
    if head.startswith(_OLE):
        return _ole_format(source.stream, named)
    if head.startswith(_GZIP):
        return "gz"
    trusted = named is not None and named.kind in {Kind.PLAIN, Kind.MARKED}
    if _PDF in head[: len(_PDF) if trusted else PDF_WITHIN]:
        return "pdf"
    if trusted or (named is None and suffix(source.file)):
        return ""
    return _text_format(head)


def _text_format(head: bytes) -> str:
    """The format of what is text, and not said to be so by its name."""
    if head.startswith(_RTF):
        return "rtf"
    if not head or not _is_text(head):
        return ""
    start = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(start):
        return "html"
    return "eml" if _MAIL.match(start) else "txt"


def _is_text(head: bytes) -> bool:
    try:
        decode(head)
    except NotTextError:
        return False
    return b"\x00" not in head


def _zip_format(stream: BinaryIO, named: Format | None) -> str:
    """What a zip file is by its parts. One that cannot be opened is what its name says, if that can be."""
    from zipfile import ZipFile

    from index.documents.archives import is_cut

    try:
        with ZipFile(stream) as archive:
            if is_cut(archive):
                return _unless_opened(named)
            parts = set(archive.namelist())
            if "mimetype" in parts:
                with archive.open("mimetype") as member:
                    kind = _MIMETYPES.get(_VARIANT.sub(b"", member.read(100).strip()), "")
                if kind:
                    return kind
    except Exception:  # noqa: BLE001  # of a hostile file anything can come; its reader will say what is wrong
        return _unless_opened(named)
    return next((kind for part, kind in _PARTS.items() if part in parts), "zip")


def _unless_opened(named: Format | None) -> str:
    return "" if named and named.kind in {Kind.BINARY, Kind.ARCHIVE} else "zip"


def _ole_format(stream: BinaryIO, named: Format | None) -> str:
    """What an OLE file is by its streams, as of Office up to 2003 and of Outlook."""
    import olefile

    try:
        with olefile.OleFileIO(stream) as opened:
            streams = {path[0] for path in opened.listdir()}
    except Exception:  # noqa: BLE001  # as above
        return ""
    if "EncryptedPackage" in streams:
        return named.name if named else ""
    return next((kind for name, kind in _STREAMS.items() if name in streams), "")
