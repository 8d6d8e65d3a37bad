"""The page and the feeds of the saved searches: ``/alerts``, ``/alerts/NAME.atom``."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, render_template, url_for
from werkzeug.exceptions import NotFound

from index.directory import IndexDirectory
from index.language import tr
from searcher import AlertHit, Alerts
from web.exports import article_link
from web.feeds import MOST_ENTRIES, Entry, atom, permanent

ON_PAGE = 10
"""The page shows so many hits of each alert; its feed has more."""


def blueprint(directory: IndexDirectory) -> Blueprint:
    """The alerts of one index directory, to read; ``searcher alert`` saves and removes them."""
    pages, alerts = Blueprint("alerts", __name__), Alerts(directory.folder)

    @pages.get("/alerts")
    def page() -> str:
        shown = [(alert, alerts.hits(alert.name, ON_PAGE)) for alert in alerts.all()]
        return render_template("alerts.html", query="", alerts=shown)

    @pages.get("/alerts/<name>.atom")
    def feed(name: str) -> Response:
        alert = next((alert for alert in alerts.all() if alert.name == name), None)
        if alert is None:
            raise NotFound
        title = tr("Searcher, alert {name}: {query}").format(name=name, query=alert.query)
        addresses = url_for("alerts.page"), url_for("alerts.feed", name=name)
        entries = [_entry(hit) for hit in alerts.hits(name, MOST_ENTRIES)]
        return atom(title, addresses, entries, datetime.fromisoformat(alert.created))

    return pages


def _entry(hit: AlertHit) -> Entry:
    name = hit.text("id")
    return Entry(
        id=permanent(f"{hit.alert} {hit.number} {hit.found} {name}"),
        title=hit.title,
        link=article_link(name),
        updated=datetime.fromisoformat(hit.found),
        author=hit.text("author"),
        summary=hit.passage,
    )
