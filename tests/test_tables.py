"""Tables: ``.csv`` files and workbooks → a passage a row, each cell with the heading of its column."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_files import Cell, ods, xls, xlsx

from index.documents.drafts import About, Block, Piece, Source
from index.documents.tables import read_csv, read_sheet
from index.documents.tables.delimited import csv_rows
from index.documents.tables.rows import MOST_ROWS, row_blocks
from index.documents.tables.workbook import Value, shown
from index.model import Fault

Read = Callable[[Source], Iterator[Piece]]
PEOPLE: list[list[Cell]] = [["Nom", "Ville", "Solde"], ["Dupont", "Lyon", 12.0], ["Martin", "", 0.1 + 0.2]]


def pieces(read: Read, data: bytes, name: str = "clients_2024.csv") -> list[Piece]:
    return list(read(Source(name, f"d/{name}", BytesIO(data))))


def texts(read: Read, data: bytes | str) -> list[str]:
    found = pieces(read, data if isinstance(data, bytes) else data.encode())
    assert not [piece for piece in found if isinstance(piece, Fault)]
    return [piece.text for piece in found if isinstance(piece, Block)]


# -- rows


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Nom", "Ville"], ["Dupont", "Lyon"]], ["Nom : Dupont · Ville : Lyon"]),
        ([["Nom :", "Ville"], ["Dupont", ""]], ["Nom : Dupont"]),
        ([["Dupont", "1985"], ["Martin", "1990"]], ["Dupont · 1985", "Martin · 1990"]),
        ([["Poste", "2023", "2024"], ["Eau", "1", "2"]], ["Poste : Eau · 2023 : 1 · 2024 : 2"]),
        ([["Poste", "", "Prix"], ["Eau", "froide", "2"]], ["Poste : Eau · froide · Prix : 2"]),
        ([["Nom", "Nom"], ["a", "b"]], ["Nom · Nom", "a · b"]),
        ([["Nom", "jean@exemple.fr"], ["a", "b"]], ["Nom · jean@exemple.fr", "a · b"]),
        ([["Nom", "12,50 €"], ["a", "b"]], ["Nom · 12,50 €", "a · b"]),
        ([["Nom", "Ville"], ["a", "b", "c"]], ["Nom : a · Ville : b · c"]),
        ([["Budget"], [], ["Poste", "Prix"], ["Eau", "2"]], ["Budget", "Poste : Eau · Prix : 2"]),
        ([["Nom", "Ville"]], ["Nom · Ville"]),
        ([["Nom"], ["Dupont"]], ["Nom", "Dupont"]),
        ([["a\n b", "c"], ["", " "], ["1", "2"]], ["a b : 1 · c : 2"]),
        ([[], [""]], []),
        ([], []),
    ],
)
def test_rows(rows: list[list[str]], expected: list[str]) -> None:
    assert list(row_blocks(rows)) == expected


# -- text with delimiters


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    lines = ["Société;Siège;Objet", 'Éts Noël;Orléans;"pain; vin, eau | sel"', "Ça & Cie;Lyon;œufs"]
    data = "\r\n".join(line.replace("; ", "\0").replace(";", delimiter).replace("\0", "; ") for line in lines)
    assert texts(read_csv, data.encode(encoding)) == [
        "Société : Éts Noël · Siège : Orléans · Objet : pain; vin, eau | sel",
        "Société : Ça & Cie · Siège : Lyon · Objet : œufs",
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('a;b\n"un ""mot""";"deux\nlignes"\n', ['a : un "mot" · b : deux lignes']),
        ('a;b\n"ouvert;x\n1;2\n', ["a : ouvert · b : x", "a : 1 · b : 2"]),
        ('a;b\n"un" mot;x\n1;2\n', ['a : un" mot · b : x', "a : 1 · b : 2"]),
        ("sep=|\na|b\n1|2", ["a : 1 · b : 2"]),
        ("Bonjour, monde\nUne phrase\nUne autre\n", ["Bonjour, monde", "Une phrase", "Une autre"]),
        ("a;b\n1,5;2,5\n", ["a : 1,5 · b : 2,5"]),
        ("a;b\r1;2\r", ["a : 1 · b : 2"]),
        ("a;b;\n1;2;\n", ["a : 1 · b : 2"]),
        ("a;b\n" + "1;2\n" * 3 + "seul\n", ["a : 1 · b : 2"] * 3 + ["a : seul"]),
    ],
)
def test_odd_tables(data: str, expected: list[str]) -> None:
    assert texts(read_csv, data) == expected


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\x1f")), min_size=2, max_size=4)))
def test_what_a_spreadsheet_writes_is_read_as_it_was(rows: list[list[str]]) -> None:
    wide = [["titre", *row, "fin"][:4] + [""] * (2 - len(row)) for row in rows]
    stream = StringIO()
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(wide)
    assert list(csv_rows("sep=;\n" + stream.getvalue())) == wide


def test_a_table_goes_by_the_name_of_its_file() -> None:
    assert pieces(read_csv, b"a;b\n1;2")[0] == About(title="clients 2024")


@pytest.mark.parametrize("data", [b"", b"\n\n", b";;\n;;"])
def test_an_empty_table(data: bytes) -> None:
    assert pieces(read_csv, data) == [Fault("empty")]


