"""The start of the process: what has to be set before the rest is imported."""

from __future__ import annotations

import gc

ALLOCATIONS = 50_000
"""The collector of cycles looks for garbage after so many objects. Importing makes many and no garbage."""


def main() -> None:
    """Run the command ``searcher``."""
    gc.set_threshold(ALLOCATIONS)
    from searcher.main import main as command

    command()
