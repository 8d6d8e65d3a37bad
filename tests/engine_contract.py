"""The contract of engines: the list of those it is for, and how its tests write things down.

A new engine is one more line in ``ENGINES``; ``test_contract_*.py`` say what every engine does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from naive_engine import NaiveEngine
from real_cluster import needs_cluster, open_engine

from index.analysis import fold, is_exact_term, is_stop_word, lemmas
from index.engines.protocol import MOST_VALUES, Batch, Engine, Found, Search, Weighted, Word
from index.engines.query import EVERYTHING, Any, Facet, Field, Node, Phrase, Term, Verified
from index.engines.reader import IndexReader
from index.engines.searching import SearchingEngine
from index.engines.tantivy import TantivyEngine
from index.engines.whoosh import WhooshEngine
from index.model import Article, Passage

close = partial(pytest.approx, rel=1e-4, abs=1e-4)
"""Scores are said to agree in four digits."""
Open = Callable[[Path], Engine]
ENGINES: dict[str, Open] = {
    "naive": lambda folder: NaiveEngine(folder, create=True),
    "whoosh": lambda folder: WhooshEngine(folder, wait=0.1, create=True),
    "tantivy": lambda folder: TantivyEngine(folder, wait=0.1, create=True),
    "opensearch": open_engine,
}
PARAMETERS = [pytest.param(name, marks=needs_cluster if name == "opensearch" else ()) for name in ENGINES]
OTHERS = [parameter for parameter in PARAMETERS if parameter.values != ("naive",)]


@pytest.fixture(params=PARAMETERS)
def opener(request: pytest.FixtureRequest) -> Open:
    return ENGINES[request.param]


@pytest.fixture
def engine(opener: Open, tmp_path: Path) -> Iterator[Engine]:
    with closing(opener(tmp_path)) as opened:
        yield opened


# -- writing things down shortly


def article(path: str, title: str, *texts: str, date: str = "", name: str = "", kind: str = "txt") -> Article:
    """An article; a passage that begins with ``=`` is an echo."""
    passages = (Passage(n, text.removeprefix("="), echo=text.startswith("=")) for n, text in enumerate(texts, start=1))
    identity = f"{path}#{name}" if name else path
    return Article(identity, path, kind, title, tuple(passages), date, "Qui", "Où", ("a", "b"))


def put(batch: Batch, *articles: Article) -> None:
    for path in dict.fromkeys(article.path for article in articles):
        batch.put(path, [article for article in articles if article.path == path])


def drop(engine: Engine, *paths: str) -> None:
    with engine.batch() as batch:
        for path in paths:
            batch.drop(path)


def fill(engine: Engine, *articles: Article) -> None:
    with engine.batch() as batch:
        put(batch, *articles)


def held(*texts: str) -> Node:
    """Articles that hold one of some words, accents aside."""
    nodes = tuple(Term(Field.WORDS, text) for text in texts)
    return nodes[0] if len(nodes) == 1 else Any(nodes)


def phrase(*words: str, field: Field = Field.WORDS) -> Phrase:
    """One word after the other; ``chat|chien`` stands for either."""
    return Phrase(field, tuple(tuple(word.split("|")) for word in words))


def near(*words: str, slop: int = 0, exact: bool = False) -> Verified:
    slots = tuple(tuple(word.split("|")) for word in words)
    nodes = tuple(held(*map(fold, slot)) for slot in slots)
    return Verified(nodes[0] if len(nodes) == 1 else Any(nodes), slots, slop, exact)


def bare(typed: str, weight: float = 1.0, kin: Sequence[str] = ()) -> Word:
    """A bare word of a question: found by its lemmas, or as it is written where it is a stop word."""
    if is_stop_word(typed):
        return Word(typed, held(fold(typed)), (Weighted(Field.WORDS, fold(typed)),), (), weight)
    nodes = tuple(Term(Field.LEMMAS, lemma) for lemma in lemmas(typed))
    found = tuple(Weighted(Field.LEMMAS, lemma) for lemma in lemmas(typed))
    written = (Weighted(Field.EXACT, typed, implied=True),) if is_exact_term(typed) else ()
    return Word(typed, nodes[0] if len(nodes) == 1 else Any(nodes), found + written, lemmas(typed), weight, tuple(kin))


def question(text: str) -> tuple[Word, ...]:
    return tuple(map(bare, text.split()))


def ids(found: Found) -> list[str]:
    return [hit.article.id for hit in found.articles]


def ask(engine: Engine, node: Node) -> list[str]:
    """The ids of the articles that match, in their order."""
    found = engine.search(Search(required=node, count=1000))
    assert found.articles_total == len(found.articles)
    return ids(found)


def counted(engine: Engine, search: Search, facet: Facet, most: int = MOST_VALUES) -> list[tuple[str, int]]:
    """The values of a facet among the articles that ``search`` finds."""
    asked = replace(search, count=0, facets=(facet,), most_values=most)
    return list(engine.search(asked).counts[facet])


def reader_of(engine: Engine) -> IndexReader:
    """The reader of the last commit."""
    assert isinstance(engine, SearchingEngine)
    return engine.snapshot()


def numbers(reader: IndexReader, node: Node) -> dict[str, int]:
    """The numbers of the articles that match, by their ids."""
    found = reader.first(node, 0, 1000, by_date=False)
    return dict(zip([about.id for about in reader.load(found)], found, strict=True))


def matching(reader: IndexReader, node: Node) -> list[str]:
    """The ids of the articles that match, counted, listed and told of one by one."""
    found = reader.first(node, 0, 1000, by_date=False)
    masks = reader.evidence((), [node], reader.first(EVERYTHING, 0, 1000, by_date=False))[1]
    assert {number for number, mask in masks.items() if mask} == set(found)
    assert len(found) == reader.count(node)
    return [about.id for about in reader.load(found)]


HERD = (
    article("a.txt", "Le chat noir", "Le chat dort.", "Un chien aboie, le chat fuit.", "Rien.", date="2024-03-26"),
    article("b.txt", "Chiens", "Le chien noir dort.", "=Chiens", "Le chien et le chat noir.", date="2024-03"),
    article("c/d.md", "", "Les chats de l'été", "Chats, chats, chats !", date="2023", kind="md"),
    article("e.jsonl", "Été", "un chat", name="1", date="2025-01-01", kind="jsonl"),
    article("e.jsonl", "Hiver", "", "…", "un grand-père", name="2", kind="jsonl"),
)


@pytest.fixture
def herd(engine: Engine) -> Engine:
    fill(engine, *HERD)
    return engine
