"""State: what ``index.json`` says of the index that is current, and ``building.json`` of one that is being built."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from index.engines.protocol import StoreError
from index.language import tr
from index.model import Root

STATE = "index.json"
BUILDING = "building.json"
AUTO = "auto"
"""The wish that the size of the collection decides which engine it is; see ``growth``."""


@dataclass(frozen=True, slots=True)
class State:
    """The engine, the folder of its data, the reading it was made with, what it covers, the engine that is wished."""

    engine: str
    data: str
    reading: str
    roots: tuple[Root, ...]
    wish: str = AUTO

    @property
    def outdated(self) -> bool:
        """Whether texts are read otherwise now than when the index was made."""
        from index.directory.fingerprint import fingerprint

        return self.reading != fingerprint()


def read_state(file: Path) -> State | None:
    """What ``file`` says, or None where there is none. Raises StoreError where it cannot be read."""
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        roots = tuple(Root(label, Path(place)) for label, place in read["roots"])
        return State(read["engine"], read["data"], read["reading"], roots, read.get("wish", AUTO))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = tr("{file} cannot be read ({reason}); delete {folder} and index again")
        raise StoreError(message.format(file=file, reason=error, folder=file.parent)) from error


def write_state(file: Path, state: State) -> None:
    """Replace ``file`` in one step. Raises StoreError where it cannot be written; it is as it was then."""
    said = {
        "engine": state.engine,
        "wish": state.wish,
        "data": state.data,
        "reading": state.reading,
        "roots": [(root.label, str(root.place)) for root in state.roots],
    }
    fresh = file.with_name(f"{file.name}.new")
    try:
        with fresh.open("w", encoding="utf-8") as stream:
            stream.write(json.dumps(said, indent=1))
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    except OSError as error:
        message = tr("cannot write to {folder}: {reason}; the index is as it was")
        raise StoreError(message.format(folder=file.parent, reason=error.strerror)) from error
