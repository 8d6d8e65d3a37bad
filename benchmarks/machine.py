"""The machine that measures: what figures are to be read with."""

from __future__ import annotations

import os
import platform
import sqlite3


def machine() -> str:
    """Cores, kind of processor, load and releases, in a line."""
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    return f"{os.cpu_count()} cores, {platform.machine()}, load {load()}; Python {python}, SQLite {sqlite}."


def load() -> str:
    """The averages of the last 1, 5 and 15 minutes."""
    return ", ".join(f"{load:.1f}" for load in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
