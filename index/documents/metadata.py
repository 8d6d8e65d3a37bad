"""Metadata: what front matter or a record says of an article besides its text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.documents.drafts import About
from index.documents.encoding import storable

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)


def metadata(fields: Mapping[str, object]) -> About:
    """The fields that are known, as text."""
    return About(
        title=_text(fields.get("title")),
        date=_text(fields.get("date")),
        author=_text(fields.get("author")),
        source=_text(fields.get("source")),
        tags=_tags(fields.get("tags")),
    )


def split_front_matter(text: str) -> tuple[About, str]:
    """The front matter of ``text`` (YAML between two lines of ``---``) and what follows it.

    What cannot be read as front matter stays in the text.
    """
    match = _FRONT_MATTER.match(text)
    if not match:
        return About(), text
    fields = _yaml_mapping(match[1])
    return (metadata(fields), text[match.end() :]) if fields else (About(), text)


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
