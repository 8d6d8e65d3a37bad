"""Readers: text files → articles, their titles, dates and passages."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import one, read, texts

from index.documents import Fault
from index.documents.drafts import About, Block, Draft, Source, date_of
from index.model import Article, Passage


def test_a_text_with_a_title() -> None:
    article = one("a.txt", "Le titre\n\nUn chat.\n\nUn chien.\n")
    assert article == Article(
        "d/a.txt", "d/a.txt", "txt", "Le titre", (Passage(1, "Un chat."), Passage(2, "Un chien."))
    )


@pytest.mark.parametrize(
    ("name", "content", "title", "passages"),
    [
        ("a.txt", "Titre", "Titre", []),
        ("mon_beau texte.txt", "- un élément\n- deux", "mon beau texte", ["- un élément", "- deux"]),
        ("été.txt", "x" * 201, "été", ["x" * 201]),
        ("vers.txt", "Un vers,\nun autre\n\nfin", "vers", ["Un vers,\nun autre", "fin"]),
        ("A.TXT", "Titre\n\ntexte", "Titre", ["texte"]),
        ("b.md", "# Titre\n\ntexte", "Titre", ["texte"]),
        ("c.md", "texte court\n\n# Titre", "Titre", ["texte court", "Titre"]),
        ("e.md", "texte court\n\nautre", "texte court", ["autre"]),
        ("f.md", "```\n# code\n```\n## Le *vrai* [titre](x) {#t}", "Le vrai titre", ["# code", "Le vrai titre"]),
        ("g.md", "- un\n- deux", "g", ["• un", "• deux"]),
        ("h.md", "---\ntitle: T\n---\n# Titre\n\ntexte", "T", ["Titre", "texte"]),
        ("i.markdown", "# ![logo](l.png) Guide", "Guide", ["logo Guide"]),
        ("j.text", "Titre\n\ntexte", "Titre", ["texte"]),
        ("k.md", "# " + "mot " * 51 + "\n\n## Deux", "Deux", [("mot " * 51).strip(), "Deux"]),
        ("d.md", "# \n\n---\n", "d", []),
    ],
)
def test_titles(name: str, content: str, title: str, passages: list[str]) -> None:
    article = one(name, content)
    assert (article.title, texts(article)) == (title, passages)


def test_a_repeated_headline_is_an_echo() -> None:
    article = one("a.txt", "Le titre\n\nLE TITRE !\n\nUn chat.\n\nLe titre\n")
    assert [(passage.number, passage.echo) for passage in article.passages] == [(1, True), (2, False), (3, True)]


def test_a_file_name_that_serves_as_title_has_no_echo() -> None:
    article = one("liste.txt", "- liste\n\nliste")
    assert not any(passage.echo for passage in article.passages)


@pytest.mark.parametrize("content", [b"", b"  \n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf" * 2])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".jsonl"])
def test_an_empty_file_is_no_article_and_no_fault(suffix: str, content: bytes) -> None:
    assert read(f"a{suffix}", content) == []


@pytest.mark.parametrize("content", [bytes(range(256)) * 3, b"\x00\x01\x02"])
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_binary_file_is_one_fault(suffix: str, content: bytes) -> None:
    assert read(f"a{suffix}", content) == [Fault("not_text")]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\n\n\t\f"), max_size=80))
def test_every_sign_ends_up_in_the_title_or_a_passage(text: str) -> None:
    found = read("fichier.txt", text)
    if not found:
        assert not text.strip("\ufeff").strip()
        return
    inked = "".join(text.lstrip("\ufeff").split())
    if isinstance(found[0], Fault):
        assert not inked or "\ufffe" in text
        return
    whole = "".join("".join([found[0].title, *texts(found[0])]).split())
    if not text.lstrip().startswith("---"):
        assert whole in (inked, f"fichier{inked}")
    assert [passage.number for passage in found[0].passages] == list(range(1, len(found[0].passages) + 1))


# -- dates

NOON = 1_714_996_800.0  # 6 May 2024


@pytest.mark.parametrize(
    ("name", "content", "date", "origin"),
    [
        ("a.md", "---\ndate: 6 mai 2024\n---\n12 mars 2023 — Texte", "2024-05-06", "metadata"),
        ("2024-03-12-piscine.md", "---\ndate: 2024-05-06\n---\nTexte", "2024-05-06", "metadata"),
        ("2024-03-12-piscine.md", "---\ndate: jadis\n---\nTexte", "2024-03-12", "name"),
        ("2024-03-12-piscine.txt", "Titre\n\n3 mai 2023 — Texte", "2024-03-12", "name"),
        ("PV-AG-2023.TXT", "Titre", "2023", "name"),
        ("a.txt", "Titre\n\n12 mars 2024 — Le conseil vote.", "2024-03-12", "text"),
        ("a.txt", "Mairie\nRue du Port\n\nParis, le 3 mai 2023\n\nMadame,", "2023-05-03", "text"),
        ("a.md", "*Publié le 3 mai 2023*\n\nTexte", "2023-05-03", "text"),
        ("a.txt", "Titre\n\nLe 14 juillet 1789, les Parisiens prirent la Bastille.", "2024-05-06", "file"),
    ],
)
def test_the_date_of_an_article_is_the_surest(name: str, content: str, date: str, origin: str) -> None:
    article = one(name, content, NOON)
    assert (article.date, article.date_from) == (date, origin)


@pytest.mark.parametrize(
    ("name", "first", "date", "origin"),
    [
        ("2024-03-12-piscine.pdf", "Paris, le 3 mai 2023", "2024-03-12", "name"),
        ("a.pdf", "Paris, le 3 mai 2023", "2023-05-03", "text"),
        ("a.pdf", "Texte", "2026-11-26", "metadata"),
    ],
)
def test_the_date_that_a_program_wrote_down_comes_last_but_one(name: str, first: str, date: str, origin: str) -> None:
    source = Source(name, name, BytesIO(), NOON)
    draft = Draft(About("Titre", saved="2026-11-26T10:00:00Z"), [Block(first)])
    assert date_of(source, draft) == (date, origin)


@pytest.mark.parametrize("modified", [None, float("inf"), 1e30])
def test_no_date_at_all(modified: float | None) -> None:
    article = one("a.txt", "Titre", modified)
    assert (article.date, article.date_from) == ("", "")
