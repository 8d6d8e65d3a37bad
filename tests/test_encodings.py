"""Encodings: the bytes of French files → text."""

from __future__ import annotations

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import one, read, texts

from index.documents import Fault, message
from index.documents.text.encoding import NotTextError, decode, decoded, storable

FRENCH = "L’été, « cœur » à 5 € – naïveté, Œuvre…\r\n\r\nDeuxième çà et là.\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("utf-32-be", b"\x00\x00\xfe\xff"),
        ("cp1252", b""),
    ],
)
def test_encodings(encoding: str, mark: bytes) -> None:
    assert decode(mark + FRENCH.encode(encoding)) == FRENCH


def test_latin_1() -> None:
    assert decode("Été \x81 à Noël".encode("latin-1")) == "Été \x81 à Noël"
    assert decode("Été à Noël".encode("latin-1")) == "Été à Noël"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"\x00" * 10, b"\x7fELF\x01\x01\x00\x00\x00", b"PK\x03\x04\x00"]
)
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)


def test_a_few_control_characters_are_let_through() -> None:
    """One in a hundred; tabs and line ends are none, nor are letters whose UTF-8 holds bytes like theirs."""
    few = "\x01" + "é\t\n" * 33
    assert decode(few.encode()) == few
    with pytest.raises(NotTextError):
        decode((few + "\x1f").encode())


@pytest.mark.parametrize("data", [b"", b"a", b"\xff\xfea", b"\xe9", b"a\tb\x0c\r\n"])
def test_small_texts(data: bytes) -> None:
    decode(data).encode()


@given(st.binary(max_size=200))
def test_any_bytes_are_text_that_can_be_stored_or_none(data: bytes) -> None:
    try:
        decode(data).encode()
    except NotTextError:
        return


@given(
    st.text(st.characters(exclude_categories=["Cc"], codec="utf-8"), max_size=60).filter(lambda t: t[:1] != "\ufeff")
)
def test_utf_8_is_always_known(text: str) -> None:
    assert decode(text.encode()) == text


@given(st.text())
def test_storable_text_is_storable_and_else_unchanged(text: str) -> None:
    storable(text).encode()
    assert len(storable(text)) == len(text)
    assert storable(storable(text)) == storable(text)


# -- one-byte encodings, by what the text looks like

LINES = [
    "Le préfet a été reçu à l'hôtel ; l'été dernier, la forêt brûlait « où ça » déjà ?",
    "Été à Noël",
    "Compte rendu de la séance du 4 août à l'école.",
    "À ÉVREUX, L'ÉLÈVE REÇU A ÔTÉ SA VESTE",
    "Une pêche mûre, un maïs, une voix aiguë, çà et là.",
]


ENCODINGS = ["cp1252", "latin-1", "iso8859-15", "mac_roman", "cp850", "cp437"]


def has_letters(encoding: str, line: str) -> bool:
    return bool(line.encode(encoding, "ignore").decode(encoding) == line)


@pytest.mark.parametrize(("encoding", "line"), [pair for pair in product(ENCODINGS, LINES) if has_letters(*pair)])
def test_french_is_known_by_its_letters(encoding: str, line: str) -> None:
    assert decoded(line.encode(encoding)) == (line, None)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("iso8859-15", "Le cœur de l'œuvre coûte 10 €, naïve."),
        ("cp1252", "L’œuvre coûte 10 € – « déjà »… · ½"),
        ("mac_roman", "L’œuvre « déjà » – où… n° 5"),
        ("mac_roman", "L’été, l’école, d’où"),
        ("cp1252", "Straße, mañana, Malmö"),
    ],
)
def test_signs_are_known_too(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_what_does_not_look_like_french_is_said() -> None:
    assert decoded("Привет, мир, это письмо".encode("cp1251")).fault == Fault("accents")
    assert decoded("ÀÉÈ".encode("cp1252")).fault is None


# -- bytes that are wrong


@pytest.mark.parametrize(
    ("data", "text", "wrong"),
    [
        ("L’été, le pr".encode() + b"\xe9" + "fet, la forêt".encode(), "L’été, le préfet, la forêt", 1),
        ("déjà".encode() + b" \xe0 c\xf4t\xe9 " + "éèê".encode(), "déjà à côté éèê", 3),
        ("à la fin é".encode() + b"\xc3", "à la fin é\ufffd", 1),
        ("é".encode() + b"\x81" + "é".encode(), "é\ufffdé", 1),
        ("L'été d'un pr".encode() + b"\xe9fet", "L'été d'un préfet", 1),
        ("é, pr".encode() + b"\xe9fet", "é, préfet", 1),
    ],
)
def test_bytes_that_are_no_utf_8_are_mended_one_by_one(data: bytes, text: str, wrong: int) -> None:
    assert decoded(data) == (text, Fault("mended", values={"n": wrong}))


def test_what_was_mended_is_said_behind_the_article() -> None:
    article, fault = read("a.txt", "Déjà\n\nL’été du pr".encode() + b"\xe9" + "fet à Évreux.".encode())
    assert texts(article) == ["L’été du préfet à Évreux."]  # type: ignore[arg-type]
    assert isinstance(fault, Fault)
    assert "UTF-8" in message(fault)


def test_utf_8_taken_for_something_else_is_said() -> None:
    twice = "Le préfet a été reçu à l’école".encode().decode("cp1252", "replace")
    assert decoded(twice.encode()).fault == Fault("accents")
    assert decoded("Un « Ã© » dans un texte sur les accents".encode()).fault is None


@pytest.mark.parametrize("marks", [1, 2, 3])
def test_marks_are_no_text(marks: int) -> None:
    assert decode(b"\xef\xbb\xbf" * marks + "ﬁn".encode()) == "ﬁn"
    assert one("a.md", b"\xef\xbb\xbf" * marks + b"---\ntitle: T\n---\nx").title == "T"


@given(st.text("éàçôa b\n’", max_size=40), st.integers(0, 40), st.sampled_from(b"\xe9\xe0\x92\xab\x81\xff"))
def test_one_wrong_byte_leaves_the_others_alone(text: str, at: int, wrong: int) -> None:
    data = "é".encode() * 2 + text[:at].encode() + bytes([wrong]) + b" " + text[at:].encode()
    read = decode(data)
    assert read.startswith("éé" + text[:at])
    assert read.endswith(text[at:])


def test_reading_takes_the_time_of_a_few_passes() -> None:
    data = ("Été " * 250_000).encode()
    begun = time.process_time()
    decode(data)
    decode(data + b"\xe9")
    decode(("Été " * 250_000).encode("mac_roman"))
    assert time.process_time() - begun < 3
