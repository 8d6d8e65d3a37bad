"""Styles of a Word document: which hide text, number or are titles; and what a paragraph or a run says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from index.documents.office.ooxml import PREFIXES, is_on
from index.documents.office.package import Package
from index.documents.office.xml import Attributes, Handler, read_part

TITLES = frozenset({"title", "titre"})
"""Word's own name, and what programs in French write; « Titre 1 » is a heading."""
HEADINGS = frozenset({"heading 1", "heading1", "titre 1", "titre1"})
_MOST_PARENTS = 20
_LEVELS = frozenset("012345678")
_MOST_FIELDS = 100
"""More are in one another only where their ends are missing."""


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
        self._current.level = level_of(attributes)

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


def level_of(attributes: Attributes) -> int:
    """The level of a list that an element gives; the outermost one for what is none."""
    level = attributes.get("w:val", "")
    return int(level) if level in _LEVELS else 0


def read_styles(package: Package, part: str) -> Styles:
    """The styles of a document, none if it has no such part."""
    styles = Styles()
    if part in package:
        read_part(package, part, styles, PREFIXES)
    return styles


@dataclass(slots=True)
class Story:
    """The state of reading a story."""

    styles: Styles
    style: str = ""
    run_style: str = ""
    hidden: bool | None = None
    """Whether the run says that it is hidden."""
    numbering: str | None = None
    """The list that the paragraph says it is an item of; empty for none, None where it leaves that to its style."""
    level: int | None = None
    joins_next: bool = False
    """Whether the paragraph goes on in the next one."""
    fields: list[bool] = field(default_factory=list)
    """For each open field, whether its result has begun."""

    @property
    def is_shown(self) -> bool:
        """Whether the text of the run is: by its own word, else by its style, else by that of its paragraph."""
        if self.hidden is None:
            self.hidden = self.styles.hides(self.run_style) or self.styles.hides(self.style)
        return not self.hidden and all(self.fields)

    def begin_paragraph(self) -> None:
        """A paragraph is in no style until it says so."""
        self.style = ""
        self.joins_next = False
        self.numbering = self.level = None
        self.begin_run()

    def item(self) -> tuple[str, int]:
        """The list that the paragraph is an item of, and at what level."""
        numbering, level = self.styles.numbering(self.style)
        return (
            numbering if self.numbering is None else self.numbering,
            level if self.level is None else self.level,
        )

    def begin_run(self) -> None:
        """A run is in the style of its paragraph until it says otherwise."""
        self.run_style = ""
        self.hidden = None

    def end_instructions(self) -> None:
        """What a field does hardly ever goes on in the next paragraph: better too much than no more text at all."""
        self.fields = [True] * len(self.fields)

    def act_on_field(self, kind: str) -> None:
        """Act on the beginning of a field, the separator before its result, or its end."""
        if kind == "begin" and len(self.fields) < _MOST_FIELDS:
            self.fields.append(False)
        elif self.fields and kind == "separate":
            self.fields[-1] = True
        elif self.fields and kind == "end":
            self.fields.pop()
