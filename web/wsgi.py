"""The application for other servers: ``gunicorn 'web.wsgi:application()'``.

Its settings are those of ``searcher serve``, from ``SEARCHER_…`` and ``searcher.toml``. It follows no folder, since
many processes may run it: ``searcher watch`` does that, beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.directory import IndexDirectory
from searcher.settings import file_settings, index_options
from web.access import Access
from web.options import access_options, index_folders

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def application() -> WSGIApplication:
    """A new application. Without a password it answers to this machine only, but for ``SEARCHER_PUBLIC=1``."""
    try:
        made: WSGIApplication = _make.main([], standalone_mode=False, default_map=file_settings(Path.cwd()))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    return made


@click.command
@index_options
@access_options
def _make(index_dir: Path, access: Access) -> WSGIApplication:
    from web import collections

    shown = [collections.Collection(name, IndexDirectory(folder)) for name, folder in index_folders(index_dir).items()]
    return access.around(collections.application(shown, access.names("localhost")))
