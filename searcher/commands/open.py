"""``searcher open``: the search page that ``searcher serve`` shows, in the browser."""

from __future__ import annotations

from collections.abc import Callable

import click

from index.language import tr
from searcher.settings import Function, option

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # what is listened on, not where one goes
SECONDS = 2.0


def address_options(host: str, port: str, lowest_port: int = 1) -> Callable[[Function], Function]:
    """``--host`` and ``--port`` of the server, each with its help."""
    ports = click.IntRange(lowest_port, 65_535)

    def add(function: Function) -> Function:
        at = option("--port", type=ports, default=8080, show_default=True, help=port)
        return option("--host", default="127.0.0.1", show_default=True, help=host)(at(function))

    return add


@click.command(
    "open",
    help=tr(
        """Open the search page in the browser.

    It starts no server: searcher serve does.

    \b
    searcher open
    searcher open --port 8000
    """
    ),
)
@address_options(tr("Address of the server."), tr("Port of the server."))
@option("--prefix", default="", metavar="PATH", help=tr("Path that all pages lie below."))
def command(host: str, port: int, prefix: str) -> None:
    """Open the page where something answers, or say how to have it."""
    import webbrowser

    host = EVERYWHERE.get(host, host)
    address = url(host, port, prefix)
    if not _answers(host, port):
        said = tr("nothing answers at {address}; start it with: searcher serve")
        raise click.ClickException(said.format(address=address))
    click.echo(address)
    if not webbrowser.open(address):
        click.echo(tr("There is no browser here that can be started; open this address by hand."), err=True)


def url(host: str, port: int, prefix: str = "") -> str:
    """The address to open in a browser."""
    below = f"/{prefix.strip('/')}".rstrip("/")
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{below}/"


def _answers(host: str, port: int) -> bool:
    """Whether something listens there."""
    import socket

    try:
        socket.create_connection((host, port), SECONDS).close()
    except OSError:
        return False
    return True
