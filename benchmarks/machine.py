"""The machine that measures: what figures are to be read with."""

from __future__ import annotations

import os
import platform
import sqlite3
from contextlib import suppress
from pathlib import Path


def machine() -> str:
    """Cores, kind of processor, load and releases, in a line."""
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    return f"{os.cpu_count()} cores, {platform.machine()}, load {load()}; Python {python}, SQLite {sqlite}."


def load() -> str:
    """The averages of the last 1, 5 and 15 minutes."""
    return ", ".join(f"{load:.1f}" for load in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"


def memory(pid: int | None = None) -> int:
    """The bytes that a process, or this one, holds, without the files that it maps; 0 where there is no ``/proc``."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid or 'self'}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    return 0
