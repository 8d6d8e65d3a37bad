"""Cycles: Python's search for garbage that holds itself, put off while much is written and nearly none is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

ALLOCATIONS = 50_000
"""Meanwhile it searches after so many new objects at the earliest. What is in no cycle is freed at once as ever."""


@contextmanager
def seldom_searched() -> Iterator[None]:
    """Search for cycles seldom for the length of the block; then as before."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], ALLOCATIONS), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
