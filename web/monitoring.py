"""Monitoring: ``/healthz`` says whether the index can be read, ``/metrics`` how the server does, for Prometheus.

No query, and nothing else that somebody asked, is in any of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from flask import Blueprint, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from index.directory import IndexDirectory
from index.engines.protocol import StoreError
from web.api.facts import updated
from web.api.response import as_response

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
NOWHERE = "none"
"""The endpoint of a request for an address where nothing is."""
METHODS = ("GET", "HEAD", "OPTIONS", "POST")
UNAVAILABLE = 503


def blueprint(directory: IndexDirectory, trouble: Callable[[], str]) -> Blueprint:
    """``/healthz`` and ``/metrics`` of one application, whose requests are counted from now on."""
    pages, registry = Blueprint("monitoring", __name__), CollectorRegistry()
    requests = Counter("searcher_requests", "Requests answered.", ("endpoint", "method", "status"), registry=registry)
    seconds = Histogram(
        "searcher_request_seconds", "Time to an answer.", ("endpoint",), buckets=SECONDS, registry=registry
    )
    registry.register(_Index(directory, trouble))

    @pages.before_app_request
    def start() -> None:
        g.started = perf_counter()

    @pages.after_app_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or NOWHERE
        method = request.method if request.method in METHODS else "other"
        requests.labels(endpoint, method, response.status_code).inc()
        if "started" in g:
            seconds.labels(endpoint).observe(perf_counter() - g.started)
        return response

    @pages.get("/healthz")
    def healthz() -> Response:
        try:
            articles = directory.engine().size()
        except StoreError as error:
            return as_response({"status": "unavailable", "detail": str(error)}, UNAVAILABLE)
        return as_response({"status": "ok", "articles": articles, "trouble": trouble()})

    @pages.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return pages


class _Index(Collector):
    """What Prometheus is told of the index, as it is at the moment."""

    def __init__(self, directory: IndexDirectory, trouble: Callable[[], str]) -> None:
        self._directory = directory
        self._trouble = trouble

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing: the index is not to be read before somebody asks."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The state of the index; its size and age only where it can be read."""
        yield _gauge("following_trouble", "Whether new files are not picked up.", bool(self._trouble()))
        try:
            articles, age = self._directory.engine().size(), updated(self._directory).timestamp()
        except StoreError:
            yield _gauge("index_readable", "Whether the index can be read.", 0)
            return
        yield _gauge("index_readable", "Whether the index can be read.", 1)
        yield _gauge("articles", "Articles in the index.", articles)
        yield _gauge("index_updated_timestamp_seconds", "When the index was last written to.", age)


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"searcher_{name}", about, value=value)
