"""Plain text and Markdown: one file, one article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from index.documents.drafts import Block, Draft, Source, article_of
from index.documents.plain.markdown import markdown
from index.documents.plain.metadata import split_front_matter
from index.documents.text.encoding import NotTextError, decoded
from index.documents.text.paragraphs import paragraphs
from index.model import Article, Fault

Cut = Callable[[str], tuple[str, Sequence[str]]]
"""A text cut into its title, empty where it has none of its own, and its paragraphs."""


def read_text(source: Source) -> Iterator[Article | Fault]:
    """A ``.txt`` file: its title is the front matter's, else the first short block, else the file's name."""
    yield from _read(source, "txt", lambda text: ("", paragraphs(text)))


def read_markdown(source: Source) -> Iterator[Article | Fault]:
    """A ``.md`` file, as its reader sees it; its title is the front matter's, else the first heading."""
    yield from _read(source, "md", markdown)


def _read(source: Source, kind: str, cut: Cut) -> Iterator[Article | Fault]:
    """The article of a file, and what is wrong with its bytes; an empty file is none, and nothing is wrong with it."""
    try:
        text, fault = decoded(source.stream.read())
    except NotTextError:
        yield Fault("not_text")
        return
    if not text.strip():
        return
    about, body = split_front_matter(text)
    title, blocks = cut(body)
    if title and not about.title:
        about = about._replace(title=title)
        blocks = blocks[1:] if blocks[0] == title else blocks
    yield article_of(source, kind, Draft(about, list(map(Block, blocks))))
    if fault:
        yield fault
