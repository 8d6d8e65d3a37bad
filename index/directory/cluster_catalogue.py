"""The catalogue of an index in a cluster: an index of files beside those of the engine."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import cast

from index.directory.catalogue import Totals
from index.directory.parts import Part
from index.engines.cluster import COPIES, Body, Bulk, Cluster, Hit
from index.model import ASIDE, Fault, FileEntry, aside_in

PAGE = 5_000
MOST_PATHS = 500
LONGEST_PATH = 8_000
"""Characters of at most four bytes each."""
PENDING, ASIDES, CHANGED = "pending", "aside", "changed"
"""Documents of the control index: files that are pending, files left aside, the time of the last change."""
INDEX: Body = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": COPIES, "refresh_interval": -1},
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "path": {"type": "keyword"},
            "digest": {"type": "keyword"},
            "size": {"type": "long"},
            "articles": {"type": "long"},
            "faulty": {"type": "boolean"},
            "inside": {"type": "boolean"},
            "row": {"type": "object", "enabled": False},
        },
    },
}


class ClusterCatalogue:
    """See ``Catalogue``: the one in ``index``, whose single documents are in ``control``.

    ``check`` is called before anything is written, and may raise what ends the writing.
    """

    def __init__(self, cluster: Cluster, index: str, control: str, check: Callable[[], None] = lambda: None) -> None:
        self._cluster, self._index, self._control, self._check = cluster, index, control, check

    def create(self) -> None:
        """Make it where there is none."""
        self._cluster.create(self._index, INDEX)

    def entries(self, within: Iterable[str] | None = None) -> dict[str, FileEntry]:
        """See ``Catalogue.entries``."""
        wanted = None if within is None else tuple(within)
        found = {entry.path: entry for query in _under(wanted) for entry in self._rows(query)}
        for path, root in self.pending().items():
            if wanted is None or any(path == name or path.startswith(f"{name}/") for name in wanted):
                found[path] = found.get(path, FileEntry(path, root, 0, 0, ""))._replace(pending=True)
        return found

    def _rows(self, query: Body) -> Iterator[FileEntry]:
        body: dict[str, object] = {"query": query, "size": PAGE, "sort": ["path", "digest"], "track_total_hits": False}
        while True:
            hits = self._cluster.search(self._index, body)["hits"]["hits"]
            yield from map(_entry, hits)
            if len(hits) < PAGE:
                return
            body["search_after"] = hits[-1]["sort"]

    def pending(self) -> Mapping[str, str]:
        """See ``Catalogue.pending``."""
        return cast("Mapping[str, str]", self._said(PENDING))

    def changed(self) -> float:
        """See ``Catalogue.changed``."""
        return cast("Mapping[str, float]", self._said(CHANGED)).get("time", 0.0)

    def totals(self) -> Totals:
        """See ``Catalogue.totals``."""
        sums = {name: {"sum": {"field": name}} for name in ("articles", "size")}
        body: Body = {"size": 0, "track_total_hits": True, "aggs": {**sums, "faulty": {"filter": _IS_FAULTY}}}
        found = self._cluster.search(self._index, body)
        counted = cast("Mapping[str, Mapping[str, float]]", found["aggregations"])
        aside = Counter[str]()
        for kinds in self.aside().values():
            aside.update(kinds)
        for entry in self._rows({"term": {"inside": True}}):
            aside.update(aside_in(entry.faults))
        articles, size = (int(counted[name]["value"]) for name in ("articles", "size"))
        return Totals(found["hits"]["total"]["value"], articles, size, int(counted["faulty"]["doc_count"]), aside)

    def aside(self) -> Mapping[str, Mapping[str, int]]:
        """See ``Catalogue.aside``."""
        return cast("Mapping[str, Mapping[str, int]]", self._said(ASIDES))

    def set_aside(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """See ``Catalogue.set_aside``."""
        self._say(ASIDES, counts)

    def parts(self) -> Mapping[str, Part]:
        """See ``Catalogue.parts``: the cluster keeps checksums of its own."""
        return {}

    def check(self) -> None:
        """See ``Catalogue.check``: every row is read."""
        for _ in self._rows({"match_all": {}}):
            pass

    def forget_parts(self) -> None:
        """See ``Catalogue.forget_parts``; there are none."""

    def mark(self, files: Mapping[str, str]) -> None:
        """See ``Catalogue.mark``."""
        self._say(PENDING, {**self.pending(), **files})

    def apply(
        self, written: Iterable[FileEntry], dropped: Iterable[str], parts: Mapping[str, Part] | None = None
    ) -> None:
        """See ``Catalogue.apply``. Files stay pending until all rows are written, so that none is taken for done."""
        del parts
        written, dropped = tuple(written), tuple(dropped)
        bulk = Bulk(self._cluster, self._check)
        try:
            for path in dropped:
                bulk.delete(self._index, _key(path), name=path)
            for entry in written:
                bulk.add(self._index, _key(entry.path), _document(entry), name=entry.path)
            bulk.flush()
        finally:
            bulk.close()
        self._cluster.request("POST", f"/{self._index}/_refresh")
        self._say(CHANGED, {"time": time.time()})
        if pending := self.pending():
            done = {*dropped, *(entry.path for entry in written)}
            self._say(PENDING, {path: root for path, root in pending.items() if path not in done})

    def _said(self, document: str) -> Mapping[str, object]:
        found = self._cluster.find(f"/{self._control}/_doc/{document}")
        if found is None:
            return {}
        said = cast("Mapping[str, str]", found["_source"])["said"]
        return cast("Mapping[str, object]", json.loads(said))

    def _say(self, document: str, said: Mapping[str, object]) -> None:
        self._check()
        self._cluster.request("PUT", f"/{self._control}/_doc/{document}", {"said": json.dumps(said)})


_IS_FAULTY: Body = {"term": {"faulty": True}}


def _under(paths: Sequence[str] | None) -> Iterator[Body]:
    """The rows of paths and of what lies under them, asked for by some queries: one takes a thousand clauses."""
    if paths is None:
        yield {"match_all": {}}
        return
    for start in range(0, len(paths), MOST_PATHS):
        part = paths[start : start + MOST_PATHS]
        below = [{"prefix": {"path": _keyword(f"{path}/")}} for path in part]
        yield {"bool": {"should": [{"terms": {"path": list(map(_keyword, part))}}, *below]}}


def _keyword(path: str) -> str:
    """A path as it is looked for; the cluster takes no word of 32,767 bytes."""
    return path if len(path) <= LONGEST_PATH else _key(path)


def _key(path: str) -> str:
    return sha256(path.encode("utf-8", "surrogatepass")).hexdigest()


def _document(entry: FileEntry) -> Body:
    faults = [[fault.code, fault.line, dict(fault.values)] for fault in entry.faults]
    # What is left aside in a file is no fault, and is behind those that are.
    is_faulty = bool(entry.faults) and entry.faults[0].code != ASIDE
    row = json.dumps([*entry._replace(faults=())[:6], faults])
    counts = {"size": entry.size, "articles": entry.articles}
    return {
        "path": _keyword(entry.path),
        "digest": _key(entry.path),
        **counts,
        "faulty": is_faulty,
        "inside": bool(aside_in(entry.faults)),
        "row": {"said": row},
    }


def _entry(hit: Hit) -> FileEntry:
    said = cast("Mapping[str, Mapping[str, str]]", hit["_source"])["row"]["said"]
    path, root, size, mtime, digest, articles, faults = json.loads(said)
    read = tuple(Fault(str(code), int(line), dict(values)) for code, line, values in faults)
    return FileEntry(path, root, size, mtime, digest, articles, read)
