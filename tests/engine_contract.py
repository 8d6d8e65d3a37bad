"""The contract of engines: the list of those it is for, and how its tests write things down.

A new engine is one more line in ``ENGINES``; ``test_contract_*.py`` say what every engine does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from naive_engine import NaiveEngine

from index.engines.protocol import Batch, Engine, Found, Lookup, Search, Weights
from index.engines.query import Any, Field, Form, Node, Phrase, Term
from index.engines.tantivy.engine import TantivyEngine
from index.engines.whoosh.engine import WhooshEngine
from index.model import Article, FileEntry, Passage

close = partial(pytest.approx, rel=1e-5, abs=1e-5)
"""Native scores have seven digits."""
Open = Callable[[Path], Engine]
ENGINES: dict[str, Open] = {
    "naive": NaiveEngine,
    "whoosh": lambda folder: WhooshEngine(folder, wait=0.1),
    "tantivy": lambda folder: TantivyEngine(folder, wait=0.1),
}
OTHERS = [name for name in ENGINES if name != "naive"]


@pytest.fixture(params=ENGINES)
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


def entry(path: str, digest: str = "0", articles: int = 1) -> FileEntry:
    return FileEntry(path, "/racine", 3, 1_700_000_000_000_000_001, digest, articles)


def put(batch: Batch, *articles: Article) -> None:
    """Put articles and note their files, as a sync does."""
    for path in dict.fromkeys(article.path for article in articles):
        batch.put(path, [article for article in articles if article.path == path])
        batch.note(entry(path))


def fill(engine: Engine, *articles: Article) -> None:
    with engine.batch() as batch:
        put(batch, *articles)


def term(*words: str, field: Field = Field.TEXT) -> Term:
    return Term(tuple(Form(word) for word in words), field)


def phrase(*words: str, slop: int = 0, field: Field = Field.TEXT) -> Phrase:
    return Phrase(tuple((Form(word),) for word in words), slop, field)


def spots(found: Found) -> set[str]:
    """What was found, as ``ID/NUMBER``."""
    return {f"{hit.article.id}/{passage.number}" for hit in found.articles for passage in hit.passages}


def ask(engine: Engine, node: Node) -> set[str]:
    found = engine.search(Search(node, count=1000, passages=None))
    assert found.articles_total == len(found.articles)
    assert found.passages_total == sum(len(hit.passages) for hit in found.articles)
    return spots(found)


def words(engine: Engine, lookup: Lookup) -> list[str]:
    return [f"{entry.word} {entry.count}" for entry in engine.words(lookup)]


def scores(engine: Engine, *terms: Term, match: Node | None = None, pairs: Sequence[Phrase] = ()) -> dict[str, float]:
    """The scores of the passages that hold any of the terms, by id and number."""
    found = engine.search(Search(match or Any(terms), terms, tuple(pairs), Weights(near=1), count=1000, passages=None))
    return {f"{hit.article.id}/{p.number}": p.score for hit in found.articles for p in hit.passages}


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
