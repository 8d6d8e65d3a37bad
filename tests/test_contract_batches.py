"""How every engine is written to: what a batch replaces and drops, and what one that is left changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from engine_contract import HERD, Open, article, ask, counted, drop, fill, held, numbers, put, reader_of

from index.analysis import term
from index.engines.protocol import BusyError, Engine, Search
from index.engines.query import EVERYTHING, LISTED, Equal, Facet, Field, Key, Pattern, Term
from index.model import Article, Passage


def test_a_file_put_again_replaces_its_articles(engine: Engine) -> None:
    fill(engine, article("a.jsonl", "Un", "chat", name="1"), article("a.jsonl", "Deux", "chien", name="2"))
    fill(engine, article("a.jsonl", "Un", "cheval", name="1"))
    assert ask(engine, EVERYTHING) == ["a.jsonl#1"]
    assert ask(engine, held("cheval")) == ["a.jsonl#1"]
    assert ask(engine, held("chat", "chien")) == []
    assert engine.read("a.jsonl#2") is None


def test_a_put_tells_how_many_articles_there_were(engine: Engine) -> None:
    with engine.batch() as batch:
        assert batch.put("e.jsonl", iter(HERD[3:])) == 2
        assert batch.put("vide.txt", []) == 0
    assert engine.size() == 2


def test_a_dropped_file_is_forgotten(herd: Engine) -> None:
    drop(herd, "a.txt", "e.jsonl", "never/was.txt")
    assert ask(herd, held("chat")) == ["b.txt"]
    assert ask(herd, Equal(Key.FILE, "e.jsonl")) == []
    assert ask(herd, EVERYTHING) == ["b.txt", "c/d.md"]
    assert (herd.size(), herd.frequency(Field.WORDS, "chat")) == (2, 1)
    assert herd.terms(Field.WORDS, "abo") == []
    assert herd.read("a.txt") is None


def test_everything_is_dropped_and_put_again(herd: Engine) -> None:
    before = [herd.read(one.id) for one in HERD]
    drop(herd, *{one.path for one in HERD})
    assert ask(herd, EVERYTHING) == []
    assert herd.size() == 0
    fill(herd, *HERD)
    assert [herd.read(one.id) for one in HERD] == before


def test_drop_and_put_again_in_one_batch(herd: Engine) -> None:
    with herd.batch() as batch:
        batch.drop("a.txt")
        put(batch, article("a.txt", "Neuf", "un lapin"))
    assert ask(herd, Equal(Key.ID, "a.txt")) == ask(herd, held("lapin")) == ["a.txt"]
    assert ask(herd, held("aboie")) == []


def test_a_file_without_articles_can_be_filled(engine: Engine) -> None:
    with engine.batch() as batch:
        batch.put("a.txt", [])
    assert ask(engine, EVERYTHING) == []
    fill(engine, article("a.txt", "Un", "chat"))
    assert ask(engine, held("chat")) == ["a.txt"]
    with engine.batch() as batch:
        batch.put("a.txt", [])
    assert ask(engine, EVERYTHING) == []


def test_a_path_is_no_prefix(herd: Engine) -> None:
    fill(herd, article("a.txt.md", "Autre", "un loup"), article("a", "Autre", "un loup"))
    drop(herd, "a.txt")
    assert ask(herd, held("loup")) == ["a", "a.txt.md"]


ODD = [
    *[" ", "é/ü.txt", "e\u0301.txt", "a b/c d.txt", "tab\tligne\nfin", "\x00", "'\"\\", "(a OR b)^2~[*]", "😀\u200d🚀"],
    *["a" * 3000, "a" * 3000 + "b", "dossier/" * 400 + "é", "a#b.jsonl", "-", "+id:x", "\u2028", "\ufeff"],
]


def test_ids_of_any_characters_and_lengths(engine: Engine) -> None:
    fill(engine, *(article(path, f"Titre {n}", "mot") for n, path in enumerate(ODD)))
    assert sorted(ask(engine, EVERYTHING)) == sorted(ODD)
    for n, path in enumerate(ODD):
        found = engine.read(path)
        assert found is not None
        assert (found.id, found.title) == (path, f"Titre {n}")
        assert ask(engine, Equal(Key.ID, path)) == ask(engine, Equal(Key.FILE, path)) == [path]
    assert sorted(ask(engine, Pattern(Field.PATH, "*"))) == sorted(ODD)
    drop(engine, *ODD[::2])
    assert sorted(ask(engine, EVERYTHING)) == sorted(ODD[1::2])


@pytest.mark.parametrize("length", [1, 249, 250, 251, 1000, 1001, 40_000, 70_000])
@pytest.mark.parametrize("sign", ["z", "é", "1"])
def test_words_of_any_length(engine: Engine, sign: str, length: int) -> None:
    word = sign * length
    fill(engine, article("a.txt", word, f"avant {word} après"), article("b.txt", "Titre", f"{word}{sign}"))
    folded = term(word.replace("é", "e"))
    assert ask(engine, Term(Field.WORDS, folded)) == ["a.txt"]
    assert ask(engine, Term(Field.EXACT, term(word))) == ["a.txt"]
    assert engine.frequency(Field.TITLE_WORDS, folded) == 1
    read = engine.read("a.txt")
    assert read is not None
    assert (read.title, read.passages[0].text) == (word, f"avant {word} après")


def test_long_values_are_counted_as_they_are(engine: Engine) -> None:
    long = "Très long " * 200
    one = article("a.txt", "Titre")._replace(author=long, source=long, tags=(long, "court"))
    fill(engine, one)
    for facet, value in ((Facet.AUTHOR, long), (Facet.SOURCE, long)):
        assert counted(engine, Search(), facet) == [(value, 1)]
    assert dict(counted(engine, Search(), Facet.TAG)) == {long: 1, "court": 1}


def test_an_article_is_read_as_it_was_put(engine: Engine) -> None:
    text = "  L’e\u0301te\u0301\u00ad…\n\tà\u202f5\u00a0% \U0001f600\u200d \x00 "
    passages = (
        Passage(1, text, page=3),
        Passage(2, "Titre", echo=True),
        Passage(3, text, page=4),
        Passage(7, ""),
        Passage(12, "x" * 100_000, page=1_000_000),
    )
    one = Article("a#é", "a", "pdf", text, passages, "2024-03", text, text, (text, "", "a", "a"))
    bare = Article("b", "b", "", "")
    fill(engine, one, bare)
    assert engine.read("a#é") == one
    assert engine.read("b") == bare
    reader = reader_of(engine)
    (number,) = numbers(reader, Equal(Key.ID, "a#é")).values()
    assert reader.whole(number) == one
    assert list(reader.load([number])) == [one._replace(passages=())]
    shown = reader.passages([(number, n) for n in (0, 1, 2, 3, 7, 12, 13)])
    assert {n: (hit.text, hit.page, hit.score) for (_, n), hit in shown.items()} == {
        passage.number: (passage.text, passage.page, 0.0) for passage in passages if not passage.echo
    }
    assert shown[number, 1].repeats == 1


def test_a_batch_is_seen_when_it_ends_and_not_before(herd: Engine, opener: Open, tmp_path: Path) -> None:
    before = ask(herd, EVERYTHING)
    with closing(opener(tmp_path)) as other, herd.batch() as batch:
        put(batch, article("neuf.txt", "Neuf", "un lapin"))
        batch.drop("a.txt")
        assert ask(herd, EVERYTHING) == ask(other, EVERYTHING) == before
        assert other.frequency(Field.WORDS, "lapin") == 0
    assert ask(herd, EVERYTHING) == ["b.txt", "c/d.md", "e.jsonl#1", "e.jsonl#2", "neuf.txt"]


class DeliberateError(Exception):
    pass


def abandon(engine: Engine, error: type[BaseException], *articles: Article, path: str = "") -> None:
    """A batch that ends badly after all has been put and dropped."""
    with engine.batch() as batch:
        put(batch, *articles)
        batch.drop(path)
        raise error


@pytest.mark.parametrize("error", [DeliberateError, KeyboardInterrupt])
def test_a_batch_left_by_an_exception_changes_nothing(herd: Engine, error: type[BaseException]) -> None:
    def state() -> object:
        return [herd.read(one.id) for one in HERD], [herd.terms(field, "") for field in LISTED], herd.size()

    before = state()
    articles = (article("neuf.txt", "Neuf", "un lapin"), article("b.txt", "Autre", "rien"))
    with pytest.raises(error):
        abandon(herd, error, *articles, path="a.txt")
    assert state() == before
    fill(herd, article("neuf.txt", "Neuf", "un lapin"))
    assert ask(herd, held("lapin")) == ["neuf.txt"]


def test_articles_that_fail_while_they_are_read_change_nothing(herd: Engine) -> None:
    def broken() -> Iterator[Article]:
        yield article("a.txt", "Neuf", "un lapin")
        raise DeliberateError

    with pytest.raises(DeliberateError), herd.batch() as batch:
        batch.put("a.txt", broken())
    assert [herd.read(one.id) for one in HERD] == list(HERD)


def test_one_writes_at_a_time(herd: Engine, opener: Open, tmp_path: Path) -> None:
    with closing(opener(tmp_path)) as other:
        with herd.batch(), pytest.raises(BusyError), other.batch():
            pass
        fill(other, article("neuf.txt", "Neuf", "un lapin"))
    assert ask(herd, held("lapin")) == ["neuf.txt"]


def test_an_empty_batch_changes_nothing(herd: Engine) -> None:
    with herd.batch():
        pass
    assert [herd.read(one.id) for one in HERD] == list(HERD)


def test_numbers_are_never_given_twice(engine: Engine) -> None:
    given: list[int] = []
    for generation in range(6):
        fill(engine, *(article(f"{generation}{name}.txt", "Titre", "mot") for name in "ab"))
        given += numbers(reader_of(engine), EVERYTHING).values()
        drop(engine, *(f"{generation}{name}.txt" for name in "ab"))
        with pytest.raises(DeliberateError):
            abandon(engine, DeliberateError, article("c.txt", "Titre"))
    assert len(set(given)) == len(given) == 12


@pytest.mark.parametrize("opener", ["naive", "whoosh", "tantivy"], indirect=True)
def test_a_reader_keeps_to_its_commit(herd: Engine) -> None:
    """Of a local engine; in a cluster, a question is asked anew where something was committed meanwhile."""
    reader = reader_of(herd)
    before = numbers(reader, EVERYTHING)
    drop(herd, "a.txt")
    fill(herd, article("neuf.txt", "Neuf", "un lapin"), article("b.txt", "Autre", "rien"))
    assert numbers(reader, EVERYTHING) == before
    assert [reader.whole(number) for number in before.values()] == list(HERD)
