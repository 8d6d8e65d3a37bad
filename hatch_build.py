"""The build hook: the catalogues of translations, which git does not keep, are compiled into every wheel."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is the configuration of the builder
    """Compiles each ``.po`` of ``index/translations`` to a ``.mo`` beside it, for an editable installation too."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:  # noqa: ARG002  # Hatch's signature
        """Compile those that changed, before files are collected. Others stay: somebody may be reading them."""
        for source in Path(self.root, "index", "translations").rglob("*.po"):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                _compile(source, compiled)


def _compile(source: Path, target: Path) -> None:
    with source.open("rb") as stream, target.open("wb") as compiled:
        write_mo(compiled, read_po(stream, locale=source.parents[1].name))
