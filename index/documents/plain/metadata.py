"""Metadata: what front matter or a record says of an article besides its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import TYPE_CHECKING

from index.documents.drafts import About
from index.documents.text.dates import parse_date
from index.documents.text.encoding import storable

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node

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
LONGEST = 20_000
"""No front matter is longer, in code points: what is between two rules far apart is text."""
MOST_BRACKETS = 500
_END = r"(?:\r\n?|\n)"
_YAML = re.compile(rf"\s{{0,100}}---[ \t]*{_END}(.*?{_END})?(?:---|\.\.\.)[ \t]*(?:{_END}|$)", re.DOTALL)
_TOML = re.compile(rf"\s{{0,100}}\+\+\+[ \t]*{_END}(.*?{_END})?\+\+\+[ \t]*(?:{_END}|$)", re.DOTALL)
_PROPERTY = re.compile(r"([ \t]*)([^\W\d][\w.-]{0,60}(?: [\w.-]{1,30}){0,3})[ \t]{0,9}[:=](?:[ \t]+(.*)|)")
_CONTINUED = re.compile(r"[ \t]*- (.*)|[ \t]+(.*)")
_BLOCK_SIGNS = frozenset(("|", ">", "|-", ">-", "|+", ">+"))
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_-]*")


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
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, (plain_text(one, depth + 1) for one in value))) if depth < DEEPEST else ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return plain_text(tuple(value.values()), depth) if isinstance(value, Mapping) else ""
    text = storable(" ".join(str(value).split()))
    return "" if text in ("true", "false", "null", "~") else text


def _first(fields: Mapping[str, object], keys: Iterable[str]) -> tuple[str, str]:
    """The value of the first of ``keys`` that has one, and that key."""
    return next(_said(fields, keys), ("", ""))


def _said(fields: Mapping[str, object], keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key in filter(fields.__contains__, keys):  # most records have few of them
        value = fields[key]
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


def split_front_matter(text: str) -> tuple[About, str]:
    """What the front matter of ``text`` says, and what follows it; what is no front matter stays in the text.

    Front matter names a known property, or nothing but identifiers: « Lieu : Rennes » between two rules is text.
    """
    head = text[:LONGEST]
    for form, read in ((_YAML, _yaml), (_TOML, _toml)):
        if match := form.match(head):
            fields = read(match[1] or "")
            named = {name.casefold(): value for name, value in fields.items()}
            about = metadata(named)
            if KNOWN.intersection(named) or (about != About() and all(map(_IDENTIFIER.fullmatch, fields))):
                return about, text[match.end() :]
    return About(), text


def _yaml(source: str) -> Mapping[str, object]:
    """The properties in ``source``, as YAML, or line by line where it is none, as with a colon in a French title."""
    import yaml

    try:
        brackets = source.count("[") + source.count("{")
        if brackets > MOST_BRACKETS or any(isinstance(token, yaml.AliasToken) for token in yaml.scan(source)):
            return _by_lines(source)  # scanning takes the square of the one, the other repeats a billion times
        node = yaml.compose(source, Loader=yaml.BaseLoader)
        fields = _mapping(node) if isinstance(node, yaml.MappingNode) else {}
    except (yaml.YAMLError, ValueError, RecursionError):
        return _by_lines(source)
    return fields or _by_lines(source)


def _mapping(node: MappingNode) -> dict[str, object]:
    """A mapping, all its values as text; none where a name comes twice."""
    fields = {str(key.value): _value(value, 1) for key, value in node.value}
    return fields if len(fields) == len(node.value) else {}


def _value(node: Node, depth: int) -> object:
    if depth > DEEPEST:
        return None
    if isinstance(node.value, str):
        return node.value
    nodes = (pair[1] if isinstance(pair, tuple) else pair for pair in node.value)
    return [_value(one, depth + 1) for one in nodes]


def _toml(source: str) -> Mapping[str, object]:
    import tomllib

    try:
        loaded = tomllib.loads("\n".join(source.splitlines()), parse_float=str)
    except (ValueError, RecursionError):
        return _by_lines(source)
    return {key: str(value) if isinstance(value, (date, time)) else value for key, value in loaded.items()}


def _by_lines(source: str) -> dict[str, object]:
    """The properties of what is no YAML, the first of a name; none where a line is neither a property nor goes on."""
    fields: dict[str, list[str]] = {}
    values, nests = list[str](), False
    for line in filter(str.strip, source.splitlines()):
        match = _PROPERTY.fullmatch(line)
        if match and not (match[1] and nests):
            values = _values(match[3] or "")
            fields.setdefault(match[2], values)
            nests = not values
        elif fields and (more := _CONTINUED.fullmatch(line)):
            _go_on(values, more[1], match[3] if match else more[2])
        elif not line.startswith("#"):
            return {}
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def _go_on(values: list[str], item: str | None, text: str | None) -> None:
    """Add an item of a list, or more of the last value."""
    if item is not None or not values:
        values += _values(item or text or "")
    else:
        values[-1] += f" {text}"


def _values(text: str) -> list[str]:
    """What is behind the colon: a list in brackets, or one value, without the quotes around it."""
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return [value for part in text[1:-1].split(",") for value in _values(part)]
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return [text[1:-1].replace("''", "'") if text[0] == "'" else text[1:-1]]
    return [text] if text and text not in _BLOCK_SIGNS else []
