"""Refusals: why nothing can be written, which tantivy often does not tell."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryFile

from index.engines.protocol import StoreError, UnwritableError

TRIAL = bytes(1 << 20)
"""Written to see what the operating system says; it goes at once."""


def refused(folder: Path, error: OSError | ValueError) -> StoreError:
    """What to raise where a batch on the index in ``folder`` met with ``error``.

    Of a thread that cannot write, tantivy only says that it ended. So a file of some size is tried.
    """
    return UnwritableError(_trial(folder) or error)


def _trial(folder: Path) -> OSError | None:
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(TRIAL)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error
    return None
