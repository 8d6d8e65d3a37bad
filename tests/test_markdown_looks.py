"""How the paragraphs of a Markdown text look, beside what they say."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Look, markdown_looks
from index.documents.plain.markdown import markdown
from index.documents.text.paragraphs import readable

BLOCKS = st.sampled_from(
    [
        "# Titre **fort**",
        "## Deux {#a}",
        "Un *mot* et **deux** `code` ~~mort~~",
        "- un\n- *deux*\n  - trois\n\n    suite",
        "1. un\n2. deux",
        "- [x] fait",
        "> cité *ici*\n> encore",
        "| a | b |\n|---|---|\n| *c* |  |\n| d | e | f |",
        "| a | b |\n| c | d |",
        "```\ncode *x*\n```",
        "<b>gras</b> <script>x</script>",
        "<div>bloc</div>",
        "[lien *fort*](x) ![im*a*ge](y)",
        "***tout** à la fois*",
        "Une ligne\nqui continue *sur\ndeux*",
    ]
)


def looks(text: str) -> list[Look]:
    return markdown_looks(text.encode())


def styles(look: Look) -> list[tuple[str, str]]:
    return [(look.text[style.start : style.end], style.kind) for style in look.styles]


@given(st.lists(st.one_of(BLOCKS, st.text(alphabet="*_`[]()<>#|->~\\!ab \n", max_size=20)), max_size=6))
def test_the_texts_are_those_of_the_index_and_all_ranges_lie_inside(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    found = looks(f"\n{text}")
    assert [look.text for look in found] == list(readable(markdown(f"\n{text}")[1]))
    for look in found:
        assert all(0 <= style.start < style.end <= len(look.text) for style in look.styles)
        assert all(0 <= low <= high for low, high in look.columns)
        if look.columns:
            cells = [look.text[low:high] for low, high in look.columns]
            assert " | ".join(filter(None, cells)) == look.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Un\n\n### Trois", [("heading", 1), ("heading", 3)]),
        ("Un\n==", [("heading", 1)]),
        ("- un\n  - deux\n\n1. trois", [("item", 1), ("item", 2), ("item", 1)]),
        ("> cité\n>\n> - point", [("quote", 0), ("item", 1)]),
        ("```\ncode\n```", [("code", 0)]),
        ("| a | b |\n|---|---|\n| c | d |", [("row", 1), ("row", 0)]),
        ("Du texte.", [("text", 0)]),
        ("<p>Un bloc</p>", [("text", 0)]),
    ],
)
def test_kinds_and_levels(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(look.kind, look.level) for look in looks(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eau **eau** eau", [("eau", "strong")]),
        ("Un *mot* et `code` ~~mort~~", [("mot", "emphasis"), ("code", "code"), ("mort", "deleted")]),
        ("**fort *et plus***", [("fort ", "strong"), ("et plus", "strong"), ("et plus", "emphasis")]),
        ("- *point*", [("point", "emphasis")]),
        ("## Un *titre*", [("titre", "emphasis")]),
        ("[**lien**](javascript:alert)", [("lien", "strong")]),
        ("<b>gras</b> et **fort**", [("fort", "strong")]),
        ("\\*rien\\*", []),
        ("```\n*code*\n```", []),
    ],
)
def test_emphasis(text: str, expected: list[tuple[str, str]]) -> None:
    assert [style for look in looks(text) for style in styles(look)] == expected


def test_emphasis_stands_at_the_right_one_of_two_like_words() -> None:
    (look,) = looks("eau **eau** eau")
    assert [(style.start, style.end) for style in look.styles] == [(4, 7)]


def test_cells_keep_their_columns() -> None:
    _, row = looks("| a | b | c |\n|---|---|---|\n| un | | trois |")
    assert [row.text[low:high] for low, high in row.columns][:3] == ["un", "", "trois"]


def test_a_row_so_long_that_it_stands_in_parts_has_no_columns() -> None:
    _, *parts = looks(f"| a | b |\n|---|---|\n| {'un mot ' * 1_000}| fin |")
    assert [look.columns for look in parts] == [(), ()]


def test_front_matter_is_no_text_and_bytes_that_are_none_have_no_looks() -> None:
    assert [look.text for look in looks("---\ntitle: Titre\n---\n\nTexte.\n")] == ["Texte."]
    assert markdown_looks(b"\x00\x01\x02\xff" * 50) == []
    assert markdown_looks(b"") == []


@pytest.mark.parametrize("text", ["[" * 30_000, "![" * 15_000, "*a " * 10_000, "[a](" * 8_000])
def test_hostile_text_takes_little_longer_than_for_the_index(text: str) -> None:
    started = perf_counter()
    markdown(text)
    indexed = perf_counter() - started
    looks(text)
    assert perf_counter() - started < 2 + 8 * indexed
