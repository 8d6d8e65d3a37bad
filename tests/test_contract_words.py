"""What every engine knows of words: how they are looked up, counted and shown."""

from __future__ import annotations

import pytest
from engine_contract import article, fill, words

from index.engines.protocol import Begins, Close, Engine, Equal, Like, Lookup, WordKey

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


def test_counts_and_words_follow_what_is_dropped(cards: Engine) -> None:
    with cards.batch() as batch:
        batch.drop("a.txt")
    assert words(cards, Equal(WordKey.WORD, "marché")) == ["marché 1"]
    assert words(cards, Equal(WordKey.WORD, "marcheur")) == []
    assert words(cards, Like(WordKey.FOLDED, "march*")) == ["marché 1"]
