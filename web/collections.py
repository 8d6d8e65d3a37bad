"""Collections: the indexes that a server shows, and the page to choose one of several."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.directory import IndexDirectory
from index.engines.protocol import StoreError
from index.language import again, tr

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from flask import Flask

    from index.sync import Watcher

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII | re.IGNORECASE)
RESERVED = ("api", "healthz", "langue", "metrics", "static")
"""What is, or may be, in an address before a page's own name."""


@dataclass
class Collection:
    """An index with the name that it is shown under; the only one of a server has none."""

    name: str
    directory: IndexDirectory
    watcher: Watcher | None = None
    """What keeps it up to date, once something does."""

    def trouble(self) -> str:
        """Why it does not follow its folders; empty where it does, or is not meant to."""
        if self.watcher is None:
            return ""
        return again(self.watcher.error) or ("" if self.watcher.alive else tr("the watching has stopped"))


def checked(folders: dict[str, Path]) -> dict[str, Path]:
    """``folders`` by name. Raises ValueError where a name cannot be part of an address."""
    for name in folders:
        if not NAME.fullmatch(name) or name.lower() in RESERVED:
            said = tr(
                "{name} cannot name a collection: letters without accents, digits, - and _ can, but not {reserved}"
            )
            raise ValueError(said.format(name=name, reserved=", ".join(RESERVED)))
    return folders


def application(collections: Sequence[Collection], trusted_hosts: Container[str] | None) -> WSGIApplication:
    """The pages of the only collection, or those of each below ``/NAME/`` and a page to choose one at ``/``."""
    from werkzeug.middleware.dispatcher import DispatcherMiddleware

    apps = {each.name: _pages(each, trusted_hosts) for each in collections}
    if "" in apps:
        return apps[""]
    return DispatcherMiddleware(_chooser(collections, trusted_hosts), {f"/{name}": app for name, app in apps.items()})


def _pages(collection: Collection, trusted_hosts: Container[str] | None) -> Flask:
    from web.app import create_app

    app = create_app(collection.directory, trusted_hosts=trusted_hosts, trouble=collection.trouble)
    app.jinja_env.globals.update(collection=collection.name, follows=lambda: collection.watcher is not None)
    return app


def _chooser(collections: Sequence[Collection], trusted_hosts: Container[str] | None) -> Flask:
    from flask import render_template

    from web.app import bare_app

    def choose() -> str:
        return render_template("collections.html", collections=[(each.name, _size(each)) for each in collections])

    app = bare_app(trusted_hosts)
    app.jinja_env.globals.update(choosing=True)
    app.add_url_rule("/", "results.home", choose)  # where the frame of all pages links to
    return app


def _size(collection: Collection) -> int | None:
    """How many articles it holds; None where it cannot be read, which its own page explains."""
    try:
        return collection.directory.engine().size()
    except (StoreError, OSError):
        return None
