"""A read-only index: tantivy locks the folder that it opens, so it opens a folder of links to its files instead."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from tantivy import Index

from index.engines.damage import missing
from index.engines.tantivy.meta import META
from index.engines.tantivy.schema import ARTICLES, PASSAGES

COPIED = (META, ".managed.json")
"""Small files that tantivy may want to write to; all others are links."""
TRIES = 3
"""A thread of tantivy may put a lock into a folder while it is deleted."""


class WritableView:
    """A private folder through which the index in ``folder`` is read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._view: TemporaryDirectory[str] | None = None

    def refresh(self) -> tuple[Index, Index]:
        """The indexes of articles and of passages as they are now."""
        self.close()
        self._view = TemporaryDirectory(prefix="searcher-", ignore_cleanup_errors=True)
        view = Path(self._view.name)
        try:
            articles, passages = (_linked(self._folder / name, view / name) for name in (ARTICLES, PASSAGES))
        except BaseException:
            self.close()
            raise
        return articles, passages

    def close(self) -> None:
        """Delete the private folder; what is open of the index stays so."""
        view, self._view = self._view, None
        for _ in range(TRIES):
            if view and os.path.exists(view.name):
                view.cleanup()


def _linked(source: Path, target: Path) -> Index:
    if not (source / META).is_file():
        raise missing(source)
    target.mkdir()
    for file in source.iterdir():
        if file.name in COPIED:
            shutil.copyfile(file, target / file.name)
        elif not file.name.endswith(".lock"):
            (target / file.name).symlink_to(file.resolve())
    return Index.open(str(target))
