"""Markdown: the paragraphs of a text and its title, as a reader sees them."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents.plain.markdown import markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Titre\ntexte", ["Titre", "texte"]),
        ("### Titre ###\n\ntexte", ["Titre", "texte"]),
        ("#hashtag", ["#hashtag"]),
        ("####### sept", ["####### sept"]),
        ("texte\n## Deux\ntexte", ["texte", "Deux", "texte"]),
        ("# ", []),
        ("Titre\n=====\ntexte", ["Titre", "texte"]),
        ("Titre\n-----\ntexte", ["Titre", "texte"]),
        ("un\n\n***\n\ndeux", ["un", "deux"]),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", ["a | b", "1 | 2"]),
        ("> cité\n> encore\n\nfin", ["cité\nencore", "fin"]),
        ("```python\ncode = 1\n\n# pas un titre\n```\nfin", ["code = 1\n\n# pas un titre", "fin"]),
        ("~~~\ncode\n~~~", ["code"]),
        ("```\nsans fin\n# x", ["sans fin\n# x"]),
        ("```\n```", []),
        ("- un\n- deux\n* trois", ["• un", "• deux", "• trois"]),
        ("**gras** et [lien](http://x)", ["gras et lien"]),
        ("# Titre\r\n\r\ntexte\r\n", ["Titre", "texte"]),
        ("un\fdeux\u2029trois", ["un", "deux", "trois"]),
        ("1. un\n2. deux\n\n   encore\n3) trois", ["1. un", "2. deux", "encore", "3) trois"]),
        ("- un\n  suite\n  - deux\n    > trois", ["• un\nsuite", "• deux", "trois"]),
        ("- [ ] faire\n- [x] fait\n- \n- # Titre\n  texte", ["• ☐ faire", "• ☑ fait", "Titre", "texte"]),
        ("````\n```\ncode\n```\n````", ["```\ncode\n```"]),
        ("> ```\n> code\n> ```\n> fin", ["code", "fin"]),
        ("texte\n\n    code en retrait", ["texte", "code en retrait"]),
        ("texte\n| a | b |\n|---|---|\n| 1 | 2 |\n\nfin", ["texte", "a | b", "1 | 2", "fin"]),
        ("Nom | Prix\n--- | ---\nStylo | 2 €", ["Nom | Prix", "Stylo | 2 €"]),
        ("|Nom | Prix\n|--- | ---\n|Carte | 10\n|Livre |", ["Nom | Prix", "Carte | 10", "Livre"]),
        ("a | b\n-|-\n1 | 2 | *3* | 4\n5", ["a | b", "1 | 2 | 3 | 4", "5"]),
        ("> |a|b|\n> |-|-|\n> |1|2|3\\|4|", ["a | b", "1 | 2 | 3|4"]),
        ("- | a |\n  |---|\n  | 1 | 2 |", ["a", "1 | 2"]),
        ("| sans | filet |\n| deux | trois |", ["sans | filet", "deux | trois"]),
        ("une ligne\\\nautre  \ntrois", ["une ligne\nautre\ntrois"]),
    ],
)
def test_markdown(text: str, expected: list[str]) -> None:
    assert list(markdown(text)[1]) == expected


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("XIX<sup>e</sup> siècle, 1<sup>er</sup> mars", "XIXe siècle, 1er mars"),
        ("5 m<sup>2</sup>, CO<sub>2</sub>, 10<sup>6</sup>", "5 m2, CO2, 10⁶"),
        ("le maire<sup>1</sup> dit", "le maire¹ dit"),
        ("**pré**fet, *grand* pas, ~~barré~~, __gras__", "préfet, grand pas, barré, gras"),
        ("mot\\_clé `x_y` snake_case_mot 2 * 3", "mot_clé x_y snake_case_mot 2 * 3"),
        ('la [loi de finances](https://ex.fr/a_b "info") vote', "la loi de finances vote"),
        ("[a][r] et [b] et [rien]\n\n[r]: http://x\n[b]: http://y", "a et b et [rien]"),
        ("![le port](p.png) et <img src='x' alt=\"la mer\">", "le port et la mer"),
        ("<https://ex.fr/x> et https://ex.fr/y", "https://ex.fr/x et https://ex.fr/y"),
        ("&eacute;t&eacute; &amp; &#8364; &nbsp;fin", "été & € \u00a0fin"),
        ("un <!-- caché --> deux<br>trois", "un  deux\ntrois"),
        ("un <script>var x</script>deux <style>y", "un deux y"),
        ("<!-- caché\n\n# caché -->\nvu", "vu"),
        ("<script>\nvar x;\n\nvar y;\n</script>\n\nvu", "vu"),
        ("le <votre nom> ou <Nom> et 2 < 3", "le <votre nom> ou <Nom> et 2 < 3"),
        ("Le préfet[^1] a parlé[^n], sauf [^z].\n\n[^n]: x", "Le préfet a parlé, sauf [^z]."),
        ("<div><b>gr</b>as &eacute;</div>", "gras é"),
    ],
)
def test_inline(text: str, seen: str) -> None:
    assert markdown(text)[1][0] == seen


def test_notes_are_text() -> None:
    text = "Le préfet[^1].\n\n[^1]: Nommé en *2020*.\n[^note]: Conseil\n    suite\n\nfin"
    assert markdown(text)[1] == ["Le préfet.", "Nommé en 2020.", "Conseil\nsuite", "fin"]


def test_html() -> None:
    text = "<table>\n<tr><th>Nom</th><th>Prix</th></tr>\n<tr><td>Pain</td><td>2 €</td></tr>\n</table>\n\n<p>un<p>deux"
    assert markdown(text)[1] == ["Nom | Prix", "Pain | 2 €", "un", "deux"]


def test_what_is_never_closed_stays() -> None:
    assert markdown("un <!-- deux\n\n# trois")[1] == ["un  deux", "trois"]
    assert markdown("<script>\nun\n\ndeux")[1] == ["un", "deux"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Le [budget](x) **primitif** `code` {#ancre}", "Le budget primitif code"),
        ("texte\n\n## Deux {.classe}\n\n# Un", "Deux"),
        ("```\n# code\n```\n\nTitre\n===", "Titre"),
        ("<img src=l.png align=right>\n\n# Guide", "Guide"),
        ("<!-- note -->\n# Guide", "Guide"),
        ("# ![logo](l.png) Guide", "Guide"),
        ("# ![logo](l.png)", "logo"),
        ("# {#vide}\n# Un {accolade}", "Un {accolade}"),
        ("#   \n\ntexte", ""),
        ("texte", ""),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert markdown(text)[0] == title


@pytest.mark.parametrize(
    "text",
    [
        "# a" + " " * 3_000 + "x",
        "[" * 100_000,
        "![" * 50_000,
        "[[a]" * 25_000,
        ("[" * 2_000 + "]" * 2_000) * 10,
        "*a " * 30_000,
        "_a" * 50_000,
        ">" * 200_000 + "x",
        "- " * 50_000 + "x",
        "<!-- " * 20_000,
        "<a b='" * 15_000,
        '[a](b "' * 15_000,
        "`a``b" * 20_000,
        "[^1]: " * 15_000,
        "|a" * 500 + "\n" + "|-" * 500 + "\n" + "|x\n" * 1_000,
        "".join("  " * depth + "- a\n" for depth in range(400)),
        (">" * 1_000 + "a\n") * 100,
    ],
)
def test_hostile_text_is_read_fast(text: str) -> None:
    begun = time.thread_time()
    markdown(text)
    assert time.thread_time() - begun < 6


@pytest.mark.parametrize(
    "text",
    [">" * 500 + " fond", "- " * 500 + "fond", "".join("  " * n + "- mot\n" for n in range(99)) + "  " * 99 + "- fond"],
)
def test_nothing_is_lost_at_the_bottom(text: str) -> None:
    assert "fond" in "".join(markdown(text)[1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024.", ["2024."]),
        ("1)\n2) deux", ["1)", "2) deux"]),
        ("1. # Introduction\n\nmot", ["1. Introduction", "mot"]),
        ("1)\n   - a", ["1)", "• a"]),
        ("3. ```\n   code\n   ```", ["3.", "code"]),
        ("-\n- a", ["• a"]),
    ],
)
def test_the_number_of_an_item_without_a_paragraph_is_kept(text: str, expected: list[str]) -> None:
    assert list(markdown(text)[1]) == expected


SIGNS = st.one_of(st.sampled_from("ab é.-–•*1)#>|`~= \t\n\n\n\r\f\x0b\x85\u2028\u2029\u00a0"), st.characters())


@given(st.text(SIGNS, max_size=120))
def test_every_letter_ends_up_in_some_paragraph_in_order(text: str) -> None:
    """But the word behind a fence, which names a language; entities, links and tags are not drawn."""
    plain = re.sub(r"```|~~~|[&<\[\0]", " ", text)
    found = "".join(markdown(plain)[1])
    assert [sign for sign in found if sign.isalnum()] == [sign for sign in plain if sign.isalnum()]


@given(st.text(st.sampled_from("ab é*_~`[]()<>!^&;#\"'-|:\\\n 1"), max_size=80))
def test_any_text_is_read(text: str) -> None:
    title, found = markdown(text)
    assert all(paragraph == paragraph.strip() != "" or "\n" in paragraph for paragraph in found)
    assert len(title) <= 200
