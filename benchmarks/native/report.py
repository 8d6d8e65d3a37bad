"""The report: figures → Markdown tables, and the lines of the plot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measures import table
from benchmarks.native.figures import BASES, Figures, Indexing, percentile
from benchmarks.native.plot import Line, Panel
from benchmarks.native.questions import KINDS
from benchmarks.native.system import PASSES

MB = 1e6
NOTES = f"""\
Indexing: seconds on the clock from reading the texts to the commit, in a process of its own; processor time and most
memory held are those of that whole process and what it starts, its start included. The size of an index is a multiple
of the text. Lucene (merges aside) and FTS5 write with one thread, tantivy with two; Lucene does not store the
texts.

A query: one after the other in one process, the median of up to {PASSES} passes after one to warm up; percentiles are
over the questions. Searcher ranks what holds any of the words, which more of them raise; each other looks for all the
words, then, where nothing holds them all, for any. The top ten are shown. A question as typed goes to Searcher, its
words without stop words to the others."""


@dataclass(frozen=True, slots=True)
class Column:
    """A measure: its heading, what it is of a row (None where that was not measured), and how to print it."""

    heading: str
    value: Callable[[Figures], float | None]
    shape: str


def _of_indexing(measure: Callable[[Indexing], float]) -> Callable[[Figures], float | None]:
    return lambda row: measure(row.indexing) if row.indexing else None


def _latency(percent: float) -> Callable[[Figures], float | None]:
    return lambda row: percentile(row.asking.all, percent) * 1000 if row.asking else None


COLUMNS = (
    Column("index MB/s", _of_indexing(lambda taken: taken.text / MB / taken.seconds), ".2f"),
    Column("index s", _of_indexing(lambda taken: taken.seconds), ".1f"),
    Column("CPU s", _of_indexing(lambda taken: taken.cpu), ".1f"),
    Column("peak MB", _of_indexing(lambda taken: taken.peak / MB), ".0f"),
    Column("size × text", _of_indexing(lambda taken: taken.size / taken.text), ".2f"),
    Column("p50 ms", _latency(50), ".2f"),
    Column("p95 ms", _latency(95), ".2f"),
    Column("p99 ms", _latency(99), ".2f"),
)


def report(rows: Sequence[Figures], questions: int) -> str:
    """The tables of one size: the figures, and their ratios to each of ``BASES``."""
    text = next((row.indexing.text for row in rows if row.indexing), 0)
    about = f"## {rows[0].size:,} passages, {text / MB:.1f} MB of text"
    answered = f"answered of {questions}"
    header = ["", *(column.heading for column in COLUMNS), answered, "a query gives"]
    tables = [table(header, [_row(row) for row in rows])]
    tables += [_ratios(rows, base) for row in rows for base in BASES if row.peer.module == base and row.indexing]
    return "\n\n".join([about, *tables, *_kinds(rows)])


def _row(row: Figures) -> list[str]:
    answered = str(row.asking.answered) if row.asking else "–"
    return [row.peer.label, *(_cell(column, row) for column in COLUMNS), answered, row.skipped or row.peer.gives]


def _cell(column: Column, row: Figures) -> str:
    value = column.value(row)
    return "–" if value is None else format(value, column.shape)


def _ratios(rows: Sequence[Figures], module: str) -> str:
    base = next(row for row in rows if row.peer.module == module)
    header = [f"× {base.peer.label}", *(column.heading.removesuffix(" ms") for column in COLUMNS)]
    return table(header, [[row.peer.label, *_ratio_cells(row, base)] for row in rows if row.indexing])


def _ratio_cells(row: Figures, base: Figures) -> list[str]:
    pairs = [(column.value(row), column.value(base)) for column in COLUMNS]
    return [f"{own / other:.2f}" if own is not None and other else "–" for own, other in pairs]


def _kinds(rows: Sequence[Figures]) -> list[str]:
    """The median by kind of question."""
    asked = {row.peer.label: row.asking.seconds for row in rows if row.asking}
    kinds = [kind for kind in KINDS if any(kind in seconds for seconds in asked.values())]
    cells = [[label, *(_median(seconds, kind) for kind in kinds)] for label, seconds in asked.items()]
    return [table(["p50 ms, by kind of question", *kinds], cells)] if kinds else []


def _median(seconds: Mapping[str, Sequence[float]], kind: str) -> str:
    return f"{percentile(seconds[kind], 50) * 1000:.2f}" if kind in seconds else "–"


def panels(rows: Sequence[Figures]) -> list[Panel]:
    """What the plot shows: the median query and the time to index, by number of passages."""
    by_heading = {column.heading: column for column in COLUMNS}
    shown = (("One query, p50", "ms", "p50 ms"), ("Indexing everything", "s", "index s"))
    return [Panel(title, unit, _lines(rows, by_heading[heading])) for title, unit, heading in shown]


def _lines(rows: Sequence[Figures], column: Column) -> list[Line]:
    labels = dict.fromkeys(row.peer.label for row in rows)
    lines = [Line(label, _points([row for row in rows if row.peer.label == label], column)) for label in labels]
    return [line for line in lines if line.points]


def _points(rows: Sequence[Figures], column: Column) -> list[tuple[float, float]]:
    return [(row.size, value) for row in rows if (value := column.value(row))]
