"""The files of a native index: what ``meta.json`` names, and what a killed process left beside."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

META = "meta.json"


class Meta(NamedTuple):
    """What is said of a commit: its stamp, and how many documents it has, deleted ones among them."""

    opstamp: int
    documents: int
    deleted: int


def read_meta(folder: Path) -> Meta:
    """What the native index in a folder says of its last commit. Raises OSError or ValueError where it cannot."""
    said = json.loads((folder / META).read_text(encoding="utf-8"))
    try:
        deleted = sum((segment.get("deletes") or {}).get("num_deleted_docs", 0) for segment in said["segments"])
        return Meta(said["opstamp"], sum(segment["max_doc"] for segment in said["segments"]), deleted)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{META} does not say what it should: {error}") from error


def commit_stamp(folder: Path) -> tuple[int, int, int]:
    """What changes with each commit, found without reading it. Raises OSError where there is none."""
    status = os.stat(folder / META)
    return status.st_ino, status.st_mtime_ns, status.st_size


def sweep(folder: Path) -> None:
    """Delete segment files that the last commit does not name: one left behind stops every later writer of tantivy.

    Only the process that has the right to write may call this, before it opens a writer.
    """
    named = set(_named(json.loads((folder / META).read_text(encoding="utf-8"))))
    for file in folder.iterdir():
        stem, _, _ = file.name.partition(".")
        is_segment = len(stem) == len("0123456789abcdef0123456789abcdef") and not file.name.startswith(".")
        if is_segment and not (file.name in named or (stem in named and file.suffix != ".del")):
            file.unlink(missing_ok=True)


def _named(said: dict[str, list[dict[str, object]]]) -> Iterator[str]:
    """The stems of the segments, and the names of the files that say what is deleted in them."""
    for segment in said["segments"]:
        stem = str(segment["segment_id"]).replace("-", "")
        yield stem
        deletes = segment.get("deletes")
        if isinstance(deletes, dict):
            yield f"{stem}.{deletes['opstamp']}.del"
