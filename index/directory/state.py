"""State: what is said of the current index, and of one that is being built."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.engines.protocol import DamagedError, StoreError
from index.language import tr
from index.model import Root

AUTO = "auto"
"""The requested engine where the size of the collection decides; see ``growth``."""
FORMAT = 6
"""Raised when an engine or the catalogue writes something that an older version cannot read."""


class Versions(NamedTuple):
    """What decides how an index is written and how texts become terms. Each number is raised by hand."""

    format: int
    analysis: int
    documents: int


def current_versions() -> Versions:
    """The versions of the running program."""
    from index.analysis import ANALYSIS_VERSION
    from index.documents import DOCUMENTS_VERSION

    return Versions(FORMAT, ANALYSIS_VERSION, DOCUMENTS_VERSION)


@dataclass(frozen=True, slots=True)
class State:
    """An index: its engine, the folder of its data, what it covers, the engine that was requested.

    ``versions`` are those of the program that made it.
    """

    engine: str
    data: str
    roots: tuple[Root, ...]
    versions: Versions
    requested: str = AUTO

    @property
    def outdated(self) -> bool:
        """Whether an index that is made now would be another one."""
        return self.versions != current_versions()

    @property
    def readable(self) -> bool:
        """Whether this version of the program can open the data."""
        return self.versions.format == FORMAT


def read_state(file: Path) -> State | None:
    """What ``file`` says, None where there is none. Raises as ``parse_state``, StoreError where it cannot be read."""
    try:
        said = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        message = tr("cannot open the index in {folder}: {reason}")
        raise StoreError(message.format(folder=file.parent, reason=error.strerror)) from error
    return parse_state(said, str(file))


def parse_state(said: str | bytes, place: str) -> State:
    """What is ``said`` in ``place``. Raises DamagedError where it makes no sense.

    An index that an older version made has a format of 0 where nothing names one.
    """
    try:
        return _parse(_sound(json.loads(said if isinstance(said, str) else said.decode())))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = tr("{file} is damaged ({reason}); build the index anew with: searcher index FOLDER")
        raise DamagedError(message.format(file=place, reason=f"{type(error).__name__}: {error}")) from error


def _sound(read: dict[str, object]) -> dict[str, object]:
    """What was read, without its checksum, if it has one. Raises ValueError where the checksum does not match."""
    checksum = read.pop("checksum", None)
    if checksum not in (None, _checksum(read)):
        raise ValueError("its checksum is another one")
    return read


def _checksum(said: Mapping[str, object]) -> int:
    return zlib.crc32(json.dumps(said, sort_keys=True).encode())


def _parse(read: dict[str, object]) -> State:
    engine, data, requested = read["engine"], read["data"], read.get("requested", AUTO)
    if not (isinstance(engine, str) and isinstance(data, str) and isinstance(requested, str)):
        raise TypeError("the engine and its data are names")
    if data in {"", ".", ".."} or Path(data).name != data:  # what is swept and opened must lie in the index directory
        raise ValueError(f"{data!r} is no folder of the index")
    roots = read["roots"]
    if not isinstance(roots, list):
        raise TypeError("roots are a list")
    versions = (read.get(name, 0) for name in Versions._fields)
    return State(
        engine,
        data,
        tuple(Root(str(label), Path(path)) for label, path in roots),
        Versions(*(version if isinstance(version, int) else 0 for version in versions)),
        requested,
    )


def state_as_json(state: State) -> str:
    """What ``parse_state`` reads, with a checksum."""
    said = {
        **state.versions._asdict(),
        "engine": state.engine,
        "requested": state.requested,
        "data": state.data,
        "roots": [(root.label, str(root.path)) for root in state.roots],
    }
    return json.dumps({**said, "checksum": _checksum(said)}, indent=1)


def write_state(file: Path, state: State) -> None:
    """Replace ``file`` in one step, durably. Raises StoreError where it cannot be written; it is as it was then."""
    fresh = file.with_name(f"{file.name}.new")
    try:
        with fresh.open("w", encoding="utf-8") as stream:
            stream.write(state_as_json(state))
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        message = tr("cannot write to {folder}: {reason}; the index is as it was")
        raise StoreError(message.format(folder=file.parent, reason=error.strerror)) from error


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
