"""Mailboxes, messages of Outlook, and the names that attachments get."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlook_files import Tree, ansi, attachment, binary, ole, sent, text
from zip_files import zipped

from index.documents import read_articles
from index.documents.drafts import About, Block, Piece, Source
from index.documents.mail import read_eml, read_mbox, read_msg
from index.documents.mail.body import AttachmentSources, safe_name
from index.model import ASIDE, Article, Fault, Passage, aside_in

# -- names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Temp\\a.pdf", "a.pdf"),
        ("a#b\n\x00c.pdf", "a b c.pdf"),
        ("..", ""),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
        ("\ud800.pdf", "\ufffd.pdf"),
    ],
)
def test_names_are_safe(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_names_are_unique() -> None:
    names = AttachmentSources(Source("m.eml", "m.eml", BytesIO()))
    found = [names.source(name, b"").path for name in ("a.pdf", "a.pdf", "", "", "x/a.pdf", "a")]
    assert found == ["m.eml#a.pdf", "m.eml#a~2.pdf", "m.eml#3", "m.eml#4", "m.eml#a~3.pdf", "m.eml#a"]


# -- a mailbox


def messages(data: bytes) -> list[tuple[str, bytes]]:
    found = list(read_mbox(Source("b.mbox", "d/b.mbox", BytesIO(data))))
    return [(piece.path, piece.stream.read()) for piece in found if isinstance(piece, Source)]


def test_messages_of_a_mailbox() -> None:
    first = (
        b"From jean@x.fr Mon May  6 10:00:00 2024\nSubject: un\n\n"
        b">From Paris\n>>From Lyon\n\nFrom Paris, avec amour\n\n"
    )
    second = b"From - Mon May 06 10:00:00 2024\r\nSubject: deux\r\n\r\nfin\r\n"
    assert messages(first + second) == [
        ("d/b.mbox#1.eml", b"Subject: un\n\nFrom Paris\n>From Lyon\n\nFrom Paris, avec amour\n\n"),
        ("d/b.mbox#2.eml", b"Subject: deux\r\n\r\nfin\r\n"),
    ]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty"), (b"Subject: un\n\nun", "damaged"), (b"\x00" * 99, "damaged")]
)
def test_what_is_no_mailbox(data: bytes, code: str) -> None:
    assert list(read_mbox(Source("b.mbox", "b.mbox", BytesIO(data)))) == [Fault(code)]


# -- messages of Outlook

SUBJECT, BODY, HTML, SENDER, ADDRESS, TO, NAME, DATA = "0037", "1000", "1013", "0C1A", "5D01", "0E04", "3707", "3701"
INNER: Tree = {
    **sent(datetime(2024, 5, 5, tzinfo=UTC), before=24),
    **text(SUBJECT, "Dedans"),
    **text(BODY, "Texte du dedans"),
    **attachment(0, {**text(NAME, "fond.txt"), **binary(DATA, b"au fond")}),
}
MESSAGE: Tree = {
    **sent(datetime(2024, 5, 6, 8, tzinfo=UTC)),
    **text(SUBJECT, "Réunion déplacée"),
    **text(SENDER, "Jean Dupont"),
    **text(ADDRESS, "jean@exemple.fr"),
    **text(TO, "Paul Martin"),
    **text(BODY, "La réunion est déplacée.\r\n\r\n> Quand ?\r\n"),
    **attachment(0, {**text(NAME, "../pièce.pdf"), **binary(DATA, b"%PDF-1" * 1000)}),
    **attachment(1, {"__substg1.0_3701000D": INNER}),
}


def outlook(data: bytes) -> list[Piece]:
    return list(read_msg(Source("m.msg", "d/m.msg", BytesIO(data))))


def outlook_texts(tree: Tree) -> list[str]:
    return [piece.text for piece in outlook(ole(tree)) if isinstance(piece, Block)]


PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(99)


@pytest.mark.parametrize(
    ("subject", "text", "titles", "codes"),
    [
        ("Photo", b"Voici la photo du pont.", ["Photo"], []),
        ("Photo", b"", ["Photo"], []),
        ("", b"", [], ["none_read"]),
    ],
)
def test_an_attached_photo_is_counted(subject: str, text: bytes, titles: list[str], codes: list[str]) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Anne <anne@exemple.fr>", subject
    message.set_content(text.decode())
    message.add_attachment(PHOTO, "image", "png", filename="pont.png")
    found = list(read_articles(Source("a.eml", "d/a.eml", BytesIO(message.as_bytes()))))
    assert [one.title for one in found if isinstance(one, Article)] == titles
    *faults, aside = [one for one in found if isinstance(one, Fault)]
    assert [one.code for one in faults] == codes
    assert aside == Fault("aside", values={"png": 1})


@pytest.mark.parametrize(
    ("name", "codes", "aside"),
    [
        ("plan.odg", [], {"odg": 1}),
        ("photos.zip", ["none_read"], {"png": 1}),
        ("notes.docx", ["none_read"], {}),
        ("son.mp3", [], {"mp3": 1}),
    ],
)
def test_an_attachment_that_holds_nothing_is_a_fault_if_its_name_says_that_it_is_read(
    name: str, codes: list[str], aside: dict[str, int]
) -> None:
    message = EmailMessage()
    message["Subject"] = "Plan"
    message.add_attachment(zipped({"a.png": PHOTO}) if name != "son.mp3" else PHOTO, "x", "y", filename=name)
    found = list(read_articles(Source("a.eml", "d/a.eml", BytesIO(message.as_bytes()))))
    faults = [one for one in found if isinstance(one, Fault)]
    assert [(one.code, one.values["member"]) for one in faults if one.code != ASIDE] == [(c, name) for c in codes]
    assert aside_in(faults) == aside


def test_who_wrote_stands_below_the_text_with_the_name_of_the_header() -> None:
    data = b"From: Anne <anne@exemple.fr>\nTo: paul@exemple.fr\nSubject: Pont\n\nLe pont rouvre lundi."
    (article,) = read_articles(Source("a.eml", "d/a.eml", BytesIO(data)))
    assert isinstance(article, Article)
    assert article.passages[-1] == Passage(2, "From: Anne <anne@exemple.fr>\nTo: paul@exemple.fr", aside=True)


def test_a_message_of_outlook() -> None:
    found = outlook(ole(MESSAGE))
    assert found[:3] == [
        About(
            title="Réunion déplacée",
            date="2024-05-06T08:00:00+00:00",
            author="Jean Dupont",
            others={"from": "From: Jean Dupont <jean@exemple.fr>", "to": "To: Paul Martin"},
        ),
        Block("La réunion est déplacée."),
        Block("> Quand ?"),
    ]
    attached = [piece for piece in found[3:] if isinstance(piece, Source)]
    assert [piece.path for piece in attached] == ["d/m.msg#pièce.pdf", "d/m.msg#Dedans.eml"]
    assert attached[0].stream.read() == b"%PDF-1" * 1000


def test_a_message_in_a_message_of_outlook() -> None:
    (inner,) = (piece for piece in outlook(ole(MESSAGE)) if isinstance(piece, Source) and piece.file == "Dedans.eml")
    found = list(read_eml(inner))
    assert found[:2] == [About(title="Dedans", date="2024-05-05T00:00:00+00:00"), Block("Texte du dedans")]
    assert [piece.path for piece in found if isinstance(piece, Source)] == ["d/m.msg#Dedans.eml#fond.txt"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ansi(BODY, "L’été à 5 €"), ["L’été à 5 €"]),
        (binary(HTML, "<p>L’été<p>à 5 €".encode()), ["L’été", "à 5 €"]),
        (text(HTML, "<p>L’été"), ["L’été"]),
        ({**text(BODY, " \r\n"), **text(HTML, "<p>L’été")}, ["L’été"]),
        (text(BODY, "long " * 2000), [("long " * 2000).strip()]),
    ],
)
def test_texts_of_outlook(body: Tree, expected: list[str]) -> None:
    assert outlook_texts({**sent(), **body}) == expected


def test_a_text_that_is_not_read_is_no_silence() -> None:
    assert Fault("rtf_only") in outlook(ole({**sent(), **text(SUBJECT, "s"), **binary("1009", b"x")}))


@pytest.mark.parametrize("data", [b"", b"Subject: un\n\nun", ole({"WordDocument": b"x"}), ole({}), ole(MESSAGE)[:900]])
def test_what_is_no_message_of_outlook(data: bytes) -> None:
    assert outlook(data) == [Fault("damaged")]


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False), st.floats(0, 1))
def test_damaged_messages_of_outlook(chance: random.Random, kept: float) -> None:
    whole = ole(MESSAGE)
    data = bytearray(whole[: int(len(whole) * kept)])
    for _ in range(20 if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert all(isinstance(piece, (About, Block, Fault, Source)) for piece in outlook(bytes(data)))
