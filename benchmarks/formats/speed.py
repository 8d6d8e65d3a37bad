"""Speed of reading: a folder of mixed files → an index, with two workers; what starting one and asking it takes.

From the repository: ``PYTHONPATH=tests python -m benchmarks.formats.speed``. It takes a minute.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from mixed_files import MAKERS
from pdf_texts import paragraphs

from benchmarks.machine import machine
from benchmarks.measures import table
from index.documents import FORMATS
from index.documents.formats import ALL
from index.documents.worker.messages import Request
from index.documents.worker.process import Worker

FILES = 1_000
PARAGRAPHS = 40
"""Of each file: some three pages."""
STARTS, ROUND_TRIPS = 9, 500
EVERY_SECONDS = 0.05
ONLY_READ = """
import sys
from pathlib import Path
from index.model import Article, Root
from index.sync.loading import load_all
from index.sync.scan import scan
files = list(scan(Root("r", Path(sys.argv[1])), largest=10**9))
items = [item for loaded in load_all(files, {}) for item in loaded.items]
articles = sum(isinstance(item, Article) for item in items)
print(len(files), articles, len(items) - articles)
"""
INDEX = """
import sys
from pathlib import Path
from index.directory import IndexDirectory
from index.sync import update
directory = IndexDirectory(Path(sys.argv[2]))
done = update([Path(sys.argv[1])], directory, engine=sys.argv[3]).summary
print(done.added, done.articles, len(done.problems))
"""


def main() -> None:
    print(f"# Reading files, measured\n\n{machine()}\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "mixed")
        folder.mkdir()
        _worker(folder)
        size = _make(folder)
        print(f"{FILES} files of {len(MAKERS)} formats, a third of them PDF, {size / 1e6:.1f} MB:\n")
        rows = [_measured("read only", ONLY_READ, folder)]
        rows += [_measured(engine, INDEX, folder, Path(name, engine), engine) for engine in ("whoosh", "tantivy")]
    print(table(["engine", "seconds", "files a second", "articles", "problems", "MB in all", "MB of workers"], rows))


def _worker(folder: Path) -> None:
    """What one worker takes to start, and for a file with nothing in it."""
    starts = []
    for _ in range(STARTS):
        begin = time.perf_counter()
        worker = Worker(ALL)
        starts.append(time.perf_counter() - begin)
        worker.close()
    empty = folder / "none.srt"
    empty.touch()
    worker, asked = Worker(ALL), []
    for _ in range(ROUND_TRIPS):
        begin = time.perf_counter()
        list(worker.read(Request(str(empty), "none.srt")))
        asked.append(time.perf_counter() - begin)
        if not worker.usable:
            break
    worker.close()
    empty.unlink()
    start, trip = statistics.median(starts), statistics.median(asked)
    print(f"A worker starts in {1e3 * start:.0f} ms; an empty file takes {1e6 * trip:.0f} µs there and back.\n")


def _make(folder: Path) -> int:
    """Write the files; returns how many bytes they have."""
    others = [name for name in MAKERS if name != "pdf"]
    size = 0
    for number in range(FILES):
        name = "pdf" if number % 3 == 0 else others[number % len(others)]
        data = MAKERS[name](f"Note {number}", paragraphs(PARAGRAPHS, number))
        (folder / f"{number:04}{FORMATS[f'.{name}'].suffixes[0]}").write_bytes(data)
        size += len(data)
    return size


def _measured(label: str, code: str, *arguments: object) -> list[str]:
    begin = time.perf_counter()
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        most = workers = 0
        while process.poll() is None:
            sizes = [_resident(pid) for pid in _family(process.pid)]
            most, workers = max(most, sum(sizes)), max(workers, sum(sizes[1:]))
            time.sleep(EVERY_SECONDS)
        said = process.communicate()[0].split()
    seconds = time.perf_counter() - begin
    rate = f"{FILES / seconds:.0f}"
    return [label, f"{seconds:.1f}", rate, *said[1:], f"{most / 1e6:.0f}", f"{workers / 1e6:.0f}"]


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            yield from map(int, task.read_text().split())
        except OSError:  # it has just ended
            continue


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError):
        return 0


if __name__ == "__main__":
    main()
