"""Suggestions: what is being typed → how it may go on, for the page and for the address bar of a browser."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, request

import searcher
from index.directory import IndexDirectory
from searcher import LONGEST_QUERY, clean
from web.asking import ask

MOST = 6
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))
THEME, PAPER = "#1d4a66", "#fbfaf7"


def blueprint(directory: IndexDirectory) -> Blueprint:
    """``/suggest?q=``, and what a browser asks for to have the page among its search engines and applications."""
    pages = Blueprint("suggestions", __name__)

    @pages.get("/suggest")
    def suggest() -> Response:
        """``["typed", ["typed further", …]]``, the form of the OpenSearch suggestions extension."""
        typed = clean(request.args.get("q", "")[:LONGEST_QUERY])
        found = ask(directory, lambda engine: searcher.complete(typed, engine, MOST)) if typed.strip() else []
        return _json([typed, found], "application/x-suggestions+json")

    @pages.get("/opensearch.xml")
    def opensearch() -> Response:
        """The description of a search engine, by OpenSearch 1.1."""
        return Response(render_template("opensearch.xml"), mimetype="application/opensearchdescription+xml")

    @pages.get("/manifest.webmanifest")
    def manifest() -> Response:
        return _json(_manifest(), "application/manifest+json")

    return pages


def _manifest() -> dict[str, object]:
    """What an installed page is called and looks like, by the W3C's Web Application Manifest; addresses are its own."""
    icons = [
        {"src": f"static/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size, purpose in ICONS
    ]
    vector = {"src": "static/icon.svg", "sizes": "any", "type": "image/svg+xml"}
    place = {"id": "./", "start_url": "./", "scope": "./", "display": "standalone"}
    return {"name": "Searcher", **place, "theme_color": THEME, "background_color": PAPER, "icons": [vector, *icons]}


def _json(content: object, kind: str) -> Response:
    return Response(json.dumps(content), mimetype=kind)
