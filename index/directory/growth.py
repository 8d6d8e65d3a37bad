"""Growth: which engine a collection of some size calls for.

Whoosh needs nothing but Python and answers at once over a small collection; a large one calls for native speed.
"""

from __future__ import annotations

from pathlib import Path

from index.directory.state import AUTO, State
from index.engines.registry import MissingEngineError, open_engine
from index.language import tr

SMALL = "whoosh"
LARGE = "tantivy"
MB = 1_000_000
GROWN = 10 * MB
"""From so many bytes of files on, a collection is large …"""
SHRUNK = GROWN // 4
"""… and stays so until it has fallen below so many: it is not to be built anew for every file that comes or goes."""


def engine_for(size: int, current: str) -> str:
    """The engine for files of ``size`` bytes in all that ``current`` keeps now."""
    least = SHRUNK if current == LARGE else GROWN
    return LARGE if size >= least else SMALL


def choose(wish: str, size: int, current: str) -> tuple[str, str]:
    """The engine that is wished, or that fits best, and a line to be said where that one is missing here."""
    if wish != AUTO:
        return wish, ""
    chosen = engine_for(size, current)
    if chosen == SMALL:
        return SMALL, ""
    from tempfile import TemporaryDirectory

    try:
        with TemporaryDirectory() as folder:
            open_engine(chosen, Path(folder)).close()
    except MissingEngineError as error:
        message = tr("So much text calls for {engine}, which cannot be loaded ({reason}); {other} goes on.")
        return SMALL, message.format(engine=chosen.title(), other=SMALL.title(), reason=error.reason)
    return chosen, ""


def why(old: State | None, new: str, wish: str) -> str:
    """A line that says why an index that was ``old`` is now built by the engine ``new``; empty for a first one."""
    if old is None:
        return ""
    if old.engine == new:
        return tr("The index was built anew: {reason}.").format(reason=tr("texts are read in a new way"))
    if (wish, new) == (AUTO, LARGE):
        message = tr("The index grew beyond {size} MB of text: it is now kept by {engine}.")
        return message.format(size=GROWN // MB, engine=new.title())
    return tr("The index was built anew: {reason}.").format(reason=tr("the engine is now {engine}").format(engine=new))
