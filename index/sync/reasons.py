"""Reasons: why an index is built anew, as the user is told."""

from __future__ import annotations

from index.directory import LARGE, MB, PartError
from index.engines.protocol import DamagedError
from index.language import tr


def outdated() -> str:
    """Texts are read in a new way."""
    return _anew(tr("texts are read in a new way"))


def grown(engine: str, size: int) -> str:
    """``engine`` fits its size now, which is beyond ``size`` bytes where it is that for large ones."""
    if engine != LARGE:
        return other_engine(engine)
    message = tr("The index grew beyond {size} MB of text: it is now kept by {engine}.")
    return message.format(size=size // MB, engine=engine.title())


def other_engine(engine: str) -> str:
    """Another engine was asked for, or has to do."""
    return _anew(tr("the engine is now {engine}").format(engine=engine))


def damaged(error: DamagedError) -> str:
    """It was damaged, and how."""
    details = error.reason if isinstance(error, PartError) else str(error.__cause__ or error)
    return _anew(tr("it was damaged ({reason})").format(reason=details))


def _anew(reason: str) -> str:
    return tr("The index was built anew: {reason}.").format(reason=reason)
