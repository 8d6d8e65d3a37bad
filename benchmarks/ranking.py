"""Ranking on the test collections: Searcher, Lucene, Snowball alone and FTS5 on the same questions."""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.data import Collection, collection, collection_names, lucene_figures
from benchmarks.lucene import Lucene
from benchmarks.measures import DEPTH, geometric_mean, mean, ndcg, table
from benchmarks.peers import Fts5, Snowball
from index.directory import IndexDirectory
from index.engines.registry import DEFAULT
from index.sync import update
from searcher.answering import search
from searcher.options import Page

Rankings = Sequence[Sequence[str]]
Figures = dict[str, Mapping[str, float]]
"""nDCG@10 by system and half."""
BASES = ("Lucene", "lucene.tsv", "Snowball alone")
"""Lucene as it ran here; else as it ran once, which knows no halves and no sample; else what is always there."""
HALVES: Mapping[str, Callable[[int], bool]] = {
    "all": lambda _: True,
    "even": lambda number: number % 2 == 0,
    "odd": lambda number: number % 2 == 1,
}


def ranking(names: Sequence[str], sample: int, lucene: Lucene | None) -> str:
    """The tables: nDCG@10 of each system, and its ratio to Lucene on all, even-numbered and odd-numbered questions."""
    wanted = [name for name in names or collection_names() if name in collection_names()]
    if not wanted:
        return "Skipped: no collection in ../shared/collections."
    measured = {name: _figures(collection(name, sample), lucene) for name in wanted}
    if sample == 1:
        for name, given in lucene_figures().items():
            measured.get(name, {})["lucene.tsv"] = dict.fromkeys(HALVES, given)
    return "\n\n".join((_absolute(measured), *(_ratios(measured, half) for half in HALVES)))


def _figures(about: Collection, lucene: Lucene | None) -> Figures:
    figures: Figures = {}
    for system, ranked in _systems(lucene).items():
        began = time.perf_counter()
        scores = [ndcg(row, about.grades[q.id]) for q, row in zip(about.queries, ranked(about), strict=True)]
        print(f"  {about.name}: {system}, {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
        figures[system] = {half: _mean_of(about, scores, part) for half, part in HALVES.items()}
    return figures


def _mean_of(about: Collection, scores: Sequence[float], part: Callable[[int], bool]) -> float:
    return mean(score for query, score in zip(about.queries, scores, strict=True) if part(query.number))


def _systems(lucene: Lucene | None) -> Mapping[str, Callable[[Collection], Rankings]]:
    systems: dict[str, Callable[[Collection], Rankings]] = {
        "Searcher": partial(_searcher, DEFAULT),
        "on Tantivy": partial(_searcher, "tantivy"),
    }
    if lucene:
        systems["Lucene"] = lambda about: lucene.rank(about.articles, [query.text for query in about.queries])
    systems["Snowball alone"] = lambda about: _each(about, Snowball(about.articles).any_word)
    systems["FTS5"] = lambda about: _each(about, Fts5(about.articles).any_word)
    return systems


def _each(about: Collection, ask: Callable[[str, int], list[str]]) -> Rankings:
    return [ask(query.text, DEPTH) for query in about.queries]


def _searcher(engine: str, about: Collection) -> Rankings:
    """The answers that a person gets: those of ``searcher batch``."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "docs", "corpus.jsonl")
        corpus.parent.mkdir()
        with gzip.open(about.corpus) as packed, corpus.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        directory = IndexDirectory(Path(folder, "index"))
        update([corpus.parent], directory, engine=engine)
        opened = directory.engine()
        answers = [search(query.text, opened, Page(count=100, passages=1)) for query in about.queries]
        directory.close()
    return [[hit.article.id.partition("#")[2] for hit in answer.articles[:DEPTH]] for answer in answers]


def _absolute(measured: Mapping[str, Figures]) -> str:
    systems = list(dict.fromkeys(system for figures in measured.values() for system in figures))
    rows = [[name, *(_number(figures.get(system)) for system in systems)] for name, figures in measured.items()]
    return table(["nDCG@10", *systems], rows)


def _ratios(measured: Mapping[str, Figures], half: str) -> str:
    """Ratios to the first of ``BASES`` that is known for every collection."""
    base = next(system for system in BASES if all(system in figures for figures in measured.values()))
    systems = [system for system in next(iter(measured.values())) if system not in {base, "lucene.tsv"}]
    ratios = [[figures[system][half] / figures[base][half] for system in systems] for figures in measured.values()]
    rows = [[name, *(f"{ratio:.3f}" for ratio in row)] for name, row in zip(measured, ratios, strict=True)]
    means = [f"{geometric_mean(column):.3f}" for column in zip(*ratios, strict=True)]
    return table([f"× {base}, {half} questions", *systems], [*rows, ["geometric mean", *means]])


def _number(figure: Mapping[str, float] | None) -> str:
    return f"{figure['all']:.4f}" if figure else "–"
