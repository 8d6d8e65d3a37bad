"""HTML: a page → what it says of itself, and the blocks of its main text."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents.drafts import About, Block, Piece, Source
from index.documents.html import decode_page, html_blocks, read_html
from index.documents.html.blocks import MOST_ELEMENTS, main_blocks
from index.documents.html.page import MOST_MB
from index.documents.text.encoding import NotTextError
from index.model import Fault

LONG = "La piscine municipale ouvre ses portes le lundi 6 mai à neuf heures, après trois mois de travaux. " * 3
PAGE = f"""<!DOCTYPE html><html lang=fr><head><title>La piscine rouvre - Le Journal</title>
<meta name=author content="Jeanne Martin"><meta property="article:published_time" content="2024-05-06T10:00:00+02:00">
<meta property="og:site_name" content="Le Journal"><style>p {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">Accueil</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>La piscine rouvre</h1><p>{LONG}</p><h2>Horaires</h2>
<table><tr><th>Jour</th><th>Heure</th></tr><tr><td>lundi</td><td>9 h</td></tr></table>
<p>Bâtie au XIX<sup>e</sup> siècle<sup><a href="#n1">1</a></sup>, l’eau (H<sub>2</sub>O) y est à 28&nbsp;°C depuis
le <time datetime="2024-05-06">6 mai</time>.</p><p>{LONG}</p><ul><li>bonnet de <b>bain</b></li><li>savon</li></ul>
<p style="display: none">Texte invisible</p><template><p>Gabarit</p></template><script>var a = "<p>code</p>";</script>
<pre>un
  deux</pre></article>
<aside>Publicité</aside><footer>Mentions légales</footer></body></html>"""


def pieces(page: str | bytes) -> list[Piece]:
    return list(read_html(Source("a.html", "d/a.html", BytesIO(page if isinstance(page, bytes) else page.encode()))))


def texts(page: str | bytes) -> list[str]:
    return [piece.text for piece in pieces(page) if isinstance(piece, Block)]


def about(page: str | bytes) -> About:
    (found,) = (piece for piece in pieces(page) if isinstance(piece, About))
    return found


# -- main text


def test_an_article() -> None:
    found = texts(PAGE)
    assert found[:4] == ["La piscine rouvre", LONG.strip(), "Horaires", "Jour | Heure"]
    assert "lundi | 9 h" in found
    assert {"bonnet de bain", "savon", "un\n  deux"} <= set(found)
    whole = "\n".join(found)
    assert "XIXe siècle 1, l’eau (H2O) y est à 28" in whole
    assert "depuis le 6 mai." in whole
    for unread in ("Accueil", "Publicité", "Mentions", "invisible", "Gabarit", "code", "color"):
        assert unread not in whole


def test_what_an_article_says_of_itself() -> None:
    found = about(PAGE)
    assert (found.title, found.author, found.date, found.source) == (
        "La piscine rouvre",
        "Jeanne Martin",
        "2024-05-06",
        "Le Journal",
    )


def test_the_title_of_the_page_if_there_is_no_better_one() -> None:
    assert about("<title>Compte  rendu\n</title><p>Bonjour.").title == "Compte rendu"


def test_a_page_without_a_date_has_none() -> None:
    """None is guessed from what its text speaks of."""
    assert about(f"<title>t</title><p>{LONG}<p>Publié dans la revue du 12 mars 2019.<p>{LONG}").date == ""


@pytest.mark.parametrize("odd", ["\x01", "&#1;", "\ufffe", "&#xFFFF;"])
def test_a_character_that_no_page_may_hold_costs_nothing_else(odd: str) -> None:
    found = texts(PAGE.replace("Bâtie", f"{odd}Bâtie").replace("<h1>", f"<h1>{odd}"))
    assert any("Bâtie au XIXe siècle" in text for text in found)
    assert LONG.strip() in found


def test_twice_the_same() -> None:
    assert pieces(PAGE) == pieces(PAGE)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Bonjour", ["Bonjour"]),
        ("Bonjour", ["Bonjour"]),
        ("<h1>Titre</h1><p>Une phrase.<ul><li>un<li>deux</ul>", ["Titre", "Une phrase.", "un", "deux"]),
        ("<nav>Accueil</nav><p>Le texte.</p><footer>Pied</footer>", ["Le texte."]),
        ("<nav><a href=a>Accueil</a></nav>", ["Accueil"]),
        ("<div>un<div>deux</div>trois</div>", ["un", "deux", "trois"]),
    ],
)
def test_a_short_page_is_read_whole(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


@pytest.mark.parametrize(
    ("mark", "whole"),
    [
        ("", True),
        ('<a href="/">Accueil</a>', True),
        ("<nav>Accueil</nav>", False),
        ('<div class="main-menu">Accueil</div>', False),
        ('<div id="cookie-banner">Accueil</div>', False),
        ('<p><a href="/">' + LONG + "</a>", False),
    ],
)
def test_a_page_without_the_marks_of_a_site_is_read_whole(mark: str, *, whole: bool) -> None:
    page = f"<h1>Compte rendu</h1><p>{LONG}</p><dl><dt>mot<dd>sens</dl>{mark}"
    assert main_blocks(page).is_of_site is not whole
    if whole:
        assert texts(page)[:4] == ["Compte rendu", LONG.strip(), "mot", "sens"]


# -- blocks


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>pré<b>fe</b>t", ["préfet"]),
        ("<p>Caf&eacute; &amp; th&#233;", ["Café & thé"]),
        ("<p>un<br>deux", ["un\ndeux"]),
        ("<p>un<br> <br>deux", ["un", "deux"]),
        ("<p> un \n\n deux\t", ["un deux"]),
        ("<p>caché <span hidden>ici</span> là", ["caché là"]),
        ('<p>a<p style="VISIBILITY:hidden">b<p>c', ["a", "c"]),
        ('<p hidden="until-found">a', ["a"]),
        ("<p>a<!-- b -->c<?php d ?>", ["ac"]),
        ("<ruby>漢<rt>kan</rt></ruby>", ["漢"]),
        ("<dl><dt>mot<dd>sens</dl>", ["mot", "sens"]),
        ("<table><tr><td>a<td><td>b<tr><td>c</table>", ["a | b", "c"]),
        ("<table><tr><td><p>a<p>b<td>c</table>", ["a", "b", "c"]),
        ("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>", ["a | b | c"]),
        ("<td>a<td>b</tr>", ["a", "b"]),
        ("<select><option>un</select><textarea>deux</textarea>trois", ["trois"]),
        ("", []),
        ("<!-- -->", []),
    ],
)
def test_blocks(markup: str, expected: list[str]) -> None:
    assert html_blocks(markup) == expected


def test_quotes_are_marked_if_wanted() -> None:
    assert html_blocks("<p>Oui.<blockquote><p>Quand ?<p>Où ?</blockquote>", quote="> ") == [
        "Oui.",
        "> Quand ?",
        "> Où ?",
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "<td>",
                "<tr>",
                "</tr>",
                "<table>",
                "</table>",
                "<b>",
                "</p>",
                "<br>",
                "<sup>",
                "<a>",
                "mot",
                "<pre>",
                "</div>",
                "<nav>",
            ]
        )
    )
)
def test_every_word_is_kept_once_and_in_order(parts: list[str]) -> None:
    words = [f"m{number}" for number, part in enumerate(parts) if part == "mot"]
    page = " ".join(f"m{number}" if part == "mot" else part for number, part in enumerate(parts))
    assert " ".join(html_blocks(page)).replace("|", " ").split() == words


# -- encodings


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", "iso-8859-1"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("cp1252", ""),
        ("iso-8859-15", "ISO-8859-15"),
        ("mac_roman", "macintosh"),
        ("utf-16", "utf-8"),
        ("utf-8-sig", "latin1"),
        ("cp1252", "nonsense"),
        ("cp1252", "rot13"),
    ],
)
def test_encodings(encoding: str, declared: str) -> None:
    """What a page says is believed unless its bytes say otherwise."""
    page = f'<html><head><meta charset="{declared}"></head><body><p>Été à Noël, l’œuvre : 5 €.</p></body></html>'
    text = page.replace("’", "'") if encoding == "iso-8859-15" else page
    assert decode_page(text.encode(encoding)) == text


def test_an_old_way_to_say_the_encoding() -> None:
    page = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=koi8-r"><p>мир'
    assert decode_page(page.encode("koi8-r")) == page


def test_what_is_no_text() -> None:
    assert pieces(bytes(range(256)) * 20) == [Fault("not_text")]
    with pytest.raises(NotTextError):
        decode_page(b'<meta charset="iso-8859-1">\xe9' + bytes(range(32)) * 20)


def test_a_page_without_tags_is_plain_text() -> None:
    text = "Le pont\n\nIl rouvre si a < b,\net l&#39;été vient.\n\n- un\n- deux\n"
    assert texts(text) == ["Le pont", "Il rouvre si a < b,\net l'été vient.", "- un", "- deux"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<title>Bloc</title><textarea>Une note.</textarea>", ["Une note."]),
        ("<p>Un texte.<textarea>Une note.</textarea>", ["Un texte."]),
        ("<title>Carte</title><svg><text>Le pont</text></svg><script>x</script><noscript>y</noscript>", ["Le pont"]),
    ],
)
def test_what_is_no_text_as_a_rule_is_read_where_nothing_else_is(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


@pytest.mark.parametrize("page", [b"", b" \n", b"<html><body></body></html>", b"<script>x</script>"])
def test_an_empty_page(page: bytes) -> None:
    assert pieces(page) == [Fault("empty")]


# -- pages made to do harm


@pytest.mark.parametrize(
    "page",
    [
        b"<p>a" * 100_000,
        b"<div>" * 200_000 + b"a",
        b"<blockquote>" * 190 + b"a",
        b"<table><tr><td>a" * 20_000,
        b"<b>" * 100_000 + b"a",
        b"<p " + b"a=1 " * 100_000 + b">a",
        b"a" + b" " * 2_000_000 + b"a",
        b"a" + b"<" * 500_000,
        b"a" + b"&" * 500_000,
        b"<ul>" + b"<li>a" * 5_000,
        b'<script type="application/ld+json">' + b'{"a":[' * 20_000 + b"</script><p>a",
    ],
    ids=lambda page: page[:12].decode(),
)
def test_hostile_pages(page: bytes) -> None:
    assert any("a" in text for text in texts(page))


def test_a_page_that_is_too_long_is_cut_and_that_is_said() -> None:
    page = b"<p>un</p>" + b" " * (MOST_MB << 20) + b"<p>deux</p>"
    assert pieces(page) == [Fault("too_much_text", 0, {"most": MOST_MB}), About(), Block("un")]


@pytest.mark.slow
def test_a_page_of_too_many_elements_is_cut_and_that_is_said() -> None:
    found = pieces(b"<p>a" * (MOST_ELEMENTS * 2))
    assert found[0] == Fault("too_much_text", 0, {"most": 5})
    assert MOST_ELEMENTS <= len(found) < MOST_ELEMENTS * 1.1


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.floats(0, 1))
def test_damaged_pages(chance: random.Random, kept: float) -> None:
    data = bytearray(PAGE.encode()[: int(len(PAGE) * kept)])
    for _ in range(20 if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert all(isinstance(piece, (About, Block, Fault)) for piece in pieces(bytes(data)))


def test_how_deep_and_long_a_page_is() -> None:
    page = main_blocks("<html><body><div><p>a</p></div></body></html>")
    assert (page.elements, page.deepest) == (4, 4)
