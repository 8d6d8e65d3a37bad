"""Documents: articles and passages ↔ the entries of the native indexes."""

from __future__ import annotations

import json

from tantivy import Document

from index.engines.entries import ArticleEntry, PassageEntry, facet_values
from index.engines.query import Field
from index.engines.values import day, latest, value, value_field
from index.model import Article, Passage

TEXTS = (
    Field.EXACT,
    Field.LEMMAS,
    Field.JOINED,
    Field.LEAD,
    Field.TITLE,
    Field.TITLE_WORDS,
    Field.AUTHOR,
    Field.SOURCE,
)
"""The fields that hold one text of terms."""


def article_document(article: Article, entry: ArticleEntry, number: int) -> Document:
    """The entry of an article: what it is found by, what it is counted by, and its metadata as they are."""
    document = Document()
    for words in entry.words:
        document.add_text(Field.WORDS, words)
    for tag in entry.tags:
        document.add_text(Field.TAGS, tag)
    for field in TEXTS:
        if terms := getattr(entry, field):
            document.add_text(field, terms)
    document.add_text(Field.PATH, value(entry.path))
    document.add_text("id", value(article.id))
    document.add_text("file", value(article.path))
    document.add_text("latest", latest(article.own_date, article.id))
    if article.own_date:
        document.add_unsigned("date", day(article.own_date))
    for facet, values in facet_values(article).items():
        for one in values:
            document.add_text(value_field(facet), value(one))
    document.add_unsigned("number", number)
    document.add_bytes("about", json.dumps(article._replace(passages=()), ensure_ascii=False).encode())
    return document


def article_of(document: Document) -> Article:
    """The metadata of an article, without its passages."""
    values = json.loads(bytes(document.get_first("about") or b"").decode())
    return Article(*values)._replace(passages=(), tags=tuple(values[Article._fields.index("tags")]))


def passage_document(entry: PassageEntry, article: int) -> Document:
    """The entry of a passage of the article of that number."""
    document = Document()
    if entry.lemmas:
        document.add_text(Field.LEMMAS, entry.lemmas)
    document.add_bytes("text", entry.passage.text.encode("utf-8", "surrogatepass"))
    document.add_unsigned("article", article)
    document.add_unsigned("number", entry.passage.number)
    numbers = {"page": entry.passage.page or 0, "repeats": entry.repeats, "echo": int(entry.passage.echo)}
    numbers["aside"] = int(entry.passage.aside)
    for name, number in numbers.items():
        if number:
            document.add_unsigned(name, number)
    return document


def passage_of(document: Document, number: int) -> Passage:
    """The passage of that number, as it was put in."""
    echo, aside = (bool(document.get_first(name)) for name in ("echo", "aside"))
    return Passage(number, text_of(document), echo, page_of(document), aside)


def text_of(document: Document) -> str:
    """The text of a passage as it is."""
    return bytes(document.get_first("text") or b"").decode("utf-8", "surrogatepass")


def page_of(document: Document) -> int | None:
    """The page of a passage, in a paged document."""
    page = document.get_first("page")
    return int(page) if page is not None else None
