"""Metadata: what a PDF says of itself, and the title that its first page shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.documents.drafts import About
from index.documents.pdf.layout import Paragraph

LONGEST_TITLE = 200
LONGEST_VALUE = 500
LARGER = 1.15
"""A title is so much larger than the text."""
_PROGRAM = re.compile(r"(?:microsoft (?:word|powerpoint|excel|office \w+)|writer|calc|impress) ?[-–] ", re.IGNORECASE)
_SUFFIXES = "docx?|dotx?|od[tpsg]|rtf|pdf|tex|dvi|indd|qxd|pptx?|xlsx?|html?|txt|pub|wpd|pages|md|typ"
_FILE_NAME = re.compile(rf"[\w)]\.(?:{_SUFFIXES})\b|^(?:file|https?)://|^[a-z]:\\|^[^\s_]+(?:_[^\s_]+)+$")
_NO_TITLE = re.compile(
    r"\W*(?:untitled|sans[ -]titre|titre|title|(?:nouveau )?document|pr[ée]sentation(?: powerpoint)?|diapositive"
    r"|anonymous)\W*\d*\W*"
)
_NOBODY = re.compile(
    r"\W*(?:unknown|inconnu|auteur|author|user|utilisateur|admin\w*|microsoft office user|anonymous)\W*"
)
_DATE = re.compile(r"(?:D:)?\s*(\d{4})(\d{2})?(\d{2})?")


def about(metadata: Mapping[str, str], first_page: Sequence[tuple[Paragraph, str]]) -> About:
    """Title, author, date and keywords; the title of the metadata if it is one, else the largest text of page 1."""
    title, author, subject = (_value(metadata, key) for key in ("Title", "Author", "Subject"))
    return About(
        title=title if is_title(title) else largest(first_page),
        date=date(metadata.get("CreationDate", "")) or date(metadata.get("ModDate", "")),
        author="" if _NOBODY.fullmatch(author.casefold()) else author,
        others={"subject": subject} if subject and subject != title else {},
        tags=tuple(tag for part in re.split("[,;]", _value(metadata, "Keywords")) if (tag := " ".join(part.split()))),
    )


def _value(metadata: Mapping[str, str], key: str) -> str:
    return " ".join(metadata.get(key, "")[:LONGEST_VALUE].split())


def is_title(title: str) -> bool:
    """Whether the title of the metadata is one, not the name that a program gave the file."""
    plain = title.casefold()
    return bool(re.search(r"[^\W\d_]", title)) and not (
        _PROGRAM.match(plain) or _NO_TITLE.fullmatch(plain) or _FILE_NAME.search(plain) or "\ufffd" in title
    )


def largest(first_page: Sequence[tuple[Paragraph, str]]) -> str:
    """The first of the largest paragraphs of a page, if it is larger than most of the page and short."""
    letters: dict[float, int] = {}
    for paragraph, text in first_page:
        letters[paragraph.lines[0].size] = letters.get(paragraph.lines[0].size, 0) + len(text)
    if not letters:
        return ""
    usual = max(letters, key=lambda size: letters[size])
    candidates = [(paragraph.lines[0].size, text) for paragraph, text in first_page if re.search(r"[^\W\d_]{2}", text)]
    size, title = max(candidates, key=lambda candidate: candidate[0], default=(0.0, ""))
    title = " ".join(title.split())
    return title if size > LARGER * usual and len(title) <= LONGEST_TITLE else ""


def date(written: str) -> str:
    """ISO 8601 for a date of a PDF, ``D:20240506120000+02'00'``."""
    found = _DATE.match(written)
    return "-".join(part for part in found.groups() if part) if found else ""
