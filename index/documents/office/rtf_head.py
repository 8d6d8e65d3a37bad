"""The header of Rich Text Format: destinations, fonts, styles, and what the document says of itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from index.documents.office.fonts import Fonts, codec
from index.documents.office.properties import Properties

PROPERTIES = {
    **{word: word for word in ("title", "author", "keywords", "subject", "category", "company", "manager")},
    "doccomm": "description",
}
HEADERS = frozenset(f"{name}{which}" for name in ("header", "footer") for which in ("", "l", "r", "f"))
BOXES = frozenset({"footnote", "shptxt", "dptxbxtext"})
DATES = {"creatim": "created", "revtim": "modified"}
LABEL = "label"
"""Where what is before an item of a list goes: its number, or « Article 3 »."""
DESTINATIONS = {"fonttbl": "fonts", "stylesheet": "styles", "listtext": LABEL, "pntext": LABEL, **PROPERTIES, **DATES}
KNOWN = frozenset({*DESTINATIONS, *HEADERS, *BOXES, "shpinst", "do", "nesttableprops"})
"""Destinations that count though readers may leave them out."""
IGNORED = frozenset(
    (  # noqa: SIM905
        "annotation atnid atnauthor atntime atndate atnicn atnref atnparent bkmkstart bkmkend "
        "colortbl fldinst listtable listoverridetable nonesttables nonshppict objdata pict "
        "pn rsidtbl revtbl shprslt sn sp sv themedata tc tcn ud xe printim buptim filetbl "
        "operator generator hlinkbase objname objsect ffname ffdeftext fname"
    ).split()
)
"""Destinations whose text is none of the document's."""
CHARACTERS = {
    **dict.fromkeys(("tab", "emspace", "enspace", "qmspace"), " "),
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
SIGNS = {"~": "\u00a0", "_": "\u2011", "\\": "\\", "{": "{", "}": "}"}
CODEPAGES = {"ansi": 1252, "mac": 10000, "pc": 437, "pca": 850}
_LONGEST_NAME = 100


class Head:
    """Handles the control words and texts of the groups that describe the document."""

    def __init__(self) -> None:
        self.fonts = Fonts()
        self.font = 0
        """The one that was named last."""
        self.standard_font = 0
        self._styles: dict[int, str] = {}
        self._properties: dict[str, list[str]] = {}
        self._date: dict[str, int] = {}

    @property
    def properties(self) -> Properties:
        """Values by names; control words may have come between their parts."""
        return {name: ["".join(parts)] for name, parts in self._properties.items()}

    def words(self) -> dict[str, Callable[[int | None], None]]:
        """What is done at which control word."""
        return {
            **{word: partial(self._set_encoding, codepage) for word, codepage in CODEPAGES.items()},
            **{word: partial(self._set_date, word) for word in ("yr", "mo", "dy")},
            "ansicpg": partial(self._set_encoding, 1252),
            "fcharset": self._set_charset,
            "cpg": self._set_codepage,
        }

    def add_style(self, style: int, text: str) -> None:
        """Take in part of the name of a style."""
        name = self._styles.get(style, "")
        if len(name) < _LONGEST_NAME:
            self._styles[style] = name + text

    def add_property(self, name: str, text: str) -> None:
        """Take in part of a property."""
        self._properties.setdefault(name, []).append(text)

    def keep_date(self, name: str) -> None:
        """Make a property of the date that was said number by number."""
        date = self._date
        if date.get("yr"):
            self._properties[name] = [f"{date['yr']:04}-{date.get('mo', 1):02}-{date.get('dy', 1):02}"]
        date.clear()

    def style(self, number: int) -> str:
        """The name of a style, in lower case."""
        return self._styles.get(number, "").partition(";")[0].strip().casefold()

    def _set_charset(self, number: int | None) -> None:
        self.fonts.set_charset(self.font, number or 0)

    def _set_codepage(self, number: int | None) -> None:
        self.fonts.set_codepage(self.font, number or 0)

    def _set_encoding(self, codepage: int, number: int | None) -> None:
        self.fonts.encoding = codec(number or codepage)

    def _set_date(self, part: str, number: int | None) -> None:
        self._date[part] = number or 0
