"""Front matter: the properties above a text, in YAML, in TOML, or as people write them; and metadata."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import one, texts

from index.documents.drafts import About
from index.documents.plain.metadata import metadata, split_front_matter


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("end", ["---", "..."])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_front_matter(suffix: str, end: str, line_end: str) -> None:
    front = ["---", "title: Un « titre »", "Date: 26 mars 2024", "author: [A, B]", "source: 3", "tags: x, y"]
    article = one(f"a{suffix}", line_end.join([*front, end, "Un « titre »", "", "Un chat."]))
    assert (article.title, article.date, article.author) == ("Un « titre »", "2024-03-26", "A, B")
    assert (article.source, article.tags) == ("3", ("x", "y"))
    assert [(passage.text, passage.echo) for passage in article.passages] == [
        ("Un « titre »", True),
        ("Un chat.", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "---\nun simple texte\n---\ntexte",
        "---\n- liste\n---\ntexte",
        "---\ntitle: T\n\nsans fin",
        "---\n---\ntexte",
        "--- \n\n---\ntexte",
        "texte\n---\ntitle: T\n---\n",
        "----\ntitle: T\n----\n",
        "---\n&a [*a]\n---\n",
        "---\n" + "[" * 5000 + "\n---\n",
    ],
)
def test_what_is_no_front_matter_stays_in_the_text(text: str) -> None:
    assert split_front_matter(text) == (About(), text)


def test_yaml_is_only_ever_text(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    about, _ = split_front_matter(f"---\ntitle: !!python/object/apply:os.mkdir ['{marker}']\ndate: 2024-03-26\n---\n")
    assert not marker.exists()
    assert about.date == "2024-03-26"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, About()),
        ({"title": None, "tags": None, "date": None}, About()),
        ({"title": "  un\n titre "}, About(title="un titre")),
        ({"title": 7, "author": ["A", "", "B"]}, About(title="7", author="A, B")),
        ({"title": {"a": 1}}, About(others={"title": "1"})),
        ({"tags": "a, b,,c "}, About(tags=("a", "b", "c"))),
        ({"tags": ["a", " b ", 3, None, ""]}, About(tags=("a", "b", "3"))),
        ({"tags": {"a": 1}}, About(others={"tags": "1"})),
        ({"date": 2024}, About(date="2024")),
        ({"date": "jadis"}, About(date="jadis", others={"date": "jadis"})),
        (
            {"date": "jadis", "published": "2024-05-06T10:00:00Z"},
            About(date="2024-05-06T10:00:00Z", others={"date": "jadis"}),
        ),
        ({"titre": "T", "auteur": "A"}, About(title="T", author="A")),
        ({"title": "T", "titre": "U"}, About(title="T", others={"titre": "U"})),
        ({"a": "x", "b": True, "c": None, "d": [], "e": [1, "y", ["z"]]}, About(others={"a": "x", "e": "1, y, z"})),
        ({"title": "a\ud800b"}, About(title="a\ufffdb")),
    ],
)
def test_metadata(fields: dict[str, object], expected: About) -> None:
    assert metadata(fields) == expected


@pytest.mark.parametrize(
    ("front", "title", "date"),
    [
        ("title: Loi Travail : le guide\ndate: 2024-05-06", "Loi Travail : le guide", "2024-05-06"),
        ('title: "Le mot "clé" du jour"\ndate: 2024-05-07', 'Le mot "clé" du jour', "2024-05-07"),
        ("title: @maire et %budget\ndate: 2024-05-08", "@maire et %budget", "2024-05-08"),
        ("title: Oui\n\tdate: 2024-05-09", "Oui", "2024-05-09"),
        ("title: L'été\ntitle: Doublon\ndate: 6 mai 2024", "L'été", "6 mai 2024"),
        ("title: 'L'été'\ndate: 2024-05-11", "L'été", "2024-05-11"),
        ("title: 'L''été'", "L'été", ""),
        ("title: [Presse] Le budget\n# rien\n\ndate: 2024", "[Presse] Le budget", "2024"),
        ("title: *important*", "*important*", ""),
        ("title: [", "[", ""),
        ("Titre : Un : deux\nDate : 2024", "Un : deux", "2024"),
        ("title: >\n  Un titre\n  long", "Un titre long", ""),
        ("a: &a [x]\nb: *a\ntitle: Bombe", "Bombe", ""),
    ],
)
def test_what_is_no_yaml_is_read_line_by_line(front: str, title: str, date: str) -> None:
    about, rest = split_front_matter(f"---\n{front}\n---\nTexte")
    assert (about.title, about.date, rest) == (title, date, "Texte")


def test_lists_and_what_is_nested_line_by_line() -> None:
    lists = "title: a : b\ntags:\n  - x\n- 'y z'\nkeywords: [u, \"v\"]"
    front = f"{lists}\nauthor:\n  name: Anne : dite A\ntext: |\n  un\n  : deux"
    about, _ = split_front_matter(f"---\n{front}\n---\n")
    assert about.tags == ("x", "y z")
    assert about.author == "Anne : dite A"
    assert about.others == {"keywords": "u, v", "text": "un : deux"}


@pytest.mark.parametrize("front", ['title = "Budget"\ndate = 2024-05-06', "title = Budget\ndate = 2024-05-06"])
def test_toml(front: str) -> None:
    about, rest = split_front_matter(f"+++\n{front}\n+++\nTexte")
    assert (about.title, about.date, rest) == ("Budget", "2024-05-06", "Texte")


def test_what_is_not_known_is_the_last_passage_and_no_lead() -> None:
    article = one(
        "a.md", "---\nfullname: Anne Exemple\nrole: Cheffe\nkeywords: [voirie, espaces verts]\n---\n\nTexte.\n\nFin."
    )
    assert texts(article) == ["Fin.", "Anne Exemple\nCheffe\nvoirie, espaces verts"]
    assert [passage.aside for passage in article.passages] == [False, True]
    assert article.title == "Texte."


@pytest.mark.parametrize(
    "front",
    ["title: " + "[" * 19_000, "- " * 9_000, "a: &a [1]\n" + "b: *a\n" * 3_000, "a b c d " * 2_400, ": " * 9_000],
)
def test_hostile_front_matter_is_read_fast(front: str) -> None:
    begun = time.perf_counter()
    split_front_matter(f"---\n{front}\n---\n")
    assert time.perf_counter() - begun < 3


@given(st.text(st.sampled_from("ab :-[]{}&*!|>'\"#%@\t\n,=é?"), max_size=60))
def test_any_front_matter_is_read_or_stays(front: str) -> None:
    text = f"---\n{front}\n---\nTexte"
    about, rest = split_front_matter(text)
    assert text.endswith(rest)
    assert rest == text or about != About()
    assert "Texte" in rest
