"""Comparing: an index with one that is made anew of the same folder, and what it holds with what it may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from benchmarks.reliability.folders import PARAGRAPHS
from index.directory import IndexDirectory
from index.engines.protocol import Engine, Search
from index.engines.query import Facet
from index.sync import update
from searcher import Options, Page, search

QUERIES = (
    *("eau", "canal midi", "écoles", "élève de la ville", "chevaux", "impôts", "travaux publics", "sécheresse"),
    *('"eau potable"', '"canal midi"~3', '"rout*"', "=École", '="eau potable"', "riv*", "c?nal", "nege~"),
    *(
        "port-de-mer",
        "titre:titre",
        "titre:7",
        "type:md",
        "chemin:a",
        "eau SAUF canal",
        "eau ET NON neige",
        "pont OU crue",
        "*",
    ),
    *("l'hiver", "aujourd'hui", "1 250", "version2z", "marque3q", "mot absent eau", "œuvre^3 vote"),
)
TODAY = date(2024, 3, 27)
PAGE = Page(0, 10_000, 5)
CAREFUL = 60
"""So many articles are ranked with care; which of those that score alike are among them is the order of writing."""


class Contents(NamedTuple):
    """What a question finds: in which state the answer is, and each article with its score and passages."""

    about: tuple[object, ...]
    articles: tuple[tuple[object, ...], ...]


def answers(engine: Engine) -> dict[str, Contents]:
    """What each of the queries finds. Articles that score alike are in the order of their ids."""
    return {query: _answer(query, engine) for query in QUERIES}


def _answer(query: str, engine: Engine) -> Contents:
    answer = search(query, engine, PAGE, Options(), today=TODAY)
    about = (answer.articles_total, answer.partial, answer.relaxed, answer.suggestion)
    found = [
        (-round(hit.score, 3), hit.article.id, hit.article.title, hit.missing, [_shown(p.text) for p in hit.passages])
        for hit in answer.articles
    ]
    if len(found) > CAREFUL:
        return Contents(about, tuple(sorted((name,) for _, name, *_ in found)))
    return Contents(about, tuple((*rest, tuple(shown)) for *rest, shown in sorted(found)))


def _shown(text: str) -> str:
    return text[:40]


def state_of(directory: IndexDirectory) -> dict[str, object]:
    """All that can be asked of an index: its answers, its articles as they are read, counts and catalogue."""
    generation = directory.generation()
    engine = generation.engine
    everything = [hit.article.id for hit in engine.search(Search(count=10_000)).articles]
    entries = generation.catalogue.entries().values()
    return {
        "catalogue": sorted((entry.path, entry.digest, entry.articles, entry.pending) for entry in entries),
        "articles": sorted(map(str, map(engine.read, everything))),
        "size": engine.size(),
        "folders": sorted(engine.search(Search(count=0, facets=(Facet.FOLDER,))).counts[Facet.FOLDER]),
        **answers(engine),
    }


def differences(directory: IndexDirectory, folder: Path, engine: str, fresh: Path) -> list[str]:
    """What an index answers otherwise than one of the same folder that is made anew at ``fresh``."""
    with closing(IndexDirectory(fresh)) as other:
        update([folder], other, engine=engine)
        wanted = state_of(other)
    return list(unequal(state_of(directory), wanted))


def unequal(found: Mapping[str, object], wanted: Mapping[str, object]) -> Iterator[str]:
    """What one of two states has otherwise, in short: that of which most follows, and how much else."""
    names = [name for name in wanted if found[name] != wanted[name]]
    for name in names[:1]:
        pairs = zip_longest(_items(found[name]), _items(wanted[name]))
        one, other = next((one, other) for one, other in pairs if one != other)
        more = f"; {len(names) - 1} more differ" if len(names) > 1 else ""
        yield f"{name}: {str(one)[:300]} instead of {str(other)[:300]}{more}"


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, Sequence) else [value]


def held(engine: Engine) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Number and version of each file of a made folder as the index has it, and what is torn or there twice."""
    found: dict[str, tuple[int, int]] = {}
    wrong = []
    for hit in engine.search(Search(count=10_000)).articles:
        name = hit.article.path.partition("/")[2]
        whole = engine.read(hit.article.id)
        text = "\n".join(passage.text for passage in whole.passages) if whole else ""
        signs = re.findall(r"marque(\d+)q version(\d+)z", text)
        if name in found:
            wrong.append(f"{name} is there twice")
        if len(signs) != PARAGRAPHS or len(set(signs)) != 1:
            wrong.append(f"{name} is torn: {signs}")
        else:
            found[name] = (int(signs[0][0]), int(signs[0][1]))
    return found, wrong


def impossible(found: Mapping[str, tuple[int, int]], past: Mapping[str, set[tuple[int, int] | None]]) -> list[str]:
    """The files that are there as they never were, or are lost."""
    names = sorted({*found, *past})
    return [f"{name} is {found.get(name)}, not of {past.get(name)}" for name in names if not _may(name, found, past)]


def _may(name: str, found: Mapping[str, tuple[int, int]], past: Mapping[str, set[tuple[int, int] | None]]) -> bool:
    return found.get(name) in past.get(name, {None})
