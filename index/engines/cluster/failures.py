"""Failures: what goes wrong between here and a cluster → what is told of it, and what to do about it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from index.engines.cluster.settings import AUTHORITY, PASSWORD, URL, USER, ClusterSettings
from index.engines.protocol import DamagedError, StoreError
from index.language import tr

if TYPE_CHECKING:
    from opensearchpy.exceptions import TransportError

NOT_FOUND, CONFLICT, TOO_MANY = HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS
SERVER_ERROR, UNAVAILABLE = HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE
BLOCKED = "cluster_block_exception"
EXISTS = "resource_already_exists_exception"


class NoClusterError(StoreError):
    """The cluster cannot be reached, or part of an index is not there at the moment: later it may be."""


class Failures:
    """What is told of the cluster that ``settings`` name."""

    def __init__(self, settings: ClusterSettings) -> None:
        self._settings = settings

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what the client raises within the block into what can be told.

        Raises NoClusterError where no node answers or a shard is missing, DamagedError where an index is gone,
        StoreError where the cluster refuses what is asked.
        """
        from opensearchpy import exceptions

        try:
            yield
        except exceptions.SSLError as error:
            said = tr("the certificate of {url} is not trusted ({reason}); name its authority's file in {variable}")
            reason = _reason(error)
            raise NoClusterError(said.format(url=self._nodes, reason=reason, variable=AUTHORITY)) from error
        except exceptions.ConnectionError as error:
            said = tr("the cluster at {url} cannot be reached ({reason}); see that it runs, and what {variable} says")
            raise NoClusterError(said.format(url=self._nodes, reason=_reason(error), variable=URL)) from error
        except exceptions.TransportError as error:
            status = int(error.status_code)
            if not is_ours(error) and status < SERVER_ERROR:
                raise self.strange(error.info) from error
            raise self.told(status, str(error.error), _reason(error)) from error
        except exceptions.SerializationError as error:
            raise self.strange(error) from error
        except exceptions.ImproperlyConfigured as error:
            raise StoreError(str(error)) from error

    def strange(self, answer: object) -> NoClusterError:
        """What to raise for an answer that is none of OpenSearch."""
        said = tr("what answers at {url} is no OpenSearch ({reason}); see what {variable} says")
        return NoClusterError(said.format(url=self._nodes, reason=_line(str(answer)), variable=URL))

    def incomplete(self, reason: str) -> StoreError:
        """What to raise where a part of the cluster is missing."""
        return self.told(UNAVAILABLE, "", reason)

    @property
    def _nodes(self) -> str:
        return " ".join(self._settings.urls)

    def told(self, status: int, kind: str, reason: str) -> StoreError:
        """What to raise for an error that the cluster answers with."""
        error, said = _told(status, kind)
        values = {"url": self._nodes, "reason": reason or kind, "name": self._settings.user or "–"}
        return error(said.format(**values, user=USER, password=PASSWORD))


def _told(status: int, kind: str) -> tuple[type[StoreError], str]:
    """What kind of error an answer is, and what is told of it."""
    match status, kind:
        case HTTPStatus.UNAUTHORIZED, _:
            return StoreError, tr("the cluster at {url} knows no such user; set {user} and {password}")
        case ((HTTPStatus.FORBIDDEN | HTTPStatus.TOO_MANY_REQUESTS), _) if kind == BLOCKED:
            return StoreError, tr(
                "the cluster at {url} takes no more writes ({reason}); "
                "free space on its disks, then try again: the index is as it was"
            )
        case HTTPStatus.FORBIDDEN, _:
            return StoreError, tr("the user {name} may not do this in the cluster at {url} ({reason})")
        case HTTPStatus.TOO_MANY_REQUESTS, _:
            return NoClusterError, tr("the cluster at {url} has too much to do ({reason}); try again later")
        case HTTPStatus.NOT_FOUND, _:
            return DamagedError, tr(
                "the index in the cluster at {url} is damaged ({reason}); build it anew with: searcher index"
            )
        case HTTPStatus.BAD_REQUEST, _:
            return StoreError, tr("the cluster at {url} refuses what is asked of it ({reason})")
        case _:
            return NoClusterError, tr(
                "part of the cluster at {url} is not there ({reason}); see its health with: searcher info"
            )


def is_ours(error: TransportError) -> bool:
    """Whether this can be said by OpenSearch, or by what is before it."""
    said = error.info if isinstance(error.info, Mapping) else {}
    return (
        "error" in said
        or "_index" in said
        or error.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, TOO_MANY}
    )


def _reason(error: TransportError) -> str:
    """What the cluster says of an error, or the system, or what is before the cluster."""
    info = error.info
    if isinstance(info, Mapping):
        said = info.get("error")
        if isinstance(said, Mapping):
            causes = said.get("root_cause") or [said]
            return _line(str(causes[0].get("reason") or causes[0].get("type") or said.get("reason") or said["type"]))
        return _line(str(said))
    if isinstance(error.status_code, int):
        return f"HTTP {error.status_code}"
    return _line(str(info or error.error))


def _line(text: str) -> str:
    """One line of what may be many: a page of HTML, say."""
    return textwrap.shorten(_ADDRESS.sub("", text), LONGEST_REASON, placeholder=" …")


_ADDRESS = re.compile(r"<urllib3\.[^>]*>: |^HTTPS?Connection(Pool)?\([^)]*\): ")
"""What says where in the memory something stands."""
LONGEST_REASON = 200
