"""The web server, tried: hostile documents in a real browser, and attacks over the wire, against ``searcher serve``.

Needs Chromium (``chromium`` on the PATH) for the documents.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import click

from benchmarks.reliability import hostile
from benchmarks.reliability.attacks import ATTACKS
from benchmarks.reliability.reporting import Row, options, report, working_folder
from web.collections import checked

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@click.command("web", help=__doc__)
@options(40, "pages of each field to look at")
def command(engines: tuple[str, ...], count: int, work: Path | None, **_: object) -> None:
    with working_folder(work) as place:
        report([row for engine in engines for row in _tried(engine, count, place / engine)])


def _tried(engine: str, count: int, place: Path) -> Iterator[Row]:
    hostile.write(place / "docs")
    with _serving(engine, place) as address:
        for field, (pages, failures) in _rendered(address, count):
            yield _row(f"{field}, {engine}", pages, failures)
        for name, attack in ATTACKS.items():
            yield _row(f"{name}, {engine}", 1, attack(urlsplit(address).port or 0))
    yield collection_names()


def _row(name: str, tried: int, failures: Iterable[str]) -> Row:
    row = Row(name, {"tried": tried})
    for line in failures:
        row.fail(line)
    return row


@contextmanager
def _serving(engine: str, place: Path) -> Iterator[str]:
    """The address of the real command over the documents."""
    named = {name: value for name, value in os.environ.items() if not name.startswith("SEARCHER_")}
    arguments = ["serve", "--port", "0", "--no-watch", "--engine", engine, "--index-dir", str(place / "index")]
    command = [sys.executable, "-m", "searcher", *arguments, str(place / "docs")]
    with (place / "log").open("w") as log:
        process = subprocess.Popen(command, env=named, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()
            process.wait(20)


def _rendered(address: str, count: int) -> Iterator[tuple[str, tuple[int, list[str]]]]:
    from playwright.sync_api import sync_playwright

    from benchmarks.reliability.rendered import elsewhere, walk

    with sync_playwright() as started, another_site() as other:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for field in (*hostile.FIELDS, "query"):
            yield field, walk(browser, address, field, count)
        yield "another site", (1, elsewhere(browser, address, other))
        browser.close()


@contextmanager
def another_site() -> Iterator[str]:
    """The address of an empty page that is of another site than 127.0.0.1."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>x</title><link rel=icon href=data:,>")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("localhost", 0), Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def collection_names() -> Row:
    """None of the payloads can name a collection."""
    row = Row("collection name", {"tried": len(hostile.PAYLOADS)})
    for payload in hostile.PAYLOADS:
        try:
            row.fail(repr(checked({payload: Path()})))
        except ValueError:
            continue
    return row
