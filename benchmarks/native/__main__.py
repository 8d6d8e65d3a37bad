"""Native speed against the peers, as the texts grow: indexing, queries, and one new file in a large folder.

From the repository: ``python -m benchmarks.native``; ``--quick`` shows in minutes that all of it works, the whole takes
far longer. Every system reads the same passages and is asked the same questions, one after the other, in one run. What
is absent is skipped, and said.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.data import COLLECTIONS, SHARED
from benchmarks.machine import load, machine
from benchmarks.native.figures import PEERS, Figures, Peer
from benchmarks.native.new_file import new_file
from benchmarks.native.place import Place
from benchmarks.native.plot import svg
from benchmarks.native.questions import Question, draw, real_questions, save
from benchmarks.native.report import NOTES, panels, report
from benchmarks.native.run import Plan, prepared, run
from benchmarks.native.texts import texts, write
from index.analysis import is_stop_word

PARTS = ("index", "query", "new-file")
SIZES = (10_000, 40_000, 200_000, 845_428)
QUICK = (2_000, 10_000)


def main() -> None:
    options = _options()
    print(f"# Native speed\n\n{machine()}\n", flush=True)
    with _working_folder(options.working_folder) as work:
        sizes = _write(options, work)
        peers = _present([peer for peer in PEERS if peer.module in options.system], sizes[0])
        questions = _questions(sizes[0], options.questions)
        if {"index", "query"} & set(options.part):
            _compare(peers, Plan(sizes, questions, options.most_slow, "query" in options.part), options.plot)
        if "new-file" in options.part:
            print(f"## One new file in a folder\n\n{new_file(peers, sizes[-1], options.files)}\n")
    print(f"Load at the end: {load()}.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.native", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add, names = parser.add_argument, [peer.module for peer in PEERS]
    add("--folder", type=Path, default=SHARED / "corpora", help="the texts: .jsonl, .jsonl.gz, .txt and .md files")
    add("--passages", type=_sizes, metavar="N,N…", help=f"sizes, by default {','.join(map(str, SIZES))}")
    add("--quick", action="store_true", help=f"small sizes ({','.join(map(str, QUICK))}), and no part new-file")
    add("--part", action="append", choices=PARTS, help="measure this only; may be repeated (query indexes as well)")
    add("--system", action="append", choices=names, metavar="NAME", help=f"this one only; of {', '.join(names)}")
    add("--questions", type=int, default=300, metavar="N", help="how many to ask, about")
    add("--most-slow", type=int, default=200_000, metavar="N", help="leave slow systems out above so many passages")
    add("--files", type=int, default=100_000, metavar="N", help="files in the folder that gets a new one")
    add("--plot", type=Path, metavar="FILE.svg", help="where to write the plot")
    add("--working-folder", type=Path, metavar="FOLDER", help="keep the texts here; by default a temporary one")
    options = parser.parse_args()
    options.passages = options.passages or (QUICK if options.quick else SIZES)
    options.part = options.part or (PARTS[:2] if options.quick else PARTS)
    options.system = options.system or names
    return options


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.replace("_", "").split(","))


@contextmanager
def _working_folder(given: Path | None) -> Iterator[Path]:
    if given:
        given.mkdir(parents=True, exist_ok=True)
        yield given.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _write(options: argparse.Namespace, work: Path) -> list[Place]:
    """The texts of each size, written; sizes above what there is become all of it."""
    found = texts(options.folder) if options.folder.exists() else []
    there = sum(len(text.passages) for text in found)
    if not there:
        sys.exit(f"No texts in {options.folder}.")
    places = [Place(work, size) for size in sorted({min(size, there) for size in options.passages})]
    for place in places:
        write(found, place)
    return places


def _present(peers: Sequence[Peer], place: Place) -> list[Peer]:
    """Those that can run here; a line for each, with its release or why it is skipped."""
    about = {peer: prepared(peer, place) for peer in peers}
    for peer, answer in about.items():
        print(f"- {peer.label}: {f'skipped, {answer.absent}' if answer.absent else answer.version}.")
    print(flush=True)
    return [peer for peer, answer in about.items() if not answer.absent]


def _questions(place: Place, number: int) -> Sequence[Question]:
    """Questions that every size can be asked: drawn from the smallest, which the others hold."""
    asked = real_questions(COLLECTIONS, number)
    if not asked:
        print("No collections of questions in ../shared: whole questions are not asked.\n")
    drawn = draw(list(place.lines()), asked, number, is_stop_word)
    save(drawn, place.work / "questions.json")
    return drawn


def _compare(peers: Sequence[Peer], plan: Plan, plot: Path | None) -> None:
    """A size is reported when it is done: a long run that is stopped has said what it found."""
    rows: list[Figures] = []
    print(f"{NOTES}\n", flush=True)
    for place in plan.sizes:
        rows += (of_size := list(run(peers, place, plan)))
        print(f"{report(of_size, len(plan.questions))}\n\nLoad after it: {load()}.\n", flush=True)
    if plot:
        plot.write_text(svg(panels(rows)), encoding="utf-8")


if __name__ == "__main__":
    main()
