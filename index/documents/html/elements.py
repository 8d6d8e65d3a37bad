"""Elements of HTML: which are blocks, rows, hidden or marks of a web site, and what becomes of their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

BOILERPLATE = frozenset({"nav", "aside", "footer"})
UNREAD = frozenset(
    "head script style template noscript noframes iframe object embed applet svg canvas audio video map "  # noqa: SIM905
    "select datalist button textarea input rt rp rtc".split()
)
NEVER_READ = frozenset({"script", "style", "template", "noscript"})
"""Not even where a page holds nothing else."""
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "  # noqa: SIM905
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search "
    "section summary table tbody tfoot thead ul head list item quote".split()
)
"""The last four are trafilatura's; ``head`` is a heading there."""
_SITE_TAGS = frozenset({"nav", "aside", "footer", "form", "iframe", "script"})
_SITE = re.compile(r"\b(?:menu|nav|sidebar|comment|footer|header|cookie|banner|breadcrumb|share|social|related|widget)")
BREAKS = frozenset({"br", "lb"})
ROWS, CELLS = frozenset({"tr", "row"}), frozenset({"td", "th", "cell"})
CELL_JOINT = " | "
"""What is between the cells of a row, which is one block."""
LONGEST_CELL = 300
"""A row with a longer cell, in code points, or with several blocks in a cell, lays out a page: they stay apart."""
LINE_END = "\0"
"""Stands for ``<br>`` until white space is dealt with; no parser hands it over as text."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
_PARAGRAPH_END = re.compile(f" ?{LINE_END}(?: ?{LINE_END})+ ?")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether an element is not shown, by its own attributes."""
    if not attributes:
        return False
    hidden = attributes.get("hidden")
    return (hidden is not None and hidden != "until-found") or bool(_UNSEEN.search(attributes.get("style", "")))


def is_of_site(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is a mark of a web site: no document that somebody wrote and saved as a page has it."""
    if tag in _SITE_TAGS:
        return True
    return bool(attributes) and any(_SITE.search(attributes.get(name, "")) for name in ("class", "id"))


def row_blocks(cells: list[list[str]]) -> list[str]:
    """The blocks of a row: one, with all its cells, if it is a row of a table indeed."""
    filled = [cell for cell in cells if cell]
    if all(len(cell) == 1 and len(cell[0]) <= LONGEST_CELL for cell in filled):
        joined = CELL_JOINT.join(cell[0].replace("\n", " ") for cell in filled)
        return [joined] if joined else []
    return [block for cell in filled for block in cell]


def text_blocks(text: str, *, preformatted: bool) -> Iterator[str]:
    """The blocks of a run of text: two line ends in a row end one, a single one stays a line end."""
    if preformatted:
        plain = text.replace(LINE_END, "\n").replace("\r\n", "\n").strip("\n").rstrip()
        if plain:
            yield plain
        return
    for part in _PARAGRAPH_END.split(_SPACE.sub(" ", text)):
        lines = filter(None, (line.strip() for line in part.split(LINE_END)))
        if block := "\n".join(lines):
            yield block
