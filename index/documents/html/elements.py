"""Elements: what those of HTML mean for a text, and what their attributes say of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

BOILERPLATE = frozenset({"nav", "aside", "footer"})
UNREAD = frozenset(
    "head script style template noscript noframes iframe object embed applet svg canvas audio video map "  # noqa: SIM905
    "select datalist button textarea input rt rp rtc".split()
)
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
