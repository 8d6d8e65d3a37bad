"""The two indices of a generation: articles, with everything by which they are found, and passages with their texts.

Their fields hold the terms that the analysis of ``index.analysis`` makes; the cluster only parts them at spaces.
"""

from __future__ import annotations

from collections.abc import Mapping

from index.engines.query import LISTED, Facet, Field, Key
from index.engines.scoring import K1, B
from index.engines.values import value_field

MARKER = "\x01"
"""The first term of each scored field, at the place of the word after it.

It makes every document one that has the field, so that lengths are averaged over all of them, as other engines do.
"""
POSITIONS = (Field.WORDS, Field.TITLE_WORDS, Field.AUTHOR, Field.SOURCE, Field.TAGS)
FREQUENCIES = (Field.EXACT, Field.LEMMAS, Field.LEAD, Field.TITLE)
SCORED = (Field.WORDS, Field.TITLE_WORDS, *FREQUENCIES)
COUNTED = tuple(field for field in LISTED if field is not Field.PATH)
"""Fields whose terms are in a column too, from which their dictionary is read."""
DEEPEST_RESULT = 50_000
MOST_TERMS = 1_000_000
PARAGRAPH_GAP = 100
"""Paragraphs are so many positions apart, so that phrases stay inside one."""
SIMILARITY = f"""
double mean = (field.sumTotalTermFreq - field.docCount) / (double) field.docCount;
return query.boost * doc.freq / (doc.freq + {K1} * ({1 - B} + {B} * doc.length / Math.max(mean, 1.0e-9)));
"""
"""The formula of ``index.engines.scoring``: BM25 without its idf, which is part of the boost of a query."""
ANALYSIS: Mapping[str, object] = {
    "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 32_000}},
    "filter": {"marker": {"type": "pattern_capture", "preserve_original": False, "patterns": [f"^({MARKER})(.+)$"]}},
    "analyzer": {
        "terms": {"type": "custom", "tokenizer": "spaces"},
        "scored": {"type": "custom", "tokenizer": "spaces", "filter": ["marker"]},
    },
}


def counted_field(field: Field) -> str:
    """The column of the terms of a field: what its dictionary is read from."""
    return f"{field}_terms" if field in COUNTED else str(field)


def articles_index(shards: int) -> Mapping[str, object]:
    """An entry an article. ``about`` is its metadata; ``latest`` orders by date, the latest first."""
    properties: dict[str, object] = {field: _text(field, "freqs") for field in FREQUENCIES}
    properties |= {field: _text(field, "positions") for field in POSITIONS}
    properties[Field.JOINED] = _text(Field.JOINED, "docs")
    properties[Field.PATH] = {"type": "keyword"}
    properties |= {name: {"type": "keyword"} for name in ("latest", *map(value_field, (*Key, *Facet)))}
    properties |= {counted_field(field): {"type": "keyword", "index": False} for field in COUNTED}
    properties |= {"date": {"type": "integer"}, "number": {"type": "long"}, "batch": {"type": "long"}}
    properties["about"] = {"type": "object", "enabled": False}
    return _index(shards, properties, {"includes": ["about"]})


def passages_index(shards: int) -> Mapping[str, object]:
    """An entry a passage, with its text as it is; ``article`` is the number of its article."""
    properties = {
        Field.LEMMAS: _text(Field.LEMMAS, "freqs"),
        Key.FILE: {"type": "keyword", "doc_values": False},
        "article": {"type": "long"},
        "number": {"type": "integer"},
        "batch": {"type": "long"},
        "passage": {"type": "object", "enabled": False},
    }
    return _index(shards, properties, {"includes": ["article", "number", "passage"]})


def _text(field: Field, options: str) -> Mapping[str, object]:
    is_scored = field in SCORED
    said: dict[str, object] = {"type": "text", "index_options": options, "norms": is_scored}
    said |= {"analyzer": "scored" if is_scored else "terms", "search_analyzer": "terms"}
    if options == "positions":
        said["position_increment_gap"] = PARAGRAPH_GAP
    return {**said, "similarity": "searcher"} if is_scored else said


def _index(shards: int, properties: Mapping[str, object], source: Mapping[str, object]) -> Mapping[str, object]:
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": 0,  # a generation is copied when it is whole
            "refresh_interval": -1,  # a batch is refreshed as a whole
            "max_result_window": DEEPEST_RESULT,
            "max_terms_count": MOST_TERMS,
            "similarity": {"searcher": {"type": "scripted", "script": {"source": SIMILARITY}}},
            "analysis": ANALYSIS,
        },
        "mappings": {"dynamic": "strict", "_source": source, "properties": properties},
    }
