"""Statistics of the Tantivy engine: a small index that was updated ranks as a fresh one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from engine_contract import article, drop, fill, ids, question, reader_of

from index.engines.protocol import Search
from index.engines.query import EVERYTHING, Field
from index.engines.reader import Scored
from index.engines.tantivy import TantivyEngine
from index.model import Article

WORDS = [f"mot{n}" for n in range(400)]
FREQUENCIES = [1 / (n + 1) for n in range(400)]
SIZE = 300


def made(number: int, rng: random.Random) -> Article:
    def text(low: int, high: int) -> str:
        return " ".join(rng.choices(WORDS, FREQUENCIES, k=rng.randint(low, high)))

    return article(f"{number:04}.txt", text(2, 5), *(text(10, 60) for _ in range(rng.randint(1, 6))))


def opened(folder: Path) -> closing[TantivyEngine]:
    folder.mkdir()
    return closing(TantivyEngine(folder, create=True))


def scores(engine: TantivyEngine, search: Search) -> dict[str, float]:
    return {hit.article.id: hit.score for hit in engine.search(search).articles}


@pytest.mark.parametrize("share", [0.02, 0.1, 0.4])
def test_ordinary_updates_do_not_shift_scores(tmp_path: Path, share: float) -> None:
    rng = random.Random(share)  # noqa: S311  # texts, not secrets
    articles = {number: made(number, rng) for number in range(SIZE)}
    with opened(tmp_path / "updated") as updated, opened(tmp_path / "fresh") as fresh:
        fill(updated, *articles.values())
        for _ in range(4):
            changed = {number: made(number, rng) for number in rng.sample(range(SIZE), int(SIZE * share / 4))}
            articles |= changed
            fill(updated, *changed.values())
        fill(fresh, *articles.values())
        for _ in range(50):
            search = Search(question(" ".join(rng.sample(WORDS[5:200], rng.randint(1, 4)))), count=SIZE)
            found, expected = scores(updated, search), scores(fresh, search)
            assert found == pytest.approx(expected, rel=1e-5)
            assert list(found) == list(expected)


def test_what_is_dropped_counts_in_no_frequency(tmp_path: Path) -> None:
    with opened(tmp_path / "index") as engine:
        fill(engine, *(article(f"{n}.txt", "Titre", "un chat", f"mot{n}") for n in range(9)))
        drop(engine, *(f"{n}.txt" for n in range(3, 9)))
        reader = reader_of(engine)
        assert (reader.articles(), reader.frequency(Field.WORDS, "chat")) == (3, 3)
        assert [tuple(found) for found in reader.terms(Field.WORDS, "mot", 2)] == [("mot0", 1), ("mot1", 1)]
        assert reader.terms(Field.WORDS, "mot8", None) == []


def test_a_score_is_the_same_before_and_after_a_merge(tmp_path: Path) -> None:
    """Many batches make many segments, which tantivy merges as it likes; equal texts score the same in each."""
    with opened(tmp_path / "index") as engine:
        for n in range(20):
            fill(engine, article(f"{n:02}.txt", "Titre", "un chat noir", "autre"))
        best: Sequence[tuple[int, float]] = reader_of(engine).best([Scored(Field.LEMMAS, "chat", 2.0)], EVERYTHING, 99)
        assert len(best) == 20
        assert len({round(score, 5) for _, score in best}) == 1
        assert ids(engine.search(Search(question("chat"), count=99))) == [f"{n:02}.txt" for n in range(20)]
