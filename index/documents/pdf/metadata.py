"""Metadata: what a PDF says of itself, and the title that its first page shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.documents.drafts import About
from index.documents.pdf.layout import Paragraph
from index.documents.text.titles import is_given_title

LONGEST_TITLE = 200
LONGEST_VALUE = 500
LARGER = 1.15
"""A title is so much larger than the text."""
_NOBODY = re.compile(
    r"\W*(?:unknown|inconnu|auteur|author|user|utilisateur|admin\w*|microsoft office user|anonymous)\W*"
)
_DATE = re.compile(r"(?:D:)?\s*(\d{4})(\d{2})?(\d{2})?")


def about(metadata: Mapping[str, str], first_page: Sequence[tuple[Paragraph, str]]) -> About:
    """Title, author, date and keywords; the title of the metadata if it is one, else the largest text of page 1."""
    title, author, subject = (_value(metadata, key) for key in ("Title", "Author", "Subject"))
    return About(
        title=title if is_given_title(title) else largest(first_page),
        author="" if _NOBODY.fullmatch(author.casefold()) else author,
        others={"subject": subject} if subject and subject != title else {},
        tags=tuple(tag for part in re.split("[,;]", _value(metadata, "Keywords")) if (tag := " ".join(part.split()))),
        saved=date(metadata.get("CreationDate", "")) or date(metadata.get("ModDate", "")),
    )


def _value(metadata: Mapping[str, str], key: str) -> str:
    return " ".join(metadata.get(key, "")[:LONGEST_VALUE].split())


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
