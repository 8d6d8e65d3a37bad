"""Settings: options of the command line, ``SEARCHER_…`` in the environment, and ``searcher.toml``, in that order."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from click.core import ParameterSource

from index.language import tr

if TYPE_CHECKING:
    from index.documents import Tesseract

FILE = "searcher.toml"
SEEDS = Path("seeds")
"""The folder of examples, which is indexed where there is no index and none is named."""
PARAMETERS = {"all": "complete_only", "json": "as_json", "format": "form"}
"""What the parameter of an option is called where the option's own name is taken."""
Function = TypeVar("Function", bound=Callable[..., object])


class FreeText(click.Command):
    """A command whose arguments are any words: ``-hier`` is one of them, and only ``-h`` by itself asks for help."""

    ignore_unknown_options = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Click reads ``-hier`` as ``-h -i -e -r``; without a short option for help it is a word."""
        ctx.help_option_names = ["--help"]
        return super().parse_args(ctx, ["--help" if arg == "-h" else arg for arg in args])


class SettingOption(click.Option):
    """An option that the environment can give as well."""

    def type_cast_value(self, ctx: click.Context, value: object) -> object:
        """Several values of ``searcher.toml`` are one text here; Click knows of the environment's only."""
        several = self.multiple and isinstance(value, str)
        return super().type_cast_value(ctx, str(value).split() if several else value)

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """The name under which a wrong value was given: that of the variable only where it comes from there."""
        if ctx and ctx.get_parameter_source(self.name or "") is ParameterSource.ENVIRONMENT:
            return str(self.envvar)
        return "/".join([*self.opts, *self.secondary_opts])


def file_settings(folder: Path) -> dict[str, str]:
    """What ``searcher.toml`` in ``folder`` says: options by name, as they would be typed.

    Raises UsageError where it cannot be read.
    """
    said = {name.replace("-", "_"): value for name, value in _read(folder).items() if not isinstance(value, dict)}
    return {PARAMETERS.get(name, name): _as_typed(value) for name, value in said.items()}


def file_collections(folder: Path) -> dict[str, Path]:
    """The index directories that ``[collections]`` in ``searcher.toml`` names; relative ones are those of ``folder``.

    Raises UsageError where it cannot be read.
    """
    named = _read(folder).get("collections", {})
    if not isinstance(named, dict) or not all(isinstance(place, str) for place in named.values()):
        raise click.UsageError(tr('{file}: a collection is written NAME = "INDEX DIRECTORY"').format(file=FILE))
    return {name: folder / Path(place).expanduser() for name, place in named.items()}


def _read(folder: Path) -> dict[str, object]:
    if not os.path.lexists(folder / FILE):
        return {}
    import tomllib

    try:
        with (folder / FILE).open("rb") as stream:
            return tomllib.load(stream)
    except (OSError, ValueError) as error:
        raise click.UsageError(tr("{file} cannot be read: {error}").format(file=FILE, error=error)) from error


def _as_typed(value: object) -> str:
    """A value as the environment would hold it: several with spaces between."""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def option(name: str, *others: str, **attributes: object) -> Callable[[Function], Function]:
    """A Click option that can also be given as ``SEARCHER_NAME``; ``others`` are its short form and its parameter."""
    variable = "SEARCHER_" + name.lstrip("-").replace("-", "_").upper()
    return click.option(name, *others, cls=SettingOption, envvar=variable, show_envvar=True, **attributes)


def index_options(function: Function) -> Function:
    """``--index-dir`` and ``--engine``, for every command that opens an index."""
    where = option(
        "--index-dir",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(".searcher"),
        show_default=True,
        help=tr("Where the index is kept."),
    )
    return where(function)


def engine_option(function: Function) -> Function:
    """``--engine``, for the commands that make an index."""
    from index.directory import AUTO, GROWN, LARGE, MB, SMALL
    from index.engines.cluster import URL
    from index.engines.registry import CLUSTERED, ENGINES

    said = tr(
        "Search engine. auto: {small} up to {size} MB of text, then {large}; {clustered} where {variable} names a "
        "cluster. The choice stays with the index."
    )
    names = {"small": SMALL.title(), "large": LARGE.title(), "clustered": "OpenSearch", "variable": URL}
    return option(
        "--engine",
        type=click.Choice([AUTO, *ENGINES, CLUSTERED]),
        default=None,
        show_default=AUTO,
        callback=_checked_engine,
        help=said.format(size=GROWN // MB, **names),
    )(function)


def _checked_engine(_: click.Context, __: click.Parameter, engine: str | None) -> str | None:
    """The engine, if it can be had. Raises UsageError, as also for a cluster that the environment names wrongly."""
    from index.directory import AUTO, check_engine
    from index.engines.cluster import ClusterSettings
    from index.engines.protocol import StoreError
    from index.engines.registry import CLUSTERED

    try:
        check_engine(engine or AUTO, CLUSTERED if ClusterSettings.of(os.environ) else "")
    except StoreError as error:
        raise click.UsageError(str(error)) from error
    return engine


def ocr_option(function: Function) -> Function:
    """``--ocr``, for the commands that read files."""
    said = tr("Read scanned pages, too, by the Tesseract that is installed here, when all else is read.")
    return option("--ocr", is_flag=True, help=said)(function)


def tesseract(*, ocr: bool) -> Tesseract | None:
    """What ``--ocr`` calls for. Raises UsageError where that is not installed."""
    from index.documents import MissingTesseractError, find_tesseract

    try:
        return find_tesseract() if ocr else None
    except MissingTesseractError as error:
        raise click.UsageError(str(error)) from error


def size_option(function: Function) -> Function:
    """``--max-mb``, for the commands that read files."""
    from index.directory import MB
    from index.sync import LARGEST

    return option(
        "--max-mb",
        type=click.IntRange(min=1),
        default=LARGEST // MB,
        show_default=True,
        help=tr("Largest text file read, in megabytes."),
    )(function)