def test_what_is_no_text() -> None:
    assert pieces(read_csv, bytes(range(256)) * 20) == [Fault("not_text")]


def test_too_many_rows_are_said() -> None:
    found = pieces(read_csv, b"a;b\n" + b"1;2\n" * (MOST_ROWS + 1))
    assert len(found) == MOST_ROWS + 2
    assert found[-1] == Fault("too_many_rows", 0, {"most": MOST_ROWS})


@pytest.mark.parametrize(
    "data", [b'a;"b\n' * 20_000, b'a;b\n"' + b"x;y\n" * 20_000, b";" * 500_000 + b"a", b"1 " * 500_000, b'"a' * 300_000]
)
def test_hostile_tables(data: bytes) -> None:
    assert any(isinstance(piece, Block) for piece in pieces(read_csv, data))


# -- workbooks


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, "12"),
        (12.0, "12"),
        (12.5, "12,5"),
        (0.1 + 0.2, "0,3"),
        (-1234567.25, "-1234567,25"),
        (1e20, "1e+20"),
        (True, "VRAI"),
        ("12.0", "12.0"),
        (dt.date(2024, 5, 6), "2024-05-06"),
        (dt.datetime(2024, 5, 6), "2024-05-06"),  # noqa: DTZ001  # cells know no zone
        (dt.datetime(2024, 5, 6, 9, 30), "2024-05-06 09:30"),  # noqa: DTZ001
        (dt.time(9, 30), "09:30"),
        (dt.time(9, 30, 15), "09:30:15"),
        (dt.timedelta(hours=26), "1 day, 2:00:00"),
    ],
)
def test_values(value: Value, expected: str) -> None:
    assert shown(value) == expected


def test_a_sheet() -> None:
    assert texts(read_sheet, xlsx({"Feuil1": PEOPLE})) == [
        "Nom : Dupont · Ville : Lyon · Solde : 12",
        "Nom : Martin · Solde : 0,3",
    ]


def test_sheets_go_by_their_names() -> None:
    book = xlsx({"Clients": [["Nom", "Ville"], ["a", "b"]], "Vide": [], "Feuil3": [["un", 1]]})
    assert texts(read_sheet, book) == ["Clients", "Nom : a · Ville : b", "Feuil3", "un · 1"]
    assert texts(read_sheet, xlsx({"Budget": [["un", 1]]})) == ["Budget", "un · 1"]


def test_formulas_and_dates() -> None:
    row = '<row r="1"><c r="A1" t="str"><f>B1</f><v>calculé</v></c><c r="B1" s="1"><v>45418</v></c></row>'
    assert texts(read_sheet, xlsx({"Feuil1": row})) == ["calculé · 2024-05-06"]


def test_what_a_workbook_says_of_itself() -> None:
    book = xlsx({"Feuil1": PEOPLE}, "<dc:title>Les clients</dc:title><dc:creator>Jeanne</dc:creator>")
    found = pieces(read_sheet, book)[0]
    assert isinstance(found, About)
    assert (found.title, found.author) == ("Les clients", "Jeanne")
    assert pieces(read_sheet, xlsx({"Feuil1": PEOPLE}), "les_clients.xlsx")[0] == About("les clients", others={})


def test_a_sheet_of_excel_97() -> None:
    book = xls(PEOPLE[:2])
    assert texts(read_sheet, book) == ["Nom : Dupont · Ville : Lyon · Solde : 12"]
    assert pieces(read_sheet, book, "a_b.xls")[0] == About("a b")


def test_an_open_document_sheet() -> None:
    book = ods(
        [["Nom", "Jour"], ["Dupont", 'office:value-type="date" office:date-value="2024-05-06"']],
        title="Les clients",
    )
    assert texts(read_sheet, book) == ["Nom : Dupont · Jour : 2024-05-06"]
    assert pieces(read_sheet, book)[0] == About("Les clients", others={})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "damaged"),
        (b"a;b\n1;2", "damaged"),
        (b"PK\x03\x04", "damaged"),
        (xlsx({"Feuil1": PEOPLE})[:900], "damaged"),
        (xlsx({"Feuil1": []}), "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (xlsx({"Feuil1": " " * 60_000_000}), "bomb"),
        (xlsx({"Feuil1": '<row><c r="A1"><v>1</v></c><c r="XFD1048576" s="1"><v>2</v></c></row>'}), "too_wide"),
    ],
    ids=["nothing", "text", "cut", "cut later", "no row", "old", "locked", "inflated", "two cells far apart"],
)
def test_what_is_not_read(data: bytes, code: str) -> None:
    (fault,) = pieces(read_sheet, data)
    assert isinstance(fault, Fault)
    assert fault.code == code


def test_a_cell_far_off_without_a_value_does_no_harm() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert texts(read_sheet, xlsx({"Feuil1": rows})) == ["1"]


BOOKS = [xlsx({"a": PEOPLE}), xls(PEOPLE), ods([["a", "b"]])]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(BOOKS), st.randoms(use_true_random=False), st.floats(0, 1))
def test_damaged_workbooks(book: bytes, chance: random.Random, kept: float) -> None:
    data = bytearray(book[: int(len(book) * kept)])
    for _ in range(20 if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert all(isinstance(piece, (About, Block, Fault)) for piece in pieces(read_sheet, bytes(data)))
