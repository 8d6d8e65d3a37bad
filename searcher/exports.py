"""Exports: articles that were found → a file for a spreadsheet, another program or a bibliography."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from hashlib import sha256
from io import StringIO

from index.analysis import fold
from searcher.answer import AnswerArticle, article_as_json

Link = Callable[[str], str]
"""The address of the article with an id."""

COLUMNS = (
    *("id", "title", "date", "author", "source", "tags", "type", "path"),
    *("score", "missing", "passages_total", "page", "passage", "link"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A cell that begins so is a formula to some spreadsheet. (OWASP: CSV Injection.)"""
LATEX = {sign: f"\\{sign}" for sign in "$&#%_"} | {
    "{": r"\textbraceleft{}",  # BibTeX counts the brace of \{ as well: one without its other half would end no entry
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")


class Format(StrEnum):
    """How articles can be written."""

    CSV = "csv"
    JSONL = "jsonl"
    BIBTEX = "bibtex"
    RIS = "ris"


def export(articles: Iterable[AnswerArticle], form: Format, link: Link) -> Iterator[str]:
    """The articles as text, piece by piece. Nothing is written before the first piece is asked for."""
    return {Format.CSV: csv_rows, Format.JSONL: json_lines, Format.BIBTEX: bibtex, Format.RIS: ris}[form](
        articles, link
    )


def csv_rows(articles: Iterable[AnswerArticle], link: Link) -> Iterator[str]:
    """A table with a row for each article, after RFC 4180, and a mark by which spreadsheets know it for UTF-8."""
    yield "\ufeff" + csv_row(COLUMNS)
    for hit in articles:
        about, best = hit.article, next(iter(hit.passages), None)
        yield csv_row(
            (
                *(about.id, about.title, about.date, about.author, about.source, ", ".join(about.tags), about.type),
                *(about.path, round(hit.score, 6), ", ".join(hit.missing), hit.passages_total),
                *((best.page or "", best.text) if best else ("", "")),
                link(about.id),
            )
        )


def csv_row(values: Iterable[object]) -> str:
    """One row; text that a spreadsheet would take for a formula has an apostrophe before it."""
    row = StringIO()
    csv.writer(row).writerow([_harmless(value) if isinstance(value, str) else value for value in values])
    return row.getvalue()


def _harmless(cell: str) -> str:
    cell = cell.replace("\0", "")
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def json_lines(articles: Iterable[AnswerArticle], link: Link) -> Iterator[str]:
    """A line of JSON for each article, as the API writes it, with its ``link``."""
    for hit in articles:
        yield json.dumps({**article_as_json(hit), "link": link(hit.article.id)}, ensure_ascii=False) + "\n"


def bibtex(articles: Iterable[AnswerArticle], link: Link) -> Iterator[str]:
    """A ``@misc`` entry for each article. Text is UTF-8, as biber reads it; what LaTeX would act on is escaped."""
    for hit in articles:
        about = hit.article
        fields = {
            "title": f"{{{_latex(about.title or about.id)}}}",
            "author": f"{{{_latex(about.author)}}}" if about.author else "",  # braces: it is one name
            "year": about.own_date[:4],
            "date": about.own_date,
            "howpublished": _latex(about.source),
            "keywords": _latex(", ".join(about.tags)),
            "note": _latex(about.id),
            "url": re.sub(r"[{}\\]", "", link(about.id)),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        yield f"@misc{{{_key(about.id)},\n{lines}}}\n\n"


def _latex(text: str) -> str:
    return "".join(LATEX.get(sign, sign) for sign in _line(text))


def _key(name: str) -> str:
    """A key for the article with the id ``name``: what it is called, and what tells it from another called so."""
    words = re.findall("[a-z0-9]+", fold(name).lower())
    return "-".join([*words[-3:], sha256(name.encode("utf-8", "replace")).hexdigest()[:8]])


def ris(articles: Iterable[AnswerArticle], link: Link) -> Iterator[str]:
    """A record of type GEN for each article, in the tags of the RIS format."""
    for hit in articles:
        about, best = hit.article, next(iter(hit.passages), None)
        tags = [
            ("TY", "GEN"),
            ("ID", about.id),
            ("TI", about.title or about.id),
            ("AU", about.author),
            ("PY", about.own_date[:4]),
            ("DA", _ris_date(about.own_date)),
            ("PB", about.source),
            *(("KW", tag) for tag in about.tags),
            ("AB", best.text if best else ""),
            ("UR", link(about.id)),
        ]
        lines = (f"{tag}  - {_line(value)}\r\n" for tag, value in tags if value)
        yield "".join(lines) + "ER  - \r\n\r\n"


def _ris_date(iso: str) -> str:
    """``2024-03`` → ``2024/03//``: year, month, day and other information, some of them empty."""
    year, month, day, *_ = [*iso.split("-"), "", "", ""]
    return f"{year}/{month}/{day}/" if year else ""


def _line(text: str) -> str:
    """``text`` as one line."""
    return CONTROL.sub(" ", text).strip()
