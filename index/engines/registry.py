"""The engines by name. Each is loaded when it is asked for, so that the others cost nothing."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from index.engine import Engine, StoreError
from index.language import tr

ENGINES = {"whoosh": "index.engines.whoosh.engine:WhooshEngine"}
DEFAULT = "whoosh"


def open_engine(name: str, folder: Path) -> Engine:
    """The engine ``name`` on the data in ``folder``. Raises StoreError where it is unknown or cannot be opened."""
    try:
        module, _, factory = ENGINES[name].partition(":")
    except KeyError:
        message = tr("unknown engine {name}; choose one of: {names}")
        raise StoreError(message.format(name=name, names=", ".join(ENGINES))) from None
    return cast("Callable[[Path], Engine]", getattr(import_module(module), factory))(folder)
