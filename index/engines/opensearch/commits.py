"""Commits: which batches of a generation can be seen. One document says it, so that a batch is switched in one step.

A batch gets a number, written into each of its entries, and is ``unseen`` until it has written all. Its switch makes it
seen, and what it replaces ``gone``. Whatever a killed process leaves is unseen for good, and swept by the next batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from index.engines.cluster import Body, Cluster, Version, read_document, replace_document
from index.engines.protocol import BusyError, DamagedError
from index.engines.query import Key
from index.engines.values import value
from index.language import tr

DOCUMENT = "commit"
NEVER = Version(0, 0)
LATE = 1_000
"""Writes of an aborted batch may still arrive until this many later batches have begun."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What can be seen. ``gone`` are files whose entries of batches ``before`` are not; ``version`` is of the document.

    ``following`` is the number of the next batch.
    """

    following: int = 1
    unseen: tuple[int, ...] = ()
    gone: tuple[str, ...] = ()
    before: int = 0
    version: Version = NEVER

    @property
    def is_clean(self) -> bool:
        """Whether all entries are seen, and nobody writes."""
        return not self.unseen and not self.gone

    def hidden(self) -> Sequence[Body]:
        """The entries that are not seen."""
        queries: list[Body] = []
        if self.unseen:
            queries.append({"terms": {"batch": list(self.unseen)}})
        if self.gone:
            queries.append(self.replaced())
        return queries

    def replaced(self) -> Body:
        """The entries of the files that are gone, or were put anew."""
        files: Body = {"terms": {Key.FILE: [value(file) for file in self.gone]}}
        return {"bool": {"filter": [files, {"range": {"batch": {"lt": self.before}}}]}}

    def begun(self) -> Commit:
        """This with one more batch, which is not seen yet."""
        return replace(self, following=self.following + 1, unseen=(*self.unseen, self.following))

    def ended(self, batch: int) -> Commit:
        """This without a batch of which nothing is left."""
        return replace(self, unseen=tuple(number for number in self.unseen if number != batch))

    def switched(self, batch: int, gone: Sequence[str]) -> Commit:
        """This with a batch that is seen, in place of what the files had."""
        return replace(self.ended(batch), gone=tuple(gone), before=batch)

    def swept(self) -> Commit:
        """This when what is hidden was deleted. The last batches stay unseen: what was sent late may still come."""
        late = tuple(number for number in self.unseen if number >= self.following - LATE)
        return replace(self, unseen=late, gone=(), before=0)


class Commits:
    """The commit of the generation whose indices begin with ``prefix``; ``index`` holds its document."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster, self._index = cluster, index
        self._path = f"/{index}/_doc/{DOCUMENT}"

    def read(self) -> Commit:
        """The last one. Raises DamagedError where there is none."""
        found = read_document(self._cluster, self._path)
        if found is None or {"following", "unseen", "gone", "before"} - found.said.keys():
            message = tr("the index in the cluster at {url} is damaged ({reason}); build it anew with: searcher index")
            reason = tr("{file} is missing or empty").format(file=self._index)
            raise DamagedError(message.format(url=" ".join(self._cluster.settings.urls), reason=reason))
        return _commit(found.said, found.version)

    def create(self) -> None:
        """Write that there is nothing, unless something is said already."""
        replace_document(self._cluster, self._path, _said(Commit()), None)

    def write(self, commit: Commit) -> Commit:
        """Put ``commit`` in place of the one that it was made of. Raises BusyError where another has done so."""
        version = replace_document(self._cluster, self._path, _said(commit), commit.version)
        if version is None:
            raise BusyError(tr("another process is writing to this index; try again when it has finished"))
        return replace(commit, version=version)


def _commit(said: Mapping[str, object], version: Version) -> Commit:
    unseen, gone = cast("list[int]", said["unseen"]), cast("list[str]", said["gone"])
    return Commit(int(str(said["following"])), tuple(unseen), tuple(gone), int(str(said["before"])), version)


def _said(commit: Commit) -> Mapping[str, object]:
    return {
        "following": commit.following,
        "unseen": list(commit.unseen),
        "gone": list(commit.gone),
        "before": commit.before,
    }
