"""PDF: running heads and page numbers are no text, and nothing else is taken for them."""

from __future__ import annotations

from io import BytesIO

import pytest
from pdf_files import SetLine, Style, drawn, pdf, typeset
from pdf_texts import paragraphs

from index.documents.drafts import Block, Source
from index.documents.pdf import read_pdf

BODY = "Le conseil a délibéré."


def texts(*pages: list[SetLine]) -> list[str]:
    data = pdf([drawn(*lines) for lines in pages])
    return [piece.text for piece in read_pdf(Source("a.pdf", "d/a.pdf", BytesIO(data))) if isinstance(piece, Block)]


def body(n: int) -> list[SetLine]:
    """A page of text that no other page has."""
    words = ("premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième")
    return [SetLine(f"Voici le {words[n]} jour.", 80, 700, 10), SetLine(BODY, 80, 670, 10)]


def bodies(pages: int) -> list[str]:
    return [line.text for n in range(pages) for line in body(n)]


@pytest.mark.parametrize(
    "heads",
    [
        ["Revue des communes"] * 4,
        ["Page 1 sur 4", "Page 2 sur 4", "Page 3 sur 4", "Page 4 sur 4"],
        ["8", "9", "10", "11"],
        ["– xii –", "– xiii –", "– xiv –", "– xv –"],
        ["Gazette", "N° 12 de mai", "Gazette", "N° 12 de mai"],  # left and right pages
        ["12 L’eau", "Les ponts 13", "14 La voirie", "Les écoles 15"],  # a section a page
        ["12/03/2024 10:15", "12/03/2024 10:15", "12/03/2024 10:16", "12/03/2024 10:16"],
    ],
)
@pytest.mark.parametrize("height", [800, 40])
def test_heads_and_feet(heads: list[str], height: float) -> None:
    pages = [[SetLine(head, 80, height, 9), *body(n)] for n, head in enumerate(heads)]
    assert texts(*pages) == bodies(4)


def test_a_head_of_two_lines() -> None:
    head = [SetLine("Commune de Saint-Aubin", 80, 800, 9), SetLine("Procès-verbal", 80, 788, 9)]
    assert texts(*[[*head, *body(n)] for n in range(3)]) == bodies(3)


def test_a_number_in_pieces_beside_the_head() -> None:
    pages = [[SetLine(str(5 + n), 80, 800, 9), SetLine("ABCD"[n] * 9, 300, 800, 9), *body(n)] for n in range(4)]
    assert texts(*pages) == bodies(4)


def test_the_number_of_a_single_page() -> None:
    assert texts([*body(0), SetLine("1", 300, 40, 9)]) == bodies(1)
    assert texts([*body(0), SetLine("http://exemple.fr 1/1", 300, 40, 9)]) == bodies(1)
    assert texts([*body(0), SetLine("2024", 300, 40, 9)]) == [*bodies(1), "2024"]


def test_what_is_said_again_in_the_text_stays() -> None:
    filler = [SetLine(f"La ligne numéro {word} du texte.", 80, 600 - 30 * n, 10) for n, word in enumerate("abcdefghij")]
    pages = [[SetLine(f"Chapitre {'XYZ'[n]}", 80, 700, 10), *filler] for n in range(3)]
    found = texts(*pages)
    assert found.count("La ligne numéro e du texte.") == 3
    assert [text for text in found if text.startswith("Chapitre")] == ["Chapitre X", "Chapitre Y", "Chapitre Z"]


def test_one_repeated_line_of_a_paragraph_stays() -> None:
    """The first lines of two pages say the same, by chance, at the same height."""
    same = SetLine("Le budget de la commune a été voté par le conseil hier.", 80, 700, 10)
    first = [same, SetLine("La séance fut longue.", 80, 688, 10)]
    second = [same, SetLine("Personne ne parla.", 80, 688, 10)]
    assert len(texts(first, second)) == 2


@pytest.mark.parametrize("style", [Style(head="{page} Le journal", foot="Le journal, page {page}")])
def test_no_head_is_left_in_a_book(style: Style) -> None:
    blocks = paragraphs(200, seed=5)
    pieces = read_pdf(Source("a.pdf", "d/a.pdf", BytesIO(typeset(blocks, style))))
    assert " ".join(piece.text for piece in pieces if isinstance(piece, Block)) == " ".join(blocks)
