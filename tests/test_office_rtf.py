"""Rich Text Format: what a person reads in it, feature by feature."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import about, faults, pieces, texts

from index.documents.office import read_rtf

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman{\*\falt Times};}{\f1\fcharset238 Arial CE;}"
    r"{\f2\fnil\fcharset2 Symbol;}{\f3\fcharset128 MS Mincho;}{\f4\fcharset2 Wingdings;}}"
)
HEAD = r"\rtf1\ansi\ansicpg1252\uc1\deff0" + FONTS + r"{\colortbl;\red0\green0\blue0;}"
STYLES = r"{\stylesheet{\s0 Normal;}{\s15\qc Title;}{\s16 heading 1;}{\*\cs10 \additive Default Paragraph Font;}}"


def rtf(body: str) -> bytes:
    return ("{" + HEAD + STYLES + body + "}").encode("latin-1")


def escaped(text: str) -> str:
    """Text as every program may write it, whatever its letters."""
    units = text.encode("utf-16-le")
    numbers = (int.from_bytes(units[n : n + 2], "little", signed=True) for n in range(0, len(units), 2))
    return "".join(rf"\u{number}?" for number in numbers)


ROW = r"\trowd\cellx1\cellx2 "
BOX = (
    r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt \pard boîte\par suite\par}}{\shprslt{\*\do{\dptxbxtext boîte\par}}}}"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(r"Un\par Deux", ["Un", "Deux"], id="paragraphs"),
        pytest.param("Un mot\r\n coupé\\par", ["Un mot coupé"], id="line ends are nothing"),
        pytest.param(r"\b gras\b0  et {\i penché}", ["gras et penché"], id="formats"),
        pytest.param(r"\'e9t\'e9 \'80 \'9c", ["été € œ"], id="code page of the document"),
        pytest.param(r"\f1 \'e8\'f8 \f0 \'e8", ["čř è"], id="code page of the font"),
        pytest.param(r"{\f3 \'93\'fa\'96\'7b}", ["日本"], id="pairs of bytes"),
        pytest.param(r"{\f2 a\'62} {\f4 \'fc}", ["αβ ✓"], id="symbols"),
        pytest.param(r"\u233?t\u233\'e9 {\uc2\u8364EU}{\uc0\u8364}x", ["été €€x"], id="Unicode"),
        pytest.param(r"\u-10179?\u-8704? fin", ["😀 fin"], id="two units"),
        pytest.param(r"\u-10179? seul", ["\ufffd seul"], id="half a pair"),
        pytest.param(r"\u61623?\tab un", ["• un"], id="a bullet"),
        pytest.param(
            r"a\tab b\line c\emdash d\endash e\lquote f\rquote  g\ldblquote h\rdblquote",
            ["a b\nc—d–e‘f’ g“h”"],
            id="signs",
        ),
        pytest.param(r"cl\_\'e9 jar\-din une\~heure \{\\\}", ["cl\u2011é jardin une\u00a0heure {\\}"], id="escapes"),
        pytest.param(r"a{\v cach\'e9\par}b\v c\v0 d\v e\plain f", ["abdf"], id="hidden"),
        pytest.param(r"a{\deleted \'f4t\'e9}{\revised mis}", ["amis"], id="revisions"),
        pytest.param(r"a{\field{\*\fldinst HYPERLINK \\o x}{\fldrslt lien}} b", ["alien b"], id="field"),
        pytest.param(r"a{\*\inconnu secret{\b plus}}b{\*\bkmkstart x}c", ["abc"], id="groups that may be left out"),
        pytest.param(r"a{\pict\wmetafile8 01ab}{\*\shppict{\pict 01}}{\nonshppict{\pict 01}}b", ["ab"], id="pictures"),
        pytest.param("a{\\pict\\bin5 }}{{\\}b", ["ab"], id="binary data"),
        pytest.param(r"a{\object{\*\objdata 0102}{\result vu}}", ["avu"], id="object"),
        pytest.param(
            r"Un{\footnote \pard\plain Bas\par fin} mot\par Deux", ["Un mot", "Bas", "fin", "Deux"], id="note"
        ),
        pytest.param(r"Un{\*\annotation remarque} mot{\*\atnauthor X}", ["Un mot"], id="comment"),
        pytest.param(r"Avant" + BOX + r" apr\'e8s\par", ["Avant après", "boîte", "suite"], id="text box"),
        pytest.param(r"{\listtext\f2\'b7\tab}un\par{\pntext 1.\tab}deux", ["un", "deux"], id="lists"),
        pytest.param(r"{\listtext\pard\plain Article 3 -\tab}Le pont\par", ["Article 3 - Le pont"], id="label"),
        pytest.param(
            ROW
            + r"\pard\intbl Nom\cell \'c2ge\cell\row"
            + ROW
            + r"\pard\intbl \'c9va\cell 7\par ans\cell\row\pard fin",
            ["Nom | Âge", "Éva | 7 ans", "fin"],
            id="table",
        ),
        pytest.param(ROW + r"a\cell b\cell\row" + ROW + r"c\cell d\cell\row z", ["a | b", "c | d", "z"], id="bare"),
        pytest.param(
            ROW + r"\pard\intbl dehors\cell \pard\intbl\itap2 a\nestcell b\nestcell"
            r"{\*\nesttableprops\trowd\cellx1\nestrow}"
            r"{\nonesttables\par}\pard\intbl\itap1\cell\row\pard fin",
            ["dehors | a | b", "fin"],
            id="table in a table",
        ),
        pytest.param(ROW + r"\pard\intbl a\cell \cell b\cell\row", ["a | b"], id="empty cell"),
        pytest.param(r"{\header Ville\par}Un{\footer Page 3\par}{\headerf Ville\par}\par", ["Un", "Ville"], id="heads"),
        pytest.param(r"a\sect b\page c\column d", ["a", "b", "c", "d"], id="sections"),
        pytest.param(r"{\upr{a}{\*\ud{b}}}", ["a"], id="two ways to write the same"),
    ],
)
def test_features(body: str, expected: list[str]) -> None:
    assert texts(read_rtf, rtf(body)) == expected


@pytest.mark.parametrize(
    ("word", "byte", "letter"), [(r"\mac", "8e", "é"), (r"\pc", "82", "é"), (r"\pca", "82", "é"), (r"\ansi", "e9", "é")]
)
def test_old_encodings(word: str, byte: str, letter: str) -> None:
    assert texts(read_rtf, (r"{\rtf1" + word + r" \'" + byte + "}").encode()) == [letter]


def test_properties() -> None:
    info = (
        r"{\info{\title Le \'e9l\'e8ve}{\author A. B.}{\keywords un, deux}{\*\company X}{\printim\yr1999}"
        r"{\revtim\yr2024\mo5\dy7}{\creatim\yr2024\mo5\dy6\hr10}{\nofpages3}}"
    )
    read = about(read_rtf, rtf(info + "Un"))
    assert (read.title, read.author, read.saved) == ("Le élève", "A. B.", "2024-05-06")
    assert (read.tags, dict(read.others)) == (("un", "deux"), {"company": "X"})


def test_title_is_what_stands_in_its_style() -> None:
    assert about(read_rtf, rtf(r"\pard x\par\pard\s15 Le \b pont\par\pard\s15 Autre\par")).title == "Le pont"


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"", ["damaged"]),
        (b"plain text", ["damaged"]),
        (rtf(""), ["empty"]),
        (rtf("Un" + "{" * 200_000), ["nested"]),
        (rtf(r"Un\par Deux")[:-1], ["damaged"]),
        (rtf("Un") + b"\0 what follows the text", []),
    ],
)
def test_faults(data: bytes, codes: list[str]) -> None:
    assert faults(read_rtf, data) == codes


def test_a_cut_text_is_kept_as_far_as_it_goes() -> None:
    found = [str(piece) for piece in pieces(read_rtf, rtf(ROW + r"\pard\intbl a\cell b{\footnote c")[:-2])]
    assert any("a | b" in piece for piece in found)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_text_comes_out_as_it_was_put_in(paragraphs: list[str]) -> None:
    assert texts(read_rtf, rtf(r"\par ".join(map(escaped, paragraphs)))) == paragraphs


def test_twenty_thousand_paragraphs_take_a_second_or_two() -> None:
    data = rtf("".join(rf"\pard\plain Un paragraphe \'e0 {{\b gras}} num\'e9ro {n}\par " for n in range(20_000)))
    begin = time.process_time()
    assert len(texts(read_rtf, data)) == 20_000
    assert time.process_time() - begin < 5
