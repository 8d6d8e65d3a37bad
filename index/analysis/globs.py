"""Globs: patterns of ``*`` (any run of characters) and ``?`` (one), matched in linear time, without backtracking."""

from __future__ import annotations


def matches(pattern: str, word: str) -> bool:
    """Whether ``word`` as a whole fits ``pattern``.

    What stands between two stars is looked for from left to right: where it is found first, what follows has the most
    room, so no earlier choice ever has to be taken back.
    """
    head, *middle = pattern.split("*")
    if not middle:
        return len(word) == len(head) and _fits(head, word, 0)
    tail = middle.pop()
    end = len(word) - len(tail)
    if end < len(head) or not _fits(head, word, 0) or not _fits(tail, word, end):
        return False
    place = len(head)
    for part in middle:
        place = _find(part, word, place, end)
        if place < 0:
            return False
        place += len(part)
    return True


def literal_prefix(pattern: str) -> str:
    """What every word that fits ``pattern`` begins with."""
    return pattern.partition("*")[0].partition("?")[0]


def _find(part: str, word: str, start: int, end: int) -> int:
    """Where ``part`` fits first inside ``word[start:end]``; -1 where it does not."""
    if "?" not in part:
        return word.find(part, start, end)
    return next((n for n in range(start, end - len(part) + 1) if _fits(part, word, n)), -1)


def _fits(part: str, word: str, start: int) -> bool:
    if "?" not in part:
        return word.startswith(part, start)
    return all(sign in ("?", word[start + n]) for n, sign in enumerate(part))
