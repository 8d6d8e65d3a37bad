"""The two native indexes: articles, with everything by which they are found, and passages with their texts."""

from __future__ import annotations

from pathlib import Path

from tantivy import Index, Schema, SchemaBuilder

from index.engines.damage import missing
from index.engines.query import Facet, Field, Key
from index.engines.values import value_field

ARTICLES, PASSAGES = "articles", "passages"
MARKER = "writing"
"""Stands in the folder from before the first commit of a batch until after its last."""
POSITIONS = (Field.WORDS, Field.TITLE_WORDS, Field.AUTHOR, Field.SOURCE, Field.TAGS)
FREQUENCIES = (Field.EXACT, Field.LEMMAS, Field.LEAD, Field.TITLE)
OPTIONS = {**dict.fromkeys(map(str, POSITIONS), "position"), **dict.fromkeys(map(str, FREQUENCIES), "freq")}
"""What the postings of a field hold; those of other fields only name articles."""


def articles_schema() -> Schema:
    """An entry an article. ``about`` is its metadata as JSON; ``latest`` orders by date, the latest first."""
    builder = SchemaBuilder()
    for field, option in OPTIONS.items():
        builder.add_text_field(field, tokenizer_name="whitespace", index_option=option)
    builder.add_text_field(Field.JOINED, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field(Field.PATH, tokenizer_name="raw", index_option="basic")
    for name in ("latest", *map(value_field, (*Key, *Facet))):  # columns too: articles are ordered and counted by them
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("number", indexed=True, fast=True)
    builder.add_unsigned_field("date", indexed=True, fast=True)
    builder.add_bytes_field("about", stored=True)
    return builder.build()


def passages_schema() -> Schema:
    """An entry a passage, with its text as it is."""
    builder = SchemaBuilder()
    builder.add_text_field(Field.LEMMAS, tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("text", stored=True)
    builder.add_unsigned_field("article", indexed=True, fast=True)
    builder.add_unsigned_field("number", indexed=True, fast=True)
    builder.add_unsigned_field("page", stored=True)
    builder.add_unsigned_field("repeats", stored=True)
    builder.add_unsigned_field("echo", stored=True)
    builder.add_unsigned_field("aside", stored=True)
    return builder.build()


def open_index(folder: Path, *, create: bool) -> tuple[Index, Index]:
    """The indexes of articles and of passages in ``folder``. Raises DamagedError where they are not there."""
    schemas = {ARTICLES: articles_schema(), PASSAGES: passages_schema()}
    if create:
        for name in schemas:
            (folder / name).mkdir(exist_ok=True)
    for name in schemas:
        if not create and not (folder / name / "meta.json").is_file():
            raise missing(folder / name)
    articles, passages = (
        Index(schema, path=str(folder / name)) if create else Index.open(str(folder / name))
        for name, schema in schemas.items()
    )
    return articles, passages
