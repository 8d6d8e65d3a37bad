"""Good files: one of each format that is read, small, and with what the format has more than paragraphs."""

from __future__ import annotations

import base64
import gzip
import json
import struct
from collections.abc import Callable, Mapping

from benchmarks.reliability.compound import compound
from benchmarks.reliability.good_packages import docx, epub, odp, ods, odt, pptx, xlsx, zipped
from benchmarks.reliability.good_texts import LINES, TITLE, each, within

TEXT = "\n\n".join((TITLE, "Sète, le 3 mars 2024", *LINES)) + "\n"
MARKDOWN = f"""---
title: Le canal
date: 2024-03-26
author: [Émile Zola, George Sand]
tags: [eau, canal]
---
# {TITLE}

{LINES[0]}

- {LINES[1]}
- *deux* `mots`[^1]

| a | b |
|---|---|
| 1 | 2 |

[^1]: {LINES[2]}
"""


def good_files() -> dict[str, bytes]:
    """The files, by their suffixes."""
    return {suffix: make() for suffix, make in _MAKERS.items()}


def _records() -> bytes:
    records = [
        {"id": 1, "title": TITLE, "text": "\n".join(LINES), "date": "2024-03-26", "tags": ["eau", "canal"]},
        {"id": "a/b", "titre": "Deux", "texte": LINES[0], "url": "https://exemple.fr", "score": 1.5, "vide": None},
        *({"id": f"n{number}", "text": line} for number, line in enumerate(LINES)),
    ]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def _pdf() -> bytes:
    lines = "".join(f"({line}) Tj T*\n" for line in (TITLE, *LINES)).replace("’", "'")
    content = b"BT /F1 11 Tf 14 TL 60 760 Td\n" + lines.encode("cp1252", "replace") + b"ET"
    entries = b"/Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
    page = b"<< " + entries + b" /MediaBox [0 0 %d %d] >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Outlines << /Count 0 >> >>",
        b"<< /Type /Pages /Count 2 /Kids [3 0 R 6 0 R] >>",
        page % (595, 842),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        page % (842, 595),
        b"<< /Title (Le canal) /Author (Zola) /CreationDate (D:20240326101112+01'00') >>",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, b"".join(places))
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return data + table + trailer % (len(objects) + 1, len(data))


def _html() -> bytes:
    about = within("title", TITLE) + '<meta charset="utf-8"><meta name="author" content="Zola"><script>x()</script>'
    lines = each(within("p", "{line} <b>gras</b>"))
    article = within("article", within("h1", TITLE), lines, "<ul><li>un</ul><table><tr><td>1<td>2</table>")
    return f"<!doctype html>{within('html', about, '<body><nav><a href=/>Accueil</a></nav>', article)}".encode()


def _rtf() -> bytes:
    coded = "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in each("{line}\\par "))
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}{\info{\title Le canal}}\f0\b "
    return f"{head}{coded}\\trowd\\cellx900\\intbl un\\cell\\row\\'e9}}".encode()


def _doc() -> bytes:
    text = each("{line}\r").encode("utf-16-le")
    size = len(text) // 2
    pieces = struct.pack("<IIHIH", 0, size, 0, 0x800, 0)
    table = b"\2" + struct.pack("<I", len(pieces)) + pieces
    head = struct.pack("<HH6xH", 0xA5EC, 0xC1, 0x0200).ljust(76, b"\0") + struct.pack("<I", size)
    head = head.ljust(154 + 8 * 33, b"\0") + struct.pack("<II", 0, len(table))
    return compound({"WordDocument": (head.ljust(0x800, b"\0") + text).ljust(4096, b"\0"), "1Table": table})


def _xls() -> bytes:
    def record(kind: int, data: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    cells = [
        record(0x204, struct.pack("<HHHHB", row, 0, 0, len(line), 1) + line.encode("utf-16-le"))
        for row, line in enumerate(LINES)
    ]
    cells.append(record(0x203, struct.pack("<HHHd", 4, 1, 0, 1250.5)))
    sheet = record(0x809, struct.pack("<HH12x", 0x600, 0x10)) + b"".join(cells) + record(0xA)
    begin = record(0x809, struct.pack("<HH12x", 0x600, 0x5))
    bound = record(0x85, struct.pack("<LHBB", len(begin) + 14 + 4, 0, 2, 0) + b"Un")
    return compound({"Workbook": begin + bound + record(0xA) + sheet})


def _msg() -> bytes:
    streams = {"0037": TITLE, "1000": "\r\n\r\n".join(LINES), "0C1A": "Émile Zola", "0C1F": "zola@exemple.fr"}
    texts = {f"__substg1.0_{code}001F": text.encode("utf-16-le") for code, text in streams.items()}
    when = struct.pack("<IIQ", 0x00390040, 6, 133_558_920_000_000_000)
    return compound({"__properties_version1.0": bytes(32) + when, **texts})


def _in_base64(text: str) -> str:
    return base64.encodebytes(text.encode()).decode()


def _eml() -> bytes:
    """A message in two parts, the second an attachment, both in base 64."""
    heads = ["Content-Type: text/plain", 'Content-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"']
    parts = (
        f"--XX\n{head}; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{_in_base64(text)}\n"
        for head, text in zip(heads, ("\n\n".join(LINES), TEXT), strict=True)
    )
    about = "From: =?utf-8?q?=C3=89mile?= <zola@exemple.fr>\nSubject: Le canal\nDate: Tue, 26 Mar 2024 10:00:00 +0100\n"
    return f'{about}Content-Type: multipart/mixed; boundary="XX"\n\n{"".join(parts)}--XX--\n'.encode()


def _mbox() -> bytes:
    return (
        b"From a@exemple.fr Tue Mar 26 10:00:00 2024\n"
        + _eml()
        + b"\nFrom b@exemple.fr Wed Mar 27 10:00:00 2024\n"
        + _eml()
    )


def _subtitles(head: str, point: str) -> bytes:
    return (
        head + each(f"{{number}}\n00:0{{number}}:01{point}000 --> 00:0{{number}}:09{point}500\n<i>{{line}}</i>\n\n")
    ).encode()


def _csv() -> bytes:
    return ("titre;texte;date\n" + each('{number};"{line} ""cité"" ;\nsuite";2024-03-0{number}\n')).encode()


_MAKERS: Mapping[str, Callable[[], bytes]] = {
    ".txt": TEXT.encode,
    ".md": MARKDOWN.encode,
    ".jsonl": _records,
    ".pdf": _pdf,
    ".docx": docx,
    ".odt": odt,
    ".odp": odp,
    ".pptx": pptx,
    ".epub": epub,
    ".rtf": _rtf,
    ".doc": _doc,
    ".html": _html,
    ".eml": _eml,
    ".mbox": _mbox,
    ".msg": _msg,
    ".csv": _csv,
    ".xlsx": xlsx,
    ".xls": _xls,
    ".ods": ods,
    ".srt": lambda: _subtitles("", ","),
    ".vtt": lambda: _subtitles("WEBVTT\n\n", "."),
    ".zip": lambda: zipped({"dans/a.txt": TEXT, "b.zip": zipped({"c.md": MARKDOWN})}),
    ".gz": lambda: gzip.compress(TEXT.encode(), mtime=0),
}
