"""What every engine's reader tells the pipeline: scores, passages and statistics, equal to the oracle's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from contract_articles import ARTICLES, article, term, whole
from engine_contract import ENGINES, OTHERS, PARAMETERS, fill, reader_of
from hypothesis import given
from hypothesis import strategies as st

from index.engines.protocol import Engine
from index.engines.query import EVERYTHING, LISTED, NOTHING, Equal, Facet, Field, Not
from index.engines.reader import Forms, IndexReader, Scored

LONG = " ".join(["Le chat et le chien noirs dorment."] * 40)
MORE = (
    *ARTICLES,
    article("f.txt", "Le chat, le chien", LONG, "Le chat dort.", "Le chat dort.", "=Le chat, le chien", "chien"),
    article("g.md", "Un cheval", "Un cheval noir.", LONG, LONG, "Fin.", date="2024-03-26", tags=("été", "noir")),
    article("h.md", "", "", date="2023-01"),
)
LEMMAS = ["chat", "chien", "noir", "dormir", "cheval", "été", "gris", "absent"]


class Readers:
    """Readers of the same articles, by the name of the engine, which is opened when it is asked for."""

    def __init__(self, opened: ExitStack, folder: Callable[[str], Path]) -> None:
        self._opened, self._folder = opened, folder
        self._readers: dict[str, IndexReader] = {}

    def __getitem__(self, name: str) -> IndexReader:
        if name not in self._readers:
            engine = self._opened.enter_context(closing(ENGINES[name](self._folder(name))))
            fill(engine, *MORE)
            self._readers[name] = reader_of(engine)
        return self._readers[name]


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    with ExitStack() as opened:
        yield Readers(opened, tmp_path_factory.mktemp)


def everything(reader: IndexReader) -> Sequence[int]:
    return reader.first(EVERYTHING, 0, 100, by_date=False)


def by_id(reader: IndexReader, scores: Mapping[int, float]) -> Mapping[str, float]:
    """Scores by the ids of articles; those that are 0 are left out."""
    kept = [number for number, score in scores.items() if score]
    return {found.id: scores[number] for number, found in zip(kept, reader.load(kept), strict=True)}


def close(scores: Mapping[str, float]) -> object:
    return pytest.approx(scores, rel=1e-4)


FIELDS = st.sampled_from([Field.LEMMAS, Field.LEAD, Field.TITLE, Field.EXACT, Field.WORDS, Field.TITLE_WORDS])
BOOSTS = st.sampled_from([0.01, 0.5, 1.0, 7.0])
SCORED = st.builds(Scored, FIELDS, st.sampled_from(LEMMAS), BOOSTS)
TERMS = st.lists(SCORED, max_size=6, unique_by=lambda term: term[:2])
NODES = st.sampled_from([EVERYTHING, NOTHING, term("dort"), Not(term("dort")), Equal(Facet.TYPE, "txt")])
PASSAGE_TERMS = st.lists(st.tuples(st.sampled_from(LEMMAS), BOOSTS), min_size=1, max_size=4, unique_by=lambda t: t[0])


@pytest.mark.parametrize("name", OTHERS)
@given(terms=TERMS, required=NODES, most=st.integers(1, 9))
def test_the_best_articles(readers: Readers, name: str, terms: Sequence[Scored], required: Not, most: int) -> None:
    reader, oracle = readers[name], readers["naive"]
    expected = by_id(oracle, dict(oracle.best(terms, required, 100)))
    best = reader.best(terms, required, most)
    assert [score for _, score in best] == sorted((score for _, score in best), reverse=True)
    assert len(best) == min(most, len(expected))
    found = by_id(reader, dict(best))
    assert found == close({one: expected[one] for one in found})
    assert min(found.values(), default=0.0) == pytest.approx(
        min(sorted(expected.values(), reverse=True)[:most], default=0.0), rel=1e-4
    )


@pytest.mark.parametrize("name", OTHERS)
@given(
    words=st.lists(st.lists(TERMS.filter(bool), min_size=1, max_size=3), max_size=5), skipped=st.sets(st.integers(0, 7))
)
def test_careful_scores(readers: Readers, name: str, words: Sequence[Forms], skipped: set[int]) -> None:
    found, expected = (
        by_id(reader, reader.evidence(words, (), [n for i, n in enumerate(everything(reader)) if i not in skipped])[0])
        for reader in (readers[name], readers["naive"])
    )
    assert found == close(expected)


@pytest.mark.parametrize("name", OTHERS)
@given(terms=PASSAGE_TERMS, most=st.integers(1, 20), skipped=st.sets(st.integers(0, 7)))
def test_the_best_passages(
    readers: Readers, name: str, terms: Sequence[tuple[str, float]], most: int, skipped: set[int]
) -> None:
    def asked(reader: IndexReader, most: int) -> tuple[Mapping[str, float], int]:
        articles = [n for i, n in enumerate(everything(reader)) if i not in skipped]
        found, total = reader.best_passages(terms, articles, most)
        assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
        about = reader.load([hit.article for hit in found])
        return {f"{one.id}/{hit.number}": hit.score for one, hit in zip(about, found, strict=True)}, total

    (found, total), (expected, expected_total) = asked(readers[name], most), asked(readers["naive"], 100)
    assert total == expected_total == len(expected)
    assert len(found) == min(most, total)
    assert found == close({place: expected[place] for place in found})
    assert sorted(found.values()) == pytest.approx(sorted(sorted(expected.values(), reverse=True)[:most]), rel=1e-4)


@pytest.mark.parametrize("name", OTHERS)
@given(lemmas=st.lists(st.sampled_from(LEMMAS), min_size=1, max_size=4, unique=True))
def test_passages_are_counted(readers: Readers, name: str, lemmas: Sequence[str]) -> None:
    found, expected = (
        by_id(reader, reader.count_passages(lemmas, everything(reader))) for reader in (readers[name], readers["naive"])
    )
    assert found == expected


@pytest.mark.parametrize("name", OTHERS)
def test_passages_by_their_numbers(readers: Readers, name: str) -> None:
    def told(reader: IndexReader) -> Mapping[str, object]:
        wanted = [(article, number) for article in everything(reader) for number in range(7)]
        found = reader.passages(wanted)
        about = reader.load([article for article, _ in found])
        return {f"{one.id}/{number}": found[key] for one, key in zip(about, found, strict=True) for number in key[1:]}

    found = told(readers[name])
    assert found == told(readers["naive"])
    assert "f.txt/4" not in found  # it repeats the title
    assert "f.txt/0" not in found
    assert readers[name].passages([]) == {}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("field", LISTED)
def test_terms_and_how_many_articles_hold_them(readers: Readers, name: str, field: Field) -> None:
    reader, oracle = readers[name], readers["naive"]
    for prefix in ("", "c", "ch", "é", "absent", "c/"):
        expected = list(oracle.terms(field, prefix, None))
        assert list(reader.terms(field, prefix, None)) == expected
        assert list(reader.terms(field, prefix, 2)) == expected[:2]
        assert [reader.frequency(field, found.text) for found in expected] == [found.articles for found in expected]
    assert reader.frequency(field, "absent") == 0


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("facets", [*([facet] for facet in Facet), list(Facet), [Facet.TAG, Facet.YEAR]])
def test_facets(readers: Readers, name: str, facets: list[Facet]) -> None:
    reader, oracle = readers[name], readers["naive"]
    for node in (EVERYTHING, NOTHING, term("chat"), Not(term("chat"))):
        for most in (1, 2, 20):
            assert dict(reader.facets(node, facets, most)) == oracle.facets(node, facets, most)


@pytest.mark.parametrize("name", PARAMETERS)
def test_articles_are_loaded_in_the_order_they_are_asked_for(readers: Readers, name: str) -> None:
    reader = readers[name]
    numbers = everything(reader)
    assert reader.articles() == len(numbers) == len(set(numbers)) == len(MORE)
    for order in (numbers, numbers[::-1], [numbers[3], numbers[0], numbers[3]], []):
        loaded = reader.load(order)
        assert loaded == [MORE[numbers.index(number)]._replace(passages=()) for number in order]
    assert [whole(reader.whole(number)) for number in numbers] == [whole(one) for one in MORE]


def test_numbers_are_never_given_twice(engine: Engine) -> None:
    seen: set[int] = set()
    for generation in range(4):
        fill(engine, article("a.txt", f"Tome {generation}", "un"), article("b.txt", f"Tome {generation}", "deux"))
        numbers = set(everything(reader_of(engine)))
        assert len(numbers) == 2
        assert not seen & numbers
        seen |= numbers


@pytest.mark.parametrize(
    ("by_date", "expected"),
    [
        (False, "a.txt b.txt c/d.md e.jsonl#1 e.jsonl#2 f.txt g.md h.md"),
        (True, "e.jsonl#1 a.txt g.md b.txt h.md c/d.md e.jsonl#2 f.txt"),
    ],
)
@pytest.mark.parametrize("name", PARAMETERS)
def test_orders(readers: Readers, name: str, by_date: bool, expected: str) -> None:
    reader = readers[name]
    for first, count in ((0, 100), (0, 3), (2, 3), (7, 3), (8, 1), (100, 1), (0, 0)):
        numbers = reader.first(EVERYTHING, first, count, by_date=by_date)
        assert [one.id for one in reader.load(numbers)] == expected.split()[first : first + count]
