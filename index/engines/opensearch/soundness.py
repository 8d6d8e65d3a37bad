"""Soundness: whether the indices of a generation are as they were made, or changed by hand since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from index.engines.cluster import Body, Cluster
from index.engines.opensearch.names import Names
from index.engines.opensearch.schema import PARAGRAPH_GAP, articles_index, passages_index
from index.engines.protocol import DamagedError
from index.language import tr

DEFAULTS = {
    "norms": True,
    "index": True,
    "doc_values": True,
    "index_options": "positions",
    "position_increment_gap": PARAGRAPH_GAP,
}
"""What the cluster does not say of a field where it is so."""


def check_mappings(cluster: Cluster, names: Names) -> None:
    """Raise DamagedError where an index is gone, or holds its fields in another way than it was made to."""
    made = {names.articles: articles_index(1), names.passages: passages_index(1)}
    found = cluster.request("GET", f"/{','.join(made)}/_mapping")
    for name, index in made.items():
        mappings = cast("Mapping[str, Body]", found.get(name, {})).get("mappings", {})
        for reason in _changes(cast("Body", index["mappings"]), mappings):
            message = tr("the index in the cluster at {url} is damaged ({reason}); build it anew with: searcher index")
            raise DamagedError(message.format(url=" ".join(cluster.settings.urls), reason=f"{name}: {reason}"))


def _changes(made: Body, found: Body) -> Iterator[str]:
    """What was changed by hand."""
    if str(found.get("dynamic")) != made["dynamic"]:
        yield tr("it was not made by searcher")
    there = cast("Mapping[str, Body]", found.get("properties", {}))
    for field, wanted in cast("Mapping[str, Body]", made["properties"]).items():
        if field not in there:
            yield tr("the field {field} is missing").format(field=field)
        elif _normal(there[field]) != _normal(wanted):
            yield tr("the field {field} is another one").format(field=field)


def _normal(field: Body) -> Mapping[str, str]:
    """What is said of a field, defaults too, as text: the cluster may turn values into text."""
    said = {**DEFAULTS, "search_analyzer": field.get("analyzer"), **field}
    return {name: str(value).lower() for name, value in said.items()}
