"""Phrases, on every engine: inside one paragraph, and verified in texts up to a limit."""

from __future__ import annotations

from engine_contract import (
    article,
    ask,
    fill,
    near,
    numbers,
    phrase,
    reader_of,
)

from index.engines.protocol import Engine, Search
from index.engines.query import EVERYTHING, All, Any, Numbers
from index.engines.verification import MOST_ARTICLES, SHORT_PHRASE, WIDE, verified


def test_a_phrase_stands_inside_one_paragraph_or_the_title(engine: Engine) -> None:
    fill(
        engine,
        article("a.txt", "Le passeport", "biométrique est cher."),
        article("b.txt", "Titre", "Le passeport biométrique."),
        article("c.txt", "Passeport biométrique", "Rien."),
        article("d.txt", "Titre", "Un passeport.", "Biométrique, bien sûr.", "=passeport biométrique"),
    )
    words = ("passeport", "biometrique")
    assert ask(engine, phrase(*words)) == ask(engine, near(*words)) == ["b.txt", "c.txt"]
    assert ask(engine, near(*reversed(words), slop=5)) == ["b.txt", "c.txt"]
    exact = ("passeport", "biométrique")
    assert ask(engine, near(*exact, exact=True)) == ["b.txt", "c.txt"]
    assert ask(engine, near(*words, exact=True)) == []


def test_phrases_are_verified_in_many_articles(engine: Engine) -> None:
    texts = ["un chat et un chien", "un chat très noir et bien gros, puis un chien"]
    fill(engine, *(article(f"{n:03}.txt", "Titre", texts[n % 2], *["un chat"] * 20) for n in range(120)))
    assert ask(engine, near("chien", "chat", slop=2)) == [f"{n:03}.txt" for n in range(0, 120, 2)]


def test_every_paragraph_that_may_hold_a_phrase_is_read(engine: Engine) -> None:
    """The one that does is long, and so the last that is found by its words."""
    far, long = "un chat et puis un chien", f"un chat chien {'et tant de choses ' * 30}"
    fill(engine, *(article(f"{n:02}.txt", "Titre", *(f"{far} {m}" for m in range(25)), long) for n in range(30)))
    found = engine.search(Search(required=near("chat", "chien"), count=100))
    assert (found.articles_total, found.exhausted) == (30, False)


def test_a_phrase_that_many_paragraphs_may_hold_is_cut_short(engine: Engine) -> None:
    fill(engine, *(article(f"{n:03}.txt", "Titre", *(f"un chat noir {m}" for m in range(5))) for n in range(60)))
    reader, node = reader_of(engine), near("chat", "noir")
    assert verified(node, reader) == (Numbers(tuple(sorted(numbers(reader, EVERYTHING).values()))), False)
    for most, is_cut in ((10, True), (299, True), (300, False)):
        found, told = verified(All((node,)), reader, most)
        assert told == is_cut
        assert 0 < reader.count(found) <= 60
        assert is_cut or reader.count(found) == 60


def test_of_a_long_phrase_fewer_paragraphs_are_read(engine: Engine) -> None:
    fill(engine, *(article(f"{n:03}.txt", "Titre", *(f"un chat noir {m}" for m in range(5))) for n in range(60)))
    reader, words = reader_of(engine), ("chat", "noir") * SHORT_PHRASE
    for most, is_cut in ((300, True), (700, False)):
        assert verified(near(*words, slop=9), reader, most) == (Numbers(()), is_cut)


def test_of_a_wide_phrase_fewer_paragraphs_are_read(engine: Engine) -> None:
    fill(engine, *(article(f"{n:03}.txt", "Titre", *(f"un chat noir {m}" for m in range(5))) for n in range(60)))
    reader = reader_of(engine)
    assert not verified(near("chat", "noir", slop=WIDE), reader, 300)[1]
    assert verified(near("chat", "noir", slop=8 * WIDE), reader, 300)[1]


def test_many_phrases_of_one_query_share_what_may_be_read(engine: Engine) -> None:
    fill(engine, *(article(f"{n:03}.txt", "Titre", *(f"un chat noir {m}" for m in range(5))) for n in range(10)))
    reader, one = reader_of(engine), near("chat", "noir", slop=9)
    for count, is_cut in ((1, False), (2, False), (3, True), (40, True)):
        found, cut = verified(Any((one,) * count), reader, 60)
        assert (cut, len(found.nodes) if isinstance(found, Any) else 0) == (is_cut, count)


def test_of_very_many_articles_the_first_are_verified(engine: Engine) -> None:
    size = MOST_ARTICLES + 10
    fill(engine, *(article(f"{n:04}.txt", "Un chat noir" if n % 2 else "Noir chat") for n in range(size)))
    found = engine.search(Search(required=near("chat", "noir"), count=1))
    assert (found.articles_total, found.exhausted) == (MOST_ARTICLES // 2, True)
