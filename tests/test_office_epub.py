"""E-books: chapters in their order, and what is a paragraph of them."""

from __future__ import annotations

import time
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import about, epub, epub_members, faults, pieces, texts, xhtml, zipped

from index.documents.drafts import Block
from index.documents.office import read_epub
from index.model import Fault

OLD = (
    b'<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
    b'"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head/>'
    b"<body><p>\xc9t&eacute;&nbsp;!</p></body></html>"
)
ENCRYPTION = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    '<enc:EncryptedData><enc:EncryptionMethod Algorithm="{}"/><enc:CipherData>'
    '<enc:CipherReference URI="OEBPS/{}"/></enc:CipherData></enc:EncryptedData></encryption>'
)


def test_chapters_in_the_order_of_the_spine() -> None:
    assert texts(read_epub, epub("<p>un</p>", "<p>deux</p>", "<p>trois</p>", contents="<p>Table</p>")) == [
        "un",
        "deux",
        "trois",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Titre</h1><p>Le <b>pont</b> est <i>fer</i>mé.</p>", ["Titre", "Le pont est fermé."]),
        ("<p>a\n   b</p>", ["a b"]),
        ("<p>a<br/>b</p>", ["a\nb"]),
        ("sans <b>rien</b><p>un</p>après", ["sans rien", "un", "après"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("<ul><li>un</li><li><p>deux</p></li></ul>", ["un", "deux"]),
        ("<dl><dt>mot</dt><dd>sens</dd></dl>", ["mot", "sens"]),
        ("<blockquote>dit</blockquote><pre>a\nb\n\n  c</pre>", ["dit", "a\nb", "c"]),
        ("<table><tr><th>Nom</th><th>Âge</th></tr><tr><td>Éva</td><td>7</td></tr></table>", ["Nom | Âge", "Éva | 7"]),
        ("<p>XIX<sup>e</sup> siècle, H<sub>2</sub>O, 3 m<sup>2</sup></p>", ["XIXe siècle, H2O, 3 m2"]),
        ('<p>mot<a epub:type="noteref" href="#n">1</a> suivant</p>', ["mot suivant"]),
        ('<p>mot<a href="#n"><sup>12</sup></a> et<sup><a href="#m">[3]</a></sup>.</p>', ["mot et."]),
        ('<p>le <a href="x">XX<sup>e</sup></a></p>', ["le XXe"]),
        ('<p>un<span epub:type="pagebreak" id="p">12</span> mot</p><div role="doc-pagebreak">13</div>', ["un mot"]),
        ("<p>a<script>x</script><style>y</style>b</p>", ["ab"]),
        ('<p hidden="hidden">a</p><p style="display: none">b</p><p>c<span style="display:none">d</span></p>', ["c"]),
        ("<p>caf&eacute;&nbsp;&mdash; &lt;3 &#233;</p>", ["café\u00a0— <3 é"]),
        ("<ruby>漢<rt>kan</rt></ruby>", ["漢"]),
        ("<p/><p>a</p><a id='x'/>b", ["a", "b"]),
    ],
)
def test_features(body: str, expected: list[str]) -> None:
    assert texts(read_epub, epub(body)) == expected


def test_old_chapters() -> None:
    assert texts(read_epub, epub(OLD)) == ["Été\u00a0!"]


@pytest.mark.parametrize(
    ("chapter", "expected"),
    [
        ("<html><body><p>été<p>deux <b>gras</p><br>fin", ["été", "deux gras", "fin"]),
        (xhtml("<p>un</p><p>a & b &nbsp; ê</p>"), ["un", "a & b \u00a0 ê"]),
        ('<!DOCTYPE html [<!ENTITY x "y">]><html><body><p>a&x;b</p></body></html>', ["]>", "a&x;b"]),  # as in browsers
    ],
)
def test_chapters_that_are_not_well_formed_are_read_as_html(chapter: str, expected: list[str]) -> None:
    assert texts(read_epub, epub(chapter.encode())) == expected


def test_properties() -> None:
    metadata = (
        "<dc:title>Le pont</dc:title><dc:creator>A. B.</dc:creator><dc:creator>C. D.</dc:creator>"
        "<dc:date>2024-05-06</dc:date><dc:language>fr</dc:language><dc:subject>Roman</dc:subject>"
        "<dc:publisher>Éditions X</dc:publisher>"
    )
    read = about(read_epub, epub("<p>x</p>", metadata=metadata))
    assert (read.title, read.author, read.date, read.source) == ("Le pont", "A. B., C. D.", "2024-05-06", "Éditions X")
    assert (read.tags, dict(read.others)) == (("Roman",), {"language": "fr"})


def test_a_locked_chapter_is_encrypted_and_a_hidden_font_is_not() -> None:
    members = epub_members("<p>un</p>", "<p>deux</p>")
    locked = ENCRYPTION.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "texte/chapitre%201.xhtml")
    assert faults(read_epub, zipped({**members, "META-INF/encryption.xml": locked})) == ["encrypted"]
    font = ENCRYPTION.format("http://www.idpf.org/2008/embedding", "texte/chapitre%201.xhtml")
    assert texts(read_epub, zipped({**members, "META-INF/encryption.xml": font})) == ["un", "deux"]


def test_a_missing_chapter_costs_no_other() -> None:
    members = epub_members("<p>un</p>", "<p>deux</p>", "<p>trois</p>", "<p>quatre</p>")
    del members["OEBPS/texte/chapitre 0.xhtml"], members["OEBPS/texte/chapitre 2.xhtml"]
    assert pieces(read_epub, zipped(members))[1:] == [Block("deux"), Block("quatre"), Fault("damaged")]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_text_comes_out_as_it_was_put_in(paragraphs: list[str]) -> None:
    assert texts(read_epub, epub("".join(f"<p>{escape(text)}</p>" for text in paragraphs))) == paragraphs


def test_unclosed_elements_take_linear_time() -> None:
    """As read by HTML's rules, in which 20,000 elements may stand in one another."""
    begin = time.process_time()
    found = pieces(read_epub, epub(b"<html><body>" + b"<p>mot <b>" * 20_000))
    assert len(found) > 1
    assert time.process_time() - begin < 10
