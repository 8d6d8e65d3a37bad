"""Older Word documents: text in pieces, without what is hidden or deleted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_doc import DELETED, ENDS_ROW, HIDDEN, IN_TABLE, SHOWN, Doc, ole, summary
from office_files import about, faults, texts

from index.documents.office import read_doc


def plain(*runs: str) -> Doc:
    return Doc([(run, SHOWN) for run in runs])


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (["Un été\rDeux\r"], ["Un été", "Deux"]),
        (["Un ", "Łódź 日本 ", "à\r"], ["Un Łódź 日本 à"]),
        (["😀 et 🚲\r", "fin\r"], ["😀 et 🚲", "fin"]),
        (["a\x0bb\tc\x0cd\x0ee\r"], ["a\nb c", "d", "e"]),
        (["a\x13 HYPERLINK x \x14lien\x15 b\x13 PAGE \x15\r"], ["alien b"]),
        (["a\x13 IF \x13 X \x14y\x15 \x14oui\x15\r"], ["aoui"]),
        (["a\x13 sans fin\rb\r"], ["a", "b"]),
        (["a\x02\x05\x01\x08b\r"], ["ab"]),
        (["porte\x1ecl\x1fés une\xa0heure\r"], ["porte\u2011clés une\xa0heure"]),
        (["Nom\x07Âge\x07\x07Éva\x077\x07\x07fin\r"], ["Nom | Âge", "Éva | 7", "fin"]),
        (["sans fin"], ["sans fin"]),
    ],
)
def test_text(runs: list[str], expected: list[str]) -> None:
    assert texts(read_doc, plain(*runs).data()) == expected


def test_what_is_hidden_or_deleted_is_out() -> None:
    runs = [("Un ", SHOWN), ("secret\r", HIDDEN), ("ôté ", DELETED), ("mot ", b""), ("日本", HIDDEN), ("fin\r", SHOWN)]
    assert texts(read_doc, Doc(runs).data()) == ["Un mot fin"]


def test_tables_by_the_formats_of_paragraphs() -> None:
    paragraphs = [
        ("avant\r", b""),
        ("a\x07", IN_TABLE),
        ("\x07", IN_TABLE),
        ("b\r", IN_TABLE),
        ("suite\x07", IN_TABLE),
        ("\x07", ENDS_ROW),
        ("c\x07", IN_TABLE),
        ("\x07", ENDS_ROW),
        ("après\r", b""),
    ]
    doc = Doc([("".join(text for text, _ in paragraphs), SHOWN)], paragraphs)
    assert texts(read_doc, doc.data()) == ["avant", "a | b suite", "c", "après"]


def test_notes_and_boxes_come_after_the_text_and_heads_last() -> None:
    parts = ["Texte\r", "\x02 note\r", "Mairie\rPage 2\rMairie\r", "remarque\r", "à la fin\r", "boîte\r"]
    doc = Doc([("".join(parts), SHOWN)], lengths=[len(part) for part in parts])
    assert texts(read_doc, doc.data()) == ["Texte", "note", "à la fin", "boîte", "Mairie"]


def test_properties() -> None:
    doc = plain("Un\r")
    doc.streams = {
        "\x05SummaryInformation": summary({2: "L’été", 4: "A. B.", 5: "un, deux", 3: "Pont"}),
        "\x05DocumentSummaryInformation": summary({15: "Mairie"}),
    }
    read = about(read_doc, doc.data())
    assert (read.title, read.author, read.tags) == ("L’été", "A. B.", ("un", "deux"))
    assert dict(read.others) == {"subject": "Pont", "company": "Mairie"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (Doc([("Un\r", b"")], flags=0x0100).data(), "encrypted"),
        (ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "encrypted"),
        (Doc([("Un\r", b"")], version=0x65).data(), "unsupported"),
        (plain("\r\r").data(), "empty"),
        (ole({"Workbook": b"x"}), "damaged"),
        (b"", "damaged"),
        (b"Un texte.", "damaged"),
        (plain("Un\r").data()[:1000], "damaged"),
    ],
)
def test_faults(data: bytes, code: str) -> None:
    assert faults(read_doc, data) == [code]


LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


@given(st.lists(LETTERS, min_size=1, max_size=40))
def test_text_comes_out_as_it_was_put_in(paragraphs: list[str]) -> None:
    assert texts(read_doc, plain(*(text + "\r" for text in paragraphs)).data()) == paragraphs
