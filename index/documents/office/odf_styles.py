"""Styles of an OpenDocument: which of them hide text, and which is the title's."""

from __future__ import annotations

from dataclasses import dataclass

from index.documents.office.xml import Attributes, Handler

_MOST_PARENTS = 20


@dataclass(slots=True)
class _Style:
    parent: str = ""
    hides: bool | None = None


class Styles(Handler):
    """Styles by their names; those of the document come in ``styles.xml``, those of its passages with its content."""

    def __init__(self) -> None:
        self.starts = {"style:style": self._begin, "style:text-properties": self._hide}
        self._styles: dict[str, _Style] = {}
        self._current = _Style()

    def _begin(self, attributes: Attributes) -> None:
        self._current = _Style(attributes.get("style:parent-style-name", ""))
        self._styles[attributes.get("style:name", "")] = self._current

    def _hide(self, attributes: Attributes) -> None:
        if (display := attributes.get("text:display")) is not None:
            self._current.hides = display == "none"

    def hides(self, style: str) -> bool:
        """Whether text in this style is hidden, by the style itself or by those it is based on."""
        return next((known.hides for known in self._line(style) if known.hides is not None), False)

    def is_title(self, style: str) -> bool:
        """Whether this style is that of titles, or based on it. Its name is the same in every language."""
        return "Title" in {style, *(known.parent for known in self._line(style))}

    def _line(self, style: str) -> list[_Style]:
        found: list[_Style] = []
        while (known := self._styles.get(style)) and len(found) < _MOST_PARENTS:
            found.append(known)
            style = known.parent
        return found
