"""Formats: which reader reads which file. A format is one line here, and a module."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from importlib import import_module
from typing import NamedTuple, cast

from index.documents.drafts import PieceReader, Source
from index.model import Article, Fault

PlainReader = Callable[[Source], Iterable[Article | Fault]]


class Kind(StrEnum):
    """What the bytes of a format are, which decides where it is read and how far its name is trusted."""

    PLAIN = "plain"
    """Text as it is, read in this process."""
    MARKED = "marked"
    """Text with marks, read by a worker; the name says which."""
    BINARY = "binary"
    """Never plain text, read by a worker; the bytes say which."""
    ARCHIVE = "archive"
    """Files in a file, read by a worker."""


class Format(NamedTuple):
    """A format: its ``name`` is the type of its articles; ``reader`` is ``module:function``, imported when needed.

    The size of ``streamed`` files does not matter, for they are not read whole.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: str
    kind: Kind = Kind.BINARY
    streamed: bool = False


PACKAGE = "index.documents"
ALL: Sequence[Format] = (
    Format("txt", (".txt", ".text"), f"{PACKAGE}.plain.text:read_text", Kind.PLAIN),
    Format("md", (".md", ".markdown", ".mdx"), f"{PACKAGE}.plain.text:read_markdown", Kind.PLAIN),
    Format("jsonl", (".jsonl", ".ndjson"), f"{PACKAGE}.plain.jsonl:read_jsonl", Kind.PLAIN, streamed=True),
    Format("pdf", (".pdf",), f"{PACKAGE}.pdf:read_pdf"),
    Format("docx", (".docx", ".docm", ".dotx", ".dotm"), f"{PACKAGE}.office.docx:read_docx"),
    Format("odt", (".odt", ".ott"), f"{PACKAGE}.office.opendocument:read_opendocument"),
    Format("odp", (".odp",), f"{PACKAGE}.office.opendocument:read_opendocument"),
    Format("pptx", (".pptx", ".pptm", ".ppsx"), f"{PACKAGE}.office.pptx:read_pptx"),
    Format("epub", (".epub",), f"{PACKAGE}.office.epub:read_epub"),
    Format("rtf", (".rtf",), f"{PACKAGE}.office.rtf:read_rtf"),
    Format("doc", (".doc",), f"{PACKAGE}.office.doc:read_doc"),
    Format("html", (".html", ".htm", ".xhtml"), f"{PACKAGE}.html:read_html", Kind.MARKED),
    Format("eml", (".eml",), f"{PACKAGE}.mail:read_eml", Kind.MARKED),
    Format("mbox", (".mbox",), f"{PACKAGE}.mail:read_mbox", Kind.MARKED, streamed=True),
    Format("msg", (".msg",), f"{PACKAGE}.mail:read_msg"),
    Format("csv", (".csv", ".tsv"), f"{PACKAGE}.tables:read_csv", Kind.MARKED),
    Format("xlsx", (".xlsx", ".xlsm"), f"{PACKAGE}.tables:read_sheet"),
    Format("xls", (".xls",), f"{PACKAGE}.tables:read_sheet"),
    Format("ods", (".ods",), f"{PACKAGE}.tables:read_sheet"),
    Format("srt", (".srt",), f"{PACKAGE}.plain.subtitles:read_subtitles", Kind.MARKED),
    Format("vtt", (".vtt",), f"{PACKAGE}.plain.subtitles:read_subtitles", Kind.MARKED),
    Format("zip", (".zip",), f"{PACKAGE}.archives:read_zip", Kind.ARCHIVE, streamed=True),
    Format("gz", (".gz",), f"{PACKAGE}.archives:read_gzip", Kind.ARCHIVE, streamed=True),
)


def by_suffix(formats: Iterable[Format]) -> dict[str, Format]:
    """The formats by the suffixes of their files, in lower case."""
    return {end: one for one in formats for end in one.suffixes}


FORMATS: Mapping[str, Format] = by_suffix(ALL)
"""The format that each suffix stands for."""


def suffix(name: str) -> str:
    """How the name of a file ends, in lower case: a key of ``FORMATS``, if the file is of any use."""
    return os.path.splitext(name)[1].lower()


def kind_of(name: str) -> str:
    """What files that are not read are counted by: the suffix without its dot, empty where there is none."""
    return suffix(name).removeprefix(".")


def is_hidden(name: str) -> bool:
    """Whether a file or folder is none of the user's: hidden, or a lock of an office program."""
    return name.startswith((".", "~$"))


def is_plain(name: str) -> bool:
    """Whether a file of that name is text as it is."""
    return FORMATS[suffix(name)].kind is Kind.PLAIN


def is_streamed(name: str) -> bool:
    """Whether a file of that name is read bit by bit."""
    return FORMATS[suffix(name)].streamed


def plain_reader(one: Format) -> PlainReader:
    """The reader of a format of plain text."""
    return cast("PlainReader", _load(one.reader))


def piece_reader(one: Format) -> PieceReader:
    """The reader of any other format."""
    return cast("PieceReader", _load(one.reader))


def _load(name: str) -> object:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)
