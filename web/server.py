"""The server: an application on a port, and an index that follows its folders meanwhile."""

from __future__ import annotations

import errno
import logging
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from index.language import tr
from index.sync import Updated, Watcher
from searcher import after_update
from searcher.commands.index import report
from web.access import Access
from web.collections import Collection, application

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from index.documents import Tesseract

KB, MB = 2**10, 2**20
LIMITS = {
    "threads": 8,
    "connection_limit": 800,  # with the files of an index still below 1,024 open ones, the usual limit of a process
    "channel_timeout": 20,  # seconds that a connection may say nothing
    "cleanup_interval": 5,
    "max_request_header_size": 64 * KB,
    "max_request_body_size": MB,
    "asyncore_use_poll": True,  # select() knows 1,024 descriptors at most
    "ident": "Searcher",
    "clear_untrusted_proxy_headers": False,  # web.layers believes the right ones
}


class Server(Protocol):
    """What listens on a port."""

    effective_port: int

    def run(self) -> None:
        """Serve until the process is told to stop."""

    def close(self) -> None:
        """Release the port."""


def listen(collections: Sequence[Collection], host: str, port: int, access: Access) -> Server:
    """A server that has the port and waits to run. Raises ClickException where the port cannot be had."""
    return _bind(access.around(application(collections, access.names(host))), host, port)


def _bind(app: WSGIApplication, host: str, port: int) -> Server:
    from waitress import create_server  # type: ignore[import-untyped]

    # Do not log requests that wait for a thread.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # An address, not a name: a name may stand for two, and then for two servers.
    address = "127.0.0.1" if host.lower() == "localhost" else host
    try:
        server: Server = create_server(app, host=address, port=port, **LIMITS)
    except (OSError, ValueError) as error:
        raise click.ClickException(_refusal(error, host, port)) from error
    return server


def _refusal(error: Exception, host: str, port: int) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return tr("port {port} is taken; choose another one with --port").format(port=port)
    reason = error.strerror if isinstance(error, OSError) else error
    return tr("cannot listen on {host}, port {port}: {reason}").format(host=host, port=port, reason=reason)


def leave_on_signals() -> None:
    """From now on Ctrl-C and SIGTERM end the process well, with exit code 0."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: sys.exit(0))


def watching(
    places: Sequence[Path], index_dir: Path, *, engine: str | None, largest: int, ocr: Tesseract | None = None
) -> Watcher:
    """What keeps the index up to date in the background for the length of a ``with`` block."""
    on_update = partial(_report, index_dir=index_dir)
    return Watcher(places, index_dir, engine=engine, largest=largest, ocr=ocr, on_update=on_update, on_error=_say)


def _report(done: Updated, index_dir: Path) -> None:
    if done.summary.did_something or done.rebuilt or done.note:
        for line in report(done):
            _say(line)
    after_update(index_dir, _say, _say)


def _say(what: object) -> None:
    click.echo(str(what), err=True)
