"""Options of a server: what it shows, and who may reach it. Any WSGI server takes the same ones."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import TypeVar

import click
from click.core import ParameterSource

from index.engines.cluster import URL
from index.language import tr
from searcher.settings import FILE, file_collections, option
from web.access import PASSWORD, Access, Network, as_network, as_prefix, is_loopback
from web.collections import checked

Value = TypeVar("Value")
Result = TypeVar("Result")


def _parsed(parse: Callable[[str], Value]) -> Callable[[click.Context, click.Parameter, str | None], Value | None]:
    """What an option's text stands for; the message of a ValueError is for the user."""

    def callback(_: click.Context, __: click.Parameter, text: str | None) -> Value | None:
        try:
            return None if text is None else parse(text)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return callback


def access_options(function: Callable[..., Result]) -> Callable[..., Result]:
    """``--public``, ``--allow-host``, ``--prefix``, ``--trusted-proxy`` and the password, together an ``access``."""

    @option("--public", is_flag=True, help=tr("Let others ask without a password."))
    @option("--allow-host", multiple=True, metavar="NAME", help=tr("A further name to answer to."))
    @option(
        "--prefix", default="", metavar="PATH", callback=_parsed(as_prefix), help=tr("Path that all pages lie below.")
    )
    @option(
        "--trusted-proxy",
        metavar="ADDRESS",
        callback=_parsed(as_network),
        help=tr("Address or network of a front server, whose X-Forwarded headers are believed."),
    )
    @wraps(function)
    def with_access(
        *, public: bool, allow_host: tuple[str, ...], prefix: str, trusted_proxy: Network | None, **others: object
    ) -> Result:
        access = Access(os.environ.get(PASSWORD, ""), public, allow_host, prefix, trusted_proxy)
        return function(access=access, **others)

    return with_access


def check_access(host: str, access: Access) -> None:
    """Raise UsageError where others could ask and nothing says that they may."""
    if not is_loopback(host) and not access.open_to_others:
        said = tr("others could read everything at {host}: set a password in {variable}, or say --public")
        raise click.UsageError(said.format(host=host, variable=PASSWORD))


def index_folders(index_dir: Path) -> Mapping[str, Path]:
    """The index directories to show, by name: the collections of ``searcher.toml``, else ``index_dir`` with none.

    One that is named on the command line or in the environment is shown alone. Raises UsageError for a bad name, and
    for collections where the index is in a cluster, which all of them would show.
    """
    by_hand = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
    if click.get_current_context().get_parameter_source("index_dir") in by_hand:
        return {"": index_dir}
    try:
        collections = checked(file_collections(Path.cwd()))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if collections and os.environ.get(URL):
        said = tr("the collections of {file} are folders; unset {variable} to show them, or start in another folder")
        raise click.UsageError(said.format(file=FILE, variable=URL))
    return collections or {"": index_dir}
