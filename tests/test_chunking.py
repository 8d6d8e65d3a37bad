"""Chunking: text → paragraphs, rule by rule; and nothing is ever lost."""

from __future__ import annotations

import textwrap
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Source, read_articles
from index.documents.text.paragraphs import (
    LONG_LINE,
    LONGEST,
    LONGEST_TITLE,
    NARROWEST,
    is_title,
    lines,
    paragraphs,
    readable,
    same_words,
)
from index.model import Article

PROSE = """Ceci est un long paragraphe dont les lignes ont été coupées à une largeur donnée, comme on le faisait jadis
dans les lettres et les rapports.""".replace("\n", " ")
LONG = "mot " * (LONG_LINE // 4) + "fin"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n\u00a0\n", []),
        ("un", ["un"]),
        ("  un  ", ["un"]),
        ("un\n\ndeux", ["un", "deux"]),
        ("un\n\n\n\ndeux\n", ["un", "deux"]),
        ("un\n \t \ndeux", ["un", "deux"]),
        ("un\r\n\r\ndeux", ["un", "deux"]),
        ("un\r\rdeux", ["un", "deux"]),
        ("un\u2028\u2028deux", ["un", "deux"]),
        ("un\x0b\x0bdeux", ["un", "deux"]),
        ("un\x85\x85deux", ["un", "deux"]),
        ("un\fdeux", ["un", "deux"]),
        ("un\n\f\ndeux", ["un", "deux"]),
        ("un\u2029deux", ["un", "deux"]),
    ],
)
def test_empty_lines_and_form_feeds_part_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


@pytest.mark.parametrize("width", [60, 72, 200])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("indent", ["", "   "])
def test_wrapped_lines_are_joined(width: int, line_end: str, indent: str) -> None:
    wrapped = textwrap.fill(PROSE, width, initial_indent=indent, subsequent_indent=indent).replace("\n", line_end)
    assert paragraphs(f"{wrapped}{line_end}{line_end}{wrapped}") == [PROSE, PROSE]


@pytest.mark.parametrize("length", [NARROWEST - 1, NARROWEST])
def test_lines_shorter_than_any_wrapped_ones_end_on_purpose(length: int) -> None:
    first = "mot " * 9 + "m" * (length - 36)
    assert paragraphs(f"{first}\nmot") == [f"{first}\nmot" if length < NARROWEST else f"{first} mot"]


def test_verse_keeps_its_line_ends() -> None:
    verse = "Heureux qui, comme Ulysse,\na fait un beau voyage,\nOu comme cestuy-là qui conquit la toison"
    assert paragraphs(verse) == [verse]


def test_where_lines_are_too_long_to_be_wrapped_each_is_a_paragraph() -> None:
    one, other = "mot " * 40 + "un", "mot " * 30 + "deux"
    assert paragraphs(f"{one}\n{other}") == [one, other]


def test_long_lines_are_paragraphs() -> None:
    assert paragraphs(f"{LONG}\ncourt\n{LONG}\n{LONG} {LONG}") == [LONG, "court", LONG, f"{LONG} {LONG}"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Voici une ligne assez longue qui finit enfin par un trait porte-", "parole", "porte-parole"),
        ("Voici une ligne assez longue qui finit enfin par un trait porte-", "Parole", "porte- Parole"),
        ("Voici une ligne assez longue qui finit par des chiffres 12-", "parole", "12- parole"),
        ("Voici une ligne assez longue qui finit par un tiret long —", "parole", "— parole"),
    ],
)
def test_a_word_cut_at_the_end_of_a_line(first: str, second: str, joined: str) -> None:
    assert paragraphs(f"{first}\n{second} et la suite")[0].endswith(f" {joined} et la suite")


@pytest.mark.parametrize("bullet", ["•", "◦", "▪", "‣", "·", "-", "–", "—", "*", "1.", "12)", "3."])
def test_items_are_paragraphs(bullet: str) -> None:
    text = f"Liste :\n{bullet} un chat\n{bullet} un chien"
    assert paragraphs(text) == ["Liste :", f"{bullet} un chat", f"{bullet} un chien"]
    assert not is_title(f"{bullet} un chat")


@pytest.mark.parametrize("text", ["-t-il parle", "*étoile*", "3.5 litres", "2024 fut", "-", "·e"])
def test_what_is_no_item(text: str) -> None:
    assert paragraphs(f"Voici\n{text}") == [f"Voici\n{text}"]


