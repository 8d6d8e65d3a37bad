"""PDF: words that lines broke, ligatures, and the accents of old TeX fonts."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_files import SetLine, Style, drawn, pdf, typeset
from pdf_texts import SENTENCES, paragraphs

from index.documents.drafts import Block, Source
from index.documents.pdf import read_pdf
from index.documents.pdf.characters import Word, plain
from index.documents.pdf.hyphens import Hyphens
from index.documents.pdf.lines import Line
from index.documents.pdf.old_fonts import composed, is_last, with_accents


def texts(data: bytes) -> list[str]:
    return [piece.text for piece in read_pdf(Source("a.pdf", "d/a.pdf", BytesIO(data))) if isinstance(piece, Block)]


@pytest.mark.parametrize(
    ("text", "rest", "joint"),
    [
        ("les tra", "vaux", ""),  # the lexicon has travaux
        ("le porte", "monnaie", "-"),  # both parts are words, portemonnaie is none
        ("peut", "être", "-"),
        ("l’enfant dit", "il", "-"),
        ("va-t", "on", "-"),  # ton would be a word
        ("au centre de Saint", "Aubin", "-"),
        ("la MAI", "RIE", ""),
        ("la piéton", "nisation", ""),  # unknown, and so are its parts
        ("aujour", "d’hui", ""),
        ("l’amitié franco", "allemande", "-"),
        ("les années 1980", "1990", "-"),
        ("le pseudo", "gratin", "-"),
        ("l’abon", "dance,", ""),
        ("les sapeurs", "pompiers", "-"),
        ("admirable", "ment", ""),
        ("à Limogne", "en-Quercy", "-"),
        ("ceux", "ci", "-"),
        ("la demi", "douzaine", "-"),
        ("par", "là", "-"),  # parla is a word, parlà is none
    ],
)
def test_broken_words(text: str, rest: str, joint: str) -> None:
    assert Hyphens().join(text, rest) == joint


def line(text: str) -> Line:
    return Line(text.removesuffix("-"), 80, 200, 700, 10, broken=text.endswith("-"))


@pytest.mark.parametrize(("first", "joint"), [("une tra-", ""), ("une porte-", "-")])
def test_lines_that_never_end_within_a_word(first: str, joint: str) -> None:
    """« bateaumouche » is in the lexicon, and « parlement » as well: the other lines tell."""
    hyphens = Hyphens()
    hyphens.learn(
        [line(first), *(line(f"verse {n} fenêtre") for n in range(9)), *[line("un garde-"), line("chasse")] * 4]
    )
    assert hyphens.join("un bateau", "mouche") == joint


def test_the_document_knows_better() -> None:
    hyphens = Hyphens()
    hyphens.learn([line("le web-master a un portemonnaie")])
    assert hyphens.join("un porte", "monnaie") == ""
    assert hyphens.join("un web", "master") == "-"


def test_a_hyphen_at_the_end_of_a_paragraph_stays() -> None:
    assert texts(pdf([drawn(SetLine("Les pré-", 80, 700, 10))])) == ["Les pré-"]


def test_few_hyphens_are_wrong() -> None:
    """Narrow columns, so that most lines end in a broken word."""
    style = Style(measure=130, hyphenated=True, indent=10)
    blocks = paragraphs(120, seed=7)
    wanted, found = " ".join(blocks), " ".join(texts(typeset(blocks, style)))
    assert found.replace("-", "") == wanted.replace("-", "")
    broken = sum(line.endswith("-") for line in _lines(style, blocks))
    wrong = sum(one != other for one, other in zip(wanted.split(), found.split(), strict=True))
    assert broken > 300
    assert wrong <= 0.01 * broken


def _lines(style: Style, blocks: list[str]) -> list[str]:
    from pdf_files import _set

    return [line.text for block in blocks for line in _set(block, style, style.measure)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("r´eel", "réel"),
        ("ble´", "blé"),
        ("cr´e´ee", "créée"),
        ("`a", "à"),
        ("commer¸cant", "commerçant"),
        ("commerc¸ant", "commerçant"),
        ("ˆıle", "île"),
        ("Noe¨l", "Noël"),
        ("´Etat", "État"),
        ("réel", "réel"),
        ("l`", "l`"),
    ],
)
def test_accents_that_stand_alone(written: str, read: str) -> None:
    assert composed(written) == read


def test_accents_after_their_letters() -> None:
    assert is_last(["re´el", "ble´", "e´te´"])
    assert not is_last(["r´eel", "bl´e", "´et´e"])
    assert composed("re´elle", last=True) == "réelle"


def word(text: str, left: float, baseline: float = 700.0) -> Word:
    return Word(text, left, left + 6.0 * len(text), baseline, 10.0)


def test_an_accent_by_itself_goes_to_the_capital_that_it_stands_above() -> None:
    page = [word("Les", 80), word("Etats", 110), word("Est", 150), word("\u00b4", 112, 702), word("r\u00b4eunis", 180)]
    assert [found.text for found in with_accents(page)] == ["Les", "États", "Est", "réunis"]
    far = [word("Etats", 110), word("\u00b4", 300, 702), word("\u00b4", 112, 760)]
    assert [found.text for found in with_accents(far)] == ["Etats", "\u00b4", "\u00b4"]


def test_a_grave_accent_without_others_is_no_accent() -> None:
    assert texts(pdf([drawn(SetLine("le mot `code` de Python", 80, 700, 10))])) == ["le mot `code` de Python"]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_accents_of_whole_sentences(sentence: str) -> None:
    import unicodedata

    marks = {"\u0301": "´", "\u0300": "`", "\u0302": "ˆ", "\u0308": "¨", "\u0327": "¸"}
    apart = ""
    for sign in sentence:
        apart += "".join(marks.get(part, part) for part in reversed(unicodedata.normalize("NFD", sign)))
    assert composed(apart) == sentence


@pytest.mark.parametrize(
    ("codes", "read"),
    [
        ("ofﬁce", "office"),
        ("eﬃcace", "efficace"),
        ("a\x00b\x07", "ab"),
        ("\ud835\udc9c", "𝒜"),
        ("\ud835", ""),
        ("≪ oui ≫", "« oui »"),
        ("\uf0b7", "•"),
        ("\ue123", ""),
    ],
)
def test_plain(codes: str, read: str) -> None:
    assert plain([ord(code) for code in codes]) == read


@given(st.lists(st.integers(0, 0x10FFFF), max_size=20))
def test_any_codes_become_text_that_can_be_stored(codes: list[int]) -> None:
    text = composed(plain(codes))
    assert text.encode("utf-8").decode("utf-8") == text
