"""Growth: which engine a collection of some size calls for.

Whoosh needs nothing but Python and answers at once over a small collection; a large one calls for native speed.
"""

from __future__ import annotations

from index.directory.state import AUTO
from index.engines.cluster import URL
from index.engines.protocol import StoreError
from index.engines.registry import CLUSTERED, ENGINES, Engines, MissingEngineError, load_engine
from index.language import tr

SMALL = "whoosh"
LARGE = "tantivy"
MB = 1_000_000
GROWN = 2 * MB
"""Size in bytes from which a collection is large; it stays large until it falls below half of that."""


def engine_for(size: int, current: str, grown: int = GROWN) -> str:
    """The engine for files of ``size`` bytes in all that ``current`` keeps now."""
    least = grown // 2 if current == LARGE else grown
    return LARGE if size >= least else SMALL


def check_engine(requested: str, only: str) -> None:
    """Raise StoreError where ``requested`` cannot keep the index: ``only`` can, that of a cluster, or any other."""
    if only and requested not in {AUTO, only}:
        said = tr("with {variable} the index is kept by {only}; unset it to have one by {engine} in a folder")
        raise StoreError(said.format(variable=URL, only=only, engine=requested))
    if requested == CLUSTERED and not only:
        said = tr("the engine {engine} needs a cluster: say in {variable} where it is, as https://search.example:9200")
        raise StoreError(said.format(engine=requested, variable=URL))


def choose(
    requested: str, size: int, current: str, *, grown: int = GROWN, engines: Engines = ENGINES
) -> tuple[str, str]:
    """The requested engine, or the one that fits best, and a line for the user where that one is missing here."""
    if requested != AUTO:
        return requested, ""
    chosen = engine_for(size, current, grown)
    if chosen == SMALL:
        return SMALL, ""
    try:
        load_engine(chosen, engines)
    except MissingEngineError as error:
        message = tr("So much text calls for {engine}, which cannot be loaded ({reason}); {other} goes on.")
        return SMALL, message.format(engine=chosen.title(), other=SMALL.title(), reason=error.reason)
    return chosen, ""
