"""What every engine does, whatever stands behind it. A new engine is one more line in ``ENGINES``."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from naive_engine import NaiveEngine, edits

from index.engine import (
    ArticleHit,
    Batch,
    Begins,
    BusyError,
    Close,
    Engine,
    Equal,
    Found,
    Like,
    Lookup,
    Search,
    Weights,
    WordKey,
)
from index.engines.tantivy.engine import TantivyEngine
from index.engines.whoosh.engine import WhooshEngine
from index.french.reading import places
from index.model import Article, FileEntry, Passage
from index.nodes import (
    NOTHING,
    All,
    Any,
    Everything,
    Field,
    Form,
    Key,
    Node,
    Not,
    Phrase,
    Term,
    Where,
)

close = partial(pytest.approx, rel=1e-5, abs=1e-5)
"""Native scores have seven digits."""
Open = Callable[[Path], Engine]
ENGINES: dict[str, Open] = {
    "naive": NaiveEngine,
    "whoosh": lambda folder: WhooshEngine(folder, wait=0.1),
    "tantivy": lambda folder: TantivyEngine(folder, wait=0.1),
}


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


# -- an empty index


@pytest.mark.parametrize("node", [term("chat"), phrase("un", "chat"), Everything(), Not(term("chat")), NOTHING])
def test_nothing_is_found_in_an_empty_index(engine: Engine, node: Node) -> None:
    assert engine.search(Search(node, terms=(term("chat"),), pairs=(phrase("un", "chat"),))) == Found(0, 0, [])


@pytest.mark.parametrize("lookup", [Equal(WordKey.WORD, "a"), Like(WordKey.FOLDED, "*"), Close("abc", 2)])
def test_an_empty_index_has_no_words_and_no_files(engine: Engine, lookup: Lookup) -> None:
    assert list(engine.words(lookup)) == []
    assert dict(engine.files()) == {}


# -- what matches

ALL_FINDABLE = {
    *("a.txt/0", "a.txt/1", "a.txt/2", "a.txt/3", "b.txt/0", "b.txt/1", "b.txt/3", "c/d.md/1", "c/d.md/2"),
    *("e.jsonl#1/0", "e.jsonl#1/1", "e.jsonl#2/0", "e.jsonl#2/1", "e.jsonl#2/2", "e.jsonl#2/3"),
}


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (term("chat"), "a.txt/0 a.txt/1 a.txt/2 b.txt/3 e.jsonl#1/1"),
        (term("chat", "chats"), "a.txt/0 a.txt/1 a.txt/2 b.txt/3 e.jsonl#1/1 c/d.md/1 c/d.md/2"),
        (term("chien", "aboie"), "a.txt/2 b.txt/1 b.txt/3"),
        (term("été"), "c/d.md/1 e.jsonl#1/0"),
        (term("ete"), ""),
        (term("grandpère"), "e.jsonl#2/3"),
        (term("absent"), ""),
        (Term(()), ""),
        (term("chiens"), "b.txt/0"),  # the echo of the title is not found
        (term("chien", field=Field.TITLE), ""),
        (term("chiens", field=Field.TITLE), "b.txt/0 b.txt/1 b.txt/3"),
        (
            term("été", "noir", field=Field.TITLE),
            "a.txt/0 a.txt/1 a.txt/2 a.txt/3 e.jsonl#1/0 e.jsonl#1/1 c/d.md/1 c/d.md/2",
        ),
        (phrase("chat", "noir"), "a.txt/0 b.txt/3"),
        (phrase("noir", "chat"), ""),
        (phrase("le", "chat"), "a.txt/0 a.txt/1 a.txt/2 b.txt/3"),
        (phrase("chat"), "a.txt/0 a.txt/1 a.txt/2 b.txt/3 e.jsonl#1/1"),
        (phrase("chats", "chats", "chats"), "c/d.md/2"),
        (phrase("chats", "chats", "chats", "chats"), ""),
        (phrase("grandpère", "père"), "e.jsonl#2/3"),
        (phrase("l", "été"), "c/d.md/1"),
        (Phrase(((Form("chat"), Form("chien")), (Form("noir"), Form("fuit")))), "a.txt/0 a.txt/2 b.txt/1 b.txt/3"),
        (Phrase(()), ""),
        (Phrase((), 2), ""),
        (phrase("chat", "chien", slop=1), ""),
        (phrase("chat", "chien", slop=2), "a.txt/2 b.txt/3"),
        (phrase("noir", "chat", slop=0), ""),
        (phrase("noir", "chat", slop=1), "a.txt/0 b.txt/3"),
        (phrase("chat", "chat", slop=3), ""),
        (phrase("chats", "chats", slop=1), "c/d.md/2"),
        (phrase("chat", "noir", field=Field.TITLE), "a.txt/0 a.txt/1 a.txt/2 a.txt/3"),
        (All((term("chien"), term("chat"))), "a.txt/2 b.txt/3"),
        (All((term("chien"), Not(term("chat")))), "b.txt/1"),
        (All((Not(term("chat")), term("chien"))), "b.txt/1"),
        (All((term("chien"), term("absent"))), ""),
        (All((term("noir", field=Field.TITLE), term("chien"))), "a.txt/2"),
        (All((term("chien"), Everything())), "a.txt/2 b.txt/1 b.txt/3"),
        (Any((term("aboie"), term("grandpère"))), "a.txt/2 e.jsonl#2/3"),
        (Any((term("aboie"),)), "a.txt/2"),
        (NOTHING, ""),
        (Any((All((term("aboie"), Not(term("chat")))), term("grandpère"))), "e.jsonl#2/3"),
        (Where(Key.ARTICLE, "b.txt"), "b.txt/0 b.txt/1 b.txt/2 b.txt/3"),  # echoes too: this is how an article is read
        (Where(Key.ARTICLE, "e.jsonl"), ""),
        (Where(Key.ARTICLE, "e.jsonl#1"), "e.jsonl#1/0 e.jsonl#1/1"),
        (All((term("chat"), Where(Key.PATH, "e.jsonl"))), "e.jsonl#1/1"),
        (All((term("chat"), Where(Key.TYPE, "jsonl"))), "e.jsonl#1/1"),
        (All((term("chats"), Where(Key.TYPE, "MD"))), ""),
        (All((term("chat"), Where(Key.DATE, "2024-03-26"))), "a.txt/0 a.txt/1 a.txt/2"),
        (All((term("chat"), Where(Key.DATE, "2024", "2024-12"))), "a.txt/0 a.txt/1 a.txt/2 b.txt/3"),
        (All((term("chat"), Where(Key.DATE, "2024-04", "2025-12-31"))), "e.jsonl#1/1"),
        (All((term("chat"), Where(Key.DATE, "2026", "2027"))), ""),
        (All((term("chat"), Where(Key.DATE, "2025", "2024"))), ""),
        (All((term("grandpère"), Where(Key.DATE, "0", "9"))), ""),  # it has no date
        (All((Everything(), Not(Where(Key.PATH, "e.jsonl")), term("un", "été"))), "a.txt/2 c/d.md/1"),
    ],
)
def test_what_matches(herd: Engine, node: Node, expected: str) -> None:
    assert ask(herd, node) == set(expected.split())


def test_everything_leaves_out_echoes_and_empty_titles(herd: Engine) -> None:
    assert ask(herd, Everything()) == ALL_FINDABLE


@pytest.mark.parametrize("node", [term("chat"), phrase("le", "chat"), NOTHING, Everything()])
def test_not_is_the_rest_of_what_can_be_found(herd: Engine, node: Node) -> None:
    assert ask(herd, Not(node)) == ALL_FINDABLE - ask(herd, node)
    assert ask(herd, All((Not(node),))) == ALL_FINDABLE - ask(herd, node)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a.txt", ["a.txt"]),
        ("A.TXT", ["a.txt"]),
        ("*.txt", ["a.txt", "b.txt", "Notes/Été [1].txt"]),
        ("?.txt", ["a.txt", "b.txt"]),
        ("c/*", ["c/d.md"]),
        ("*/d.md", ["c/d.md"]),
        ("d.md", []),
        ("*", ["a.txt", "b.txt", "c/d.md", "Notes/Été [1].txt"]),
        ("*ete*", ["Notes/Été [1].txt"]),
        ("notes/ÉTÉ*", ["Notes/Été [1].txt"]),
        ("Notes/Été [1].txt", ["Notes/Été [1].txt"]),
        ("[ab].txt", []),
        ("a?txt", ["a.txt"]),
        ("a.tx", []),
        ("", []),
    ],
)
def test_paths_by_pattern(engine: Engine, pattern: str, expected: list[str]) -> None:
    fill(engine, *(article(path, "Titre", "mot") for path in ("a.txt", "b.txt", "c/d.md", "Notes/Été [1].txt")))
    found = engine.search(Search(All((Where(Key.PATH, pattern), term("mot")))))
    assert sorted(hit.article.id for hit in found.articles) == sorted(expected)


# -- what is given back


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


# -- scores


def scored(engine: Engine, search: Search) -> dict[str, ArticleHit]:
    return {hit.article.id: hit for hit in engine.search(search).articles}


def scores(engine: Engine, *terms: Term, match: Node | None = None, pairs: Sequence[Phrase] = ()) -> dict[str, float]:
    """The scores of the passages that hold any of the terms, by id and number."""
    found = engine.search(Search(match or Any(terms), terms, tuple(pairs), Weights(near=1), count=1000, passages=None))
    return {f"{hit.article.id}/{p.number}": p.score for hit in found.articles for p in hit.passages}


@pytest.mark.parametrize("node", [Everything(), Not(term("chat")), Where(Key.TYPE, "txt"), term("chat"), phrase("le")])
def test_only_terms_and_pairs_score(herd: Engine, node: Node) -> None:
    assert set(scores(herd, match=node).values()) == {0.0}
    assert {hit.score for hit in herd.search(Search(node)).articles} == {0.0}


@pytest.mark.parametrize("node", [Everything(), term("noir"), Where(Key.PATH, "b*"), All((term("chat"), term("noir")))])
def test_what_matches_does_not_change_what_a_passage_scores(herd: Engine, node: Node) -> None:
    asked = (term("chat"), term("noir"))
    everywhere = scores(herd, *asked, match=Everything())
    assert scores(herd, *asked, match=node).items() <= {"b.txt/2": 0.0, **everywhere}.items()


def test_a_term_is_scored_by_its_best_form(herd: Engine) -> None:
    halved = scores(herd, Term((Form("chat"), Form("noir", 0.5))))
    plain = scores(herd, term("chat", "noir"))
    rarer = halved["b.txt/3"] / plain["b.txt/3"]  # it holds both: they do not add up
    assert rarer > 1  # a form that is less surely meant makes the group less common
    assert halved["b.txt/1"] == close(rarer * plain["b.txt/1"] / 2)  # it holds « noir » only


def test_a_word_counts_as_much_as_its_weight(herd: Engine) -> None:
    plain, light = scores(herd, term("chat")), scores(herd, replace(term("chat"), weight=0.5))
    assert light == close({spot: score / 2 for spot, score in plain.items()})


def test_a_group_has_one_idf(engine: Engine) -> None:
    fill(engine, article("a.txt", "", "mot rare", *["mot commun"] * 5, "mot autre"))
    grouped = scores(engine, term("rare", "commun"))
    assert grouped["a.txt/1"] == close(grouped["a.txt/2"])
    assert scores(engine, term("rare"))["a.txt/1"] > grouped["a.txt/1"]


def test_terms_add_up(herd: Engine) -> None:
    chat, chien = scores(herd, term("chat")), scores(herd, term("chien"))
    both = scores(herd, term("chat"), term("chien"))
    assert both["b.txt/3"] == close(chat["b.txt/3"] + chien["b.txt/3"])
    assert both["a.txt/1"] == close(chat["a.txt/1"])


def test_more_of_a_word_and_a_shorter_passage_score_more(engine: Engine) -> None:
    fill(engine, article("a.txt", "", "mot", "mot et puis", "mot et mot", "rien du tout", "un deux trois"))
    found = scores(engine, term("mot"))
    assert found["a.txt/1"] > found["a.txt/3"] > found["a.txt/2"] > 0


def test_neighbours_score_more(engine: Engine) -> None:
    fill(engine, article("a.txt", "", "chat noir et grand", "chat grand et noir", "grand loup et puis"))
    found = scores(engine, term("chat"), term("noir"), pairs=[phrase("chat", "noir", slop=1)])
    assert found["a.txt/1"] > found["a.txt/2"]
    apart = scores(engine, term("chat"), term("noir"))
    assert apart["a.txt/1"] == close(apart["a.txt/2"])


def test_parts_add_up_to_the_score(herd: Engine) -> None:
    search = Search(term("chat"), terms=(term("chat"), term("noir")), pairs=(phrase("chat", "noir", slop=2),))
    for hit in herd.search(search).articles:
        assert hit.score == close(sum(hit.parts.values()))


@pytest.mark.parametrize("name", ["passage", "whole", "lead", "title"])
def test_each_weight_scales_its_own_evidence(herd: Engine, name: str) -> None:
    def parts(weights: Weights) -> dict[str, float]:
        search = Search(term("noir"), (term("noir"), term("chat")), (phrase("chat", "noir", slop=2),), weights)
        return dict(scored(herd, search)["a.txt"].parts)

    plain = parts(Weights(1, 1, 1, 1, 1))
    doubled = parts(Weights(1, 1, 1, 1, 1)._replace(**{name: 2}))
    assert plain.keys() == {"passage", "whole", "lead", "title"}
    assert all(value > 0 for value in plain.values())
    assert doubled == close({**plain, name: 2 * plain[name]})


def test_words_outside_the_passage_that_matched_count_for_the_article(engine: Engine) -> None:
    fill(
        engine,
        article("a.txt", "Titre", "un mot ici", "autre chose"),
        article("b.txt", "Titre", "un mot ici", "encore mot"),
        article("c.txt", "Mot", "un mot ici", "autre chose"),
    )
    hits = scored(engine, Search(phrase("mot", "ici"), terms=(term("mot"),)))
    assert set(hits) == {"a.txt", "b.txt", "c.txt"}
    assert hits["b.txt"].parts["whole"] > hits["a.txt"].parts["whole"]
    assert hits["c.txt"].parts["title"] > hits["a.txt"].parts["title"] == 0
    assert hits["a.txt"].parts["passage"] == close(hits["b.txt"].parts["passage"])


# -- batches


def test_a_file_put_again_replaces_its_articles(engine: Engine) -> None:
    fill(engine, article("a.jsonl", "Un", "chat", name="1"), article("a.jsonl", "Deux", "chien", name="2"))
    fill(engine, article("a.jsonl", "Un", "cheval", name="1"))
    assert ask(engine, Everything()) == {"a.jsonl#1/0", "a.jsonl#1/1"}
    assert ask(engine, term("cheval")) == {"a.jsonl#1/1"}


def test_a_dropped_file_is_forgotten(herd: Engine) -> None:
    with herd.batch() as batch:
        batch.drop("a.txt")
        batch.drop("e.jsonl")
        batch.drop("never/was.txt")
    assert ask(herd, term("chat")) == {"b.txt/3"}
    assert ask(herd, Where(Key.PATH, "e.jsonl")) == set()
    assert set(herd.files()) == {"b.txt", "c/d.md"}


def test_drop_and_put_again_in_one_batch(herd: Engine) -> None:
    with herd.batch() as batch:
        batch.drop("a.txt")
        put(batch, article("a.txt", "Neuf", "un lapin"))
    assert ask(herd, Where(Key.ARTICLE, "a.txt")) == {"a.txt/0", "a.txt/1"}
    assert set(herd.files()) == {"a.txt", "b.txt", "c/d.md", "e.jsonl"}


def test_a_file_moves_in_one_batch(herd: Engine) -> None:
    with herd.batch() as batch:
        batch.drop("a.txt")
        put(batch, article("z.txt", "Le chat noir", "Le chat dort."))
    assert ask(herd, term("dort")) == {"z.txt/1", "b.txt/1"}


def test_a_path_is_no_prefix(herd: Engine) -> None:
    fill(herd, article("a.txt.md", "Autre", "un loup"), article("a", "Autre", "un loup"))
    with herd.batch() as batch:
        batch.drop("a.txt")
    assert ask(herd, term("loup")) == {"a.txt.md/1", "a/1"}


def test_the_catalogue_is_written_with_the_articles(engine: Engine) -> None:
    faulty = FileEntry("é.txt", "/r", 2**40, 2**62, "f" * 64, 0, "line 2: not JSON\nline 3: not JSON")
    with engine.batch() as batch:
        put(batch, article("a.txt", "Un", "chat"))
        batch.note(faulty)
    assert dict(engine.files()) == {"a.txt": entry("a.txt"), "é.txt": faulty}
    with engine.batch() as batch:
        batch.note(entry("a.txt", "1"))
    assert engine.files()["a.txt"] == entry("a.txt", "1")
    assert ask(engine, term("chat")) == {"a.txt/1"}


def test_a_file_without_articles_has_its_line_and_can_be_filled(engine: Engine) -> None:
    with engine.batch() as batch:
        batch.put("a.txt", [])
        batch.note(entry("a.txt", articles=0))
    assert set(engine.files()) == {"a.txt"}
    assert ask(engine, Everything()) == set()
    fill(engine, article("a.txt", "Un", "chat"))
    assert ask(engine, term("chat")) == {"a.txt/1"}
    assert list(engine.files().values()) == [entry("a.txt")]


def test_a_batch_is_seen_when_it_ends_and_not_before(herd: Engine, opener: Open, tmp_path: Path) -> None:
    before = ask(herd, Everything())
    with closing(opener(tmp_path)) as other, herd.batch() as batch:
        put(batch, article("neuf.txt", "Neuf", "un lapin"))
        batch.drop("a.txt")
        assert ask(herd, Everything()) == ask(other, Everything()) == before
        assert words(other, Equal(WordKey.WORD, "lapin")) == []
        assert "neuf.txt" not in other.files()
    assert "neuf.txt/1" in ask(herd, Everything())


class DeliberateError(Exception):
    pass


def abandon(engine: Engine, error: type[BaseException], *articles: Article, drop: str = "") -> None:
    """A batch that ends badly after all has been put and dropped."""
    with engine.batch() as batch:
        put(batch, *articles)
        batch.drop(drop)
        raise error


@pytest.mark.parametrize("error", [DeliberateError, KeyboardInterrupt])
def test_a_batch_left_by_an_exception_changes_nothing(herd: Engine, error: type[BaseException]) -> None:
    before = (ask(herd, Everything()), dict(herd.files()), words(herd, Like(WordKey.WORD, "*")))
    articles = (article("neuf.txt", "Neuf", "un lapin"), article("b.txt", "Autre", "rien"))
    with pytest.raises(error):
        abandon(herd, error, *articles, drop="a.txt")
    assert (ask(herd, Everything()), dict(herd.files()), words(herd, Like(WordKey.WORD, "*"))) == before
    fill(herd, article("neuf.txt", "Neuf", "un lapin"))
    assert ask(herd, term("lapin")) == {"neuf.txt/1"}


def test_articles_that_fail_while_they_are_read_change_nothing(herd: Engine) -> None:
    def broken() -> Iterator[Article]:
        yield article("a.txt", "Neuf", "un lapin")
        raise DeliberateError

    before = ask(herd, Everything())
    with pytest.raises(DeliberateError), herd.batch() as batch:
        batch.put("a.txt", broken())
    assert ask(herd, Everything()) == before


def test_one_writes_at_a_time(herd: Engine, opener: Open, tmp_path: Path) -> None:
    with closing(opener(tmp_path)) as other:
        with herd.batch(), pytest.raises(BusyError), other.batch():
            pass
        fill(other, article("neuf.txt", "Neuf", "un lapin"))
    assert ask(herd, term("lapin")) == {"neuf.txt/1"}


def test_an_empty_batch_changes_nothing(herd: Engine) -> None:
    before = (ask(herd, Everything()), dict(herd.files()))
    with herd.batch():
        pass
    assert (ask(herd, Everything()), dict(herd.files())) == before


# -- freshness and threads


def test_a_second_engine_sees_each_commit(herd: Engine, opener: Open, tmp_path: Path) -> None:
    with closing(opener(tmp_path)) as other:
        assert ask(other, Everything()) == ask(herd, Everything())
        fill(herd, article("neuf.txt", "Neuf", "un lapin"))
        assert ask(other, term("lapin")) == {"neuf.txt/1"}
        assert words(other, Equal(WordKey.WORD, "lapin")) == ["lapin 1"]
        assert "neuf.txt" in other.files()
        with other.batch() as batch:
            batch.drop("neuf.txt")
        assert ask(herd, term("lapin")) == set()


def test_an_index_outlives_its_engine(herd: Engine, opener: Open, tmp_path: Path) -> None:
    search = Search(term("chat", "chats"), terms=(term("chat", "chats"),), count=10)
    before = herd.search(search)
    herd.close()
    with closing(opener(tmp_path)) as again:
        assert again.search(search) == before
        assert set(again.files()) == {"a.txt", "b.txt", "c/d.md", "e.jsonl"}


def test_searching_from_several_threads_while_writing(engine: Engine) -> None:
    """Each commit replaces both files: whoever looks sees both of one generation, never one old and one new."""
    done = threading.Event()

    def pair(generation: int) -> Sequence[Article]:
        return [article(name, f"Tome {generation}", f"le mot n{generation}") for name in ("a.txt", "b.txt")]

    def look() -> int:
        for looks in count(1):
            finished = done.is_set()
            found = engine.search(Search(term("mot"), count=10))
            assert len({hit.article.title for hit in found.articles}) == 1
            assert found.articles_total == len(found.articles) == 2
            assert len(engine.files()) == 2
            assert engine.words(Like(WordKey.WORD, "n*"))
            if finished:
                return looks
        return 0

    fill(engine, *pair(0))
    with ThreadPoolExecutor(3) as pool:
        watchers = [pool.submit(look) for _ in range(3)]
        try:
            for generation in range(1, 8):
                fill(engine, *pair(generation))
        finally:
            done.set()
        assert all(watcher.result() >= 1 for watcher in watchers)
    assert ask(engine, term("n7")) == {"a.txt/1", "b.txt/1"}


# -- words

CARDS = (
    article("a.txt", "Le marché", "marche marché marches", "Le marcheur marcha.", "Nantes"),
    article("b.txt", "L'œil", "les yeux, le marché", "=L'œil", "Gaza et nantes", "naïve naive", "ça"),
)


@pytest.fixture
def cards(engine: Engine) -> Engine:
    fill(engine, *CARDS)
    return engine


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        (Equal(WordKey.WORD, "marché"), ["marché 3"]),
        (Equal(WordKey.WORD, "marche"), ["marche 1"]),
        (Equal(WordKey.WORD, "march"), []),
        (Equal(WordKey.WORD, ""), []),
        (Equal(WordKey.WORD, "le"), ["le 3"]),
        (Equal(WordKey.WORD, "œil"), ["œil 1"]),  # its echo is not counted
        (Equal(WordKey.FOLDED, "marche"), ["marché 3", "marche 1"]),
        (Equal(WordKey.FOLDED, "oeil"), ["œil 1"]),
        (Equal(WordKey.FOLDED, "naive"), ["naive 1", "naïve 1"]),
        (Equal(WordKey.FOLDED, "naïve"), []),
        (Equal(WordKey.LEMMA, "œil"), ["yeux 1", "œil 1"]),
        (Like(WordKey.WORD, "march*"), ["marché 3", "marcha 1", "marche 1", "marches 1", "marcheur 1"]),
        (Like(WordKey.WORD, "marché*"), ["marché 3"]),
        (Like(WordKey.WORD, "march?"), ["marché 3", "marcha 1", "marche 1"]),
        (Like(WordKey.WORD, "?arché"), ["marché 3"]),
        (Like(WordKey.WORD, "*eur"), ["marcheur 1"]),
        (Like(WordKey.WORD, "m*e?r"), ["marcheur 1"]),
        (Like(WordKey.WORD, "marché"), ["marché 3"]),
        (Like(WordKey.WORD, "[m]*"), []),
        (Like(WordKey.WORD, "m.*"), []),
        (Like(WordKey.FOLDED, "marche"), ["marché 3", "marche 1"]),
        (Like(WordKey.FOLDED, "o*l"), ["œil 1"]),
        (Like(WordKey.FOLDED, "c?"), ["ça 1"]),
        (Close("marche", 1), ["marché 3", "marcha 1", "marche 1", "marches 1"]),
        (Close("marche", 2), ["marché 3", "marcha 1", "marche 1", "marches 1", "marcheur 1"]),
        (Close("marhce", 1), ["marché 3", "marche 1"]),
        (Close("arche", 1), []),  # the first letter stays
        (Close("gzaa", 1), ["gaza 1"]),
        (Close("zzz", 2), []),
        (Begins("march", 9), ["marché 3", "marcha 1", "marche 1", "marches 1", "marcheur 1"]),
        (Begins("march", 1), ["marché 3"]),
        (Begins("marché", 9), []),
        (Begins("oei", 2), ["œil 1"]),
        (Begins("zzz", 9), []),
    ],
)
def test_word_lookups(cards: Engine, lookup: Lookup, expected: list[str]) -> None:
    assert words(cards, lookup) == expected


def test_words_come_by_count_and_then_in_alphabetical_order(cards: Engine) -> None:
    found = list(cards.words(Like(WordKey.WORD, "*")))
    assert found == sorted(found, key=lambda entry: (-entry.count, entry.word))
    assert len({entry.word for entry in found}) == len(found)


@pytest.mark.parametrize("text", ["Zblurf", "la ville de ZBLURF", "L'Zblurf"])
def test_a_name_stands_for_itself(engine: Engine, text: str) -> None:
    fill(engine, article("a.txt", "", text))
    assert words(engine, Equal(WordKey.LEMMA, "zblurf")) == ["zblurf 1"]


@pytest.mark.parametrize(
    ("texts", "word", "shown"),
    [
        (["Le chat"], "chat", "chat"),
        (["Le chat", "le"], "le", "le"),
        (["Nantes", "à Nantes"], "nantes", "Nantes"),
        (["un Porte-parole"], "porteparole", "Porte-parole"),
        (["un porte-parole"], "porteparole", "porte-parole"),
        (["PORTE-PAROLE", "le porte‑parole"], "porteparole", "porte-parole"),
        (["été"], "été", "été"),
        (["L'OTAN"], "otan", "OTAN"),
    ],
)
def test_how_a_word_is_shown(engine: Engine, texts: list[str], word: str, shown: str) -> None:
    fill(engine, article("a.txt", "", *texts))
    assert [entry.shown for entry in engine.words(Equal(WordKey.WORD, word))] == [shown]


def test_a_word_once_seen_small_is_no_name(engine: Engine) -> None:
    fill(engine, article("a.txt", "", "Zblurf"))
    assert words(engine, Equal(WordKey.LEMMA, "zblurf")) == ["zblurf 1"]
    fill(engine, article("b.txt", "", "un zblurf"))
    assert words(engine, Equal(WordKey.LEMMA, "zblurf")) == []
    assert words(engine, Equal(WordKey.LEMMA, "~zblurf")) == ["zblurf 2"]
    fill(engine, article("c.txt", "", "Zblurf"))
    assert words(engine, Equal(WordKey.LEMMA, "~zblurf")) == ["zblurf 3"]


def test_words_of_an_abandoned_batch_are_not_there(engine: Engine) -> None:
    with pytest.raises(DeliberateError):
        abandon(engine, DeliberateError, article("a.txt", "", "lapin"))
    assert words(engine, Like(WordKey.WORD, "*")) == []
    fill(engine, article("b.txt", "", "lapin"))
    assert words(engine, Equal(WordKey.FOLDED, "lapin")) == ["lapin 1"]


def test_counts_and_words_follow_what_is_dropped(cards: Engine) -> None:
    with cards.batch() as batch:
        batch.drop("a.txt")
    assert words(cards, Equal(WordKey.WORD, "marché")) == ["marché 1"]
    assert words(cards, Equal(WordKey.WORD, "marcheur")) == []
    assert words(cards, Like(WordKey.FOLDED, "march*")) == ["marché 1"]


# -- every engine is the oracle's equal

VOCABULARY = ["le", "chat", "chats", "noir", "été", "ete", "d'été", "grand-père", "Gaza", "marche", "marché", "3,5"]
WORDS = ["le", "chat", "chats", "noir", "été", "ete", "d", "grandpère", "père", "gaza", "marche", "marché", "3,5", "x"]
SENTENCES = st.lists(st.sampled_from(VOCABULARY), max_size=9).map(" ".join)
TITLES = st.lists(st.sampled_from(VOCABULARY), max_size=3).map(" ".join)
DATES = st.sampled_from(["", "2023", "2024", "2024-03", "2024-03-26", "2025-01-01"])


EXACT = 40
"""Engines may keep greater lengths, in words, in steps."""


def length(title: str, texts: Sequence[str]) -> int:
    return sum(len(forms) for text in (title, *texts) for forms in places(text))


ARTICLES = st.tuples(TITLES, st.lists(SENTENCES, max_size=4)).filter(lambda article: length(*article) <= EXACT)


@st.composite
def collections(draw: st.DrawFn) -> list[Article]:
    articles = []
    for n in range(draw(st.integers(0, 6))):
        title, texts = draw(ARTICLES)
        echo = [f"={title}"] if draw(st.booleans()) else []
        kind = draw(st.sampled_from(["txt", "md"]))
        articles.append(article(f"{n % 3}/{n}.{kind}", title, *echo, *texts, date=draw(DATES), kind=kind))
    return articles


FIELDS = st.sampled_from(Field)
FORMS = st.lists(st.builds(Form, st.sampled_from(WORDS), st.sampled_from([1.0, 0.8, 0.5])), max_size=3).map(tuple)
TERMS = st.builds(Term, FORMS, FIELDS)
PHRASES = st.builds(Phrase, st.lists(FORMS, max_size=3).map(tuple), st.integers(0, 3), FIELDS)
PLACES = st.one_of(
    st.builds(Where, st.just(Key.DATE), DATES, DATES),
    st.builds(Where, st.just(Key.PATH), st.sampled_from(["*", "0/*", "?/?.md", "1/1.txt", "2/*.t?t", "x"])),
    st.builds(Where, st.just(Key.TYPE), st.sampled_from(["txt", "md", "t"])),
    st.builds(Where, st.just(Key.ARTICLE), st.sampled_from(["0/0.txt", "1/1.md", "0"])),
)
LEAVES = st.one_of(TERMS, TERMS, PHRASES, PLACES, st.just(Everything()))


def branches(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, max_size=3).map(tuple)
    return st.one_of(st.builds(All, several), st.builds(Any, several), st.builds(Not, nodes))


NODES: st.SearchStrategy[Node] = st.recursive(LEAVES, branches, max_leaves=5)
SEARCHES = st.builds(
    Search,
    NODES,
    st.lists(st.builds(Term, FORMS), max_size=3).map(tuple),
    st.lists(st.builds(Phrase, st.lists(FORMS, min_size=2, max_size=2).map(tuple), st.integers(0, 2)), max_size=2).map(
        tuple
    ),
    st.builds(Weights, *[st.sampled_from([0.0, 0.5, 1.0, 2.0])] * 5),
    st.integers(0, 2),
    st.integers(0, 7),
    st.integers(0, 3),
)
LOOKUPS = st.one_of(
    st.builds(Equal, st.sampled_from(WordKey), st.sampled_from([*WORDS, "march", "~gaza", "grandper"])),
    st.builds(Like, st.sampled_from([WordKey.WORD, WordKey.FOLDED]), st.text("archet*?é", max_size=4)),
    st.builds(Begins, st.text("marché", max_size=3), st.just(99)),
    st.builds(Close, st.sampled_from(["marche", "chta", "gaz", "noirs"]), st.integers(1, 2)),
)
EVERY_WORD = Like(WordKey.WORD, "*")
OTHERS = [name for name in ENGINES if name != "naive"]
FOLDERS = count()


def same(found: Found, oracle: Found) -> None:
    assert (found.articles_total, found.passages_total) == (oracle.articles_total, oracle.passages_total)
    assert [hit.article for hit in found.articles] == [hit.article for hit in oracle.articles]
    for hit, expected in zip(found.articles, oracle.articles, strict=True):
        assert hit.score == close(expected.score)
        assert dict(hit.parts) == close(dict(expected.parts))
        assert [(p.number, p.text) for p in hit.passages] == [(p.number, p.text) for p in expected.passages]
        assert [p.score for p in hit.passages] == close([p.score for p in expected.passages])


@pytest.mark.parametrize("name", OTHERS)
def test_searches_go_on_while_a_batch_commits(name: str, tmp_path: Path) -> None:
    """The vocabulary is held by the test, so that the commit waits for it."""
    with closing(ENGINES[name](tmp_path)) as engine, closing(sqlite3.connect(tmp_path / "words.sqlite")) as held:
        fill(engine, article("a.txt", "Chat"))
        held.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as beside:
            writing = beside.submit(fill, engine, article("b.txt", "Chien"))
            time.sleep(0.3)  # until it has come so far
            assert [len(ask(engine, term(word))) for word in ("chat", "chien")] == [1, 0]
            assert words(engine, Equal(WordKey.WORD, "chat"))
            assert not writing.done()
            held.execute("ROLLBACK")
            writing.result()
        assert len(ask(engine, term("chien"))) == 1


@pytest.mark.parametrize("name", OTHERS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles=collections(), searches=st.lists(SEARCHES, min_size=8, max_size=16), lookups=st.lists(LOOKUPS))
def test_the_same_as_the_oracle(
    name: str, tmp_path: Path, articles: list[Article], searches: list[Search], lookups: list[Lookup]
) -> None:
    folder = tmp_path / str(next(FOLDERS))
    folder.mkdir()
    with closing(ENGINES[name](folder)) as engine, closing(NaiveEngine(folder)) as oracle:
        for one in (engine, oracle):
            fill(one, *articles)
        for search in searches:
            same(engine.search(search), oracle.search(search))
        for lookup in lookups:
            assert words(engine, lookup) == words(oracle, lookup)


@pytest.mark.parametrize("name", OTHERS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(st.tuples(collections(), st.sets(st.integers(0, 5))), min_size=2, max_size=4),
    nodes=st.lists(NODES, min_size=4, max_size=8),
)
def test_the_same_is_found_after_any_changes(
    name: str, tmp_path: Path, batches: list[tuple[list[Article], set[int]]], nodes: list[Node]
) -> None:
    """Scores and counts may rest on statistics that still know what was dropped; what is found may not."""
    folder = tmp_path / str(next(FOLDERS))
    folder.mkdir()
    with closing(ENGINES[name](folder)) as engine, closing(NaiveEngine(folder)) as oracle:
        for articles, dropped in batches:
            for one in (engine, oracle):
                with one.batch() as batch:
                    for path in sorted(one.files()):
                        if int(path[2]) in dropped:
                            batch.drop(path)
                    put(batch, *articles)
        assert dict(engine.files()) == dict(oracle.files())
        for node in nodes:
            assert ask(engine, node) == ask(oracle, node)
        assert {found.word for found in engine.words(EVERY_WORD)} == {found.word for found in oracle.words(EVERY_WORD)}


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("ca", "abc", 3), ("chat", "chats", 1), ("chien", "niche", 4)],
)
def test_the_oracle_counts_edits(one: str, other: str, distance: int) -> None:
    assert edits(one, other) == edits(other, one) == distance
