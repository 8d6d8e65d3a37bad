"""The page on which an article is read, and the one with the articles like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

import searcher
from index.directory import IndexDirectory
from index.documents import Look, markdown_looks
from index.model import Article, Passage
from searcher import Reading, clean
from web import citation
from web.asking import Asked, ask, asked
from web.original import is_shown, original_of
from web.parts import part_with, steps
from web.rendering import groups, looks_of
from web.security import RefusedError

SIMILAR = 5
LARGEST_MARKDOWN = 64_000
"""In bytes: what a larger file looks like would keep a person waiting."""
LONGEST_NUMBER = 9
"""In digits."""


def blueprint(directory: IndexDirectory) -> Blueprint:
    """``/article?id=&q=&passage=``, the part of an article with that passage, and ``/similar?id=``.

    NotFound for an id that the index does not hold.
    """
    pages = Blueprint("reading", __name__)

    @pages.get("/article")
    def article() -> str:
        question, name = asked(), clean(request.args.get("id", ""))
        reading = ask(directory, lambda engine: searcher.read(name, question.query, engine)) if name else None
        if reading is None:
            raise NotFound
        return _page(question, reading, _looks(reading.article, directory))

    @pages.get("/similar")
    def similar() -> str:
        question, name = asked(), clean(request.args.get("id", ""))
        whole = ask(directory, lambda engine: engine.read(name)) if name else None
        if whole is None:
            raise NotFound
        hits = ask(directory, lambda engine: searcher.similar(name, engine, SIMILAR))
        return render_template("similar.html", query=question.query, asked=question, about=whole, hits=hits)

    return pages


def _page(question: Asked, reading: Reading, looks: Mapping[int, Look]) -> str:
    """The page that shows the passage asked for, or else the first one found."""
    about, found = reading.article, reading.found
    at = _asked_passage()
    part = part_with(about.passages, at or next(iter(found), 0))
    first, last = (part.passages[0].number, part.passages[-1].number) if part.passages else (0, 0)
    shown = [passage for passage in part.passages if not (passage.echo and passage.number == 1)]
    return render_template(
        "article.html",
        query=question.query,
        asked=question,
        about=about,
        title_marks=reading.marks([about.title])[0],
        groups=groups(reading.highlighted(shown), about.type, looks),
        part=part,
        found=found,
        hits=frozenset(number for number in found if first <= number <= last),
        at=at,
        place=_original_page(part.passages, at or next(iter(found), 0)) if about.type == "pdf" else None,
        around=steps(found, at),
        before=steps(found, first),
        after=steps(found, last),
        address=partial(_address, question, about.id, is_whole=part.total == 1),
        page=request.args.get("page", type=int),
        citation=citation,
        is_shown=is_shown(about),
    )


def _original_page(passages: Sequence[Passage], number: int) -> int | None:
    """The page of a passage, if that is known."""
    return next((passage.page for passage in passages if passage.number == number), None)


def _asked_passage() -> int:
    """The passage asked for; 0 where there is none."""
    number = request.args.get("passage", "")
    return int(number) if number.isdecimal() and len(number) <= LONGEST_NUMBER else 0


def _address(question: Asked, article_id: str, number: int, *, is_whole: bool = False) -> str:
    """Where a passage is read; on the page itself where that shows the whole article."""
    if is_whole:
        return f"#p{number}"
    page = request.args.get("page", type=int)
    return question.address("reading.article", page, id=article_id, passage=str(number), anchor=f"p{number}")


def _looks(article: Article, directory: IndexDirectory) -> Mapping[int, Look]:
    """How passages look that are no text; of a Markdown file only the file itself tells, where it can be had."""
    asides = {passage.number: Look("aside") for passage in article.passages if passage.aside}
    if article.type != "md" or article.id != article.path:
        return asides
    try:
        with original_of(article, directory) as file:
            data = file.read(LARGEST_MARKDOWN + 1)
    except (RefusedError, OSError):
        return asides
    return asides | looks_of(article.passages, _known_looks(data) if len(data) <= LARGEST_MARKDOWN else ())


@lru_cache(maxsize=8)
def _known_looks(data: bytes) -> Sequence[Look]:
    return markdown_looks(data)
