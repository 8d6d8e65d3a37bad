"""Limits: how much is read and written at a time."""

from __future__ import annotations

from dataclasses import dataclass

from index.directory import GROWN, MB

LARGEST = 50 * MB
LARGEST_FILE = 512 * MB
"""The limit for files other than plain text, which pictures make large rather than texts."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one update; the defaults suit any machine.

    A batch takes ``batch_bytes`` and ``batch_files`` at most, and a file larger than that alone. Texts of
    ``ahead_bytes``, in ``ahead_files`` at most, are read ahead, and in memory at a time. A file with more than
    ``faults`` faults says so instead of naming them all. From ``grown`` bytes of text on, a collection is large.
    """

    batch_bytes: int = 64 * MB
    batch_files: int = 20_000
    ahead_bytes: int = 16 * MB
    ahead_files: int = 64
    faults: int = 20
    grown: int = GROWN


DEFAULT_LIMITS = Limits()
