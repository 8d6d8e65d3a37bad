"""Writing: articles and passages as entries that nobody sees, then the switch, then what they replace goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from time import sleep
from typing import cast

from index.engines.cluster import Body, Bulk, Cluster, Lease
from index.engines.entries import entry_of
from index.engines.opensearch.commits import Commit, Commits
from index.engines.opensearch.documents import article_document, passage_document
from index.engines.opensearch.names import Names
from index.engines.opensearch.soundness import check_mappings
from index.engines.protocol import StoreError
from index.model import Article

NUMBERS = 1 << 24
"""A batch has fewer articles than this, so that numbers made of its own are never given twice."""
MOST_DELETED = 20_000
"""Maximum number of entries deleted by one request, which takes a second or two."""
TRIES = 20
PAUSE_SECONDS = 0.5


class OpenSearchBatch:
    """One batch on the indices ``names``, under a lease. Making it sweeps what a killed process left."""

    def __init__(self, cluster: Cluster, names: Names, commits: Commits, lease: Lease) -> None:
        self._cluster, self._names, self._commits, self._lease = cluster, names, commits, lease
        before = commits.read()
        # Begun before anything is swept: from now on no batch that was broken off can be switched any more.
        self._commit = commits.write(before.begun())
        self._batch = before.following
        if not before.is_clean:
            self._commit = self._sweep(self._commit)
        self._bulk = Bulk(cluster, lease.check)
        self._files: dict[str, None] = {}
        self._next = self._batch * NUMBERS

    def put(self, path: str, articles: Iterable[Article]) -> int:
        """See ``Batch.put``."""
        self.drop(path)
        count = 0
        for count, article in enumerate(articles, start=1):  # noqa: B007  # it is what is returned
            self._add(article)
        return count

    def drop(self, path: str) -> None:
        """See ``Batch.drop``."""
        self._files[path] = None

    def commit(self) -> None:
        """Make everything seen. Writing the commit is the switch: before it nothing is seen, after it all is."""
        self._bulk.flush()
        self._refresh()
        check_mappings(self._cluster, self._names)
        self._lease.check()
        gone = self._commit.switched(self._batch, tuple(self._files))
        is_new = not self._files or not self._holds(gone.replaced())
        self._commit = self._commits.write(gone.swept() if is_new else gone)
        if not is_new:
            with suppress(StoreError):  # nobody finds them, and the next batch sweeps them
                self._commit = self._sweep(self._commit)

    def roll_back(self) -> None:
        """Delete what was written, as far as that is possible now: nobody finds it.

        What was switched stays, also where the cluster could not say so any more.
        """
        self._bulk.close()
        with suppress(StoreError):
            now = self._commits.read()
            if now.version == self._commit.version:
                self._commit = self._sweep(self._commits.write(now))  # written, so that no switch may come late

    def close(self) -> None:
        """Send nothing more."""
        self._bulk.close()

    def _add(self, article: Article) -> None:
        entry = entry_of(article)
        number, self._next = self._next, self._next + 1
        for passage in entry.passages:
            document = passage_document(passage, number, article.path, self._batch)
            name = f"{number}.{passage.passage.number}"
            self._bulk.add(self._names.passages, name, document, name=article.id, routing=number)
        about = article_document(article, entry, number, self._batch)
        self._bulk.add(self._names.articles, str(number), about, name=article.id)

    def _holds(self, query: Body) -> bool:
        found = self._cluster.search(self._names.articles, {"query": query, "size": 0, "terminate_after": 1})
        return found["hits"]["total"]["value"] > 0

    def _refresh(self) -> None:
        """Have all copies of all entries show what was written."""
        both = f"{self._names.articles},{self._names.passages}"
        for _ in range(TRIES):
            shards = cast("Mapping[str, int]", self._cluster.request("POST", f"/{both}/_refresh")["_shards"])
            if not shards["failed"]:
                return
            sleep(PAUSE_SECONDS)
        raise self._cluster.failures.incomplete(f"{both}: {shards['failed']}/{shards['total']}")

    def _sweep(self, commit: Commit) -> Commit:
        """Delete all that is hidden."""
        self._refresh()
        hidden: Body = {"query": {"bool": {"should": commit.hidden()}}}
        # One after the other: as long as passages are there, so is what says that they are hidden.
        for index in (self._names.articles, self._names.passages):
            self._delete(index, hidden)
        return self._commits.write(commit.swept())

    def _delete(self, index: str, found: Body) -> None:
        """Delete what is found, a part at a time: a request of a killed process may be deleting the same entries."""
        params: dict[str, str | int] = {"refresh": "true", "conflicts": "proceed", "max_docs": MOST_DELETED}
        for _ in range(TRIES):
            while True:
                self._lease.check()
                done = self._cluster.request("POST", f"/{index}/_delete_by_query", found, **params)
                if done.get("failures") or int(str(done.get("version_conflicts", 0))):
                    break
                if int(str(done["deleted"])) < MOST_DELETED:
                    return
            sleep(PAUSE_SECONDS)
        raise self._cluster.failures.incomplete(index)
