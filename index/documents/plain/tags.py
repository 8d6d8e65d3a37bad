"""Tags: what a reader sees of text with HTML in it, as it is in Markdown."""

from __future__ import annotations

import re
from html import unescape

_BREAKS = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
figure footer form frameset h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol optgroup option p
pre section summary table tbody tfoot thead title tr ul
"""
_INLINE = """
a abbr acronym audio b bdi bdo big br button canvas cite code col colgroup data del dfn em embed font i iframe
img input ins kbd label link map mark meta meter nobr noscript object output picture progress q rb rp rt rtc
ruby s samp script select small source span strike strong style sub sup svg td template textarea th time track
tt u var video wbr
"""
BREAKS = frozenset(_BREAKS.split())
"""Elements that are paragraphs, or hold some."""
INLINE = frozenset(_INLINE.split())
HIDDEN = frozenset(("script", "style", "template", "svg"))
_MARKUP = re.compile(
    r"<!--(?P<comment>.*?)-->|<[!?][^<>]{0,2000}>"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w:-]{0,40})(?P<rest>(?:[^<>\"']|\"[^\"<]{0,2000}\"|'[^'<]{0,2000}')*+)>",
    re.DOTALL,
)
_ALT = re.compile(r"\salt\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_NOTE = re.compile(r"\d{1,3}")
_UNIT = re.compile(r"(?:^|[\W\d_])[^\W\d_]{1,2}$")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def without_open_comments(text: str) -> str:
    """``text`` without the signs of comments that never end: what is behind them is text, and read only once."""
    end = text.rfind("-->") + 1
    return text[:end] + text[end:].replace("<!--", "") if text.find("<!--", end) >= 0 else text


class VisibleText:
    """What a reader sees, put together bit by bit: words that tags are in are whole, paragraphs are apart."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._raised: int | None = None
        self._hidden: tuple[str, int] | None = None

    def __str__(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def text(self, text: str) -> None:
        """Add text that has no tags in it."""
        self._parts.append(text)

    def markup(self, markup: str) -> None:
        """Add HTML: tags and comments go, entities become what they stand for."""
        markup, start = without_open_comments(markup), 0
        for match in _MARKUP.finditer(markup):
            self.text(unescape(markup[start : match.start()]))
            start = match.end()
            if match["name"]:
                self._tag(match)
        self.text(unescape(markup[start:]))

    def _tag(self, match: re.Match[str]) -> None:
        name, ends = match["name"].lower(), bool(match["end"])
        if name in HIDDEN:
            self._hide(name, ends=ends)
        elif name == "sup":
            self._raise(ends=ends)
        elif name == "br":
            self.text("\n")
        elif name in ("td", "th"):
            self.text(" | " if ends else "")
        elif name == "img":
            self.text(_alt(match["rest"]))
        elif name in BREAKS:
            self.text("\n\n")
        elif name not in INLINE and not set("=/").intersection(match["rest"]) and not ends:
            self.text(match[0])  # « <votre nom> »

    def _hide(self, name: str, *, ends: bool) -> None:
        """Forget what a script holds, once it is over; one without an end stays."""
        if not ends and self._hidden is None:
            self._hidden = (name, len(self._parts))
        elif ends and self._hidden and self._hidden[0] == name:
            del self._parts[self._hidden[1] :]
            self._hidden = None

    def _raise(self, *, ends: bool) -> None:
        """Tell « m<sup>2</sup> », which is read m2, from the number of a note behind a word."""
        if not ends:
            self._raised = len(self._parts)
        elif self._raised is not None:
            raised = "".join(self._parts[self._raised :])
            del self._parts[self._raised :]
            before = "".join(self._parts[-3:])
            is_note = _NOTE.fullmatch(raised) and not _UNIT.search(before[-4:])
            self.text(raised.translate(_SUPERSCRIPT) if is_note else raised)
            self._raised = None


def _alt(attributes: str) -> str:
    match = _ALT.search(attributes)
    return unescape(match[1] or match[2] or match[3] or "") if match else ""
