"""The description of the API: ``/openapi.json`` for programs, ``/api`` for people."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from web.api.openapi import document
from web.api.response import as_response, stamped


def description() -> Blueprint:
    """Both pages, in the language of the request."""
    pages = Blueprint("api_pages", __name__)

    @pages.get("/openapi.json")
    def openapi() -> Response:
        return stamped(as_response(document(request.script_root)))

    @pages.get("/api")
    def page() -> str:
        return render_template("api.html", query="", document=document(""), root=url_for("results.home").rstrip("/"))

    return pages
