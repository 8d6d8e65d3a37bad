"""PDF: the paragraphs of pages that were set in every usual way."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_files import Heading, SetLine, Style, drawn, pdf, typeset
from pdf_texts import HEADINGS, paragraphs

from index.documents.drafts import Block, Source
from index.documents.pdf import read_pdf
from index.documents.pdf.characters import Word
from index.documents.pdf.column import Leadings
from index.documents.pdf.hyphens import Hyphens, text_of
from index.documents.pdf.layout import joined
from index.documents.pdf.layout import paragraphs as paragraphs_of
from index.documents.pdf.lines import lines
from index.documents.pdf.reading_order import by_column, in_rows, with_initials


def blocks_of(data: bytes) -> list[Block]:
    return [piece for piece in read_pdf(Source("a.pdf", "d/a.pdf", BytesIO(data))) if isinstance(piece, Block)]


def texts(data: bytes) -> list[str]:
    return [block.text for block in blocks_of(data)]


def page(*lines: SetLine) -> list[str]:
    return texts(pdf([drawn(*lines)]))


def below(*placed: tuple[float, str], baseline: float = 700) -> list[SetLine]:
    """Lines of a paragraph below one another, each with where it begins."""
    return [SetLine(text, left, baseline - 12 * n, 10) for n, (left, text) in enumerate(placed)]


def document(seed: int) -> list[str]:
    blocks: list[str] = []
    for n, text in enumerate(paragraphs(64, seed)):
        blocks += [Heading(HEADINGS[n // 8]), text] if n % 8 == 0 else [text]
    return blocks


STYLES = {
    "indented": Style(indent=14, head="Compte rendu", foot="{page}"),
    "gaps, ragged": Style(gap=6, justified=False, foot="Page {page} sur {pages}"),
    "columns, hyphens": Style(indent=12, hyphenated=True, columns=2, head="{page} La vie communale"),
    "letters put singly": Style(indent=12, hyphenated=True, columns=2, put="letter", head="{page} La vie communale"),
    "words put singly": Style(gap=5, put="word", columns=2, foot="– {page} –"),
    "columns line by line": Style(indent=12, columns=2, hyphenated=True, across=True, foot="{page}"),
    "loosely led": Style(leading=20, gap=10, hyphenated=True, lines=28, head="Bulletin", foot="{page}/{pages}"),
    "nothing but full lines": Style(hyphenated=True),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_paragraphs(style: Style) -> None:
    blocks = document(seed=1)
    found = texts(typeset(blocks, style))
    exact = sum(text in found for text in blocks)
    assert exact >= 0.9 * len(blocks)
    # Nothing is lost or added where paragraphs cannot be told apart, and no head is left.
    assert " ".join(found) == " ".join(blocks)


def test_the_page_is_where_a_paragraph_begins() -> None:
    blocks = paragraphs(40, seed=3)
    found = blocks_of(typeset(blocks, Style(indent=12, lines=10)))
    assert [block.text for block in found] == blocks
    pages = [block.page or 0 for block in found]
    assert pages == sorted(pages)
    assert pages[0] == 1
    assert pages[-1] > 10


def test_a_book_of_many_pages() -> None:
    """Pages are read in chunks; nobody sees where one ends."""
    text = "Le conseil a voté le budget de la commune, moins deux abstentions, après une longue discussion " * 12
    blocks = [f"{n} {text.strip()}." for n in range(300)]
    found = blocks_of(typeset(blocks, Style(indent=12, lines=12)))
    assert [block.text for block in found] == blocks
    assert (found[-1].page or 0) > 250


@pytest.mark.parametrize("put", ["line", "letter"])
def test_stretched_lines_are_no_tables(put: Literal["line", "letter"]) -> None:
    text = "Les commerçants consultés par questionnaire souhaitent majoritairement le maintien de la zone bleue."
    style = Style(indent=10, columns=4, measure=430, put=put)
    assert texts(typeset([text] * 12, style)) == [text] * 12


def test_an_indent_begins_a_paragraph() -> None:
    lines = below(
        (92, "Une ligne pleine qui va jusqu’au bout de la colonne"),
        (80, "et se poursuit par une ligne aussi longue qu’elle, ou"),
        (92, "Un autre alinéa commence par un retrait, puis revient"),
        (80, "à la marge."),
    )
    assert page(*lines) == [
        "Une ligne pleine qui va jusqu’au bout de la colonne et se poursuit par une ligne aussi longue qu’elle, ou",
        "Un autre alinéa commence par un retrait, puis revient à la marge.",
    ]


def test_items_hang_from_their_marks() -> None:
    assert page(
        SetLine("•", 80, 700, 10),
        SetLine("un premier point, qui est assez long pour prendre deux", 100, 700, 10),
        SetLine("lignes ;", 100, 688, 10),
        SetLine("•", 80, 676, 10),
        SetLine("un second.", 100, 676, 10),
        SetLine("1. Ce qui suit", 80, 664, 10),
        SetLine("2. La fin", 80, 652, 10),
    ) == [
        "• un premier point, qui est assez long pour prendre deux lignes ;",
        "• un second.",
        "1. Ce qui suit",
        "2. La fin",
    ]


def test_a_name_after_a_sentence_is_no_item() -> None:
    name = (
        "Le maire ouvre la séance à dix-huit heures, en présence des membres du conseil et de nombreux habitants, ici."
    )
    text = f"{name} M. Roux lit le procès-verbal. {name} M. Blin s’abstient."
    assert texts(typeset([text], Style(indent=0, gap=0))) == [text]


def test_an_item_after_a_full_line() -> None:
    items = [
        "– une première proposition, aussi longue que sa ligne ;",
        "– une deuxième proposition aussi longue que sa ligne ;",
        "– la dernière.",
    ]
    assert page(*below(*((80, item) for item in items))) == items


def test_a_heading_hangs_from_its_number() -> None:
    assert page(
        SetLine("2", 80, 700, 14),
        SetLine("Un titre de section qui ne tient pas sur", 103, 700, 14),
        SetLine("une seule ligne", 103, 683, 14),
        SetLine("Le texte suit.", 80, 650, 10),
    ) == ["2 Un titre de section qui ne tient pas sur une seule ligne", "Le texte suit."]


def test_a_narrow_paragraph_in_a_wide_column() -> None:
    wide = "Une ligne de texte qui est aussi large que la colonne et qui la remplit ainsi d’un bord à l’autre."
    assert page(
        SetLine("Ce texte résume l’étude des fleuves, dont le cours est", 112, 700, 10),
        SetLine("lent et les rives peuplées.", 100, 688, 10),
        SetLine(wide, 80, 660, 10),
    ) == ["Ce texte résume l’étude des fleuves, dont le cours est lent et les rives peuplées.", wide]


def test_a_row_of_a_table_is_a_paragraph() -> None:
    rows = [("Commune", "Habitants", "Maire"), ("Aubin", "1 204", "C. Roux"), ("Brécy", "310", "A. Blin")]
    lines = [
        SetLine(cell, 80 + 150 * n, 700 - 12 * row, 10)
        for row, cells in enumerate(rows)
        for n, cell in enumerate(cells)
    ]
    assert page(*lines) == ["Commune Habitants Maire", "Aubin 1 204 C. Roux", "Brécy 310 A. Blin"]


def test_a_table_of_contents() -> None:
    dots = " ." * 20
    assert page(
        SetLine(f"1 Les ponts{dots} 3", 80, 700, 10),
        SetLine(f"1.1 Le pont neuf{dots}", 80, 688, 10),
        SetLine("12", 400, 688, 10),
        SetLine("À suivre…", 80, 676, 10),
    ) == ["1 Les ponts 3", "1.1 Le pont neuf 12", "À suivre…"]


def test_verses_keep_their_ends() -> None:
    verses = ["Le vent du soir se lève", "Et passe sur les blés", "Comme passe le rêve", "Des étés envolés"]
    prose = "Ce poème fut appris par cœur par tous les écoliers de la commune, qui ne l’ont jamais oublié."
    lines = below(*((80, verse) for verse in verses), baseline=650)
    assert page(SetLine(prose, 80, 700, 10), *lines) == [prose, "\n".join(verses)]


def test_a_paragraph_goes_on_above_notes() -> None:
    first = below(*[(80, "Le conseil a voté le budget de la commune, moins deux")] * 9)
    note = SetLine("1. Voir le compte rendu de la séance.", 80, 500, 7)
    rest = [SetLine("abstentions.", 80, 700, 10), SetLine("Fin.", 80, 680, 10)]
    found = texts(pdf([drawn(*first, note), drawn(*rest)]))
    assert [text[-11:] for text in found] == ["bstentions.", " la séance.", "Fin."]


def test_letter_spaced_words() -> None:
    content = b"BT /F1 10 Tf 6 Tc 1 0 0 1 80 700 Tm (Compte rendu) Tj ET"
    assert texts(pdf([content])) == ["Compte rendu"]


def test_an_initial_is_part_of_its_word() -> None:
    found = page(
        SetLine("L", 80, 676, 40),
        SetLine("a ville s’éveille, et les marchands installent leurs", 106, 700, 10),
        SetLine("étals sur la place, devant la mairie encore fermée,", 106, 688, 10),
        SetLine("tandis que les cloches sonnent à toute volée dans", 106, 676, 10),
        SetLine("le petit matin de printemps qui commence à peine, et", 80, 664, 10),
        SetLine("que les enfants dorment.", 80, 652, 10),
        SetLine("Puis vient le jour.", 80, 630, 10),
    )
    assert [(text[:8], text[-8:]) for text in found] == [("La ville", "dorment."), ("Puis vie", "le jour.")]


def test_a_note_mark_is_no_part_of_a_word() -> None:
    content = b"BT /F1 10 Tf 1 0 0 1 80 700 Tm (le budget) Tj 4 Ts /F1 6 Tf (12) Tj 0 Ts /F1 10 Tf ( primitif) Tj ET"
    assert texts(pdf([content])) == ["le budget¹² primitif"]
    apart = b"BT /F1 10 Tf 1 0 0 1 80 700 Tm (le budget) Tj /F1 6 Tf 1 0 0 1 122.5 704 Tm (3) Tj ET"
    assert texts(pdf([apart])) == ["le budget³"]


@pytest.mark.parametrize(
    ("matrix", "rotation"), [("0 1 -1 0 500 100", 90), ("-1 0 0 -1 500 500", 180), ("0 -1 1 0 100 500", 270)]
)
def test_pages_on_their_side(matrix: str, rotation: int) -> None:
    lines = drawn(
        SetLine("Une ligne pleine qui va jusqu’au bout de la colonne", 0, 100, 10),
        SetLine("et se poursuit.", 0, 88, 10),
        SetLine("Un autre paragraphe.", 0, 60, 10),
    )
    content = f"q {matrix} cm ".encode() + lines + b" Q"
    assert texts(pdf([content], page=f"/Rotate {rotation}")) == [
        "Une ligne pleine qui va jusqu’au bout de la colonne et se poursuit.",
        "Un autre paragraphe.",
    ]


def word(text: str, left: float, baseline: float, size: float, turn: int, *, broken: bool) -> Word:
    return Word(text, left, left + size * len(text) / 2, baseline, size, turn, broken=broken)


PLACES = st.integers(0, 60).map(lambda n: n * 10.0)
WORDS = st.builds(
    word,
    st.sampled_from(["le", "La", "pont", "neuf.", "•", "1.", "A", "tra-", "vaux", "« oui »", "12", "2024", "–"]),
    PLACES,
    PLACES,
    st.sampled_from([6.0, 10.0, 10.0, 14.0, 40.0]),
    st.sampled_from([0, 0, 0, 1, 2, 3]),
    broken=st.booleans(),
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=30), min_size=1, max_size=3))
def test_no_letter_is_lost_wherever_it_stands(pages: list[list[Word]]) -> None:
    leadings, hyphens = Leadings(), Hyphens()
    found = joined(
        [
            paragraph
            for number, words in enumerate(pages, 1)
            for paragraph in paragraphs_of(in_rows(with_initials(by_column(lines(words, number)))), leadings)
        ]
    )
    wanted = "".join(word.text for words in pages for word in words)
    assert _letters("".join(text_of(paragraph, hyphens) for paragraph in found)) == _letters(wanted)


def _letters(text: str) -> list[str]:
    return sorted(unicodedata.normalize("NFKC", sign) for sign in text if sign.isalnum())
