"""Progress of indexing on a terminal: a bar with rate and time left on standard error; nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from index.language import grouped, tr
from index.sync import Progress

EVERY_SECONDS = 0.1
"""What happens in between is not shown."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A function that shows how far indexing has come, for the length of the block."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.DownloadColumn(),
        bars.TransferSpeedColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        label = tr("Indexing")
        task = bar.add_task(label, total=None)

        def show(step: Progress) -> None:
            files = f"{label} {grouped(step.files)}/{grouped(step.of_files)}"
            bar.update(task, completed=step.size, total=step.of_size, description=files)

        yield seldom(show)


def seldom(show: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """``show``, called no more often than every ``EVERY_SECONDS``; the last file is always shown."""
    shown = -EVERY_SECONDS

    def maybe(step: Progress) -> None:
        nonlocal shown
        now = monotonic()
        if now - shown >= EVERY_SECONDS or step.files == step.of_files:
            shown = now
            show(step)

    return maybe
