"""Plain text and Markdown: one file, one article."""

from __future__ import annotations

from collections.abc import Iterator

from index.documents.drafts import Block, Draft, article_of
from index.documents.encoding import NotTextError, decode
from index.documents.markdown import markdown_paragraphs
from index.documents.metadata import split_front_matter
from index.documents.paragraphs import paragraphs
from index.documents.source import Source
from index.model import Article, Fault


def read_text(source: Source) -> Iterator[Article | Fault]:
    """A ``.txt`` file: its title is the front matter's, else the first short block, else the file's name."""
    yield from _read(source, "txt", markdown=False)


def read_markdown(source: Source) -> Iterator[Article | Fault]:
    """A ``.md`` file: as text, with headings, table rows and fenced code known for what they are."""
    yield from _read(source, "md", markdown=True)


def _read(source: Source, kind: str, *, markdown: bool) -> Iterator[Article | Fault]:
    try:
        text = decode(source.stream.read())
    except NotTextError:
        yield Fault("not_text")
        return
    if not text.strip():
        yield Fault("empty")
        return
    about, body = split_front_matter(text)
    blocks = markdown_paragraphs(body) if markdown else paragraphs(body)
    yield article_of(source, kind, Draft(about, list(map(Block, blocks))))
