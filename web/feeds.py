"""Feeds: the latest articles that a query finds, for a feed reader, ``/feed.atom?q=…``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

import searcher
from index.directory import IndexDirectory
from index.language import tr
from searcher import AnswerArticle, FilterError, Options, Page, Sort
from web.api.facts import updated
from web.api.response import stamped
from web.asking import Asked, ask, asked
from web.exports import article_link, refused

MOST_ENTRIES = 50
MIME = "application/atom+xml; charset=utf-8"


class Entry(NamedTuple):
    """An article in a feed, as of ``updated``."""

    id: str
    title: str
    link: str
    updated: datetime
    author: str
    summary: str
    tags: Sequence[str] = ()


def blueprint(directory: IndexDirectory) -> Blueprint:
    """``/feed.atom``: articles that hold all the words, latest first."""
    pages = Blueprint("feeds", __name__)

    @pages.get("/feed.atom")
    def feed() -> ResponseReturnValue:
        question = asked()
        try:
            found = _latest(question, directory)
        except FilterError as error:
            return refused(str(error))
        written = updated(directory)
        title = tr("Searcher: {query}").format(query=question.query)
        pages = question.address("results.home"), question.address("feeds.feed")
        return atom(title, pages, [_entry(hit, written) for hit in found], written)

    return pages


def atom(title: str, addresses: tuple[str, str], entries: Sequence[Entry], since: datetime) -> Response:
    """An Atom feed (RFC 4287). ``addresses`` are those of its page and its own; without entries it is of ``since``."""
    root = url_for("results.home", _external=True)[: -len(url_for("results.home"))]
    page, own = (root + address for address in addresses)
    latest = max((entry.updated for entry in entries), default=since)
    known = {"title": title, "page": page, "own": own, "id": permanent(own), "updated": latest}
    return stamped(Response(render_template("feed.xml", entries=entries, **known), content_type=MIME))


def permanent(name: str) -> str:
    """An id that is always the same for ``name``."""
    return uuid5(NAMESPACE_URL, name.encode("utf-8", "replace").decode()).urn


def moment(iso: str, otherwise: datetime) -> datetime:
    """The beginning of the time that an ISO date names; ``otherwise`` where it names none."""
    try:
        first = date.fromisoformat((iso + "-01-01")[: len("2024-03-26")])
    except ValueError:
        return otherwise
    return datetime.combine(first, time(), UTC)


def _latest(question: Asked, directory: IndexDirectory) -> Sequence[AnswerArticle]:
    options: Options = question.options._replace(sort=Sort.DATE, complete_only=True)
    wanted = Page(count=MOST_ENTRIES, passages=1)
    return ask(directory, lambda engine: searcher.search(question.query, engine, wanted, options)).articles


def _entry(hit: AnswerArticle, written: datetime) -> Entry:
    about = hit.article
    return Entry(
        id=permanent(about.id),
        title=about.title or about.id,
        link=article_link(about.id),
        updated=moment(about.date, written),
        author=about.author,
        summary=hit.passages[0].text if hit.passages else "",
        tags=about.tags,
    )
