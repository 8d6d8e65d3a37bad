"""The server: an application on a port, and an index that follows its folders meanwhile."""

from __future__ import annotations

import errno
import ipaddress
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import click

from index.directory import IndexDirectory
from index.language import tr
from index.sync import Updated, Watcher
from searcher.commands.index import report

THREADS = 8


class Server(Protocol):
    """What listens on a port."""

    effective_port: int

    def run(self) -> None:
        """Serve until the process is told to stop."""

    def close(self) -> None:
        """Release the port."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``. A name other than localhost may be anybody's."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class Following:
    """Whether the index follows its folders, for the pages to tell; ``watcher`` is set once there is one."""

    watcher: Watcher | None = None

    def trouble(self) -> str:
        """What is wrong with it; empty where nothing is, or nothing is followed."""
        if self.watcher is None:
            return ""
        return self.watcher.error or ("" if self.watcher.alive else tr("the watching has stopped"))


def listen(directory: IndexDirectory, host: str, port: int, following: Following) -> Server:
    """A server that has the port and waits to run. Raises ClickException where the port cannot be had."""
    from waitress import create_server  # type: ignore[import-untyped]

    from web.app import LOOPBACK_NAMES, create_app

    trusted = (*LOOPBACK_NAMES, _in_address(host)) if is_loopback(host) else ()
    # An address, not a name: a name may stand for two, and then for two servers.
    address = "127.0.0.1" if host.lower() == "localhost" else host
    try:
        server: Server = create_server(
            create_app(directory, trusted_hosts=trusted, trouble=following.trouble),
            host=address,
            port=port,
            threads=THREADS,
        )
    except (OSError, ValueError) as error:
        raise click.ClickException(_refusal(error, host, port)) from error
    return server


def _refusal(error: Exception, host: str, port: int) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return tr("port {port} is taken; choose another one with --port").format(port=port)
    reason = error.strerror if isinstance(error, OSError) else error
    return tr("cannot listen on {host}, port {port}: {reason}").format(host=host, port=port, reason=reason)


def url(host: str, port: int) -> str:
    """The address to open in a browser."""
    return f"http://{_in_address(host)}:{port}/"


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def leave_on_signals() -> None:
    """From now on Ctrl-C and SIGTERM end the process well, with exit code 0."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: sys.exit(0))


def watching(places: Sequence[Path], index_dir: Path, *, engine: str | None, largest: int) -> Watcher:
    """What keeps the index up to date in the background for the length of a ``with`` block."""
    return Watcher(places, index_dir, engine=engine, largest=largest, on_update=_report, on_error=_say)


def _report(done: Updated) -> None:
    if done.summary.did_something or done.rebuilt or done.note:
        for line in report(done):
            _say(line)


def _say(what: object) -> None:
    click.echo(str(what), err=True)
