"""An index in a cluster: a document for each state, a lease, and a few indices for each generation.

Nothing of it is on this machine, so that any number of servers show it, and any machine goes on writing to it.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event
from time import monotonic
from typing import cast

from index.directory.cluster_catalogue import ClusterCatalogue
from index.directory.generation import Generation
from index.directory.health import Health, health_of
from index.directory.state import State, parse_state, state_as_json
from index.directory.store import Role
from index.engines.cluster import (
    NOT_FOUND,
    Body,
    Cluster,
    ClusterSettings,
    Document,
    Version,
    leased,
    read_document,
    replace_document,
)
from index.engines.protocol import BusyError, DamagedError
from index.engines.registry import CLUSTERED, open_clustered
from index.language import tr

PARTS = ("articles", "passages", "catalogue", "control")
"""What the names of the indices of a generation end with."""
REMEMBERED_SECONDS = 1.0
"""Seconds for which the state of the current generation is cached."""
RETIRED_SECONDS = 60.0
"""What was replaced stays for so long, for searches still using it."""
BUILT = ("articles", "passages")
"""Those of them that are large."""
CONTROL: Body = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-all", "refresh_interval": -1},
    "mappings": {"dynamic": False},
}


class ClusterStore:
    """See ``Store``: the index of the name that ``settings`` give, by the only engine that is there."""

    engine = CLUSTERED

    def __init__(self, settings: ClusterSettings) -> None:
        self.cluster = Cluster(settings)
        self.place = f"{settings.urls[0]}/{settings.name}"
        self._name = settings.name
        self._control = f"{settings.name}-state"
        self._ours = re.compile(rf"({settings.name}-[0-9a-f]{{8}})-({'|'.join(PARTS)})|{settings.name}-state")
        self._current: tuple[float, State | None] | None = None
        self._check: Callable[[], None] = _nobody
        self._versions: dict[Role, Version | None] = {}

    def read(self, role: Role) -> State | None:
        """See ``Store.read``."""
        if role is not Role.CURRENT:
            return self._read(role)
        known = self._current
        if known is None or monotonic() - known[0] > REMEMBERED_SECONDS:
            self._current = known = monotonic(), self._read(role)
        return known[1]

    def _read(self, role: Role) -> State | None:
        said = self._said(role)
        return parse_state(said.get("state", ""), self.place) if said else None

    def _said(self, role: Role) -> Mapping[str, str]:
        found = self._found(role)
        return cast("Mapping[str, str]", found.said) if found else {}

    def _found(self, role: Role) -> Document | None:
        return read_document(self.cluster, self._document(role))

    def write(self, role: Role, state: State) -> None:
        """See ``Store.write``. What was current before is named, with the time, so that it is not deleted at once.

        Raises BusyError where another has the lock by now, or has written while it had.
        """
        said = {"state": state_as_json(state)}
        self._current = None
        self._check()
        if role is Role.CURRENT:
            said["before"] = self._succeed(state)
        version = replace_document(self.cluster, self._document(role), said, self._versions[role])
        if version is None:
            raise BusyError(tr("another process is writing to this index; try again when it has finished"))
        self._versions[role] = version

    def _succeed(self, state: State) -> str:
        """What ``state`` replaces, with the time. A generation is built without copies, and gets them now."""
        data = self._data()
        if data == state.data:
            return self._said(Role.CURRENT).get("before", "")
        self.cluster.copy(",".join(f"{self._prefix(state.data)}-{part}" for part in BUILT))
        return json.dumps([data, time.time()]) if data else ""

    def _data(self) -> str:
        """The data of the current generation; empty where there is none, or nobody can say."""
        try:
            state = self._read(Role.CURRENT)
        except DamagedError:
            return ""
        return state.data if state else ""

    def _holds_lock(self) -> None:
        """Raise BusyError where another has the lock by now. Who has not asked for it has nothing to check."""
        self._check()

    def _document(self, role: Role) -> str:
        return f"/{self._control}/_doc/{role.name.lower()}"

    def _note(self, role: Role) -> None:
        """Note which writing of its document a state is of: only that is written over."""
        found = self._found(role)
        self._versions[role] = found.version if found else None

    @contextmanager
    def write_lock(self, *, wait: float, on_wait: Callable[[str], None], stop: Event | None = None) -> Iterator[None]:
        """See ``Store.write_lock``: a lease, which another may have when its holder does not renew it any more."""
        self.cluster.create(self._control, CONTROL)
        with leased(self.cluster, self._control, "write", wait=wait, on_wait=on_wait, stop=stop) as lease:
            self._current, self._check = None, lease.check
            for role in Role:
                self._note(role)
            try:
                yield
            finally:
                self._check = _nobody
                self._versions.clear()

    def open(self, state: State, *, create: bool = False) -> Generation:
        """See ``Store.open``."""
        catalogue = self.catalogue(state.data)
        if create:
            catalogue.create()
        engine = open_clustered(self.cluster, self._prefix(state.data), create=create)
        return Generation(engine, catalogue)

    def catalogue(self, data: str) -> ClusterCatalogue:
        """See ``Store.catalogue``."""
        prefix = self._prefix(data)
        return ClusterCatalogue(self.cluster, f"{prefix}-catalogue", f"{prefix}-control", self._holds_lock)

    def acquire(self, data: str) -> int | None:
        """See ``Store.acquire``: what was replaced stays for a minute."""
        del data
        return None

    def release(self, lock: int | None) -> None:
        """See ``Store.release``."""

    def discard(self, data: str) -> None:
        """See ``Store.discard``: the next writer sweeps."""

    def sweep(self, current: str) -> None:
        """See ``Store.sweep``."""
        self._check()
        self.cluster.request_unless("DELETE", self._document(Role.BUILDING), None, (NOT_FOUND,))
        self._versions[Role.BUILDING] = None
        kept = {self._prefix(data) for data in (current, self._retired()) if data}
        for prefix in self._generations() - kept:
            parts = ",".join(f"{prefix}-{part}" for part in PARTS)
            self.cluster.request("DELETE", f"/{parts}", ignore_unavailable="true")

    def _generations(self) -> set[str]:
        """What the names of the indices of each generation begin with; another index may have a longer name."""
        found = self.cluster.request("GET", f"/{self._name}-*/_settings", filter_path="*.settings.index.uuid")
        return {match[1] for index in found if (match := self._ours.fullmatch(index)) and match[1]}

    def _retired(self) -> str:
        """What was replaced a moment ago."""
        said = self._said(Role.CURRENT).get("before")
        data, switched = json.loads(said) if said else ("", 0.0)
        return str(data) if abs(time.time() - switched) < RETIRED_SECONDS else ""

    def size(self) -> int:
        """See ``Store.size``: with all copies."""
        indices = ",".join(f"{prefix}-*" for prefix in self._generations())
        if not indices:
            return 0
        found = self.cluster.request("GET", f"/{indices}/_stats/store", filter_path="_all.total.store")
        everything = cast("Mapping[str, Mapping[str, Mapping[str, int]]]", found.get("_all") or {})
        return everything["total"]["store"]["size_in_bytes"] if everything else 0

    def health(self) -> Health:
        """See ``Store.health``."""
        return health_of(self.cluster, f"{self._name}-*", self._is_ours)

    def close(self) -> None:
        """See ``Store.close``."""
        self.cluster.close()

    def _is_ours(self, index: str) -> bool:
        """Whether an index is of this name, and not of a longer one that begins with it."""
        return self._ours.fullmatch(index) is not None

    def _prefix(self, data: str) -> str:
        """What the names of the indices of a generation begin with."""
        return f"{self._name}-{data.rpartition('-')[2]}"


def _nobody() -> None:
    """Do nothing: without the lock there is nothing to check."""
