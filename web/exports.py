"""Exports: a list of results as a file to take away, ``/export?q=…&format=csv|jsonl|bibtex|ris``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

import searcher
from index.analysis import fold
from index.directory import IndexDirectory
from index.language import tr
from searcher import DEEPEST, FilterError, Format, Page
from web.asking import Asked, ask, asked

WHOLE = Page(count=DEEPEST, passages=1)
BAD_REQUEST = 400


class Kind(NamedTuple):
    """What a file of a format is called and served as."""

    suffix: str
    mimetype: str


KINDS = {
    Format.CSV: Kind("csv", "text/csv; charset=utf-8"),
    Format.JSONL: Kind("jsonl", "application/x-ndjson"),
    Format.BIBTEX: Kind("bib", "application/x-bibtex; charset=utf-8"),
    Format.RIS: Kind("ris", "application/x-research-info-systems; charset=utf-8"),
}


def blueprint(directory: IndexDirectory) -> Blueprint:
    """``/export``: the articles of an answer in its order, ten thousand at most."""
    pages = Blueprint("exports", __name__)

    @pages.get("/export")
    def export() -> ResponseReturnValue:
        form = request.args.get("format", "")
        if form not in [*Format]:
            return refused(tr("An export has one of these formats: {names}.").format(names=", ".join(Format)))
        try:
            return _file(asked(), Format(form), directory)
        except FilterError as error:
            return refused(str(error))

    return pages


def refused(reason: str) -> ResponseReturnValue:
    """A page that says what is wrong with a request."""
    return render_template("http_error.html", query="", code=BAD_REQUEST, reason=reason), BAD_REQUEST


def article_link(name: str) -> str:
    """The whole address of the page on which an article is read."""
    return url_for("reading.article", id=name, _external=True)


def attachment(pieces: Iterator[str], query: str, kind: Kind) -> Response:
    """``pieces`` as a file to keep, called after the query. What UTF-8 cannot hold becomes a question mark."""
    sent = (piece.encode("utf-8", "replace") for piece in pieces)
    response = Response(stream_with_context(sent), content_type=kind.mimetype)
    words = re.findall("[a-z0-9]+", fold(query[:100]).lower())  # a header holds no others safely
    name = "-".join(["searcher", *words[:5], date.today().isoformat()])
    response.headers["Content-Disposition"] = f"attachment; filename={name}.{kind.suffix}"
    return response


def _file(question: Asked, form: Format, directory: IndexDirectory) -> Response:
    # Asked by one search: the index may change between two pages, and then an article would be missing, or there twice.
    found = ask(directory, lambda engine: searcher.search(question.query, engine, WHOLE, question.options))
    return attachment(searcher.export(found.articles, form, article_link), question.query, KINDS[form])
