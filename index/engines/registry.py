"""The engines by name. Each is loaded when it is asked for, so that the others cost nothing."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from index.engines.protocol import Engine, StoreError
from index.language import tr

ENGINES = {
    "whoosh": "index.engines.whoosh.engine:WhooshEngine",
    "tantivy": "index.engines.tantivy.engine:TantivyEngine",
}
DEFAULT = "whoosh"


class MissingEngineError(StoreError):
    """The engine is unknown, or what it needs is not installed or broken: ``reason``."""

    def __init__(self, message: str, reason: object) -> None:
        super().__init__(message)
        self.reason = reason


def open_engine(name: str, folder: Path) -> Engine:
    """The engine ``name`` on the data in ``folder``.

    Raises MissingEngineError where there is no such engine here, StoreError where its data cannot be opened.
    """
    factory = load_engine(name)
    try:
        return factory(folder)
    except ImportError as error:
        raise _missing(name, error) from error


def load_engine(name: str) -> Callable[[Path], Engine]:
    """What opens the engine ``name`` on a folder. Raises MissingEngineError where there is no such engine here."""
    if name not in ENGINES:
        message = tr("unknown engine {name}; choose one of: {names}")
        said = message.format(name=name, names=", ".join(ENGINES))
        raise MissingEngineError(said, said)
    module, _, factory = ENGINES[name].partition(":")
    try:
        return cast("Callable[[Path], Engine]", getattr(import_module(module), factory))
    except Exception as error:  # what a broken native library raises is anybody's guess
        raise _missing(name, error) from error


def _missing(name: str, error: Exception) -> MissingEngineError:
    message = tr(
        "the engine {name} cannot be loaded ({reason}); install it again, "
        "or make the index anew with: searcher index --engine {other}"
    )
    return MissingEngineError(message.format(name=name, reason=error, other=DEFAULT), error)
