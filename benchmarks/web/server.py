"""The real server in a process of its own, and a writer beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from benchmarks.data import REPO

PERIOD = 1.0
"""Seconds between two files that come in."""
KEPT = 20
"""So many files are written in turn: the index stays of one size."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server answers, and its process."""

    address: str
    pid: int


@contextmanager
def serving(index: Path, notes: Path) -> Iterator[Server]:
    """``searcher serve`` over an index, following ``notes`` besides what it covers."""
    named = {name: value for name, value in os.environ.items() if not name.startswith("SEARCHER_")}
    command = [sys.executable, "-m", "searcher", "serve", "--port", "0", "--index-dir", str(index), str(notes)]
    with ExitStack() as stack:
        log = stack.enter_context((notes.parent / "serve.log").open("w+", encoding="utf-8"))
        process = stack.enter_context(
            subprocess.Popen(command, cwd=REPO, env=named, stdout=subprocess.PIPE, stderr=log, text=True)
        )
        stack.callback(process.terminate)
        address = process.stdout.readline().strip() if process.stdout else ""
        if not address:
            sys.exit(f"The server did not start: {Path(log.name).read_text(encoding='utf-8')}")
        yield Server(address, process.pid)


@contextmanager
def written_to(notes: Path | None) -> Iterator[None]:
    """A file is written each second for the length of the block, and not at all where there is no folder."""
    stop = Event()
    writer = Thread(target=_write, args=(notes, stop), daemon=True)
    if notes:
        writer.start()
    try:
        yield
    finally:
        stop.set()


def _write(notes: Path, stop: Event) -> None:
    number = 0
    while not stop.wait(PERIOD):
        number += 1
        text = f"Billet {number}\n\nUn billet de {time.time():.0f} sur le service et la loi.\n"
        (notes / f"note-{number % KEPT}.txt").write_text(text, encoding="utf-8")
