"""Children: processes of the real program that can be killed at any instant, forked from one that has it loaded.

A process that loads nothing spends its time on what is tried: most kills would else hit the start of Python.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from contextlib import closing
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from threading import Event
from typing import NamedTuple

CONTEXT = multiprocessing.get_context("forkserver")
LOADED = [
    *("benchmarks.reliability.children", "searcher.main", "searcher.commands.index", "searcher.commands.watch"),
    *("index.engines.whoosh.batch", "index.engines.whoosh.engine", "whoosh.writing", "filelock", "watchfiles"),
    *("index.engines.tantivy.batch", "index.engines.tantivy.engine", "searcher.progress"),
]


class Task(NamedTuple):
    """``searcher COMMAND`` (``index`` or ``watch``) of a ``folder`` into an index at ``place``.

    ``files`` are those of a batch; 0: as many as the program takes.
    """

    command: str
    folder: Path
    place: Path
    engine: str
    files: int = 0


def started(task: Task, said: Path) -> ForkServerProcess:
    """A child that is at it; what it says goes into the file ``said``."""
    return forked(work, task, said)


def forked(function: Callable[..., None], *arguments: object) -> ForkServerProcess:
    """A child that calls ``function``."""
    CONTEXT.set_forkserver_preload(LOADED)
    process = CONTEXT.Process(target=function, args=arguments)
    process.start()
    return process


def work(task: Task, said: Path) -> None:
    """Do it, in the child."""
    os.environ |= {"SEARCHER_INDEX_DIR": str(task.place), "SEARCHER_LANG": "en"}
    output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    if task.files:
        _in_small_batches(task)
        return
    from searcher.main import main

    main([task.command, "--engine", task.engine, str(task.folder)])


def _in_small_batches(task: Task) -> None:
    """What the command does, with batches that only tests ask for."""
    from index.directory import IndexDirectory
    from index.sync import Limits, follow, update

    limits = Limits(batch_files=task.files)
    with closing(IndexDirectory(task.place)) as directory:
        if task.command == "index":
            update([task.folder], directory, engine=task.engine, limits=limits)
            return
        for _ in follow([task.folder], directory, engine=task.engine, stop=Event(), limits=limits):
            pass
