"""Styles of a Word document: which of them hide text, which are items of lists, and which is the title's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.documents.office.ooxml import PREFIXES, is_on
from index.documents.office.package import Package
from index.documents.office.xml import Attributes, Handler, read_part

TITLES = frozenset({"title", "titre"})
"""Word's own name, and what programs in French write; « Titre 1 » is a heading."""
HEADINGS = frozenset({"heading 1", "heading1", "titre 1", "titre1"})
_MOST_PARENTS = 20
LEVELS = frozenset("012345678")


@dataclass(slots=True)
class _Style:
    name: str = ""
    parent: str = ""
    hidden: bool | None = None
    numbering: str = ""
    level: int = 0


class Styles(Handler):
    """The styles by their ids. A document may lack them: then an id is as good as a name."""

    def __init__(self) -> None:
        self.starts = {
            "w:style": self._begin,
            "w:name": self._call,
            "w:basedOn": self._base,
            "w:vanish": self._hide,
            "w:numId": self._number,
            "w:ilvl": self._set_level,
        }
        self._styles: dict[str, _Style] = {}
        self._current = _Style()

    def _begin(self, attributes: Attributes) -> None:
        self._current = self._styles.setdefault(attributes.get("w:styleId", ""), _Style())

    def _call(self, attributes: Attributes) -> None:
        self._current.name = attributes.get("w:val", "").casefold()

    def _base(self, attributes: Attributes) -> None:
        self._current.parent = attributes.get("w:val", "")

    def _hide(self, attributes: Attributes) -> None:
        self._current.hidden = is_on(attributes)

    def _number(self, attributes: Attributes) -> None:
        self._current.numbering = attributes.get("w:val", "")

    def _set_level(self, attributes: Attributes) -> None:
        level = attributes.get("w:val", "")
        self._current.level = int(level) if level in LEVELS else 0

    def name(self, style: str) -> str:
        """What a style is called, in lower case: the same in every language for those that Word comes with."""
        known = self._styles.get(style)
        return (known.name if known else "") or style.casefold()

    def hides(self, style: str) -> bool:
        """Whether text in this style is hidden, by the style itself or by those it is based on."""
        return next((known.hidden for known in self._line(style) if known.hidden is not None), False)

    def numbering(self, style: str) -> tuple[str, int]:
        """The list that paragraphs in this style are items of, and the level."""
        return next(((known.numbering, known.level) for known in self._line(style) if known.numbering), ("", 0))

    def _line(self, style: str) -> Iterator[_Style]:
        """A style, and those it is based on."""
        for _ in range(_MOST_PARENTS):
            known = self._styles.get(style)
            if known is None:
                return
            yield known
            style = known.parent


def read_styles(package: Package, part: str) -> Styles:
    """The styles of a document, none if it has no such part."""
    styles = Styles()
    if part in package:
        read_part(package, part, styles, PREFIXES)
    return styles
