"""A file of every format that is read, made by code from a title and paragraphs."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping, Sequence

from office_doc import Doc
from office_files import docx, epub, odp, odt, par, pptx, run, shape, xhtml
from outlook_files import ole, sent, text
from pdf_files import Style, typeset
from sheet_files import ods, xls, xlsx
from zip_files import zipped

Make = Callable[[str, Sequence[str]], bytes]


def _txt(title: str, paragraphs: Sequence[str]) -> bytes:
    return "\n\n".join((title, *paragraphs)).encode()


def _jsonl(title: str, paragraphs: Sequence[str]) -> bytes:
    return json.dumps({"title": title, "text": "\n".join(paragraphs)}, ensure_ascii=False).encode()


def _html(title: str, paragraphs: Sequence[str]) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!doctype html><title>{title}</title><h1>{title}</h1><article>{body}</article>".encode()


def _eml(title: str, paragraphs: Sequence[str]) -> bytes:
    head = f"From: a@exemple.fr\r\nSubject: {title}\r\nContent-Type: text/plain; charset=utf-8\r\n"
    return (head + "Content-Transfer-Encoding: 8bit\r\n\r\n" + "\r\n\r\n".join(paragraphs)).encode()


def _mbox(title: str, paragraphs: Sequence[str]) -> bytes:
    return b"From a@exemple.fr Tue Mar 12 10:00:00 2024\n" + _eml(title, paragraphs).replace(b"\r", b"") + b"\n\n"


def _rtf(title: str, paragraphs: Sequence[str]) -> bytes:
    coded = ("".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in line) for line in (title, *paragraphs))
    return b"{\\rtf1\\ansi " + "\\par ".join(coded).encode() + b"\\par}"


def _msg(title: str, paragraphs: Sequence[str]) -> bytes:
    return ole({**sent(), **text("0037", title), **text("1000", "\r\n\r\n".join(paragraphs))})


def _subtitles(head: str, mark: str) -> Make:
    def make(_: str, paragraphs: Sequence[str]) -> bytes:
        cues = (f"{n}\n00:{n:02}:00{mark}000 --> 00:{n:02}:09{mark}000\n{one}\n" for n, one in enumerate(paragraphs))
        return (head + "\n".join(cues)).encode()

    return make


MAKERS: Mapping[str, Make] = {
    "txt": _txt,
    "md": lambda title, paragraphs: "\n\n".join((f"# {title}", *paragraphs)).encode(),
    "jsonl": _jsonl,
    "pdf": lambda title, paragraphs: typeset(paragraphs, Style(gap=6), {"Title": title}),
    "docx": lambda title, paragraphs: docx("".join(par(run(line)) for line in (title, *paragraphs))),
    "odt": lambda title, paragraphs: odt("".join(f"<text:p>{line}</text:p>" for line in (title, *paragraphs))),
    "odp": lambda title, paragraphs: odp("".join(f"<text:p>{line}</text:p>" for line in (title, *paragraphs))),
    "pptx": lambda title, paragraphs: pptx(shape(title, *paragraphs)),
    "epub": lambda _, paragraphs: epub(xhtml("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))),
    "rtf": _rtf,
    "doc": lambda title, paragraphs: Doc([("\r".join((title, *paragraphs, "")), b"")]).data(),
    "html": _html,
    "eml": _eml,
    "mbox": _mbox,
    "msg": _msg,
    "csv": lambda title, paragraphs: "\n".join((f'"{title}"', *(f'"{line}"' for line in paragraphs))).encode(),
    "xlsx": lambda title, paragraphs: xlsx({"Feuille": [[title], *([line] for line in paragraphs)]}),
    "xls": lambda title, paragraphs: xls([[title], *([line] for line in paragraphs)]),
    "ods": lambda title, paragraphs: ods([[title], *([line] for line in paragraphs)]),
    "srt": _subtitles("", ","),
    "vtt": _subtitles("WEBVTT\n\n", "."),
    "zip": lambda title, paragraphs: zipped({"dans/note.txt": _txt(title, paragraphs)}),
    "gz": lambda title, paragraphs: gzip.compress(_txt(title, paragraphs), mtime=0),
}
"""By the name of the format, which is its suffix as well."""
