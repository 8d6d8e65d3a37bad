"""One new file in a large folder: how long until it is found.

``python -m benchmarks.native.new_file FOLDER INDEX ENGINE`` measures it on a folder that is there already.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.data import REPO
from benchmarks.measures import table
from benchmarks.native.figures import Peer
from benchmarks.native.place import Place
from benchmarks.native.process import measured
from benchmarks.native.system import seconds
from benchmarks.native.texts import write_files
from index.directory import IndexDirectory
from index.engines.protocol import Engine
from index.model import Article, Passage
from index.sync import update
from searcher.answering import search

RUNS = 5
OURS: Mapping[str, str] = {"searcher_whoosh": "whoosh", "searcher_tantivy": "tantivy"}
HEADER = (
    "of {files:,} files",
    "index them all, s",
    "update() with nothing new, s",
    "update() with one new file, s",
    "batch to searchable, s",
)


def new_file(peers: Sequence[Peer], place: Place, files: int) -> str:
    """The table, a row for each of our engines that is there; each in a process of its own."""
    folder = place.work / "one-a-file"
    write_files(((line,) for line in islice(place.lines(), files)), folder)
    there = sum(1 for path in folder.rglob("*") if path.is_file())
    header = [HEADER[0].format(files=there), *HEADER[1:]]
    rows = [_row(peer, folder, place.work / f"index-new-file-{peer.module}") for peer in peers if peer.module in OURS]
    return table(header, rows)


def _row(peer: Peer, folder: Path, index: Path) -> list[str]:
    print(f"A new file: {peer.label} …", file=sys.stderr, flush=True)
    done = measured([peer.python, "-m", __name__, str(folder), str(index), OURS[peer.module]], REPO)
    shutil.rmtree(index, ignore_errors=True)
    if done.code:
        return [peer.label, *["failed"] * (len(HEADER) - 1)]
    figures: list[float] = json.loads(done.output)
    return [peer.label, *(f"{figure:.3f}" for figure in figures)]


def main(folder: Path, index: Path, engine: str) -> None:
    _sweep(folder)
    directory = IndexDirectory(index)
    first = seconds(lambda: update([folder], directory, engine=engine))
    nothing = median(seconds(lambda: update([folder], directory, engine=engine)) for _ in range(RUNS))
    updates = [_updated(folder, directory, engine, number) for number in range(RUNS)]
    batches = [_batched(folder, directory.engine(), number) for number in range(RUNS)]
    directory.close()
    _sweep(folder)
    print(json.dumps([first, nothing, median(updates), median(batches)]))


def _sweep(folder: Path) -> None:
    """Delete what another engine was measured with."""
    for path in folder.glob("nouveau*.txt"):
        path.unlink()


def _updated(folder: Path, directory: IndexDirectory, engine: str, number: int) -> float:
    """A file is written, and the folder's index brought up to date: the scan is part of it."""

    def work(_: Path, word: str) -> None:
        update([folder], directory, engine=engine)
        _find(word, directory.engine())

    return _with_file(folder, _word("dossier", number), work)


def _batched(folder: Path, engine: Engine, number: int) -> float:
    """The same by a batch that is told of the file: writing, the commit, and a search that finds it."""

    def work(path: Path, word: str) -> None:
        _put(path, folder, engine)
        _find(word, engine)

    return _with_file(folder, _word("lot", number), work)


def _with_file(folder: Path, word: str, work: Callable[[Path, str], None]) -> float:
    path = folder / f"{word}.txt"
    path.write_text(f"Un texte nouveau, que le mot {word} distingue de tous les autres.\n", encoding="utf-8")
    return seconds(partial(work, path, word))


def _put(path: Path, folder: Path, engine: Engine) -> None:
    name, text = f"{folder.name}/{path.name}", path.read_text(encoding="utf-8")
    with engine.batch() as batch:
        batch.put(name, [Article(name, name, "txt", path.stem, [Passage(1, text.strip())])])


def _find(word: str, engine: Engine) -> None:
    if search(word, engine).articles_total != 1:
        raise LookupError(word)


def _word(way: str, number: int) -> str:
    """A word that is in no text, and in no other of these files."""
    return f"nouveau{way}{'xyzqw'[number] * 5}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
