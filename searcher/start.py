"""The start of the process: what has to be set before the rest is imported."""

from __future__ import annotations

import gc

ALLOCATIONS = 50_000
"""Python searches for garbage in cycles after so many new objects at the earliest."""


def main() -> None:
    """Run the command ``searcher``. Importing makes many objects and no garbage: cycles are searched for seldom."""
    gc.set_threshold(ALLOCATIONS)
    from searcher.main import main as command

    command()
