"""What every engine finds: which passages match, in an empty index and in a small one."""

from __future__ import annotations

import pytest
from engine_contract import article, ask, fill, phrase, term

from index.engines.protocol import Close, Engine, Equal, Found, Like, Lookup, Search, WordKey
from index.engines.query import NOTHING, All, Any, Everything, Field, Form, Key, Node, Not, Phrase, Term, Where

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
