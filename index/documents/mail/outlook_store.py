"""Store of an Outlook message: the properties that its streams hold, by olefile. See [MS-OXMSG] and [MS-OXPROPS]."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.generator import BytesGenerator
from email.message import EmailMessage
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from index.documents.mail.body import safe_name
from index.documents.text.encoding import NotTextError, decode, storable

if TYPE_CHECKING:
    from olefile import OleFileIO

Folder = tuple[str, ...]
DEEPEST = 3
"""Maximum depth of messages attached to messages."""
_SUBJECT, _BODY, _HTML, _RTF, _TO, _CC = "0037", "1000", "1013", "1009", "0E04", "0E03"
_SENDER, _ADDRESSES = "0C1A", ("5D01", "0C1F")
_SENT, _DELIVERED = 0x00390040, 0x0E060040
_FILE_NAMES, _DATA, _EMBEDDED = ("3707", "3704", "3001"), "3701", "__substg1.0_3701000D"
_PROPERTIES = "__properties_version1.0"
_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-Fa-f]{8}")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
"""The epoch of times in Windows, which are counted in tenths of a microsecond."""
_BEFORE_PROPERTIES, _BEFORE_EMBEDDED = 32, 24
_PROPERTY = struct.Struct("<LLQ")


class OutlookMessage:
    """A message in an OLE file, or in a ``folder`` of one, where another message carries it."""

    def __init__(self, ole: OleFileIO, folder: Folder = ()) -> None:
        self._ole = ole
        self._folder = folder

    def is_message(self) -> bool:
        """Whether it is a message at all: sheets and texts of old are OLE files as well."""
        return self._has(_PROPERTIES)

    @cached_property
    def subject(self) -> str:
        """The subject, on one line."""
        return self._line(_SUBJECT)

    @cached_property
    def body(self) -> str:
        """The plain text."""
        return self._text(self._folder, _BODY)

    @property
    def to(self) -> str:
        """The names of those it was sent to."""
        return self._line(_TO)

    @property
    def cc(self) -> str:
        """The names of those who got a copy."""
        return self._line(_CC)

    def sender(self) -> tuple[str, str]:
        """The name and the address of the sender. Addresses inside Exchange, which nobody knows by heart, are none."""
        addresses = (self._line(code) for code in _ADDRESSES)
        return self._line(_SENDER), next((address for address in addresses if "@" in address), "")

    def date(self) -> str:
        """When it was sent, else delivered, as ISO 8601; empty for a draft."""
        times = self._times
        ticks = times.get(_SENT) or times.get(_DELIVERED) or 0
        try:
            return (_EPOCH + timedelta(microseconds=ticks // 10)).isoformat("T", "seconds") if ticks else ""
        except OverflowError:
            return ""

    def html(self) -> bytes:
        """The text as an HTML page."""
        return self._read(self._folder, f"{_HTML}0102") or self._text(self._folder, _HTML).encode("utf-8", "replace")

    def has_rtf(self) -> bool:
        """Whether there is a text in compressed RTF."""
        return self._has(f"__substg1.0_{_RTF}0102")

    def attachments(self, depth: int = 1) -> Iterator[tuple[str, bytes]]:
        """The attachments: what they are called and their bytes; messages become ``.eml`` files."""
        for folder in self._attachment_folders():
            data = self._read(folder, f"{_DATA}0102")
            name = next(filter(None, (self._text(folder, code) for code in _FILE_NAMES)), "")
            if data:
                yield name, data
            elif depth < DEEPEST and self._ole.exists([*folder, _EMBEDDED, _PROPERTIES]):
                inner = OutlookMessage(self._ole, (*folder, _EMBEDDED))
                yield f"{inner.subject or 'message'}.eml", inner.as_eml(depth + 1)

    def as_eml(self, depth: int) -> bytes:
        """The message as a file of its own, which no OLE file can be cut into."""
        eml = EmailMessage()
        sender, address = self.sender()
        said = {"Subject": self.subject, "From": address or sender, "To": self.to, "Cc": self.cc, "Date": self.date()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
        eml.set_content(self.body) if self.body.strip() else eml.set_content(_page(self.html()), subtype="html")
        for name, data in self.attachments(depth):
            eml.add_attachment(data, "application", "octet-stream", filename=safe_name(name))
        stream = BytesIO()
        BytesGenerator(stream).flatten(eml)
        return lines.encode() + stream.getvalue()

    @cached_property
    def _times(self) -> Mapping[int, int]:
        """The properties of a fixed length, by their tags; those that are times are looked at."""
        data = self._bytes([*self._folder, _PROPERTIES])
        start = _BEFORE_EMBEDDED if self._folder else _BEFORE_PROPERTIES
        whole = (len(data) - start) // _PROPERTY.size * _PROPERTY.size
        properties = _PROPERTY.iter_unpack(data[start : start + max(0, whole)])
        return {tag: value for tag, _, value in properties}

    def _attachment_folders(self) -> list[Folder]:
        depth = len(self._folder)
        found = {
            tuple(entry[: depth + 1])
            for entry in self._ole.listdir()
            if tuple(entry[:depth]) == self._folder and len(entry) > depth and _ATTACHMENT.fullmatch(entry[depth])
        }
        return sorted(found)

    def _line(self, code: str) -> str:
        return " ".join(self._text(self._folder, code).split())

    def _text(self, folder: Folder, code: str) -> str:
        """A property that is text: newer files hold it as UTF-16, older ones in the encoding of their machine."""
        wide = self._read(folder, f"{code}001F")
        if wide:
            return storable(wide.decode("utf-16-le", "replace").rstrip("\0"))
        try:
            return decode(self._read(folder, f"{code}001E").rstrip(b"\0"))
        except NotTextError:
            return ""

    def _read(self, folder: Folder, code: str) -> bytes:
        return self._bytes([*folder, f"__substg1.0_{code}"])

    def _has(self, name: str) -> bool:
        return bool(self._ole.exists([*self._folder, name]))

    def _bytes(self, path: list[str]) -> bytes:
        if not self._ole.exists(path) or self._ole.get_type(path) != 2:  # noqa: PLR2004  # a stream, no storage
            return b""
        with self._ole.openstream(path) as stream:
            return bytes(stream.read())


def _page(data: bytes) -> str:
    try:
        return decode(data)
    except NotTextError:
        return ""
