"""What every engine gives back: articles and passages as they were, in which order, and how many."""

from __future__ import annotations

import pytest
from engine_contract import article, fill, scores, term

from index.engines.protocol import Engine, Found, Search
from index.engines.query import Everything, Key, Where
from index.model import Article


def test_an_article_comes_back_as_it_was_without_its_passages(herd: Engine) -> None:
    (hit,) = herd.search(Search(Where(Key.ARTICLE, "e.jsonl#1"))).articles
    assert hit.article == Article("e.jsonl#1", "e.jsonl", "jsonl", "Été", (), "2025-01-01", "Qui", "Où", ("a", "b"))


def test_an_article_is_read_whole_and_in_order(herd: Engine) -> None:
    (hit,) = herd.search(Search(Where(Key.ARTICLE, "b.txt"), count=1, passages=None)).articles
    assert [(passage.number, passage.text) for passage in hit.passages] == [
        (0, "Chiens"),
        (1, "Le chien noir dort."),
        (2, "Chiens"),
        (3, "Le chien et le chat noir."),
    ]


def test_texts_are_stored_as_they_stand(engine: Engine) -> None:
    text = "  L’e\u0301te\u0301\u00ad…\n\tà\u202f5\u00a0% \U0001f600\u200d  "
    fill(engine, article("é/ü.txt", text, text))
    (hit,) = engine.search(Search(Everything(), passages=None)).articles
    assert [passage.text for passage in hit.passages] == [text, text]
    assert (hit.article.title, hit.article.id) == (text, "é/ü.txt")


@pytest.mark.parametrize("passages", [1, 2, 3, 10])
def test_the_best_passages_come_first(herd: Engine, passages: int) -> None:
    asked = term("chat", "noir")
    for hit in herd.search(Search(asked, (asked,), count=10, passages=passages)).articles:
        best_first = [passage.score for passage in hit.passages]
        assert best_first == sorted(best_first, reverse=True)
        assert len(best_first) <= passages
        assert best_first[0] == max(scores(herd, asked)[f"{hit.article.id}/{p.number}"] for p in hit.passages) > 0


@pytest.mark.parametrize(
    ("most", "shown"),
    [(0, [[], []]), (1, [[3], [0]]), (2, [[1, 3], [0]]), (9, [[1, 3], [0]]), (None, [[0, 1, 3], [0]])],
)
def test_the_title_is_shown_only_where_nothing_else_matched(
    engine: Engine, most: int | None, shown: list[list[int]]
) -> None:
    fill(engine, article("a.txt", "Le mot", "un mot juste", "rien", "mot"), article("b.txt", "Le mot", "rien"))
    found = engine.search(Search(term("mot"), (term("mot"),), passages=most)).articles
    numbers = {hit.article.id: sorted(passage.number for passage in hit.passages) for hit in found}
    assert [numbers["a.txt"], numbers["b.txt"]] == shown


def test_equal_passages_come_in_reading_order(engine: Engine) -> None:
    fill(engine, article("a.txt", "Titre", *["un mot"] * 5))
    (hit,) = engine.search(Search(term("mot"), (term("mot"),), passages=4)).articles
    assert [passage.number for passage in hit.passages] == [1, 2, 3, 4]


def test_equal_articles_come_in_the_order_of_their_ids(engine: Engine) -> None:
    names = ["z.txt", "é.txt", "b.txt", "B.txt", "a.txt", "a/b.txt"]
    fill(engine, *(article(name, "Titre", "un mot") for name in names))
    found = engine.search(Search(term("mot"), terms=(term("mot"),), count=10))
    assert [hit.article.id for hit in found.articles] == sorted(names)


@pytest.mark.parametrize("first", [0, 1, 4, 9, 10, 99])
@pytest.mark.parametrize("size", [0, 1, 3, 100])
def test_pages_are_slices_of_the_whole(engine: Engine, first: int, size: int) -> None:
    texts = ["mot", "mot mot", "autre mot", "mot", "un autre mot", "mot"]
    fill(engine, *(article(f"{n}.txt", "Titre", texts[n % 6]) for n in range(10)))
    everything = engine.search(Search(term("mot"), terms=(term("mot"),), count=100))
    page = engine.search(Search(term("mot"), terms=(term("mot"),), first=first, count=size))
    assert page == Found(10, 10, list(everything.articles)[first : first + size])


def test_totals_count_all_that_matches_not_what_is_shown(herd: Engine) -> None:
    found = herd.search(Search(term("chat"), count=1, passages=1))
    assert (found.articles_total, found.passages_total) == (3, 5)
    assert [len(hit.passages) for hit in found.articles] == [1]
