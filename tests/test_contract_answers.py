"""What every engine answers to a question: which articles, in which order, with which passages, and what they lack."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine_contract import (
    article,
    ask,
    bare,
    close,
    counted,
    fill,
    held,
    ids,
    near,
    phrase,
    question,
)

from index.engines.candidates import CANDIDATES
from index.engines.protocol import DEEPEST, Engine, Found, Neighbours, Search, Sort, Weighted, Word
from index.engines.query import EVERYTHING, All, Any, Dated, Equal, Facet, Field, Not, Term


def missing(found: Found) -> dict[str, tuple[int, ...]]:
    return {hit.article.id: hit.missing for hit in found.articles}


def told(found: Found) -> tuple[int, bool, bool]:
    return found.articles_total, found.partial, found.relaxed


# -- all the words, some, none


def test_articles_that_hold_all_the_words_are_counted_and_others_say_what_they_lack(herd: Engine) -> None:
    found = herd.search(Search(question("chat chien noir")))
    assert told(found) == (2, True, False)
    assert missing(found) == {"a.txt": (), "b.txt": (), "c/d.md": (1, 2), "e.jsonl#1": (1, 2)}


def test_two_words_in_two_paragraphs_are_in_one_article(herd: Engine) -> None:
    found = herd.search(Search(question("aboie dort"), complete_only=True))
    assert told(found) == (1, False, False)
    assert missing(found) == {"a.txt": ()}


def test_complete_only_lists_only_articles_that_hold_all_the_words(herd: Engine) -> None:
    found = herd.search(Search(question("chat chien"), complete_only=True))
    assert told(found) == (2, False, False)
    assert set(ids(found)) == {"a.txt", "b.txt"}
    assert told(herd.search(Search(question("chat lapin"), complete_only=True))) == (0, False, False)


def test_where_none_holds_all_the_words_the_answer_is_relaxed(herd: Engine) -> None:
    found = herd.search(Search(question("chat lapin")))
    assert told(found) == (4, False, True)
    assert set(missing(found).values()) == {(1,)}
    assert told(herd.search(Search(question("lapin loup")))) == (0, False, False)
    assert told(herd.search(Search(question("lapin")))) == (0, False, False)


def test_an_answer_is_partial_where_the_list_goes_on_even_beyond_the_page(herd: Engine) -> None:
    assert told(herd.search(Search(question("chat chien"), count=1))) == (2, True, False)
    assert told(herd.search(Search(question("chat"), count=1))) == (4, False, False)
    assert told(herd.search(Search(question("chien noir"), Not(Equal(Facet.TYPE, "md")), count=1))) == (2, False, False)


def test_what_is_required_is_never_missing(herd: Engine) -> None:
    found = herd.search(Search(question("chat lapin"), held("chien"), scored=(bare("chien"),)))
    assert missing(found) == {"a.txt": (1,), "b.txt": (1,)}
    assert all(hit.score > 0 for hit in found.articles)


def test_operators_speak_of_the_article_its_title_included(herd: Engine) -> None:
    assert ids(herd.search(Search(question("chien"), Not(held("noir"))))) == []
    assert ids(herd.search(Search(question("chat"), Not(held("ete"))))) == ["a.txt", "b.txt"]
    assert ask(herd, All((held("aboie"), held("rien")))) == ["a.txt"]


def test_articles_found_by_what_does_not_score_come_last(herd: Engine) -> None:
    """As for « chien OU type:md », which only the first side scores."""
    found = herd.search(Search(required=Any((held("chien"), Equal(Facet.TYPE, "md"))), scored=(bare("chien"),)))
    assert found.articles_total == 3
    assert ids(found)[-1] == "c/d.md"
    assert found.articles[-1].score == 0 < found.articles[1].score


def test_a_word_that_scores_by_what_others_hold_as_well_finds_only_its_own(engine: Engine) -> None:
    """As compounds do: « porte-parole » is found as such, and its parts score."""
    fill(engine, article("a.txt", "", "le porte-parole parle"), article("b.txt", "", "la parole à la porte"))
    parts = tuple(Weighted(Field.LEMMAS, text) for text in ("porte", "parole"))
    word = Word("porte-parole", phrase("porte", "parole"), parts, ("porte", "parole"))
    assert ids(engine.search(Search((word,)))) == ["a.txt"]
    assert missing(engine.search(Search((word, bare("à"))))) == {"a.txt": (1,), "b.txt": (0,)}


# -- order


def test_the_article_that_tells_more_of_the_words_comes_first(engine: Engine) -> None:
    rest = "d'une chose et de tant d'autres qui n'ont rien à voir avec la question posée"
    fill(
        engine,
        article("once.txt", "Titre", f"Le passeport {rest}."),
        article("often.txt", "Titre", f"Le passeport, un passeport, des passeports {rest}."),
        article("title.txt", "Le passeport", f"Le passeport {rest}."),
        article("none.txt", "Titre", rest),
    )
    assert ids(engine.search(Search(question("passeport")))) == ["title.txt", "often.txt", "once.txt"]


def test_neighbours_score_where_they_stand_together(engine: Engine) -> None:
    texts = {"apart.txt": "un chat mange une souris noire", "together.txt": "un chat noire mange une souris"}
    fill(engine, *(article(name, "Titre", text) for name, text in texts.items()))
    pair = Neighbours(0, 1, phrase("chat", "noire"))
    found = engine.search(Search(question("chat noire"), neighbours=(pair,)))
    assert ids(found) == ["together.txt", "apart.txt"]
    assert [hit.parts["near"] > 0 for hit in found.articles] == [True, False]


def test_what_one_article_has_much_of_takes_no_passage_from_another(engine: Engine) -> None:
    rest = "et tant d'autres choses qui n'ont rien à voir"
    others = [article(f"{n}.txt", "Titre", f"Un mot {n} {rest}.") for n in range(5)]
    fill(engine, article("much.txt", "Titre", *(f"mot {n}" for n in range(300))), *others)
    found = engine.search(Search(question("mot"))).articles
    assert len(found) == 6
    assert all(hit.parts["passage"] > 0 for hit in found)
    assert {hit.article.id: hit.passages_total for hit in found} == {"much.txt": 300, **{one.id: 1 for one in others}}
    assert [len(hit.passages) for hit in found if hit.article.id == "much.txt"] == [3]


def test_the_parts_of_a_score_make_it(herd: Engine) -> None:
    for hit in herd.search(Search(question("chat noir"))).articles:
        parts = hit.parts
        assert hit.score == close((parts["words"] + parts["near"] + parts["passage"]) * parts["share"])


@pytest.mark.parametrize("words", ["mot", "mot absent", "mot titre"])
def test_equal_articles_come_in_the_order_of_their_ids(engine: Engine, words: str) -> None:
    names = ["z.txt", "é.txt", "b.txt", "B.txt", "a.txt", "a/b.txt"]
    fill(engine, *(article(name, "Titre", "un mot") for name in names))
    assert ids(engine.search(Search(question(words)))) == sorted(names)


def test_filters_alone_rank_nothing(herd: Engine) -> None:
    every = ["a.txt", "b.txt", "c/d.md", "e.jsonl#1", "e.jsonl#2"]
    found = herd.search(Search())
    assert (told(found), ids(found)) == ((5, False, False), every)
    assert {hit.score for hit in found.articles} == {0.0}
    assert [len(hit.passages) for hit in found.articles] == [3, 2, 2, 1, 3]
    assert {hit.passages_total for hit in found.articles} == {0}
    assert ids(herd.search(Search(required=Equal(Facet.TYPE, "txt")))) == every[:2]
    assert ids(herd.search(Search(required=Not(held("chien")), first=1, count=1))) == ["e.jsonl#1"]


def test_sorted_by_date_only_articles_that_hold_all_the_words_are_listed(herd: Engine) -> None:
    found = herd.search(Search(question("chat noir"), sort=Sort.DATE))
    assert (told(found), ids(found)) == ((2, False, False), ["a.txt", "b.txt"])
    relaxed = herd.search(Search(question("chat lapin"), sort=Sort.DATE))
    assert (told(relaxed), ids(relaxed)) == ((4, False, True), ["e.jsonl#1", "a.txt", "b.txt", "c/d.md"])
    assert ids(herd.search(Search(sort=Sort.DATE)))[-1] == "e.jsonl#2"
    assert ids(herd.search(Search(required=Dated("2024", "2024-12"), sort=Sort.DATE))) == ["a.txt", "b.txt"]


# -- pages


def test_pages_are_slices_of_the_whole(engine: Engine) -> None:
    texts = ["mot", "mot mot", "autre mot", "autre", "un autre mot", "mot rare"]
    size = CANDIDATES + 30
    fill(engine, *(article(f"{n:03}.txt", "Titre", f"{texts[n % 6]} {'z ' * (n % 37)}") for n in range(size)))
    for words in ("mot", "mot rare", "mot autre"):
        whole = engine.search(Search(question(words), count=size))
        assert len(ids(whole)) == len(set(ids(whole)))
        for first, count in ((0, 1), (3, 5), (0, CANDIDATES), (CANDIDATES - 5, 10), (CANDIDATES, 10), (90, 60)):
            page = engine.search(Search(question(words), first=first, count=count))
            assert page == whole._replace(articles=list(whole.articles)[first : first + count])
        scores = [hit.score for hit in whole.articles]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.slow
@pytest.mark.parametrize("words", ["mot", "mot autre"])
def test_pages_of_many_that_are_alike_do_not_overlap(engine: Engine, words: str) -> None:
    """More articles with one score than are rescored."""
    fill(engine, *(article(f"{n * 37 % 300:03}.txt", "Titre", "mot" if n % 3 else "autre") for n in range(300)))
    whole = ids(engine.search(Search(question(words), count=300)))
    pages = [ids(engine.search(Search(question(words), first=first, count=10))) for first in range(0, len(whole), 10)]
    assert [one for page in pages for one in page] == whole
    assert len(set(whole)) == len(whole) >= 200


@pytest.mark.parametrize(("first", "count"), [(4, 1), (10**9, 10), (10**30, 10**30), (0, 0), (DEEPEST, 5)])
@pytest.mark.parametrize("words", ["chat", "chat noir", ""])
def test_a_page_beyond_the_end_is_empty(herd: Engine, words: str, first: int, count: int) -> None:
    found = herd.search(Search(question(words), Not(held("pere")), first=first, count=count))
    assert (found.articles, found.articles_total) == ([], {"chat": 4, "chat noir": 2, "": 4}[words])
    assert found.partial == (words == "chat noir")


@pytest.mark.parametrize("sort", Sort)
def test_a_page_as_long_as_can_be_lists_what_there_is(herd: Engine, sort: Sort) -> None:
    assert len(ids(herd.search(Search(question("chat"), sort=sort, count=10**30)))) == 4
    assert len(ids(herd.search(Search(question("chat"), sort=sort, first=1, count=DEEPEST)))) == 3


# -- facets


def test_facets_are_counted_with_a_page_of_the_answer(herd: Engine) -> None:
    for words in ("chat noir", "chat lapin", "lapin"):
        alone = Search(question(words), count=1)
        found = herd.search(replace(alone, facets=(Facet.YEAR, Facet.TYPE)))
        assert found._replace(counts={}) == herd.search(alone)
        assert {facet: list(values) for facet, values in found.counts.items()} == {
            facet: counted(herd, alone, facet) for facet in (Facet.YEAR, Facet.TYPE)
        }


def test_facets_count_what_holds_all_the_words(herd: Engine) -> None:
    def facets(words: str, facet: Facet, most: int = 20) -> list[tuple[str, int]]:
        return counted(herd, Search(question(words)), facet, most)

    assert facets("chat noir", Facet.YEAR) == [("2024", 2)]
    assert facets("chat lapin", Facet.YEAR) == [("2024", 2), ("2023", 1), ("2025", 1)]  # relaxed
    assert facets("lapin", Facet.YEAR) == []
    assert facets("", Facet.TYPE) == [("jsonl", 2), ("txt", 2), ("md", 1)]
    assert facets("", Facet.TYPE, 1) == [("jsonl", 2)]
    assert facets("", Facet.MONTH) == [("2024-03", 2), ("2025-01", 1)]
    assert facets("", Facet.FOLDER) == [("c", 1)]
    assert facets("", Facet.TAG) == [("a", 5), ("b", 5)]
    assert facets("", Facet.AUTHOR) == [("Qui", 5)]
    assert counted(herd, Search(required=near("chien", "aboie")), Facet.MONTH) == [("2024-03", 1)]


# -- similar articles


def test_similar_articles_share_rare_words(herd: Engine) -> None:
    similar = herd.similar("a.txt")
    assert similar[0].article.id == "b.txt"
    assert "a.txt" not in {hit.article.id for hit in similar}
    assert [hit.passages for hit in similar] == [()] * len(similar)
    assert len(herd.similar("a.txt", 1)) == 1
    assert list(herd.similar("absent.txt")) == []
    assert list(herd.similar("e.jsonl#2")) == []  # it shares no word


def test_a_word_held_by_no_node_and_no_term_finds_nothing(herd: Engine) -> None:
    word = Word("…", Term(Field.WORDS, ""))
    assert told(herd.search(Search((word,)))) == (0, False, False)
    assert told(herd.search(Search((word, bare("chien"))))) == (2, False, True)
    assert told(herd.search(Search(required=EVERYTHING, scored=(word,)))) == (5, False, False)
