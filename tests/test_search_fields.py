"""Search: what a query asks of titles, authors, sources, tags, dates, paths and types."""

from __future__ import annotations

import pytest
from searching import HEADLINE, Indexed, ask, names, texts

# --- titles


def test_an_article_is_found_by_its_title_alone(indexed: Indexed) -> None:
    engine = indexed({"a.txt": HEADLINE, "b.txt": "Autre\n\nRien."})
    answer = ask("trêve", engine)
    assert names(answer) == ["a.txt"]
    [hit] = answer.articles
    assert all(passage.number for passage in hit.passages)
    assert hit.passages_total == 0
    assert [hit.article.title[start:end] for start, end in hit.title_marks] == ["trêve"]


def test_a_title_is_no_passage(indexed: Indexed) -> None:
    [hit] = ask("Gaza", indexed({"a.txt": HEADLINE})).articles
    assert [passage.text for passage in hit.passages] == ["Le second, à Gaza."]
    assert hit.passages_total == 1


def test_a_repeated_headline_is_never_shown(indexed: Indexed) -> None:
    engine = indexed({"a.txt": HEADLINE})
    for query in ("trêve", '"la trêve"', "trêve*", "*", "-Paris"):
        assert "Gaza : la trêve" not in texts(ask(query, engine))


def test_a_repeated_text_is_shown_once(indexed: Indexed) -> None:
    engine = indexed({"a.txt": "Un titre\n\nVoici Rafah.\n\nAilleurs.\n\nVoici Rafah.\n\nVoici Rafah."})
    [hit] = ask("Rafah", engine).articles
    assert [(passage.number, passage.repeats) for passage in hit.passages] == [(1, 2)]
    assert hit.passages_total == 1
    [listed] = ask("*", engine).articles
    assert [passage.number for passage in listed.passages] == [1, 2]


def test_titles_are_searched_alone(indexed: Indexed) -> None:
    engine = indexed({"a.txt": HEADLINE, "b.txt": "Paris\n\nLa trêve à Gaza."})
    assert names(ask("titre:trêve", engine)) == ["a.txt"]
    assert names(ask("titre:treves", engine)) == ["a.txt"]
    assert names(ask("titre:Paris trêve", engine)) == ["b.txt"]
    assert names(ask('titre:"la trêve"', engine)) == ["a.txt"]
    assert names(ask("titre:tr*", engine)) == ["a.txt"]
    assert names(ask("titre:=trêve", engine)) == ["a.txt"]
    assert names(ask("Gaza -titre:Paris", engine)) == ["a.txt"]
    assert names(ask('title:(Gaza OU "rien du tout")', engine)) == ["a.txt"]


def test_authors_sources_and_tags_are_searched_alone(indexed: Indexed) -> None:
    head = "---\nauthor: {}\nsource: {}\ntags: [{}]\n---\n# Titre\n\nDe l’eau."
    engine = indexed(
        {
            "a.md": head.format("Émile Zola", "Le Monde", "eau potable, budget"),
            "b.md": head.format("Victor Hugo", "Le Temps", "eau, potable"),
        }
    )
    for query in (
        "auteur:Zola",
        "author:emile",
        'auteur:"Émile Zola"',
        "source:monde",
        "tag:budget",
        'mot-clé:"eau potable"',
        "eau auteur:Zol*",
        "eau -auteur:Hugo",
        "auteur:(Zola OU Dumas)",
        'auteur:"émile zol*"',
        "tags:budget",
        "mots-clés:budget",
        "keyword:budget",
        "source:“le monde“",
    ):
        assert names(ask(query, engine)) == ["a.md"], query
    assert names(ask('auteur:"Zola Émile"', engine)) == []


# --- filters


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("eau date:2024", {"m.md", "y.md"}),
        ("eau date:2024-03", {"m.md"}),
        ("eau date:mars 2024", {"m.md"}),
        ("eau date:hier", {"m.md"}),
        ("eau date:2023..2024", {"m.md", "y.md", "old.md"}),
        ("eau date:2023-06..2024-01", {"y.md"}),
        ("eau date:depuis 2024", {"m.md", "y.md"}),
        ("eau date:avant 2024", {"old.md"}),
        ("eau -date:2024", {"old.md", "sub/n.txt"}),
        ("date:2024", {"m.md", "y.md"}),
        ("eau type:txt", {"sub/n.txt"}),
        ("eau type:.MD", {"m.md", "y.md", "old.md"}),
        ("eau -type:md", {"sub/n.txt"}),
        ("eau chemin:sub/", {"sub/n.txt"}),
        ("eau path:SUB", {"sub/n.txt"}),
        ("eau chemin:d/*.md", {"m.md", "y.md", "old.md"}),
        ("eau chemin:d/?.md", {"m.md", "y.md"}),
        ("eau chemin:Ecole", set()),
        ("eau chemin:sub/n.txt", {"sub/n.txt"}),
        ("eau chemin:d/sub", {"sub/n.txt"}),
        ("eau chemin:/sub", {"sub/n.txt"}),
        ("eau chemin:/n", {"sub/n.txt"}),
        ("eau chemin:sub/*", {"sub/n.txt"}),
        ("eau chemin:d/sub/*.txt", {"sub/n.txt"}),
        ("eau chemin:?.md", {"m.md", "y.md"}),
        ("eau date:2023-2024", {"m.md", "y.md", "old.md"}),
        ("eau date:2023-06-01/2024-05-01", {"m.md", "y.md"}),
        ("eau date:2024-01-01..*", {"m.md", "y.md"}),
        ("eau date:*..2023", {"old.md"}),
        ("eau date:*", {"m.md", "y.md", "old.md"}),
        ("eau -date:*", {"sub/n.txt"}),
        ("eau date:2024 type:txt", set()),
    ],
)
def test_filters(query: str, found: set[str], indexed: Indexed) -> None:
    engine = indexed(
        {
            "m.md": "---\ndate: 2024-03-26\n---\n# Mars\n\nDe l’eau.",
            "y.md": "---\ndate: 2024\n---\n# Année\n\nDe l’eau.",
            "old.md": "---\ndate: 2023-05\n---\n# Mai\n\nDe l’eau.",
            "sub/n.txt": "Sans date\n\nDe l’eau.",
        }
    )
    assert set(names(ask(query, engine))) == found


def test_accents_of_a_path_are_set_aside(indexed: Indexed) -> None:
    engine = indexed({"École d’été/a.txt": "Titre\n\nDe l’eau.", "b.txt": "Titre\n\nDe l’eau."})
    assert names(ask('eau chemin:"ecole d’ete"', engine)) == ["École d’été/a.txt"]
