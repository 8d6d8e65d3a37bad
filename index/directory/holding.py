"""Holding: who reads a folder of data holds it, and what is held is not deleted.

It is a shared lock on the folder itself, which ends with the process at the latest, however it ends.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":

    def hold(folder: Path) -> int | None:
        """Nothing to do: what is open is not deleted there."""
        return -1 if folder.is_dir() else None

    def let_go(held: int | None) -> None:
        """Nothing to do."""

    def delete_unheld(folder: Path) -> None:
        """Delete what can be deleted of ``folder``."""
        from shutil import rmtree

        rmtree(folder, ignore_errors=True)

else:
    import fcntl

    def hold(folder: Path) -> int | None:
        """A hold on ``folder``; None where it is gone, or about to go."""
        return _lock(folder, fcntl.LOCK_SH)

    def let_go(held: int | None) -> None:
        """End a hold."""
        if held is not None:
            os.close(held)

    def delete_unheld(folder: Path) -> None:
        """Delete ``folder`` unless somebody holds it."""
        from shutil import rmtree

        held = _lock(folder, fcntl.LOCK_EX)
        if held is not None:
            rmtree(folder, ignore_errors=True)
            os.close(held)

    def _lock(folder: Path, how: int) -> int | None:
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor
