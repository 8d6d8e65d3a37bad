"""PDF: what a file says of itself, and what could not be read of it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import SetLine, Style, assemble, drawn, pdf, stream, typeset
from pdf_texts import paragraphs

from index.documents.drafts import About, Block, Piece, Reached, Source
from index.documents.pdf import read_pdf
from index.documents.pdf.metadata import date
from index.documents.text.titles import is_given_title
from index.model import Fault

LINE = drawn(SetLine("Bonjour à tous.", 80, 600, 10))
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /X 5 0 R >> >> /Contents 6 0 R >>"
)
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
NOTHING = b"<< >>"


def read(data: bytes) -> list[Piece]:
    return list(read_pdf(Source("a.pdf", "d/a.pdf", BytesIO(data))))


def about(data: bytes) -> About:
    (found,) = [piece for piece in read(data) if isinstance(piece, About)]
    return found


def faults(data: bytes) -> list[tuple[str, Mapping[str, str | int]]]:
    return [(piece.code, dict(piece.values)) for piece in read(data) if isinstance(piece, Fault)]


# -- metadata


def test_what_a_file_says_of_itself() -> None:
    info = {
        "Title": "Le budget",
        "Author": "É. Noël",
        "CreationDate": "D:20240506103000+02'00'",
        "Keywords": "eau, ponts",
    }
    assert about(pdf([LINE], info)) == About("Le budget", author="É. Noël", tags=("eau", "ponts"), saved="2024-05-06")


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Microsoft Word - CR_2024.doc",
        "rapport final.docx",
        "untitled",
        "Sans titre 1",
        "Document1",
        "PV_AG_2023",
        "(anonymous)",
        "doc1",
        "Présentation PowerPoint",
        "Présentation sans titre",
        "Untitled document",
        "Nouveau document texte (2)",
        "Microsoft Word",
        "scan 2024-05-06 101112",
    ],
)
def test_no_titles(title: str) -> None:
    assert not is_given_title(title)
    large = SetLine("La piscine rouvre", 80, 760, 20)
    page = drawn(large, *[SetLine(f"Une ligne {n}.", 80, 700 - 30 * n, 10) for n in range(5)])
    assert about(pdf([page], {"Title": title, "Author": "Microsoft Office User"})) == About("La piscine rouvre")


@pytest.mark.parametrize(
    "title",
    [
        "Le budget 2024",
        "Word",
        "Rapport n° 3.2 du maire",
        "Calc",
        "Document unique de 2024",
        "Slides du maire",
        "Le titre",
        "Documents d’urbanisme",
    ],
)
def test_titles(title: str) -> None:
    assert is_given_title(title)


def test_a_title_of_two_lines() -> None:
    large = [SetLine("La piscine rouvre ses portes", 80, 760, 20), SetLine("au printemps", 80, 737, 20)]
    page = drawn(*large, *[SetLine(f"Une ligne {n}.", 80, 680 - 30 * n, 10) for n in range(5)])
    assert about(pdf([page])).title == "La piscine rouvre ses portes au printemps"


def test_text_of_one_size_has_no_title() -> None:
    assert about(pdf([LINE])).title == ""


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("D:20240506", "2024-05-06"),
        ("20240506", "2024-05-06"),
        ("D:2024", "2024"),
        ("D:202405", "2024-05"),
        ("hier", ""),
        ("", ""),
    ],
)
def test_dates(written: str, iso: str) -> None:
    assert date(written) == iso


# -- pages


def test_each_page_is_announced() -> None:
    numbers = [piece.page for piece in read(pdf([LINE, LINE, LINE])) if isinstance(piece, Reached)]
    assert numbers == [1, 2, 3]


def test_reading_up_to_a_page() -> None:
    source = Source("a.pdf", "d/a.pdf", BytesIO(pdf([LINE, LINE, LINE])), last_page=2)
    assert [piece.page for piece in read_pdf(source) if isinstance(piece, Block)] == [1, 2]


def test_forms_and_comments() -> None:
    page = PAGE.replace(b"/Contents 6 0 R", b"/Contents 6 0 R /Annots [7 0 R 8 0 R 9 0 R]")
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (nom) /V <feff00c9006d0069006c0065> /Rect [120 595 300 610] >>"
    )
    button = b"<< /Type /Annot /Subtype /Widget /FT /Btn /T (oui) /V /Off /Rect [120 495 300 510] >>"
    comment = b"<< /Type /Annot /Subtype /FreeText /Contents (A revoir) /Rect [300 395 400 410] >>"
    data = assemble([CATALOGUE, PAGES, page, NOTHING, NOTHING, stream(b""), field, button, comment])
    assert [piece.text for piece in read(data) if isinstance(piece, Block)] == ["Émile", "A revoir"]


# -- faults

IMAGE = stream(b"\0", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray")
SHOWN = stream(b"q 500 0 0 700 0 0 cm /X Do Q")
LOCK = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (b"00" * 32, b"11" * 32)
IDENTITY = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [<< /Type /Font /BaseFont /A"
    " /Subtype /CIDFontType2 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500"
    " /FontDescriptor << /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 999 999] /Ascent 800 >> >>] >>"
)
CODED = b"BT /F1 10 Tf 80 700 Td <002400250026000300270028> Tj ET"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (pdf([LINE]), []),
        (pdf([LINE, b""]), []),  # a blank page
        (pdf([b""]), [("empty", {})]),
        (assemble([CATALOGUE, PAGES, PAGE, NOTHING, IMAGE, SHOWN]), [("scan", {"n": 1})]),
        (pdf([CODED, CODED], font=IDENTITY), [("pdf_unmapped", {"n": 2})]),
        (assemble([CATALOGUE, PAGES, PAGE, LOCK], "/Encrypt 4 0 R /ID [<00> <00>]"), [("encrypted", {})]),
        (b"%PDF-1.7 but no more", [("damaged", {})]),
        (b"", [("damaged", {})]),
    ],
    ids=["text", "blank page", "blank", "scan", "no letters", "password", "no file", "no bytes"],
)
def test_faults(data: bytes, found: list[tuple[str, dict[str, int]]]) -> None:
    assert faults(data) == found


# Bitmaps of TeX: letters without names, their codes those of the encoding T1.
BITMAP = (
    "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 999 999] /FontMatrix [.001 0 0 .001 0 0] /Resources << >>"
    f" /FirstChar 0 /LastChar 255 /Widths [{'500 ' * 256}]"
    f" /Encoding << /Differences [0 {' '.join(f'/a{n}' for n in range(256))}] >>"
    " /CharProcs << >> >>"
)


def test_letters_without_names() -> None:
    codes = "Les \x1deuves \x13 coulent \x14 vers la mer, l'\xe9t\xe9, avec c\xf7ur.".encode("latin-1")
    content = b"BT /F1 10 Tf 80 600 Td <%b> Tj ET" % codes.hex().encode()
    texts = [piece.text for piece in read(pdf([content], font=BITMAP)) if isinstance(piece, Block)]
    assert texts == ["Les fleuves « coulent » vers la mer, l’été, avec cœur."]


def test_a_loop_in_the_tree_of_pages() -> None:
    loop = b"<< /Type /Pages /Count 3 /Kids [2 0 R] >>"
    data = assemble([CATALOGUE, b"<< /Type /Pages /Count 5 /Kids [2 0 R 3 0 R] >>", loop, NOTHING])
    assert faults(data) == [("pdf_damaged", {"n": 5})]


def test_a_number_of_pages_that_is_not_true() -> None:
    data = pdf([LINE]).replace(b"/Count 1 ", b"/Count 2000000000 ")
    assert [piece.text for piece in read(data) if isinstance(piece, Block)] == ["Bonjour à tous."]


def test_a_page_without_end() -> None:
    """Of a small file that unpacks to 350,000 characters in one page, only the first are read."""
    content = zlib.compress(b"BT /F1 10 Tf 10 TL 80 700 Td " + b"(Bonjour a tous les lecteurs.) '\n" * 12_000 + b"ET")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = PAGE.replace(b"/XObject << /X 5 0 R >>", b"/Font << /F1 5 0 R >>")
    data = assemble([CATALOGUE, PAGES, page, NOTHING, font, stream(content, "/Filter /FlateDecode")])
    assert [code for code, _ in faults(data)] == ["pdf_cut"]


def test_a_file_cut_short_keeps_its_first_pages() -> None:
    data = typeset(paragraphs(60, seed=2), Style(indent=12))
    blocks = [piece for piece in read(data[: len(data) * 2 // 3]) if isinstance(piece, Block)]
    assert blocks or faults(data[: len(data) * 2 // 3])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), min_size=1, max_size=20))
def test_changed_bytes_never_raise(changes: list[tuple[int, int]]) -> None:
    data = bytearray(typeset(paragraphs(3, seed=2), Style(indent=12)))
    for place, value in changes:
        data[place % len(data)] = value
    for piece in read(bytes(data)):
        assert not isinstance(piece, Block) or piece.text.strip()
