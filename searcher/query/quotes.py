"""Quotes: which signs of a query open and close quotations. Any kind of opening sign closes with any closing one."""

from __future__ import annotations

import re

STRAIGHT = '"'
OPENING = "«“„‹"
CLOSING = "»”›"
SIGNS = f"{STRAIGHT}{OPENING}{CLOSING}"
_OWN = {STRAIGHT: STRAIGHT, "»": "«", "›": "‹", "”": "“„", "“": "„"}
"""What each sign closes wherever it occurs; others it closes where none of these is open."""
_SIGN = re.compile(f"[{SIGNS}]")
_INSIDE = re.compile(rf"[^\s(=:'’ʼ\-{SIGNS}]")
"""What is at the edges of what is quoted, and before a sign that closes."""
_AFTER = re.compile(rf"[\s).,;:!?…~^{SIGNS}]|\Z")
"""What may follow a sign that closes."""


def closing_quotes(query: str) -> dict[int, int]:
    """Where the quotations of ``query`` begin → where they end, those inside others too.

    Straight signs close one another. A sign that is put the other way round, as in „…“, »…« and ”…”, opens where only a
    word follows it and closes where only a word comes before it.
    """
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in _SIGN.finditer(query):
        place = match.start()
        begins = _begins(query, place, opened)
        if begins is not None:
            pairs[opened[begins]] = place
            del opened[begins:]
        elif _may_open(query, place):
            opened.append(place)
    return pairs


def quoted(text: str) -> str:
    """``text`` as one quotation; a sign in it that opens or closes another becomes a space."""
    return f'"{" ".join(_SIGN.sub(" ", text).split())}"'


def _begins(query: str, place: int, opened: list[int]) -> int | None:
    """Which of the signs that are ``opened`` the one at ``place`` closes; None where it closes none."""
    sign = query[place]
    own = _OWN.get(sign, "")
    begins = next((n for n in reversed(range(len(opened))) if query[opened[n]] in own), None) if own else None
    if begins is None and opened and (sign in CLOSING or _ends_a_word(query, place)):
        return len(opened) - 1
    return begins


def _may_open(query: str, place: int) -> bool:
    sign = query[place]
    if sign in OPENING:
        return True
    is_before_a_word = bool(_INSIDE.match(query, place + 1)) or sign == STRAIGHT
    return is_before_a_word and not _ends_a_word(query, place)


def _ends_a_word(query: str, place: int) -> bool:
    """Whether a word is just before a sign, and none just after it: « 27" », not « "mot" » where it begins."""
    return place > 0 and bool(_INSIDE.match(query, place - 1)) and bool(_AFTER.match(query, place + 1))
