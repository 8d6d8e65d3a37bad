"""The OpenSearch engine: the indices of one generation in a cluster."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from index.engines.cluster import Cluster, leased
from index.engines.opensearch.commits import Commits
from index.engines.opensearch.dictionary import NotedDictionary
from index.engines.opensearch.names import Names
from index.engines.opensearch.reader import OpenSearchReader
from index.engines.opensearch.schema import articles_index, passages_index
from index.engines.opensearch.soundness import check_mappings
from index.engines.protocol import BusyError, Dictionary, Made, TermCount
from index.engines.query import Field
from index.engines.reader import IndexReader
from index.engines.searching import SearchingEngine
from index.language import tr

if TYPE_CHECKING:
    from index.engines.opensearch.batch import OpenSearchBatch

Answer = TypeVar("Answer")
REMEMBERED_SECONDS = 0.1
TRIES = 20
"""A question is asked anew so often at most when something is committed meanwhile."""
CONTROL = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-all", "refresh_interval": -1},
    "mappings": {"dynamic": False},
}


class OpenSearchEngine(SearchingEngine):
    """The indices of ``cluster`` whose names begin with ``prefix``; ``create`` makes them where there are none.

    Raises DamagedError where they are not there, NoClusterError where the cluster cannot be reached. ``wait`` is how
    many seconds a batch waits for that of another process; for ``remembered`` seconds the last commit that was seen is
    taken for the last one, so that the requests of one question look for it once.
    """

    def __init__(
        self,
        cluster: Cluster,
        prefix: str,
        *,
        wait: float = 10.0,
        create: bool = False,
        remembered: float = REMEMBERED_SECONDS,
    ) -> None:
        self._cluster, self._wait, self._remembered = cluster, wait, remembered
        self._seen = -math.inf
        self._names = Names(prefix)
        self._commits = Commits(cluster, self._names.control)
        self._reader: OpenSearchReader | None = None
        self._lock = threading.Lock()
        if create:
            self._create()
        self._latest()
        check_mappings(cluster, self._names)

    @contextmanager
    def batch(self) -> Iterator[OpenSearchBatch]:
        """See ``Engine.batch``."""
        from index.engines.opensearch.batch import OpenSearchBatch

        with leased(self._cluster, self._names.control, "batch", wait=self._wait) as lease:
            batch = OpenSearchBatch(self._cluster, self._names, self._commits, lease)
            try:
                yield batch
                batch.commit()
            except BaseException:
                batch.roll_back()
                raise
            finally:
                batch.close()
                self._seen = -math.inf

    def is_unfinished(self) -> bool:
        """See ``Engine.is_unfinished``."""
        return bool(self._commits.read().gone)

    def snapshot(self) -> OpenSearchReader:
        """A reader of the last commit, whichever process made it; it may be as old as the engine remembers."""
        reader = self._reader
        return reader if reader and monotonic() - self._seen < self._remembered else self._latest()

    def _latest(self) -> OpenSearchReader:
        asked = monotonic()
        commit = self._commits.read()
        with self._lock:
            if self._reader is None or self._reader.commit != commit:
                self._reader = OpenSearchReader(self._cluster, self._names, commit)
            self._seen = asked
            return self._reader

    def ask(self, question: Callable[[IndexReader], Answer]) -> Answer:
        """See ``SearchingEngine.ask``. Where something is committed meanwhile, the question is asked anew."""
        for _ in range(TRIES):
            reader = self.snapshot()
            try:
                answer = question(reader)
            except KeyError:  # an article that was there a moment ago
                if self._latest() is reader:
                    raise
            else:
                if self._latest() is reader:
                    return answer
        raise BusyError(tr("the index is written to all the time, and cannot be asked; try again"))

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        """See ``Engine.terms``: one request, whose answer is of one commit."""
        return self.snapshot().terms(field, prefix, most)

    def frequency(self, field: Field, text: str) -> int:
        """See ``Engine.frequency``."""
        return self.snapshot().frequency(field, text)

    def size(self) -> int:
        """See ``Engine.size``."""
        return self.snapshot().articles()

    def consult(self, make: Callable[[Dictionary], Made]) -> Made:
        """See ``Engine.consult``: all that the first call asks for is looked up for the second."""
        noted = NotedDictionary()
        make(noted)
        reader = self.snapshot()
        reader.look_up(noted.beginnings, noted.held)
        return make(reader)

    def close(self) -> None:
        """See ``Engine.close``; the cluster belongs to who made the engine."""

    def _create(self) -> None:
        shards = self._cluster.settings.shards
        made = {
            self._names.passages: passages_index(shards),
            self._names.articles: articles_index(shards),
            self._names.control: CONTROL,
        }
        for name, index in made.items():
            self._cluster.create(name, index)
        self._commits.create()
