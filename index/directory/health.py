"""Health: how the cluster does that holds an index, and what to do about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypedDict, cast

from index.engines.cluster import NAME, SHARDS, Cluster
from index.language import grouped, tr

GB = 1_000_000_000
# A rule of thumb: AOSPERF01-BP01, "Maintain shard sizes at recommended ranges", of the Amazon OpenSearch Service Lens
# has 10 to 50 GB a shard, and 10 to 30 where people search.
SMALLEST, WANTED, LARGEST = 10 * GB, 30 * GB, 50 * GB
LOW_WATERMARK = 85
"""Per cent: no shard is put on a disk so full; from 90 on they are moved away, from 95 on writes are refused."""
FORBIDDEN = 403
_WORSE = ("green", "yellow", "red")


class _Version(TypedDict):
    number: str


class _About(TypedDict):
    cluster_name: str
    version: _Version


class _SeenIndex(TypedDict):
    status: str
    number_of_shards: int
    number_of_replicas: int
    unassigned_shards: int


class _Seen(TypedDict):
    status: str
    number_of_nodes: int
    indices: Mapping[str, _SeenIndex]


class _Held(TypedDict):
    docs: Mapping[str, int]
    store: Mapping[str, int]


class _Primaries(TypedDict):
    primaries: _Held


class _Disk(TypedDict):
    total: Mapping[str, int]


class _Node(TypedDict):
    fs: _Disk


class IndexHealth(NamedTuple):
    """One index: ``status`` is green, yellow or red; ``size`` are the bytes of its shards, copies aside."""

    name: str
    status: str
    shards: int
    replicas: int
    documents: int
    size: int


class Health(NamedTuple):
    """A cluster, and the indices there that make up one index, whose worst ``status`` this is.

    ``missing`` are shards and copies that no node holds; ``disk`` is how full the fullest disk is, in per cent, or None
    where the user may not ask.
    """

    name: str
    version: str
    status: str
    nodes: int
    missing: int
    disk: int | None
    indices: tuple[IndexHealth, ...]

    def meaning(self) -> str:
        """What the status means."""
        meanings = {
            "green": tr("all parts and all their copies are there"),
            "yellow": tr("all parts are there, some copies are not: everything can be found"),
            "red": tr("parts are missing: nothing can be found until the nodes that hold them are back"),
        }
        return meanings.get(self.status, self.status)

    def advice(self) -> Sequence[str]:
        """What to do about it, the most urgent first; nothing where all is well."""
        said = (_about_disk(self.disk or 0), _about_copies(self.indices), _about_shards(self.indices))
        return [line for line in said if line]


def health_of(cluster: Cluster, pattern: str, is_ours: Callable[[str], object]) -> Health:
    """The health of a cluster, and of the indices there that fit ``pattern`` and ``is_ours``. Raises StoreError."""
    about = cast("_About", cluster.request("GET", "/"))
    seen = cast("_Seen", cluster.request("GET", f"/_cluster/health/{pattern}", level="indices"))
    stats = cluster.request("GET", f"/{pattern}/_stats/docs,store", filter_path="indices.*.primaries")
    sizes = cast("Mapping[str, _Primaries]", stats.get("indices") or {})
    ours = {name: index for name, index in seen["indices"].items() if is_ours(name)}
    return Health(
        about["cluster_name"],
        about["version"]["number"],
        max((index["status"] for index in ours.values()), key=_WORSE.index, default=seen["status"]),
        seen["number_of_nodes"],
        sum(index["unassigned_shards"] for index in ours.values()),
        _fullest(cluster),
        tuple(_index(name, index, sizes.get(name)) for name, index in sorted(ours.items())),
    )


def _index(name: str, index: _SeenIndex, size: _Primaries | None) -> IndexHealth:
    """An index all of whose shards are missing has no size."""
    held = size["primaries"] if size else None
    documents, taken = (held["docs"]["count"], held["store"]["size_in_bytes"]) if held else (0, 0)
    shards, replicas = index["number_of_shards"], index["number_of_replicas"]
    return IndexHealth(name, index["status"], shards, replicas, documents, taken)


def _fullest(cluster: Cluster) -> int | None:
    """How full the fullest disk is, in per cent; None where the user may not ask."""
    path, wanted = "/_nodes/stats/fs", "nodes.*.fs.total"
    found = cluster.request_unless("GET", path, None, (FORBIDDEN,), filter_path=wanted)
    if not found:
        return None
    nodes = cast("Mapping[str, _Node]", found.get("nodes") or {})
    disks = [node["fs"]["total"] for node in nodes.values()]
    return max((round(100 - 100 * disk["available_in_bytes"] / disk["total_in_bytes"]) for disk in disks), default=None)


def _about_disk(disk: int) -> str:
    if disk < LOW_WATERMARK:
        return ""
    said = tr(
        "a disk is full to {n} per cent: unless set otherwise, it takes no shards from 85 on, and no writes from 95 on"
    )
    return said.format(n=disk)


def _about_copies(indices: Sequence[IndexHealth]) -> str:
    if all(index.replicas for index in indices):
        return ""
    return tr("there is no copy: what the only node loses has to be indexed again; a second node gets copies by itself")


def _about_shards(indices: Sequence[IndexHealth]) -> str:
    """A line where the shards of the largest index are too large, or small and too many."""
    if not indices:
        return ""
    index = max(indices, key=lambda index: index.size)
    each, best = index.size / index.shards, max(1, math.ceil(index.size / WANTED))
    if each <= LARGEST and (each >= SMALLEST or index.shards <= best):
        return ""
    large = tr("the shards of {index} are large, {size} GB each: index anew with {variable}={n} and another {name}")
    small = tr("the shards of {index} are small, {size} GB each: {variable}={n} is enough for the next index")
    values = {"index": index.name, "size": grouped(round(each / GB)), "variable": SHARDS, "n": best, "name": NAME}
    return (large if each > LARGEST else small).format(**values)
