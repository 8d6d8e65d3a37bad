"""How soon the page shows a result, and how many can ask it and the API at a time, measured in a browser and over HTTP.

From the repository: ``python -m benchmarks.web --passages 20000 --seconds 10`` in two minutes, ``--index FOLDER`` on an
index that is there, of which a copy is served. The server is ``searcher serve``; a writer saves a file a second into a
folder that it follows. Each figure stands beside that of the bare call in Python, made in the same run.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from benchmarks.data import SHARED
from benchmarks.machine import load, machine
from benchmarks.native.place import Place
from benchmarks.native.texts import texts, write
from benchmarks.web.bare import bare
from benchmarks.web.load import ADDRESSES, Load, asked_at_once
from benchmarks.web.questions import questions
from benchmarks.web.report import asked_table, bare_table, typed_table
from benchmarks.web.server import serving, written_to

PARTS = ("typing", "load")


@click.command("web", help=__doc__)
@click.option("--index", type=click.Path(path_type=Path, exists=True), help="An index to serve a copy of.")
@click.option("--passages", type=click.IntRange(1), default=20_000, show_default=True, help="Else: so many passages.")
@click.option("--texts", "corpora", type=click.Path(path_type=Path), default=SHARED / "corpora", help="Of these texts.")
@click.option("--part", "parts", type=click.Choice(PARTS), multiple=True, default=PARTS, help="Measure this only.")
@click.option("--typed", type=click.IntRange(1), default=100, show_default=True, help="Questions typed in the browser.")
@click.option("--pause", type=int, default=90, show_default=True, help="Milliseconds between two keys.")
@click.option("--seconds", type=click.IntRange(1), default=30, show_default=True, help="Of load on each address.")
@click.option("--connections", type=click.IntRange(1), default=8, show_default=True, help="That ask at a time.")
@click.option("--writer/--no-writer", default=True, show_default=True, help="Whether a file comes in each second.")
def command(
    *,
    index: Path | None,
    passages: int,
    corpora: Path,
    parts: tuple[str, ...],
    typed: int,
    pause: int,
    seconds: int,
    connections: int,
    writer: bool,
) -> None:
    print(f"# The page and the API over HTTP\n\n{machine()}\n", flush=True)
    with _served(index, passages, corpora) as (folder, notes):
        asked = questions(folder, typed, most=1_000 * seconds if "load" in parts else 0)
        reference = bare(folder, asked.typed)
        print(f"{bare_table(reference)}\n\nLoad after it: {load()}.\n", flush=True)
        with serving(folder, notes) as server, written_to(notes if writer else None):
            if "typing" in parts:
                _typing(server.address, asked.typed, pause, reference.p50)
            if "load" in parts:
                loads = [Load(name, kind, connections, seconds) for name in ADDRESSES for kind in ("unlike", "again")]
                print(asked_table(loads[0], [asked_at_once(each, server, asked) for each in loads], reference.p50))
    print(f"\nLoad at the end: {load()}.")


def _typing(address: str, typed: list[str], pause: int, bare: float) -> None:
    from benchmarks.web.keys import keys_to_results

    print(
        f"{typed_table(keys_to_results(address, typed, pause), pause, bare)}\n\nLoad after it: {load()}.\n", flush=True
    )


@contextmanager
def _served(index: Path | None, passages: int, corpora: Path) -> Iterator[tuple[Path, Path]]:
    """The index to serve, which may be written to, and the folder of notes that it follows."""
    with tempfile.TemporaryDirectory() as work:
        notes = Path(work) / "notes"
        notes.mkdir()
        (notes / "first.txt").write_text("Le premier billet.\n", encoding="utf-8")
        if index:
            shutil.copytree(index, folder := Path(work) / "index")
        else:
            folder = _indexed(Place(Path(work), passages), corpora)
        yield folder, notes


def _indexed(place: Place, corpora: Path) -> Path:
    from index.directory import IndexDirectory
    from index.sync import update

    found = texts(corpora) if corpora.exists() else []
    if not found:
        sys.exit(f"No texts in {corpora}.")
    write(found, place)
    directory = IndexDirectory(place.index("web"))
    update([place.articles], directory, engine="tantivy")
    directory.close()
    return directory.folder


if __name__ == "__main__":
    command(prog_name="python -m benchmarks.web")
