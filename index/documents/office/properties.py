"""Properties: what an office document says of itself, under whatever names, as an About."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from index.documents.drafts import About
from index.documents.office.package import Package
from index.documents.office.xml import Attributes, Handler, read_part
from index.documents.text.titles import is_given_title

Properties = dict[str, list[str]]
"""Values by their names: ``title``, ``author``, ``created``, ``modified``, ``keywords``, ``source``, and any other."""
_NO_DATE = frozenset({"2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z", "2013-01-27T09:15:58Z"})
"""Dates of the templates of python-docx and python-pptx, which few programs replace."""
_NO_AUTHOR = frozenset({"python-docx", "python-pptx", "unknown", "inconnu", "user", "utilisateur"})
_NO_TEXT = re.compile(r"generated (?:by|using) .*", re.IGNORECASE)
_MACHINE = re.compile(r"_|MSIP_|ContentTypeId|KSO|ICV$|Template|AppVersion")
"""Properties that programs name for themselves."""
_KNOWN = frozenset({"title", "author", "created", "modified", "keywords", "source"})


def about_of(properties: Mapping[str, Sequence[str]], title: str = "") -> About:
    """What is worth knowing of the properties; ``title`` is what the text itself marks as its title."""
    said = {name: list(filter(None, map(_line, values))) for name, values in properties.items()}
    titles = [text for text in said.get("title", ()) if is_given_title(text)]
    authors = [name for name in said.get("author", ()) if name.casefold() not in _NO_AUTHOR]
    dates = [date for name in ("created", "modified") for date in said.get(name, ()) if date not in _NO_DATE]
    return About(
        title=titles[0] if titles else title,
        author=", ".join(dict.fromkeys(authors)),
        source=", ".join(said.get("source", ())),
        tags=_tags(said.get("keywords", ())),
        others={
            name: ", ".join(kept)
            for name, values in said.items()
            if name not in _KNOWN and (kept := [value for value in values if not _NO_TEXT.fullmatch(value)])
        },
        saved=dates[0] if dates else "",
    )


def read_properties(
    package: Package, part: str, names: Mapping[str, str], prefixes: Mapping[str, str], found: Properties
) -> None:
    """Add what ``part`` says to ``found``; ``names`` are the elements that count and what they are called here."""
    if part in package:
        read_part(package, part, _PropertyHandler(names, found), prefixes)


class _PropertyHandler(Handler):
    """The text of each element that is in ``names``; a property that a user named goes by that name."""

    def __init__(self, names: Mapping[str, str], found: Properties) -> None:
        self.starts = {element: partial(self._begin, name) for element, name in names.items()}
        self.ends = dict.fromkeys(names, self._end)
        self._found = found
        self._name = ""
        self._parts: list[str] = []

    def _begin(self, known: str, attributes: Attributes) -> None:
        name = known or attributes.get("meta:name") or attributes.get("name", "")
        self._name = "" if _MACHINE.match(name) else name
        self._parts.clear()

    def _end(self) -> None:
        if self._name:
            self._found.setdefault(self._name, []).append("".join(self._parts))
        self._name = ""

    def text(self, data: str) -> None:
        if self._name:
            self._parts.append(data)


def _line(value: str) -> str:
    return " ".join(value.split())


def _tags(values: Sequence[str]) -> tuple[str, ...]:
    parts = (part.strip() for value in values for part in re.split(r"[,;]", value))
    return tuple(dict.fromkeys(filter(None, parts)))
