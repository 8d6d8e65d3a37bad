"""Connection: requests to the nodes of a cluster, and what is told where one fails."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from time import sleep
from typing import TYPE_CHECKING, cast

from index.engines.cluster.answers import SearchAnswer
from index.engines.cluster.failures import BLOCKED, EXISTS, NOT_FOUND, UNAVAILABLE, Failures, is_ours
from index.engines.cluster.settings import ClusterSettings
from index.engines.protocol import StoreError
from index.language import tr

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

Body = Mapping[str, object]
Params = Mapping[str, str | int]
SECONDS = 60.0
"""Read timeout of a request that changes something; then another node is tried."""
READ_SECONDS = 20.0
"""Read timeout of a search."""
LOOK_SECONDS = 5.0
"""Read timeout of a look-up of one document, short enough to notice a node that hangs."""
CONNECT_SECONDS = 5.0
"""Connection timeout."""
COPIES = "0-1"
"""How many copies of each shard there are: one, unless there is only one node."""
PAUSES = (0.1, 0.3, 1.0)
"""Seconds between the times that a question is asked again."""
CLIENT = "opensearchpy"
POOL = 16
"""Number of connections kept open to each node."""


class Cluster:
    """The nodes that ``settings`` name. Safe in several threads.

    Every method raises NoClusterError where no node answers or a shard is missing, DamagedError where an index is gone
    or was changed by hand, StoreError where the cluster refuses what is asked, with what to do about it. Making one
    raises StoreError where the client is not installed.
    """

    def __init__(self, settings: ClusterSettings, *, seconds: float = SECONDS) -> None:
        _load_client()
        self.settings = settings
        self.failures = Failures(settings)
        self._seconds = seconds

    @cached_property
    def _client(self) -> OpenSearch:
        from opensearchpy import OpenSearch
        from urllib3 import Timeout

        said = self.settings
        return OpenSearch(
            list(said.urls),
            headers=said.headers(),
            ca_certs=said.authority or None,
            verify_certs=True,
            timeout=Timeout(connect=CONNECT_SECONDS, read=self._seconds),
            max_retries=2 * len(said.urls),
            retry_on_timeout=True,
            pool_maxsize=POOL,
        )

    def request(self, method: str, path: str, body: object = None, **params: str | int) -> Body:
        """What the cluster answers; a body that is a str or bytes is sent as it is."""
        with self.failures.telling():
            return self._asked(method, path, body, params)

    def _asked(self, method: str, path: str, body: object, params: Mapping[str, str | int]) -> Body:
        """What is answered to one request; a question for which a shard is just moving is asked again."""
        from opensearchpy.exceptions import TransportError

        is_question = method == "GET" or path.endswith("search")
        seconds = LOOK_SECONDS if "/_doc/" in path else READ_SECONDS
        for pause in PAUSES if is_question else ():
            try:
                answer = self._once(method, path, body, params, seconds)
            except TransportError as error:
                if error.status_code != UNAVAILABLE:
                    raise
            else:
                if not _is_moving(answer):
                    return answer
            sleep(pause)
        return self._once(method, path, body, params, seconds if is_question else self._seconds)

    def _once(self, method: str, path: str, body: object, params: Mapping[str, str | int], seconds: float) -> Body:
        from urllib3 import Timeout

        patience = Timeout(connect=CONNECT_SECONDS, read=min(seconds, self._seconds))
        sent = json.dumps(body) if isinstance(body, Mapping) else body
        answer = self._client.transport.perform_request(
            method, path, params=dict(params) or None, body=sent, timeout=cast("float", patience)
        )
        if not isinstance(answer, Mapping):
            raise self.failures.strange(answer)
        return answer

    def exists(self, path: str) -> bool:
        """Whether there is something at ``path``."""
        with self.failures.telling():
            return bool(self._client.transport.perform_request("HEAD", path))

    def find(self, path: str) -> Body | None:
        """The document at ``path``, of the node that is asked if it has a copy; None where there is none."""
        found = self.request_unless("GET", path, None, (NOT_FOUND,), preference="_local")
        if found is not None and "_source" not in found:
            raise self.failures.strange(found)
        return found

    def create(self, index: str, body: Body) -> None:
        """Make an index, unless there is one of that name."""
        from opensearchpy.exceptions import TransportError

        if self.exists(f"/{index}"):
            return
        with self.failures.telling():
            try:
                self._asked("PUT", f"/{index}", body, {})
            except TransportError as error:  # another was quicker, or this same request before it was sent again
                if error.error != EXISTS:
                    raise

    def request_unless(
        self, method: str, path: str, body: object, refused: Collection[int], **params: str | int
    ) -> Body | None:
        """What the cluster answers; None where it refuses by one of the codes ``refused``."""
        from opensearchpy.exceptions import TransportError

        with self.failures.telling():
            try:
                return self._asked(method, path, body, params)
            except TransportError as error:
                if error.status_code in refused and error.error != BLOCKED and is_ours(error):
                    return None
                raise

    def search(self, index: str, body: Body, **params: str | int) -> SearchAnswer:
        """What one search of whole indices finds; half an answer is an error."""
        return cast("SearchAnswer", self.request("POST", f"/{index}/_search", body, **_WHOLE, **params))

    def searches(self, asked: Sequence[tuple[str, Body]], params: Params) -> Sequence[SearchAnswer]:
        """What several searches find, each of an index, by one request."""
        if len(asked) < 2:  # noqa: PLR2004  # one needs no list
            return [self.search(index, body, **params) for index, body in asked]
        headers = ({"index": index, "allow_partial_search_results": False, **params} for index, _ in asked)
        lines = [json.dumps(line) for header, (_, body) in zip(headers, asked, strict=True) for line in (header, body)]
        found = cast("list[SearchAnswer]", self.request("POST", "/_msearch", "\n".join(lines) + "\n")["responses"])
        for answer in found:
            if error := answer.get("error"):
                raise self.failures.told(
                    int(answer.get("status", 0)), str(error.get("type", "")), str(error.get("reason", ""))
                )
        return found

    def copy(self, indices: str) -> None:
        """Have a copy of each shard of ``indices`` kept on another node, as soon as there is one."""
        self.request("PUT", f"/{indices}/_settings", {"index": {"auto_expand_replicas": COPIES}})

    def health(self) -> Body:
        """The health of the cluster: ``status``, ``number_of_nodes`` and so on."""
        return self.request("GET", "/_cluster/health")

    def close(self) -> None:
        """Close all connections."""
        if "_client" in self.__dict__:
            self._client.close()


def _load_client() -> None:
    try:
        import_module(CLIENT)
    except ImportError as error:
        message = tr("the engine {name} cannot be loaded ({reason}); in the clone: pip install {package}")
        raise StoreError(message.format(name="opensearch", reason=error, package="'.[cluster]'")) from error


_WHOLE = {"allow_partial_search_results": "false"}


def _is_moving(answer: Body) -> bool:
    """Whether one of several searches met a shard that is not there at the moment."""
    found = cast("Sequence[SearchAnswer]", answer.get("responses", ()))
    return any(each.get("status") == UNAVAILABLE for each in found)
