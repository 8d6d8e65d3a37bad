"""How every engine is written to: what a batch replaces, drops and notes, and what one that is left changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from engine_contract import Open, article, ask, entry, fill, put, term, words

from index.engines.protocol import BusyError, Engine, Equal, Like, WordKey
from index.engines.query import Everything, Key, Where
from index.model import Article, FileEntry


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


def test_words_of_an_abandoned_batch_are_not_there(engine: Engine) -> None:
    with pytest.raises(DeliberateError):
        abandon(engine, DeliberateError, article("a.txt", "", "lapin"))
    assert words(engine, Like(WordKey.WORD, "*")) == []
    fill(engine, article("b.txt", "", "lapin"))
    assert words(engine, Equal(WordKey.FOLDED, "lapin")) == ["lapin 1"]
