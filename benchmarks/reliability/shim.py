"""The shim: ``fault.c``, compiled, which makes single calls of the C library fail in a child."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from benchmarks.reliability.children import Task, forked, work

SOURCE = Path(__file__).with_name("fault.c")
SHORT, KILL = -1, -2


class Call(IntEnum):
    """The calls, as the shim numbers them."""

    WRITE = 0
    PWRITE = 1
    FSYNC = 2
    FDATASYNC = 3
    RENAME = 4
    UNLINK = 5
    OPEN = 6
    MMAP = 7
    MKDIR = 8


_ANY = (errno.EIO, KILL)
ERRORS: Mapping[Call, tuple[int, ...]] = {
    Call.WRITE: (errno.ENOSPC, SHORT, *_ANY),
    Call.PWRITE: (errno.ENOSPC, SHORT, *_ANY),
    Call.FSYNC: (errno.ENOSPC, *_ANY),
    Call.FDATASYNC: (errno.ENOSPC, *_ANY),
    Call.RENAME: (errno.ENOSPC, errno.EACCES, *_ANY),
    Call.UNLINK: (errno.EACCES, *_ANY),
    Call.OPEN: (errno.ENOSPC, errno.EMFILE, errno.EACCES, *_ANY),
    Call.MMAP: (errno.ENOMEM, errno.EACCES, KILL),
    Call.MKDIR: (errno.ENOSPC, errno.EACCES, *_ANY),
}
"""What each call is made to do: an error, a short write, or the end of the process."""


class Fault(NamedTuple):
    """The ``nth`` ``call`` fails with ``error``; if it ``lasts``, all later ones do. A ``nth`` of 0 only counts."""

    call: Call = Call.WRITE
    nth: int = 0
    error: int = errno.EIO
    lasts: bool = False

    def __str__(self) -> str:
        return f"{self.kind} at {self.call.name.lower()} {self.nth}{'+' if self.lasts else ''}"

    @property
    def kind(self) -> str:
        """The name of the error."""
        return {SHORT: "short", KILL: "kill"}.get(self.error) or errno.errorcode[self.error]


class Shim:
    """The shim, compiled into ``folder``. Made before the first child: all children are forked from one that has it."""

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("gcc") or shutil.which("cc")
        if not compiler:
            raise FileNotFoundError("faults need a C compiler (gcc), and there is none")
        self._library = folder / "fault.so"
        command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(self._library), str(SOURCE), "-ldl"]
        subprocess.run(command, check=True)
        os.environ["LD_PRELOAD"] = str(self._library)

    def run(self, task: Task, said: Path, fault: Fault) -> tuple[int, Mapping[Call, int]]:
        """The exit code of a child, and how often each call was made where it lived to tell."""
        counts = said.with_name("counts.json")
        counts.unlink(missing_ok=True)
        process = forked(_work, str(self._library), task, said, fault, counts)
        process.join(TIMEOUT)
        if process.exitcode is None:
            process.kill()
            process.join()
            return HUNG, {}
        made = json.loads(counts.read_text()) if counts.exists() else {}
        return process.exitcode, {Call(int(call)): n for call, n in made.items()}


TIMEOUT = 60.0
HUNG = 124


def _work(library: str, task: Task, said: Path, fault: Fault, counts: Path) -> None:
    """Do the task in the child, with the fault."""
    shim = ctypes.CDLL(library)
    shim.fault_seen.restype = ctypes.c_long
    place = os.fsencode(task.place)
    shim.fault_arm(place, int(fault.call), ctypes.c_long(fault.nth), fault.error, fault.lasts)
    try:
        work(task, said)
    finally:
        counts.write_text(json.dumps({call.value: shim.fault_seen(call.value) for call in Call}))
