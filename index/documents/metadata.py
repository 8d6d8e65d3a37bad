"""Metadata: what front matter or a record says of an article besides its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.documents.dates import parse_date
from index.documents.encoding import storable

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article; empty where nothing is said. ``date`` is ISO 8601."""

    title: str = ""
    date: str = ""
    author: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()


def metadata(fields: Mapping[str, object]) -> Metadata:
    """The fields that are known, as text; a date that cannot be read is left out."""
    return Metadata(
        title=_text(fields.get("title")),
        date=parse_date(_text(fields.get("date"))),
        author=_text(fields.get("author")),
        source=_text(fields.get("source")),
        tags=_tags(fields.get("tags")),
    )


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """The front matter of ``text`` (YAML between two lines of ``---``) and what follows it.

    What cannot be read as front matter stays in the text.
    """
    match = _FRONT_MATTER.match(text)
    if not match:
        return Metadata(), text
    fields = _yaml_mapping(match[1])
    return (metadata(fields), text[match.end() :]) if fields else (Metadata(), text)


def _yaml_mapping(source: str) -> Mapping[str, object]:
    import yaml

    try:
        loaded = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506  # makes text of everything, and nothing else
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return {str(key).casefold(): value for key, value in loaded.items()} if isinstance(loaded, dict) else {}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_text, value)))
    return storable(" ".join(str(value).split())) if isinstance(value, (str, int, float)) else ""


def _tags(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    parts = value if isinstance(value, (list, tuple)) else _text(value).split(",")
    return tuple(tag for tag in map(_text, (part.strip() if isinstance(part, str) else part for part in parts)) if tag)
