"""Rendering: how the passages of an article are shown, by its type, their texts and, if known, how they look."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from markupsafe import Markup

from index.analysis import Span
from index.documents import Look, Style
from index.model import Passage
from searcher import AnswerPassage
from web.text import marked

MAIL = frozenset({"eml", "mbox", "msg"})
JOINT = " | "
"""What readers put between the cells of a row."""
TABLED = frozenset({"md", "html", "docx", "odt", "odp", "pptx", "rtf", "epub"})
_ITEM = re.compile("[•☐☑] ")
_NUMBERED = re.compile(r"\d{1,9}[.)] ")
TAGS: Mapping[str, str] = {"code": "code", "deleted": "del", "emphasis": "em", "strong": "strong"}
"""The element of each style, the innermost first."""
DEEPEST_HEADING = 6


class Shown(NamedTuple):
    """A passage as HTML: one piece, or the cells of a row; ``is_head`` if these are the headings of a table.

    ``level`` is that of a heading, or of an item in lists of lists.
    """

    number: int
    html: Sequence[Markup]
    level: int = 0
    is_head: bool = False
    page: int | None = None


class Group(NamedTuple):
    """Passages shown together: the items of a list, the rows of a table, a quotation; any other kind stands alone.

    ``page`` is the page that begins with it in a paged document.
    """

    kind: str
    passages: Sequence[Shown]
    page: int | None = None

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of its passages."""
        return frozenset(shown.number for shown in self.passages)


def looks_of(passages: Sequence[Passage], known: Sequence[Look]) -> dict[int, Look]:
    """The looks of passages by their numbers, as far as their texts occur in the same order among those ``known``."""
    places: dict[str, list[int]] = {}
    for place, look in enumerate(known):
        places.setdefault(look.text, []).append(place)
    found: dict[int, Look] = {}
    reached = 0
    for passage in passages:
        same = next((place for place in places.get(passage.text, ()) if place >= reached), None)
        if same is not None:
            found[passage.number], reached = known[same], same + 1
    return found


def look_of(text: str, kind: str) -> Look:
    """How a passage of an article of the type ``kind`` looks, as far as its text tells."""
    if kind in MAIL and text.startswith(">"):
        return Look("mail")
    if _ITEM.match(text) or (kind == "md" and _NUMBERED.match(text)):
        return Look("item", 1)
    if kind in TABLED and JOINT in text and "\n" not in text:
        ends = [match.span() for match in re.finditer(re.escape(JOINT), text)]
        bounds = [0, *(bound for span in ends for bound in span), len(text)]
        return Look("row", columns=tuple(zip(bounds[::2], bounds[1::2], strict=True)))
    return Look("text")


def groups(passages: Sequence[AnswerPassage], kind: str, looks: Mapping[int, Look]) -> Iterator[Group]:
    """The passages of an article of the type ``kind`` in order.

    The levels of headings follow on that of the title: none is left out, whatever is in the file.
    """
    page: int | None = None
    headings: list[int] = []
    pairs = [(passage, looks.get(passage.number) or look_of(passage.text, kind)) for passage in passages]
    for (group_page, group_kind, _), run in groupby(pairs, key=_together):
        together = list(run)
        if group_kind == "heading":
            headings = [above for above in headings if above < together[0][1].level] + [together[0][1].level]
        shown = [_shown(passage, look, 1 + len(headings)) for passage, look in together]
        is_text = group_kind == "row" and len(shown) == 1
        yield Group("text" if is_text else group_kind, _fitting(shown), group_page if group_page != page else None)
        page = group_page


def _together(pair: tuple[AnswerPassage, Look]) -> tuple[int | None, str, int | None]:
    """What passages have in common that are shown together: rows, the number of their cells."""
    passage, look = pair
    match look.kind:
        case "row":
            return passage.page, look.kind, len(look.columns)
        case "item" | "quote" | "mail":
            return passage.page, look.kind, None
        case _:
            return passage.page, look.kind, passage.number


def _shown(passage: AnswerPassage, look: Look, heading: int) -> Shown:
    pieces = look.columns or ((0, len(passage.text)),)
    html = [styled(passage.text, piece, passage.marks, look.styles) for piece in pieces]
    level = min(heading, DEEPEST_HEADING) if look.kind == "heading" else look.level
    return Shown(passage.number, html, level, look.kind == "row" and look.level > 0, passage.page)


def _fitting(rows: Sequence[Shown]) -> Sequence[Shown]:
    """Rows without the columns at their end in which nothing stands."""
    filled = max((place for row in rows for place, cell in enumerate(row.html, start=1) if cell), default=0)
    return [row._replace(html=row.html[:filled]) for row in rows]


def styled(text: str, piece: Span, marks: Sequence[Span], styles: Sequence[Style]) -> Markup:
    """A piece of a text as HTML with its marks and styles. Whatever it holds is text: nothing in it becomes markup."""
    low, high = piece
    inside = [style for style in styles if style.start < high and style.end > low]
    edges = sorted({low, high, *(min(max(edge, low), high) for style in inside for edge in (style.start, style.end))})
    changes: dict[int, Counter[str]] = defaultdict(Counter)
    for style in inside:
        changes[max(style.start, low)][TAGS[style.kind]] += 1
        changes[min(style.end, high)][TAGS[style.kind]] -= 1
    html, within = [], Counter[str]()
    for start, end in pairwise(edges):
        within.update(changes[start])
        html.append(_within(marked(text[start:end], _clipped(marks, start, end)), within))
    return Markup("").join(html)


def _clipped(marks: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """The marks, which are in order and apart, inside a range, counted from its start."""
    first, last = bisect_right(marks, start, key=itemgetter(1)), bisect_left(marks, end, key=itemgetter(0))
    return [(max(low, start) - start, min(high, end) - start) for low, high in marks[first:last]]


def _within(html: Markup, within: Mapping[str, int]) -> Markup:
    for tag in TAGS.values():
        if within.get(tag, 0) > 0:
            html = Markup("<{0}>{1}</{0}>").format(Markup(tag), html)  # noqa: S704  # the tags are ours
    return html
