"""What every engine finds: which articles match a node, in an empty index, in a small one, and in any other."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from contract_strategies import NUMBERED_NODES, collections
from engine_contract import (
    ENGINES,
    HERD,
    PARAMETERS,
    article,
    ask,
    bare,
    counted,
    drop,
    fill,
    held,
    matching,
    near,
    phrase,
    reader_of,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from naive_matching import matches

from index.engines.protocol import Engine, Found, Search
from index.engines.query import (
    EVERYTHING,
    NOTHING,
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
from index.model import Article

FOLDERS = count()


@pytest.mark.parametrize("node", [held("chat"), phrase("un", "chat"), near("a", "b", slop=2), EVERYTHING, Not(NOTHING)])
def test_nothing_is_found_in_an_empty_index(engine: Engine, node: Node) -> None:
    assert engine.search(Search((bare("chat"), bare("noir")), node)) == Found(0, False, False, [])
    assert engine.search(Search(required=node)) == Found(0, False, False, [])
    assert counted(engine, Search(required=node), Facet.YEAR) == []
    assert list(engine.terms(Field.WORDS, "")) == []
    assert engine.read("a.txt") is None
    assert list(engine.similar("a.txt")) == []
    assert (engine.size(), engine.frequency(Field.WORDS, "chat")) == (0, 0)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (held("chat"), "a.txt b.txt e.jsonl#1"),
        (held("chat", "chats"), "a.txt b.txt c/d.md e.jsonl#1"),
        (held("chiens"), "b.txt"),
        (held("ete"), "c/d.md e.jsonl#1"),
        (held("pere"), "e.jsonl#2"),
        (held("grandpere"), ""),  # joined words stand among exact words only
        (held("absent"), ""),
        (held("le"), "a.txt b.txt"),
        (Term(Field.EXACT, "été"), "c/d.md e.jsonl#1"),
        (Term(Field.EXACT, "ete"), ""),
        (Term(Field.EXACT, "grandpère"), "e.jsonl#2"),
        (Term(Field.LEMMAS, "chat"), "a.txt b.txt c/d.md e.jsonl#1"),
        (Term(Field.TITLE, "chat"), "a.txt c/d.md"),  # an article without a title is announced by its first paragraph
        (Term(Field.TITLE_WORDS, "hiver"), "e.jsonl#2"),
        (Term(Field.LEAD, "noir"), "a.txt b.txt"),
        (Term(Field.AUTHOR, "qui"), "a.txt b.txt c/d.md e.jsonl#1 e.jsonl#2"),
        (Term(Field.SOURCE, "qui"), ""),
        (Term(Field.TAGS, "b"), "a.txt b.txt c/d.md e.jsonl#1 e.jsonl#2"),
        (Term(Field.PATH, "c/d.md"), "c/d.md"),
        (phrase("chat", "noir"), "a.txt b.txt"),
        (phrase("noir", "chat"), ""),
        (phrase("noir", "le"), ""),  # one is the last word of the title, the other the first of a paragraph
        (phrase("dort", "un"), ""),
        (phrase("chat"), "a.txt b.txt e.jsonl#1"),
        (phrase("chats", "chats", "chats"), "c/d.md"),
        (phrase("chats", "chats", "chats", "chats"), ""),
        (phrase("l", "ete"), "c/d.md"),
        (phrase("grand", "pere"), "e.jsonl#2"),
        (phrase("chat|chien", "noir|fuit"), "a.txt b.txt"),
        (phrase("le", "chat", field=Field.TITLE_WORDS), "a.txt"),
        (phrase("a", "b", field=Field.TAGS), ""),  # two tags
        (Phrase(Field.WORDS, ()), ""),
        (Phrase(Field.WORDS, (("le",), ())), ""),
        (near("chien", "aboie"), "a.txt"),
        (near("aboie", "chien"), ""),
        (near("aboie", "chien", slop=1), "a.txt"),
        (near("chien", "chat", slop=1), ""),
        (near("chien", "chat", slop=2), "a.txt b.txt"),
        (near("chat", "chat", slop=3), ""),
        (near("chats", "chats", slop=1), "c/d.md"),
        (near("le", "chat", "noir"), "a.txt b.txt"),  # in the title
        (near("l", "ete"), "c/d.md"),
        (near("l", "été", exact=True), "c/d.md"),
        (near("l", "ete", exact=True), ""),
        (Not(near("chien", "aboie")), "b.txt c/d.md e.jsonl#1 e.jsonl#2"),
        (Any((near("chien", "aboie"), held("pere"))), "a.txt e.jsonl#2"),
        (Pattern(Field.WORDS, "cha*"), "a.txt b.txt c/d.md e.jsonl#1"),
        (Pattern(Field.WORDS, "?hats"), "c/d.md"),
        (Pattern(Field.WORDS, "*p?r*"), "e.jsonl#2"),
        (Pattern(Field.WORDS, "hat"), ""),
        (Pattern(Field.WORDS, ".*"), ""),
        (Pattern(Field.WORDS, "?*?*?*?*?*?*?*?*zzz"), ""),
        (Pattern(Field.WORDS, "?" * 500), ""),
        (Pattern(Field.PATH, "?.txt"), "a.txt b.txt"),
        (Pattern(Field.PATH, "*e??????"), "e.jsonl#1 e.jsonl#2"),  # its automaton is more than tantivy makes
        (Pattern(Field.PATH, "e.jsonl*"), "e.jsonl#1 e.jsonl#2"),
        (Equal(Key.ID, "e.jsonl#1"), "e.jsonl#1"),
        (Equal(Key.ID, "e.jsonl"), ""),
        (Equal(Key.FILE, "e.jsonl"), "e.jsonl#1 e.jsonl#2"),
        (Equal(Facet.TYPE, "md"), "c/d.md"),
        (Equal(Facet.TYPE, "MD"), ""),
        (Dated("2024", "2024-12-31"), "a.txt b.txt"),
        (Dated("2024-03", "2024-03"), "b.txt"),
        (Dated("2024-03-26", "2025-01-01"), "a.txt e.jsonl#1"),
        (Dated("2025", "2024"), ""),
        (Dated("0", "9"), "a.txt b.txt c/d.md e.jsonl#1"),
        (Numbers(()), ""),
        (All((held("chien"), held("chat"))), "a.txt b.txt"),
        (All((held("chat"), Not(held("chien")))), "e.jsonl#1"),
        (All((Not(held("chat")), Not(held("chats")))), "e.jsonl#2"),
        (All((EVERYTHING, held("chien"))), "a.txt b.txt"),
        (Any((held("aboie"), held("pere"))), "a.txt e.jsonl#2"),
        (Any((Not(held("chat")), held("aboie"))), "a.txt c/d.md e.jsonl#2"),
        (NOTHING, ""),
        (Not(NOTHING), "a.txt b.txt c/d.md e.jsonl#1 e.jsonl#2"),
        (Not(EVERYTHING), ""),
        (Not(Not(held("pere"))), "e.jsonl#2"),
    ],
)
def test_what_matches(herd: Engine, node: Node, expected: str) -> None:
    assert ask(herd, node) == expected.split()
    assert expected.split() == sorted(one.id for one in HERD if matches(node, one))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (near("ete", "gaza", slop=1), "a.txt c.txt"),  # « été » is a stop word, « ete » is none
        (near("kekela"), "b.txt d.txt"),
        (near("kekela", "mange", slop=1), "b.txt"),
        (near("kékélà", exact=True), "b.txt"),
        (near("le", "a", slop=1), "e.txt"),
    ],
)
def test_words_stand_together_whatever_their_accents(engine: Engine, node: Node, expected: str) -> None:
    texts = {"a": "un été à Gaza", "b": "Kékélà mange", "c": "ete gaza", "d": "kekela", "e": "à le", "f": "ete"}
    fill(engine, *(article(f"{name}.txt", "Titre", "Rien.", text) for name, text in texts.items()))
    assert ask(engine, node) == expected.split()


def test_articles_are_told_by_their_numbers(herd: Engine) -> None:
    reader = reader_of(herd)
    every = reader.first(EVERYTHING, 0, 10, by_date=False)
    assert len(set(every)) == len(HERD)
    assert list(reader.first(Numbers((every[3], every[1], 10**9)), 0, 10, by_date=False)) == [every[1], every[3]]
    assert [about.id for about in reader.load([every[4], every[0]])] == ["e.jsonl#2", "a.txt"]


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("a.txt", ["a.txt"]),
        ("*.txt", ["a.txt", "b.txt", "Notes/Été [1].txt"]),
        ("?.txt", ["a.txt", "b.txt"]),
        ("c/*", ["c/d.md"]),
        ("*/d.md", ["c/d.md"]),
        ("*", ["a.txt", "b.txt", "c/d.md", "Notes/Été [1].txt", "(x)+|{2}^$\\&~#.md"]),
        ("*ete*", ["Notes/Été [1].txt"]),
        ("notes/ete [1].txt", ["Notes/Été [1].txt"]),
        ("[ab].txt", []),
        ("a.tx", []),
        ("(x)+|{2}^$\\&~#.md", ["(x)+|{2}^$\\&~#.md"]),
        ("(x)*~#.??", ["(x)+|{2}^$\\&~#.md"]),
        ("", []),
    ],
)
def test_paths_by_pattern(engine: Engine, glob: str, expected: list[str]) -> None:
    fill(
        engine,
        *(article(path, "Titre") for path in ("a.txt", "b.txt", "c/d.md", "Notes/Été [1].txt", "(x)+|{2}^$\\&~#.md")),
    )
    assert ask(engine, Pattern(Field.PATH, glob)) == sorted(expected)


def test_a_bit_for_each_of_many_nodes(herd: Engine) -> None:
    reader = reader_of(herd)
    nodes = [Equal(Key.ID, one.id) for one in HERD] * 9
    every = reader.first(EVERYTHING, 0, 10, by_date=False)
    found = reader.evidence((), nodes, every[:4])[1]
    assert dict(found) == {number: sum(1 << n for n in range(place, 45, 5)) for place, number in enumerate(every[:4])}
    assert not any(reader.evidence((), [NOTHING] * 30, every)[1].values())
    assert not any(reader.evidence((), [], every)[1].values())
    assert not reader.evidence((), nodes, [])[1]


def test_the_first_articles_by_id_and_by_date(engine: Engine) -> None:
    dates = {"é": "2024", "b": "2024-03", "a": "", "B": "2024-03-26", "a/b": "2024-03", "z": "", "c": "2023-12-31"}
    fill(engine, *(article(name, "Titre", date=date) for name, date in dates.items()))
    reader = reader_of(engine)

    def first(start: int, most: int, *, by_date: bool) -> list[str]:
        return [about.id for about in reader.load(reader.first(EVERYTHING, start, most, by_date=by_date))]

    assert first(0, 10, by_date=False) == sorted(dates)
    assert first(0, 10, by_date=True) == ["B", "a/b", "b", "é", "c", "a", "z"]
    for start in range(9):
        for most in range(9 - start):
            assert first(start, most, by_date=False) == first(0, 10, by_date=False)[start : start + most]
            assert first(start, most, by_date=True) == first(0, 10, by_date=True)[start : start + most]


@pytest.mark.parametrize("name", PARAMETERS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles=collections(), nodes=st.lists(NUMBERED_NODES, min_size=4, max_size=24), gone=st.sets(st.integers(0, 6)))
def test_what_matches_by_the_definitions(
    name: str, tmp_path: Path, articles: Sequence[Article], nodes: Sequence[Node], gone: set[int]
) -> None:
    """After some articles are dropped, too."""
    folder = tmp_path / str(next(FOLDERS))
    folder.mkdir()
    with closing(ENGINES[name](folder)) as engine:
        fill(engine, *articles)
        _check(engine, articles, nodes)
        drop(engine, *(one.path for n, one in enumerate(articles) if n in gone))
        _check(engine, [one for n, one in enumerate(articles) if n not in gone], nodes)


def _check(engine: Engine, articles: Sequence[Article], nodes: Sequence[Node]) -> None:
    reader = reader_of(engine)
    every = reader.first(EVERYTHING, 0, 100, by_date=False)
    numbers = dict(zip([about.id for about in reader.load(every)], every, strict=True))
    assert sorted(numbers) == sorted(one.id for one in articles)
    plain: list[Node] = []
    for node in nodes:
        found = sorted(one.id for one in articles if matches(node, one, numbers[one.id]))
        assert ask(engine, node) == found, node
        if "Verified" not in repr(node):
            assert matching(reader, node) == found
            plain.append(node)
    masks = reader.evidence((), plain, every)[1]
    for one in articles:
        expected = sum(matches(node, one, numbers[one.id]) << bit for bit, node in enumerate(plain))
        assert masks.get(numbers[one.id], 0) == expected
