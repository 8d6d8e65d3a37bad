"""Marks: what the text of a line tells of its place – list items, numbered headings, ends of sentences."""

from __future__ import annotations

import re

from index.documents.pdf.lines import Line

_BULLETS = "•◦▪‣●○■□❖➢➤✓·∗"
_BULLET = re.compile(rf"[{_BULLETS}]")
_NUMBER = r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|[A-Z]\)|\[\d{1,3}\]|\d{1,2}(?:\.\d{1,2})+"
_ITEM = re.compile(rf"(?:[{_BULLETS}–—-]|{_NUMBER})\s")
_LABEL = re.compile(r"(?:\d{1,3}|[A-Z]|[IVX]{1,5})(?:\.\d{1,3})*\s")
LONGEST_END = 20
_FINISHED = re.compile(r"""[.!?…:;][»”"’)\]\s⁰¹²³⁴⁵⁶⁷⁸⁹]*$""")


def is_finished(line: Line) -> bool:
    """Whether a line ends as sentences do."""
    return bool(_FINISHED.search(line.text[-LONGEST_END:])) and not line.broken


def is_item(text: str) -> bool:
    """Whether a line begins a list item."""
    return bool(_ITEM.match(text))


def is_bullet(text: str) -> bool:
    """Whether a line begins with a bullet."""
    return bool(_BULLET.match(text))


def is_label(text: str) -> bool:
    """Whether a line begins with a number as headings have it: « 2 », « 1.3 », « IV »."""
    return bool(_LABEL.match(text))
