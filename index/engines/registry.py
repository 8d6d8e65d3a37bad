"""The engines by name. Each is imported when it is asked for, so that the others cost nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from index.engines.cluster import Cluster
from index.engines.protocol import Engine, StoreError
from index.language import tr


class Factory(Protocol):
    """Opens an engine on the data in ``folder``.

    With ``create`` the folder may be empty, and gets what an empty index is made of. Without, no file is made, and data
    that are not whole are a DamagedError.
    """

    def __call__(self, folder: Path, *, create: bool = False) -> Engine:
        """Open it. Raises StoreError where it cannot be opened."""


Engines = Mapping[str, Callable[[], Factory]]
"""What imports each engine, by its name."""


def _whoosh() -> Factory:
    from index.engines.whoosh.engine import WhooshEngine

    return WhooshEngine


def _tantivy() -> Factory:
    from index.engines.tantivy.engine import TantivyEngine

    return TantivyEngine


ENGINES: Engines = MappingProxyType({"whoosh": _whoosh, "tantivy": _tantivy})
"""Those that keep an index in a folder."""
CLUSTERED = "opensearch"
"""The one that keeps it in a cluster."""
DEFAULT = "whoosh"


class MissingEngineError(StoreError):
    """The engine is unknown, or what it needs is not installed or broken: ``reason``."""

    def __init__(self, message: str, reason: object) -> None:
        super().__init__(message)
        self.reason = reason


def open_engine(name: str, folder: Path, *, create: bool = False, engines: Engines = ENGINES) -> Engine:
    """The engine ``name`` on the data in ``folder``; an empty one can be made with ``create`` only.

    Raises MissingEngineError where there is no such engine here, StoreError where its data cannot be opened.
    """
    factory = load_engine(name, engines)
    try:
        return factory(folder, create=create)
    except ImportError as error:
        raise _missing(name, error) from error


def open_clustered(cluster: Cluster, prefix: str, *, create: bool = False) -> Engine:
    """The engine on the indices of ``cluster`` whose names begin with ``prefix``; they can be made with ``create``.

    Raises StoreError where it cannot be opened.
    """
    from index.engines.opensearch import OpenSearchEngine

    return OpenSearchEngine(cluster, prefix, create=create)


def load_engine(name: str, engines: Engines = ENGINES) -> Factory:
    """What opens the engine ``name`` on a folder. Raises MissingEngineError where there is no such engine here."""
    if name not in engines:
        message = tr("unknown engine {name}; choose one of: {names}")
        said = message.format(name=name, names=", ".join(engines))
        raise MissingEngineError(said, said)
    try:
        return engines[name]()
    except Exception as error:  # what a broken native library raises is anybody's guess
        raise _missing(name, error) from error


def _missing(name: str, error: Exception) -> MissingEngineError:
    message = tr(
        "the engine {name} cannot be loaded ({reason}); install it again, "
        "or make the index anew with: searcher index --engine {other}"
    )
    return MissingEngineError(message.format(name=name, reason=error, other=DEFAULT), error)
