"""Entries: the terms of an article, those of metadata and of its file's name among them."""

from __future__ import annotations

import pytest

from index.engines.entries import entry_of, name_of
from index.model import Article, Passage


def article(identity: str, title: str = "Titre", kind: str = "txt", *passages: Passage) -> Article:
    return Article(identity, identity.partition("#")[0], kind, title, passages)


@pytest.mark.parametrize(
    ("identity", "kind", "name"),
    [
        ("d/PV-AG-2023.TXT", "txt", "PV-AG-2023"),
        ("d/e/mon_texte.md", "md", "mon texte"),
        ("d/12.03.2024 note.txt", "txt", "12.03.2024 note"),
        ("d/a.txt", "txt", ""),
        ("d/a.jsonl#b.txt", "jsonl", ""),
        ("d/a.zip#dir/rapport.pdf", "pdf", "rapport"),
        ("d/a.zip#b.zip#rapport.pdf", "pdf", "rapport"),
        ("d/a.eml#piece jointe.docx", "docx", "piece jointe"),
        ("d/boite.mbox#12", "mbox", ""),
        ("sans", "txt", "sans"),
    ],
)
def test_names(identity: str, kind: str, name: str) -> None:
    assert name_of(article(identity, kind=kind)) == name


def test_a_file_whose_name_holds_a_hash_is_no_member() -> None:
    assert name_of(Article("d/C# notes.txt", "d/C# notes.txt", "txt", "T")) == "C# notes"


def test_the_name_is_found_and_is_not_in_the_lead() -> None:
    entry = entry_of(article("d/PV-mairie.txt", "Titre", "txt", Passage(1, "Texte.")))
    assert "mairie" in entry.words[-1].split()
    assert "mairie" in entry.lemmas.split()
    assert "mairie" in entry.exact.split()
    assert "mairie" not in entry.lead.split()
    assert [passage.passage.number for passage in entry.passages] == [1]


@pytest.mark.parametrize("title", ["La mairie : PV", "PV mairie"])
def test_a_title_that_says_the_name_says_it_once(title: str) -> None:
    entry = entry_of(article("d/PV_mairie.txt", title))
    assert entry.lemmas.split().count("mairie") == 1


def test_an_aside_is_found_and_never_in_the_lead() -> None:
    entry = entry_of(article("d/a.txt", "", "txt", Passage(1, "Cheffe", aside=True), Passage(2, "Le texte.")))
    assert "cheffe" in entry.words[1].split()
    assert "cheffe" in entry.exact.split()
    assert entry.passages[0].lemmas
    assert set(entry.lead.split()).isdisjoint(entry.passages[0].lemmas.split())
    assert set(entry.title.split()).isdisjoint(entry.passages[0].lemmas.split())


def test_a_text_that_comes_twice_is_found_once() -> None:
    entry = entry_of(
        article("d/a.txt", "T", "txt", Passage(1, "Le chat."), Passage(2, "Rien."), Passage(3, "Le chat."))
    )
    assert [(passage.lemmas != "", passage.repeats) for passage in entry.passages] == [(True, 1), (True, 0), (False, 0)]
    assert entry.words.count(entry.words[1]) == 1
