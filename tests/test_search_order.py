"""Search: the order of an answer, its pages, and an article as a whole."""

from __future__ import annotations

from searching import HEADLINE, TODAY, Indexed, ask, ids, records

from index.engines.protocol import DEEPEST
from searcher import Page, article, search

# --- order


def test_a_boost_brings_its_word_first(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Rafah ici."), ("2", "Lyon ici.")))
    assert ids(ask("Rafah OU Lyon^9", engine)) == ["2", "1"]
    assert ids(ask("Rafah^9 OU Lyon", engine)) == ["1", "2"]


def test_neighbours_come_first(indexed: Indexed) -> None:
    long = "La défense parle, et bien après elle, quelqu’un qui n’est pas secrétaire."
    engine = indexed(
        records(("far", long), ("near", "Le secrétaire à la défense parle, et bien après, quelqu’un part."))
    )
    assert ids(ask("secrétaire à la défense", engine)) == ["near", "far"]


def test_more_of_it_comes_first(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Gaza, et rien d’autre ici."), ("2", "Gaza, puis Gaza, et Gaza.")))
    assert ids(ask("Gaza", engine)) == ["2", "1"]


def test_equal_articles_come_by_their_ids(indexed: Indexed) -> None:
    engine = indexed(records(*((name, "Rafah.") for name in ("b", "c", "a"))))
    assert ids(ask("Rafah", engine)) == ["a", "b", "c"]


# --- pages


def test_pages_follow_one_another(indexed: Indexed) -> None:
    engine = indexed(records(*((f"{n:02}", "Rafah " * (1 + n % 3)) for n in range(10))))
    whole = search("Rafah", engine, Page(count=100), today=TODAY)
    pages = [search("Rafah", engine, Page(first=first, count=4), today=TODAY) for first in (0, 4, 8, 12)]
    assert [len(page.articles) for page in pages] == [4, 4, 2, 0]
    assert [name for page in pages for name in ids(page)] == ids(whole)
    assert {(page.articles_total, page.relaxed) for page in pages} == {(10, False)}


def test_no_page_goes_beyond_the_articles_that_are_listed(indexed: Indexed) -> None:
    engine = indexed(records(*((f"{n:02}", "Rafah.") for n in range(3))))
    for page in (Page(first=10**12, count=10**12), Page(first=DEEPEST, count=1), Page(first=-5, count=-1)):
        answer = search("Rafah", engine, page, today=TODAY)
        assert (answer.articles_total, answer.articles) == (3, [])
    assert len(search("Rafah", engine, Page(first=2, count=10**12), today=TODAY).articles) == 1


def test_an_article_shows_its_best_passages_first(indexed: Indexed) -> None:
    engine = indexed({"a.txt": "Un titre\n\nGaza, une fois, dans ce paragraphe-ci.\n\nGaza, Gaza.\n\nGaza ici, oui."})
    [hit] = search("Gaza", engine, Page(passages=2), today=TODAY).articles
    assert len(hit.passages) == 2
    assert hit.passages[0].number == 2
    assert hit.passages[0].score >= hit.passages[1].score


# --- a whole article


def test_an_article_is_read_whole_with_its_marks(indexed: Indexed) -> None:
    engine = indexed({"a.txt": HEADLINE, "b.txt": "Autre\n\nGaza."})
    read = article("d/a.txt", "Gaza", engine, today=TODAY)
    assert read
    assert [(passage.number, passage.text) for passage in read.passages] == [
        (1, "Le premier paragraphe."),
        (2, "Gaza : la trêve"),
        (3, "Le second, à Gaza."),
    ]
    assert [[p.text[start:end] for start, end in p.marks] for p in read.passages] == [[], ["Gaza"], ["Gaza"]]
    assert [read.article.title[start:end] for start, end in read.title_marks] == ["Gaza"]


def test_an_article_is_read_without_a_query_and_by_its_own_id_only(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Rafah."), ("11", "Gaza.")))
    read = article("d/r.jsonl#1", "", engine)
    assert read
    assert [passage.text for passage in read.passages] == ["Rafah."]
    assert not read.passages[0].marks
    for other in ("d/r.jsonl", "d/r.jsonl#2", "", "d/r.jsonl#*"):
        assert article(other, "", engine) is None