def test_a_wrapped_item_is_one_paragraph() -> None:
    item = textwrap.fill(f"- {PROSE}", 60, subsequent_indent="  ")
    assert paragraphs(f"{item}\n{item}") == [f"- {PROSE}"] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gou-\r\nvernement et\nmaire", ["gou-\nvernement et", "maire"]),
        ("solu¬\n tion", ["solu¬\ntion"]),
        ("gou-\n\nvernement", ["gou-", "vernement"]),
        ("Gou-\nVernement\n2-\na", ["Gou-", "Vernement", "2-", "a"]),
        ("a\nb\n\nc", ["a", "b", "c"]),
        ("a\r\nb\fc\u2028d", ["a", "b", "c", "d"]),
        (" a \n\n", ["a"]),
        ("", []),
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Le Titre", "LE TITRE !", True),
        ("L'été", "l’été…", True),
        ("Un  titre", "un\ntitre", True),
        ("Un titre", "Un autre titre", False),
        ("été", "ete", False),
        ("", "", False),
        ("Titre" + "!" * 25, "Titre", True),
        ("Titre" + "!" * 26, "Titre", False),
        ("Titre", "Titre" + "!" * 25, True),
        ("Titre", "Titre" + "!" * 26, False),
    ],
)
def test_same_words(one: str, other: str, same: bool) -> None:
    assert same_words(one, other) is same


@pytest.mark.parametrize(
    ("text", "title"),
    [("Un titre", True), ("a" * LONGEST_TITLE, True), ("a" * (LONGEST_TITLE + 1), False), ("un\nvers", False)],
)
def test_what_can_be_a_title(text: str, title: bool) -> None:
    assert is_title(text) is title


# -- nothing is lost

SIGNS = st.one_of(st.sampled_from("ab é.-–•*1)#>|`~= \t\n\n\n\r\f\x0b\x85\u2028\u2029\u00a0"), st.characters())
TEXTS = st.text(SIGNS, max_size=120)


def inked(text: str) -> str:
    return "".join(text.split())


@given(TEXTS)
def test_every_sign_ends_up_in_some_paragraph_in_order(text: str) -> None:
    found = paragraphs(text)
    assert "".join(map(inked, found)) == inked(text)
    assert all(paragraph == paragraph.strip() != "" for paragraph in found)


@given(TEXTS)
def test_every_sign_ends_up_on_some_line_in_order(text: str) -> None:
    found = lines(text)
    assert "".join(map(inked, found)) == inked(text)
    assert all(line == line.strip() != "" for line in found)


@given(st.lists(st.text("ab é", min_size=1).filter(str.strip), min_size=1))
def test_paragraphs_of_paragraphs_are_themselves(texts: list[str]) -> None:
    found = paragraphs("\n\n".join(texts))
    assert paragraphs("\n\n".join(found)) == found == [text.strip() for text in texts]


SENTENCE = "Il était une fois, en mil huit cent douze, un roi qui aimait les listes. "


def test_paragraphs_that_can_be_read_stay_as_they_are() -> None:
    blocks = ["un", "x" * LONGEST, ""]
    assert readable(blocks) is blocks


@pytest.mark.parametrize(
    ("unit", "ends"),
    [
        (SENTENCE, "listes."),
        ("« Quelle heure est-il\u00a0? » Personne ne répondit ", "? »"),
        ("sans aucun point mais avec des mots ", ("sans", "aucun", "point", "mais", "avec", "des", "mots")),
        ("没有空格的句子。", "。"),
        ("un vers qui finit là\n", "là"),
    ],
)
def test_a_very_long_paragraph_is_cut_where_something_ends(unit: str, ends: str | tuple[str, ...]) -> None:
    text = (unit * (3 * LONGEST // len(unit))).strip()
    first, *others = readable(["avant", text, "après"])[1:-1]
    assert first.endswith(ends)
    assert len(others) in (2, 3)
    assert all(LONGEST // 2 <= len(part) <= LONGEST for part in [first, *others[:-1]])


@given(st.text("ab .!?»\n\u00a0é", max_size=200))
def test_nothing_of_a_very_long_paragraph_is_lost(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.documents.text.paragraphs.LONGEST", 10)
        found = readable([text.strip()])
    assert all(len(part) <= 10 for part in found)
    assert all(part == part.strip() for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_book_on_one_line_is_found_where_the_words_stand(tmp_path: Path) -> None:
    book = tmp_path / "livre.txt"
    book.write_text("Un livre\n\n" + SENTENCE * 400 + "La licorne parut enfin. " + SENTENCE * 400, encoding="utf-8")
    with book.open("rb") as stream:
        (article,) = read_articles(Source(str(book), "livre.txt", stream))
    assert isinstance(article, Article)
    holding = [passage for passage in article.passages if "licorne" in passage.text]
    assert len(article.passages) > 9
    assert len(holding) == 1
    assert len(holding[0].text) <= LONGEST


@pytest.mark.parametrize(
    "text", ["mot\n" * 300_000, "un mot. " * 3_000_000], ids=["short lines in a row", "one line without end"]
)
def test_a_text_without_an_empty_line_takes_no_more_time_than_its_length(text: str) -> None:
    start = process_time()
    assert len(readable(paragraphs(text))) >= len(text) // LONGEST
    assert process_time() - start < 5  # it was minutes where what was read so far is copied for each line
