"""Watching: folders → a signal each time something in them has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from index.documents import FORMATS

QUIET_MS = 50
"""Changes that come closer together than this many milliseconds are one."""
GATHER_MS = 400
"""Changes are handed over after this many milliseconds at the latest."""
IDLE_MS = 100
"""How long to wait for a change before looking at the stop event."""


def changes(places: Sequence[Path], stop: Event) -> Iterator[frozenset[Path]]:
    """Nothing as soon as watching has begun; then the files added, changed or deleted, each time some were.

    Ends when ``stop`` is set.
    Only files of the formats that are read, and folders, count; hidden ones do not. ``places`` have to exist.
    """
    from watchfiles import watch

    roots = [place.resolve() for place in places]
    steps = watch(
        *roots,
        watch_filter=lambda _, name: _counts(Path(name), roots),
        debounce=GATHER_MS,
        step=QUIET_MS,
        stop_event=stop,
        raise_interrupt=False,
        rust_timeout=IDLE_MS,
        yield_on_timeout=True,
    )
    begun = False
    for step in steps:
        if step or not begun:
            yield frozenset(Path(name) for _, name in step)
        begun = True


def _counts(file: Path, roots: Sequence[Path]) -> bool:
    below = next((file.relative_to(root) for root in roots if file.is_relative_to(root)), Path())
    if any(part.startswith(".") for part in below.parts):
        return False
    return file.suffix.lower() in FORMATS or not file.suffix or file.is_dir()
