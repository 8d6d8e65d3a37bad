"""The reader of the Whoosh engine: matching, scores, statistics of live documents and later commits."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh_articles import ANIMALS, CAT, COW, DOG, answers, article, drop, index_files, put, word

from index.engines.protocol import BusyError, PassageHit, Search, TermCount
from index.engines.query import (
    EVERYTHING,
    All,
    Any,
    Dated,
    Equal,
    Facet,
    Field,
    Key,
    Node,
    Not,
    Numbers,
    Pattern,
    Phrase,
    Term,
)
from index.engines.reader import PassageFound, Scored
from index.engines.scoring import K1, B
from index.engines.whoosh.batch import MOST_SEGMENTS
from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.reader import WhooshReader


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return WhooshEngine(tmp_path / "data", wait=0.0, create=True)


@pytest.fixture
def animals(engine: WhooshEngine) -> WhooshEngine:
    put(engine, *ANIMALS)
    return engine


def reader(engine: WhooshEngine) -> WhooshReader:
    return engine.snapshot()


def ids(engine: WhooshEngine, node: Node, *, by_date: bool = False) -> list[str]:
    found = reader(engine).first(node, 0, 10, by_date=by_date)
    return [one.id for one in reader(engine).load(found)]


CHAT = Term(Field.WORDS, "chat")


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (EVERYTHING, [CAT, DOG, COW]),
        (CHAT, [CAT, DOG]),
        (Term(Field.TITLE_WORDS, "chat"), [CAT]),
        (Term(Field.PATH, "b/cow.md"), [COW]),
        (Phrase(Field.WORDS, (("chat",), ("noir", "mange"))), [CAT, DOG]),
        (Phrase(Field.WORDS, (("mange",), ("chat",))), []),
        (Phrase(Field.WORDS, (("grise",), ("il",))), []),  # two paragraphs
        (Phrase(Field.WORDS, (("le",), ("chat",), ("le",))), []),  # the title and a paragraph
        (Phrase(Field.WORDS, (("chat",),)), [CAT, DOG]),
        (Phrase(Field.WORDS, (("chat",), ())), []),
        (Phrase(Field.WORDS, ()), []),
        (Pattern(Field.WORDS, "ch*"), [CAT, DOG]),
        (Pattern(Field.WORDS, "*ach*"), [COW]),
        (Pattern(Field.WORDS, "ch?t"), [CAT, DOG]),
        (Pattern(Field.PATH, "a/*"), [CAT, DOG]),
        (Equal(Key.ID, "a/cat.txt"), [CAT]),
        (Equal(Key.FILE, "a/dog.txt"), [DOG]),
        (Equal(Key.FILE, "a/dog"), []),
        (Equal(Facet.TYPE, "md"), [COW]),
        (Dated("2023", "2024"), [DOG]),
        (Dated("", "9"), [CAT, DOG]),
        (All((CHAT, Not(Equal(Key.ID, "a/cat.txt")))), [DOG]),
        (Any((Term(Field.WORDS, "vache"), Term(Field.WORDS, "noir"))), [DOG, COW]),
        (Any(()), []),
        (Not(CHAT), [COW]),
        (Term(Field.TAGS, "bete"), [CAT]),
    ],
)
def test_nodes_match_articles(animals: WhooshEngine, node: Node, found: list[object]) -> None:
    assert ids(animals, node) == [one.id for one in ANIMALS if one in found]
    assert reader(animals).count(node) == len(found)


def test_numbers_match_articles(animals: WhooshEngine) -> None:
    everything = reader(animals).first(EVERYTHING, 0, 10, by_date=False)
    assert ids(animals, Numbers((everything[1], 12345))) == [DOG.id]


def test_an_order_by_date_is_latest_first_and_undated_last(animals: WhooshEngine) -> None:
    assert ids(animals, EVERYTHING, by_date=True) == [CAT.id, DOG.id, COW.id]
    put(animals, article("c/new.txt", "Neuf", date="2025"))
    assert ids(animals, EVERYTHING, by_date=True) == ["c/new.txt", CAT.id, DOG.id, COW.id]


def test_a_phrase_is_found_across_segments_and_at_the_start_of_a_document(engine: WhooshEngine) -> None:
    put(engine, article("a.txt", "un deux"))
    put(engine, article("b.txt", "deux trois un"), article("c.txt", "trois"))
    assert ids(engine, Phrase(Field.WORDS, (("un",), ("deux",)))) == ["a.txt"]
    assert ids(engine, Phrase(Field.WORDS, (("deux",), ("trois",), ("un",)))) == ["b.txt"]


def test_scores_are_those_of_the_formula_over_live_documents(engine: WhooshEngine) -> None:
    put(engine, article("a.txt", "x", "x y z"), article("b.txt", "y"), article("c.txt", "w " * 30))
    put(engine, article("d.txt", "w " * 50), *(article(f"{name}.txt", "w") for name in "efghijklmnopqrstuvwx"))
    drop(engine, "d.txt", "c.txt")
    best = reader(engine).best([Scored(Field.WORDS, "x", 2.0), Scored(Field.WORDS, "y", 3.0)], EVERYTHING, 10)
    mean = (4 + 1 + 20) / 22
    norms = [K1 * (1 - B + B * length / mean) for length in (4, 1)]
    expected = [2 * 2 / (2 + norms[0]) + 3 / (1 + norms[0]), 3 / (1 + norms[1])]
    assert [score for _, score in best] == pytest.approx(sorted(expected, reverse=True))
    assert len(index_files(engine.folder)) == 3  # two segments: deleted articles are there still
    assert reader(engine).frequency(Field.WORDS, "w") == 20
    assert reader(engine).terms(Field.WORDS, "", 2) == [TermCount("w", 20), TermCount("y", 2)]


def test_only_what_is_required_is_best(animals: WhooshEngine) -> None:
    best = reader(animals).best([Scored(Field.WORDS, "chat", 1.0)], Equal(Key.ID, DOG.id), 10)
    assert [one.id for one in reader(animals).load([number for number, _ in best])] == [DOG.id]
    assert len(reader(animals).best([Scored(Field.WORDS, "chat", 1.0)], EVERYTHING, 1)) == 1


def test_the_best_form_of_a_word_counts_and_a_part_of_other_kinds(animals: WhooshEngine) -> None:
    cat, dog, cow = reader(animals).first(EVERYTHING, 0, 3, by_date=False)
    terms = [Scored(Field.WORDS, text, boost) for text, boost in (("chat", 1.0), ("noir", 5.0), ("souris", 0.1))]
    alone = [dict(reader(animals).best([term], EVERYTHING, 9)) for term in terms]
    found = reader(animals).evidence([[terms], [terms[:1]]], (), [cat, dog])[0]
    assert found == {cat: pytest.approx(2 * alone[0][cat]), dog: pytest.approx(alone[1][dog] + alone[0][dog])}
    kinds = reader(animals).evidence([[terms[:1], terms[1:]]], (), [cat, dog])[0]
    assert kinds[dog] == pytest.approx(alone[1][dog] + 0.4 * alone[0][dog])
    assert not reader(animals).evidence([[terms]], (), [cow])[0]


def test_holding_says_which_nodes_an_article_matches(animals: WhooshEngine) -> None:
    cat, dog, cow = reader(animals).first(EVERYTHING, 0, 3, by_date=False)
    held = reader(animals).evidence((), [CHAT, Term(Field.WORDS, "noir"), Term(Field.WORDS, "vache")], [cat, dog])[1]
    assert (held[cat], held[dog], held.get(cow, 0)) == (1, 3, 0)


def test_passages_are_found_by_their_lemmas(animals: WhooshEngine) -> None:
    cat, dog, cow = reader(animals).first(EVERYTHING, 0, 3, by_date=False)
    found, total = reader(animals).best_passages([("train", 1.0), ("chat", 0.5)], [cow, cat], 2)
    assert total == 3
    assert [(hit.article, hit.number) for hit in found] == [(cow, 2), (cow, 1)]
    assert found[0].score > found[1].score
    assert reader(animals).count_passages(["train", "chat"], [cow, cat]) == {cow: 2, cat: 1}
    assert isinstance(found[0], PassageFound)
    texts = reader(animals).passages([(cow, 2), (dog, 1), (dog, 7)])
    hits = (PassageHit(2, 0.0, COW.passages[1].text), PassageHit(1, 0.0, DOG.passages[0].text))
    assert texts == {(cow, 2): hits[0], (dog, 1): hits[1]}


def test_a_whole_article_is_read_as_it_was_put(animals: WhooshEngine) -> None:
    assert animals.read(CAT.id) == CAT
    assert animals.read("nothing") is None


def test_facets_count_what_matches(animals: WhooshEngine) -> None:
    assert reader(animals).facets(EVERYTHING, [Facet.FOLDER], 9)[Facet.FOLDER] == [("a", 2), ("b", 1)]
    assert reader(animals).facets(EVERYTHING, [Facet.YEAR], 9)[Facet.YEAR] == [("2023", 1), ("2024", 1)]
    assert reader(animals).facets(EVERYTHING, [Facet.MONTH], 9)[Facet.MONTH] == [("2024-03", 1)]
    assert reader(animals).facets(CHAT, [Facet.TYPE], 9)[Facet.TYPE] == [("txt", 2)]
    assert reader(animals).facets(EVERYTHING, [Facet.TAG], 9)[Facet.TAG] == [("bête", 1)]
    assert reader(animals).facets(EVERYTHING, [Facet.FOLDER], 1)[Facet.FOLDER] == [("a", 2)]


def test_numbers_are_never_given_twice(engine: WhooshEngine) -> None:
    given_numbers = list[int]()
    for _ in range(4):
        put(engine, CAT, DOG)
        given_numbers += reader(engine).first(EVERYTHING, 0, 10, by_date=False)
        drop(engine, CAT.path, DOG.path)
        assert engine.size() == 0
    assert len(set(given_numbers)) == 8


def test_an_index_that_was_emptied_goes_on(engine: WhooshEngine) -> None:
    put(engine, *ANIMALS)
    drop(engine, *(one.path for one in ANIMALS))
    assert (engine.size(), engine.terms(Field.WORDS, "")) == (0, [])
    put(engine, CAT)
    assert engine.read(CAT.id) == CAT


def test_many_batches_leave_few_segments(engine: WhooshEngine) -> None:
    for n in range(3 * MOST_SEGMENTS):
        put(engine, article(f"{n}.txt", f"titre {n}"))
    assert len({file.name.split(".")[0] for file in index_files(engine.folder)}) <= MOST_SEGMENTS + 1
    assert engine.size() == 3 * MOST_SEGMENTS
    assert engine.frequency(Field.WORDS, "titre") == 3 * MOST_SEGMENTS


def test_a_commit_of_another_is_noticed_and_readers_stay_valid(tmp_path: Path) -> None:
    ours, theirs = WhooshEngine(tmp_path, create=True), WhooshEngine(tmp_path)
    put(ours, *ANIMALS)
    before = reader(ours)
    drop(theirs, CAT.path, COW.path)  # merges, and deletes the files of the old segment
    assert ours.size() == 1
    assert before.articles() == 3
    assert before.whole(before.first(Equal(Key.ID, CAT.id), 0, 1, by_date=False)[0]) == CAT
    assert before.best([Scored(Field.LEAD, "vache", 1.0)], EVERYTHING, 5)


def test_threads_search_while_another_writes(engine: WhooshEngine) -> None:
    put(engine, CAT, DOG)
    done, wrong = threading.Event(), list[object]()

    def search() -> None:
        while not done.is_set():
            found = engine.search(Search((word("chat"),)))
            if [hit.article for hit in found.articles] != [CAT._replace(passages=()), DOG._replace(passages=())]:
                wrong.append(found)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(12):
        put(engine, article("n.txt", f"nombre {n}"))
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong


def test_one_batch_at_a_time(engine: WhooshEngine) -> None:
    other = WhooshEngine(engine.folder, wait=0.0)
    with engine.batch() as batch:
        batch.put(CAT.path, [CAT])
        with pytest.raises(BusyError), other.batch():
            pass
    put(other, DOG)
    assert engine.size() == 2


def test_a_failed_batch_leaves_the_index_as_it_was(animals: WhooshEngine) -> None:
    before, files = answers(animals), index_files(animals.folder)
    with pytest.raises(ZeroDivisionError), animals.batch() as batch:  # noqa: PT012  # the batch is what fails
        batch.drop(CAT.path)
        batch.put("x.txt", [article("x.txt", "neuf")])
        raise ZeroDivisionError
    assert (answers(animals), index_files(animals.folder)) == (before, files)
    put(animals, article("x.txt", "neuf"))
    assert animals.size() == 4


def test_a_file_that_cannot_be_read_whole_is_not_put_in_part(animals: WhooshEngine) -> None:
    def broken() -> object:
        yield article("a/cat.txt", "neuf")
        raise ValueError("unreadable")

    with animals.batch() as batch:
        with pytest.raises(ValueError, match="unreadable"):
            batch.put(CAT.path, broken())  # type: ignore[arg-type]
        batch.drop(DOG.path)
    assert ids(animals, EVERYTHING) == [CAT.id, COW.id]
    assert animals.read(CAT.id) == CAT


WORDS = st.lists(st.sampled_from(["chat", "train", "manger", "souris", "vache", "noir"]), min_size=1, max_size=8)
STEPS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.none() | WORDS, min_size=1), max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_history_answers_as_a_fresh_index(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, list[str] | None]]
) -> None:
    updated = WhooshEngine(tmp_path_factory.mktemp("updated"), create=True)
    texts: dict[str, list[str]] = {}
    for step in steps:
        with updated.batch() as batch:
            for path, words in step.items():
                texts.pop(path, None)
                if words is None:
                    batch.drop(path)
                else:
                    texts[path] = words
                    batch.put(path, [article(path, words[0], " ".join(words), "vache")])
    fresh = WhooshEngine(tmp_path_factory.mktemp("fresh"), create=True)
    put(fresh, *(article(path, words[0], " ".join(words), "vache") for path, words in texts.items()))
    assert answers(updated) == answers(fresh)


def test_equal_scores_are_in_the_order_of_indexing(engine: WhooshEngine) -> None:
    put(engine, *(article(f"{n}.txt", "pareil") for n in range(20)))
    best = reader(engine).best([Scored(Field.WORDS, "pareil", 1.0)], EVERYTHING, 15)
    assert all(first < second for (first, _), (second, _) in pairwise(best))
