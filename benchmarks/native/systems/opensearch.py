"""OpenSearch as it comes, on the cluster that SEARCHER_OPENSEARCH_URL names: its French analyser, its highlights."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.native.place import Place
from benchmarks.native.questions import Question
from benchmarks.native.system import TOP, About, Answers, answers, seconds
from index.engines.cluster.settings import SHARDS, URL

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

THREADS, AT_A_TIME = 3, 2_000
"""As many requests of passages at once as this project sends."""
SETTINGS = {"auto_expand_replicas": "0-1", "refresh_interval": -1}
FRENCH = {"type": "text", "analyzer": "french"}


def reason_to_skip() -> str:
    return "" if os.environ.get(URL) else f"{URL} names no cluster"


def prepare(_work: Path) -> About:
    if reason := reason_to_skip():
        return About(absent=reason)
    return About(str(_client().info()["version"]["number"]))


def index(place: Place) -> float:
    client, name = _client(), _name(place)
    client.indices.delete(index=name, ignore_unavailable=True)
    settings = {**SETTINGS, "number_of_shards": int(os.environ.get(SHARDS) or 1)}
    client.indices.create(index=name, body={"settings": settings, "mappings": {"properties": {"text": FRENCH}}})
    return seconds(lambda: _index(client, place, name))


def ask(place: Place, questions: Sequence[Question]) -> Answers:
    client, name = _client(), _name(place)
    return answers(lambda question: _ask(question, client, name), questions)


def _index(client: OpenSearch, place: Place, name: str) -> None:
    from opensearchpy.helpers import parallel_bulk

    actions: Iterator[dict[str, object]] = ({"_index": name, "_source": {"text": line}} for line in place.lines())
    for done, said in parallel_bulk(client, actions, thread_count=THREADS, chunk_size=AT_A_TIME):
        if not done:
            raise ValueError(said)
    client.indices.refresh(index=name)


def _ask(question: Question, client: OpenSearch, name: str) -> int:
    text = " ".join(question.words)
    query = {"match_phrase": {"text": text}} if question.is_phrase else {"match": {"text": text}}
    body = {"query": query, "size": TOP, "track_total_hits": True, "highlight": {"fields": {"text": {}}}}
    return len(client.search(index=name, body=body)["hits"]["hits"])


def _client() -> OpenSearch:
    from opensearchpy import OpenSearch

    return OpenSearch(os.environ[URL].split(), timeout=120)


def _name(place: Place) -> str:
    return f"raw{place.size}"
