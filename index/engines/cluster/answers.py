"""Answers: what is read of the JSON that a cluster sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict


class Total(TypedDict):
    """How many documents match."""

    value: int


class Hit(TypedDict, total=False):
    """A document that matches; ``_source`` is what was stored of it, ``fields`` what its columns hold."""

    _id: str
    _score: float
    _source: Mapping[str, object]
    fields: Mapping[str, Sequence[int]]
    sort: Sequence[int | str]


class Hits(TypedDict):
    """Documents that match, the best or first of them."""

    total: Total
    hits: Sequence[Hit]


class Bucket(TypedDict):
    """A value and how many documents have it."""

    key: str | int
    doc_count: int


class Buckets(TypedDict):
    """The values of one aggregation."""

    buckets: Sequence[Bucket]


class SearchAnswer(TypedDict, total=False):
    """What a search found; ``error`` where one of several failed."""

    hits: Hits
    aggregations: Mapping[str, Buckets]
    error: Mapping[str, object]
    status: int
