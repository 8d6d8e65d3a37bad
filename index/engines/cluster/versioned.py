"""Versioned: single documents that several machines write, each in place of the writing that it has seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

from index.engines.cluster.connection import Body, Cluster
from index.engines.cluster.failures import CONFLICT, NOT_FOUND


class Version(NamedTuple):
    """Which writing of a document this is."""

    number: int
    term: int

    @classmethod
    def of(cls, answer: Body) -> Version:
        """That of a document as the cluster answers with it."""
        return cls(int(str(answer["_seq_no"])), int(str(answer["_primary_term"])))

    def condition(self) -> Mapping[str, int]:
        """The parameters of a request that is refused where the document has been written since."""
        return {"if_seq_no": self.number, "if_primary_term": self.term}


class Document(NamedTuple):
    """A document as it was read."""

    said: Mapping[str, object]
    version: Version


def read_document(cluster: Cluster, path: str) -> Document | None:
    """The document at ``path``; None where there is none."""
    found = cluster.find(path)
    return Document(cast("Mapping[str, object]", found["_source"]), Version.of(found)) if found else None


def replace_document(cluster: Cluster, path: str, said: Mapping[str, object], over: Version | None) -> Version | None:
    """Write ``said`` in place of the writing ``over``, None where there is to be none; returns which writing it is.

    None: another was quicker. A request that is sent again after a broken connection meets itself, and is none.
    """
    condition = over.condition() if over else {"op_type": "create"}
    done = cluster.request_unless("PUT", path, said, (CONFLICT,), **condition)
    if done is not None:
        return Version.of(done)
    now = read_document(cluster, path)
    return now.version if now and now.said == said else None


def delete_document(cluster: Cluster, path: str, version: Version) -> None:
    """Delete the document at ``path``, unless it has been written since, or is gone."""
    cluster.request_unless("DELETE", path, None, (NOT_FOUND, CONFLICT), **version.condition())
