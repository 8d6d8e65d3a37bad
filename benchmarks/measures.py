"""Measures of a ranking, means, and the tables that show them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

DEPTH = 10


def ndcg(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """nDCG@10 with the grade as gain, as ``score.py`` of the collections has it."""
    ideal = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(article, 0) for article in ranking]) / ideal if ideal else 0.0


def mean(values: Iterable[float]) -> float:
    """The arithmetic mean; 0 of nothing."""
    values = list(values)
    return math.fsum(values) / max(1, len(values))


def geometric_mean(values: Iterable[float]) -> float:
    """The geometric mean of positive values; 0 of nothing."""
    values = list(values)
    return math.exp(mean(map(math.log, values))) if values and min(values) > 0 else 0.0


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table with its columns aligned, the first to the left and the others to the right."""
    lines = [list(header), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_row(line, widths) for line in (lines[0], rule, *lines[1:]))


def _gain(grades: Sequence[int]) -> float:
    return math.fsum(grade / math.log2(rank + 2) for rank, grade in enumerate(grades[:DEPTH]))


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0].ljust(widths[0])
    others = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
    return f"| {' | '.join((first, *others))} |"
