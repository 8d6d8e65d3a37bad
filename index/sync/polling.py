"""Polling: what changed in folders whose file system does not tell.

A network or FUSE file system tells nothing of what other machines, or programs behind it, write there. Polling of our
own, since that of watchfiles knows times by the second: what changes twice in one is never told there.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event
from time import monotonic

from index.model import Root
from index.sync.scan import FileSeen, scan

POLL_SECONDS = 0.25
REST = 2
"""After a look that took long, this many times as long is waited."""
BY_HAND = "WATCHFILES_FORCE_POLLING"
"""The variable of watchfiles by which polling is called for, or forbidden (``false``), whatever the file system."""
NO = frozenset({"false", "disable", "disabled"})
MOUNTS = Path("/proc/self/mounts")
SILENT = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "coda", "drvfs", "fuse", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs"}
    | {"nfs", "nfs4", "ocfs2", "orangefs", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs"}
)
"""The file systems, as Linux names them, that others write to unseen; ``fuse.sshfs`` and the like are, too."""
Snapshot = Mapping[str, tuple[int, int]]


def poll(roots: Sequence[Path], stop: Event, *, first: frozenset[Path] = frozenset()) -> Iterator[frozenset[Path]]:
    """``first`` once it has begun; then, look by look, the files added, changed or deleted, which may be none."""
    before, pause = snapshot(roots), POLL_SECONDS
    yield first
    while not stop.wait(pause):
        began = monotonic()
        now = snapshot(roots)
        pause = max(POLL_SECONDS, REST * (monotonic() - began))
        yield frozenset(Path(name) for name in before.keys() | now.keys() if before.get(name) != now.get(name))
        before = now


def snapshot(roots: Sequence[Path]) -> Snapshot:
    """The size and the time of each file that is seen."""
    seen = (item for root in roots for item in scan(Root("", root), largest=sys.maxsize))
    return {item.file: (item.size, item.mtime) for item in seen if isinstance(item, FileSeen)}


def must_poll(roots: Sequence[Path]) -> bool:
    """Whether some of the folders lie on, or hold, a file system that does not tell what changes in it."""
    if by_hand := os.environ.get(BY_HAND):
        return by_hand.lower() not in NO
    try:
        table = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # another system than Linux has no such table
        return False
    return any(map(is_silent, set().union(*(file_systems(root, table) for root in roots))))


def is_silent(kind: str) -> bool:
    """Whether a file system of that kind does not tell."""
    return kind in SILENT or kind.startswith("fuse.")


def file_systems(place: Path, table: str) -> set[str]:
    """The kinds of file system that ``place`` lies on and holds, by the ``table`` of what is mounted where."""
    lines = (line.split(" ") for line in table.splitlines() if line.count(" ") > 1)
    mounted = {Path(_unescaped(point)): kind for _, point, kind, *_ in lines}  # the last one hides those below it
    below = next((point for point in (place, *place.parents) if point in mounted), None)
    return {kind for point, kind in mounted.items() if point == below or point.is_relative_to(place)}


def _unescaped(point: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point)
