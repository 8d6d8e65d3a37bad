"""Notices: what changes in folders, told by the system where it can, else found by polling."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event
from time import monotonic

from index.documents import FORMATS, is_hidden, suffix
from index.sync.ignore import IGNORE
from index.sync.polling import must_poll, poll
from index.sync.scan import is_temporary

STEP_MS = 50
"""Changes that come closer together than this many milliseconds are one."""
GATHER_MS = 400
"""Changes are handed over after this many milliseconds at the latest."""
IDLE_MS = 100
"""How long to wait for a change before looking at the stop event, and at what changes no more."""
QUIET_SECONDS = 0.15
"""A file is whole when it has not changed for so long."""
LONGEST_SECONDS = 10.0
"""A file that changes all the time is taken as it is after so long."""


def watch(
    places: Sequence[Path], stop: Event, others: Callable[[], frozenset[Path]] = frozenset
) -> Iterator[frozenset[Path]]:
    """Nothing as soon as watching has begun; then the files added, changed or deleted, when they change no more.

    Ends when ``stop`` is set. Only files of the formats that are read, and folders, count; hidden ones do not. A place
    that goes, comes or is another one than before is told itself. ``others`` gives files that are told, too.
    """
    roots = [place.resolve() for place in places]
    first = frozenset[Path]()
    if not must_poll(roots):
        try:
            yield from settled(look | others() for look in notices(roots, stop))
        except (OSError, RuntimeError):  # the system has no notices to give, or none for so many folders
            first = frozenset(roots)
        else:
            return
    yield from settled(look | others() for look in poll(roots, stop, first=first))


def settled(
    looks: Iterable[frozenset[Path]], *, longest: float = LONGEST_SECONDS, clock: Callable[[], float] = monotonic
) -> Iterator[frozenset[Path]]:
    """Yield an empty set first, then the paths in ``looks`` that have stopped changing."""
    changing: dict[Path, tuple[float, float]] = {}
    begun = False
    for look in looks:
        now = clock()
        changing |= {path: (changing.get(path, (now,))[0], now) for path in look}
        whole = frozenset(
            path for path, (first, last) in changing.items() if now - last >= QUIET_SECONDS or now - first >= longest
        )
        changing = {path: times for path, times in changing.items() if path not in whole}
        if whole or not begun:
            yield whole
        begun = True


def notices(roots: Sequence[Path], stop: Event) -> Iterator[frozenset[Path]]:
    """What the system tells, bit by bit, which may be nothing.

    The system follows a folder where it goes, and not what comes in its place: watching begins anew then.
    """
    import watchfiles

    changed = frozenset[Path]()
    while not stop.is_set():
        standing = _standing(roots)
        steps = watchfiles.watch(
            *standing,
            watch_filter=None,
            debounce=GATHER_MS,
            step=STEP_MS,
            stop_event=stop,
            raise_interrupt=False,
            rust_timeout=IDLE_MS,
            yield_on_timeout=True,
            force_polling=False,
            ignore_permission_denied=True,
        )
        try:
            for step in steps:
                yield changed | counted((name for _, name in step), roots)
                changed = frozenset(root for root, number in _standing(roots).items() ^ standing.items())
                if changed:
                    break
        except FileNotFoundError:  # of a place that went at this moment
            stop.wait(IDLE_MS / 1_000)


def _standing(roots: Sequence[Path]) -> Mapping[Path, tuple[int, int]]:
    """The places that are there, each with the device and number that tell it from another one of its name."""
    found: dict[Path, tuple[int, int]] = {}
    for root in roots:
        try:
            status = root.stat()
        except OSError:
            continue
        found[root] = (status.st_dev, status.st_ino)
    return found


def counted(names: Iterable[str], roots: Sequence[Path]) -> frozenset[Path]:
    """The files and folders of those ``names`` that count, by their real paths.

    What lies behind a link is told by any of its names, also where the link leads out of the ``roots``. A file of rules
    stands for the folder that it speaks of.
    """
    split = [os.path.split(name) for name in names]
    real = {folder: os.path.realpath(folder) for folder in {folder for folder, _ in split}}
    files = (Path(real[folder], name) for folder, name in split)
    told = {file.parent if file.name == IGNORE else file for file in files}
    return frozenset(file for file in told if _counts(file, roots))


def _counts(file: Path, roots: Sequence[Path]) -> bool:
    below = next((file.relative_to(root) for root in roots if file.is_relative_to(root)), None)
    if below is None or any(map(is_hidden, below.parts)):
        return False
    return suffix(file.name) in FORMATS or not (file.is_file() or is_temporary(file.name))
