"""Hostile documents: payloads that would run in a browser, in every field that a page shows."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path

EVIL = "evil"
"""The class of every element that a payload would make."""
SUM = "62615533"
"""What a template would make of 7919*7907."""
PAYLOADS = (
    "<script class=evil>alert(1)</script>",
    '"><img class=evil src=x onerror=alert(1)>',
    "'><svg class=evil onload=alert(1)>",
    "</title></textarea></script><b class=evil>x</b>",
    "<iframe class=evil src=javascript:alert(1)></iframe>",
    "<a class=evil href='javascript:alert(1)'>x</a>",
    "javascript:alert(1)",
    "[x](javascript:alert(1)) ![x](x onerror=alert(1)) <javascript:alert(1)>",
    "' autofocus onfocus=alert(1) x='",
    '" style="position:fixed;inset:0" class="evil',
    "{{7919*7907}}${7919*7907}#{7919*7907}",
    "<mark class=evil>x</mark><!--",
    "]]><style class=evil>*{display:none}</style>",
    "&lt;script class=evil&gt;alert(1)&lt;/script&gt; &#60;b class=evil&#62;",
    "\u202e<b class=evil>gnp.exe</b>",
    "\x1b]0;x\x07\x9b31m<i class=evil>x</i>",
)
Write = Callable[[Path, int, str], None]


def word(field: str) -> str:
    """The word that finds the documents with a payload in ``field``."""
    return f"zz{field.replace(' ', '')}"


def _record(field: str) -> Write:
    """``field`` of a record; of a list one item, of text a paragraph that is found."""

    def write(folder: Path, number: int, payload: str) -> None:
        record: dict[str, object] = {"id": f"{field}-{number}", "title": "Titre", "text": f"Texte {word(field)}."}
        shown = f"{payload} {word(field)}" if field in ("title", "text") else payload
        record[field] = [payload, "autre"] if field == "tags" else shown
        line = json.dumps(record, ensure_ascii=False)
        (folder / f"{field}-{number}.jsonl").write_text(f"{line}\n", encoding="utf-8")

    return write


def _file_name(folder: Path, number: int, payload: str) -> None:
    name = "".join("_" if sign == "/" or not sign.isprintable() else sign for sign in f"{number} {payload}")
    (folder / f"{name}.txt").write_text(f"Titre\n\nTexte {word('file name')}.\n", encoding="utf-8")


def _front_matter(folder: Path, number: int, payload: str) -> None:
    value = json.dumps(payload)
    lines = [f"{key}: {value}" for key in ("title", "author", "source")] + [f"tags: [{value}]", f"{value}: {value}"]
    text = "\n".join(["---", *lines, "---", f"# {payload}", "", f"{payload} {word('front matter')}"])
    (folder / f"front-{number}.md").write_text(text, encoding="utf-8")


def _markdown(folder: Path, number: int, payload: str) -> None:
    parts = [
        f"# {payload}",
        f"> {payload}",
        f"- {payload}",
        f"| a | b |\n|---|---|\n| {payload} | {word('markdown')} |",
    ]
    parts += [f"[x]: javascript:alert(1)\n[{payload}][x] {word('markdown')}", f"```\n{payload}\n```"]
    (folder / f"markdown-{number}.md").write_text("\n\n".join(parts), encoding="utf-8")


def _mail(folder: Path, number: int, payload: str) -> None:
    message = EmailMessage()
    plain = "".join(sign if sign.isprintable() else "?" for sign in payload)
    message["Subject"], message["From"] = plain, f'"{plain.replace(chr(34), "")}" <a@example.org>'
    message["Date"] = "Fri, 01 Mar 2024 10:00:00 +0100"
    message.set_content(f"{payload}\n\n> {payload}\n\nTexte {word('mail')}.\n")
    (folder / f"mail-{number}.eml").write_bytes(bytes(message))


def _page(folder: Path, number: int, payload: str) -> None:
    said = html.escape(payload)
    head = f'<title>{said}</title><meta name="author" content="{said}"><script>alert(1)</script>'
    body = f"<h1>{said}</h1><p>{said} {word('web page')}</p><p>{payload}</p>"
    text = f"<!doctype html><meta charset=utf-8>{head}<body onload=alert(1)>{body}</body>"
    (folder / f"page-{number}.html").write_text(text, encoding="utf-8")


FIELDS: Mapping[str, Write] = {
    **{field: _record(field) for field in ("title", "text", "id", "author", "source", "tags")},
    "file name": _file_name,
    "front matter": _front_matter,
    "markdown": _markdown,
    "mail": _mail,
    "web page": _page,
}


def write(folder: Path, payloads: Sequence[str] = PAYLOADS) -> None:
    """Files with each payload in each field, and a secret that attacks over the wire are after."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "secret.txt").write_text("Un secret\n\nUn secret : l’eau froide.\n", encoding="utf-8")
    for make in FIELDS.values():
        for number, payload in enumerate(payloads):
            make(folder, number, payload)
