"""Metadata: what front matter or a record says of an article besides its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from index.documents.dates import parse_date
from index.documents.drafts import About
from index.documents.encoding import storable

TITLE = ("title", "titre")
DATE = (
    *("date", "published", "pubdate", "datepublished", "date_published", "published_at", "publication_date"),
    *("date_publication", "created", "created_at", "date_creation"),
)
AUTHOR = ("author", "auteur", "authors", "auteurs")
SOURCE = ("source",)
TAGS = ("tags",)
KNOWN = frozenset((*TITLE, *DATE, *AUTHOR, *SOURCE, *TAGS))
DEEPEST = 20
"""What is nested more deeply is left out."""


def metadata(fields: Mapping[str, object]) -> About:
    """What ``fields`` say, as text; what is none of the usual properties is kept among the others."""
    title, title_key = _first(fields, TITLE)
    author, author_key = _first(fields, AUTHOR)
    source, source_key = _first(fields, SOURCE)
    date, date_key = _date(fields)
    tags = _tags(fields.get("tags"))
    used = {title_key, author_key, source_key, date_key, "tags" if tags else ""}
    others = ((key, plain_text(value)) for key, value in fields.items() if key not in used)
    return About(title, date, author, source, tags, {key: text for key, text in others if text})


def plain_text(value: object, depth: int = 0) -> str:
    """A value as one line of text: what is in a list or a mapping, with commas; nothing for what is true or false."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, (plain_text(one, depth + 1) for one in value))) if depth < DEEPEST else ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    text = storable(" ".join(str(value).split()))
    return "" if text in ("true", "false", "null", "~") else text


def _first(fields: Mapping[str, object], keys: Iterable[str]) -> tuple[str, str]:
    """The value of the first of ``keys`` that has one, and that key."""
    return next(_said(fields, keys), ("", ""))


def _said(fields: Mapping[str, object], keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key in keys:
        value = fields.get(key)
        text = "" if isinstance(value, Mapping) else plain_text(value)
        if text:
            yield text, key


def _date(fields: Mapping[str, object]) -> tuple[str, str]:
    """The first date that can be read, as it is written; one that cannot is told apart from none, if it is the only."""
    dates = list(_said(fields, DATE))
    return next((pair for pair in dates if parse_date(pair[0])), (dates[0][0], "") if dates else ("", ""))


def _tags(value: object) -> tuple[str, ...]:
    if isinstance(value, Mapping) or value is None:
        return ()
    parts = value if isinstance(value, (list, tuple)) else plain_text(value).split(",")
    return tuple(tag for tag in map(plain_text, parts) if tag)
