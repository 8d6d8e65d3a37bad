"""Plain text and Markdown: one file, one article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from index.documents.encoding import NotTextError, decode
from index.documents.markdown import markdown_paragraphs
from index.documents.metadata import Metadata, split_front_matter
from index.documents.paragraphs import is_title, longest_repeat, paragraphs, readable, same_words
from index.documents.source import Source
from index.model import Article, Fault, Passage


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
    yield _article(source, kind, about, blocks)


def _article(source: Source, kind: str, about: Metadata, blocks: Sequence[str]) -> Article:
    title = about.title
    if not title and blocks and is_title(blocks[0]):
        title, blocks = blocks[0], blocks[1:]
    return Article(
        id=source.path,
        path=source.path,
        type=kind,
        title=title or _title_of_name(source.file),
        passages=number_passages(blocks, title),
        date=about.date,
        author=about.author,
        source=about.source,
        tags=about.tags,
    )


def number_passages(blocks: Sequence[str], title: str) -> tuple[Passage, ...]:
    """Passages numbered from 1, none too long to be read; those that repeat the title are echoes."""
    longest, texts = longest_repeat(title), readable(blocks)
    echoes = [len(text) <= longest and same_words(text, title) for text in texts]
    return tuple(map(Passage, count(1), texts, echoes))


def _title_of_name(file: str) -> str:
    return re.sub(r"[_\s]+", " ", Path(file).stem).strip()
