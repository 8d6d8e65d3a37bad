"""The start of the process: what has to be set before the rest is imported."""

from __future__ import annotations

import gc
import os
import sys

ALLOCATIONS = 50_000
"""Python searches for garbage in cycles after so many new objects at the earliest."""


def main() -> None:
    """Run the command ``searcher``. Importing makes many objects and no garbage: cycles are searched for seldom."""
    gc.set_threshold(ALLOCATIONS)
    open_closed_streams()
    from searcher.main import main as command

    command()


def open_closed_streams() -> None:
    """Open closed standard streams on the null device: the next file opened would take their numbers."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # it takes the lowest number that is free
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
