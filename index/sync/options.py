"""Options: how an update is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from index.sync.limits import DEFAULT_LIMITS, LARGEST, Limits
from index.sync.report import Progress


@dataclass(frozen=True, slots=True)
class Options:
    """What may be told of an update.

    ``engine`` is requested from now on, ``auto`` for the one that fits the size of the collection; None leaves that as
    it was. Texts of more than ``largest`` bytes are left out. The update is interrupted when ``stop`` is set. With
    ``prune`` the files of a root that is gone or empty are forgotten.
    """

    engine: str | None = None
    largest: int = LARGEST
    limits: Limits = DEFAULT_LIMITS
    on_progress: Callable[[Progress], None] = lambda _: None
    stop: Event = field(default_factory=Event)
    prune: bool = False
