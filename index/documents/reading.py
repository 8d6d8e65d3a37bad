"""Reading: a file → its articles, in this process."""

from __future__ import annotations

from collections.abc import Iterator

from index.documents.assembling import Assembly
from index.documents.faults import failure
from index.documents.formats import FORMATS, Kind, plain_reader, suffix
from index.documents.running import run
from index.documents.source import Source
from index.model import Article, Fault


def read_articles(source: Source) -> Iterator[Article | Fault]:
    """The articles of a file, each cut into passages, and what could not be read of it.

    Plain text is read as its name says. Whatever a reader or a library raises is a fault of the file, so that one odd
    file never stops a run.
    """
    one = FORMATS[suffix(source.file)]
    if one.kind is not Kind.PLAIN:
        yield from _assembled(source)
        return
    try:
        yield from plain_reader(one)(source)
    except Exception as error:  # noqa: BLE001  # what a library raises for odd bytes is not known beforehand
        yield failure(error)


def _assembled(source: Source) -> Iterator[Article | Fault]:
    assembly = Assembly(source.path)
    for message in run(source):
        yield from assembly.take(message)
