"""Mail: a message → its headers, its text, what it carries; a mailbox → its messages."""

from __future__ import annotations

import base64
import random
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents.drafts import About, Block, Piece, Source
from index.documents.mail import read_eml
from index.documents.mail.text import decode_header, mail_paragraphs, person
from index.model import Fault

MESSAGE = """From: =?UTF-8?Q?Jean_Dupont?= <jean@exemple.fr>
To: "Martin, Paul" <paul@exemple.fr>,
\tanne@exemple.fr
Subject: =?utf-8?B?UsOpdW5pb24gZMOp?= =?utf-8?B?cGxhY8OpZQ==?= au lundi
Date: Mon, 6 May 2024 10:00:00 +0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

La r=C3=A9union de la commission des finances est d=C3=A9plac=C3=A9e au lund=
i.

Le 5 mai, Paul a =C3=A9crit :
> Quand a lieu
> la r=C3=A9union ?
--c
Content-Type: text/html; charset=utf-8

<p>La réunion en HTML</p>
--c--
--b
Content-Type: application/pdf; name="x.pdf"
Content-Disposition: attachment; filename*=iso-8859-1''pi%E8ce%20jointe.pdf
Content-Transfer-Encoding: base64

JVBERi0x
--b
Content-Type: message/rfc822

Subject: Dedans
From: anne@exemple.fr

Texte du dedans
--b--
"""


def pieces(message: str | bytes) -> list[Piece]:
    data = message if isinstance(message, bytes) else message.encode()
    return list(read_eml(Source("m.eml", "d/m.eml", BytesIO(data))))


def texts(message: str | bytes) -> list[str]:
    return [piece.text for piece in pieces(message) if isinstance(piece, Block)]


def about(message: str | bytes) -> About:
    (found,) = (piece for piece in pieces(message) if isinstance(piece, About))
    return found


def carried(message: str | bytes) -> dict[str, bytes]:
    return {piece.path: piece.stream.read() for piece in pieces(message) if isinstance(piece, Source)}


def multipart(kind: str, *parts: str) -> str:
    return f"Content-Type: multipart/{kind}; boundary=b\n\n" + "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"


# -- a message


def test_headers() -> None:
    assert about(MESSAGE) == About(
        title="Réunion déplacée au lundi",
        date="Mon, 6 May 2024 10:00:00 +0200",
        author="Jean Dupont",
        others={
            "from": "From: Jean Dupont <jean@exemple.fr>",
            "to": 'To: "Martin, Paul" <paul@exemple.fr>, anne@exemple.fr',
        },
    )


def test_plain_text_is_read_and_not_the_html_that_says_the_same() -> None:
    assert texts(MESSAGE) == [
        "La réunion de la commission des finances est déplacée au lundi.",
        "Le 5 mai, Paul a écrit :",
        "> Quand a lieu\n> la réunion ?",
    ]


def test_attachments() -> None:
    assert carried(MESSAGE) == {
        "d/m.eml#pièce jointe.pdf": b"%PDF-1",
        "d/m.eml#Dedans.eml": b"Subject: Dedans\nFrom: anne@exemple.fr\n\nTexte du dedans",
    }


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Content-Type: text/html\n\n<p>un<p>deux<blockquote>cité</blockquote>", ["un", "deux", "> cité"]),
        ("Content-Type: text/html\n\n<blockquote>cité<br>encore</blockquote>", ["> cité\n> encore"]),
        (multipart("alternative", "\n", "Content-Type: text/html\n\n<p>riche"), ["riche"]),
        (
            multipart(
                "alternative",
                "Content-Type: multipart/related; boundary=c\n\n--c\nContent-Type: text/html\n\n<p>riche\n"
                "--c\nContent-Type: image/png; name=a.png\n\nx\n--c--",
            ),
            ["riche"],
        ),
        (multipart("mixed", "\nun", "Content-Type: text/html\n\n<p>deux"), ["un", "deux"]),
        (multipart("signed", "\nun", "Content-Type: application/pgp-signature\n\nx"), ["un"]),
        ("Subject: sans fin\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nun", ["un"]),
        ("Content-Type: multipart/mixed\n\nsans limite", ["sans limite"]),
        ("bonjour tout le monde\n", ["bonjour tout le monde"]),
    ],
)
def test_which_part_is_read(message: str, expected: list[str]) -> None:
    found = pieces(message)
    assert texts(message) == expected
    assert len(found) == len(expected) + 1, "and nothing else"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "cp1252"),
        ("us-ascii", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("nonsense", "utf-8"),
        ("iso-8859-15", "iso-8859-15"),
        ("utf-16", "utf-16"),
    ],
)
def test_charsets(declared: str, encoding: str) -> None:
    """What a message says is believed unless its bytes say otherwise."""
    body = base64.encodebytes("Été à Noël : 5 €.".encode(encoding))
    head = f"Content-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: base64\n\n"
    assert texts(head.encode() + body) == ["Été à Noël : 5 €."]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_eight_bits_that_nothing_is_said_of(encoding: str) -> None:
    message = "Subject: Été\nFrom: Noël <n@exemple.fr>\n\nL’été à 5 €.".encode(encoding)
    assert (about(message).title, about(message).author) == ("Été", "Noël")
    assert texts(message) == ["L’été à 5 €."]


def test_an_encrypted_message() -> None:
    message = "Subject: secret\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nx"
    assert Fault("encrypted") in pieces(message)


@pytest.mark.parametrize("message", [b"", b"\n\n", b"From: a@b.fr\n\n"])
def test_an_empty_message(message: bytes) -> None:
    assert Fault("empty") in pieces(message)


# -- headers


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Réunion", "Réunion"),
        ("=?iso-8859-1?Q?R=E9union_du_lundi?=", "Réunion du lundi"),
        ("=?UTF-8?B?w4k=?= =?UTF-8?B?dMOp?=", "Été"),
        ("=?UTF-8?Q?=C3?= =?UTF-8?Q?=89t=C3=A9?=", "Été"),
        ("=?utf-8?q?=C3=89t=C3=A9?= 2024", "Été 2024"),
        ("Re: =?utf-8?q?=C3=A9?=(suite)", "Re: é(suite)"),
        ('"=?utf-8?q?Ren=C3=A9?=" <r@x.fr>', '"René" <r@x.fr>'),
        ("=?utf-8?Q?un mot?=", "un mot"),
        ("=?utf-8?B?w4l0w6k?=", "Été"),
        ("=?nonsense?Q?=C3=89?=", "É"),
        ("=?utf-8*fr?Q?=C3=89?=", "É"),
        ("=?utf-8?Q?sans fin", "=?utf-8?Q?sans fin"),
        ("=?utf-8?X?a?=", "=?utf-8?X?a?="),
        ("a\n\tb", "a b"),
    ],
)
def test_encoded_words(header: str, expected: str) -> None:
    assert decode_header(header) == expected


@given(st.text(), st.sampled_from(["utf-8", "iso-8859-1", "x"]), st.sampled_from("qb"))
def test_any_header_can_be_decoded(content: str, charset: str, coding: str) -> None:
    assert "\n" not in decode_header(f"a =?{charset}?{coding}?{content}?= b")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Jean <j@x.fr>", "Jean"),
        ('"Dupont, Jean" <j@x.fr>', "Dupont, Jean"),
        ("<j@x.fr>", "j@x.fr"),
        ("j@x.fr", "j@x.fr"),
        ("j@x.fr (Jean)", "Jean"),
        ("", ""),
    ],
)
def test_who_wrote(address: str, expected: str) -> None:
    assert person(address) == expected


# -- text


@pytest.mark.parametrize(
    ("text", "flowed", "expected"),
    [
        ("un\n\ndeux", False, ["un", "deux"]),
        ("oui\n> quand ?\nnon", False, ["oui", "> quand ?", "non"]),
        ("> un\n>> deux\n> > trois\n>\n> quatre", False, ["> un", "> deux\n> trois", "> quatre"]),
        ("une ligne \nqui va \nloin\nfin", True, ["une ligne qui va loin\nfin"]),
        (" > pas cité", True, ["> pas cité"]),
        ("> cité \n> encore \nréponse", True, ["> cité encore", "réponse"]),
        ("fin \n-- \nJean", True, ["fin --\nJean"]),
    ],
)
def test_paragraphs(text: str, expected: list[str], *, flowed: bool) -> None:
    assert mail_paragraphs(text, flowed=flowed) == expected


@given(st.text("> \nab.", max_size=60), st.booleans())
def test_every_line_that_was_quoted_is_marked(text: str, flowed: bool) -> None:
    found = mail_paragraphs("\n".join(f"> {line}" for line in text.split("\n")), flowed=flowed)
    assert all(line.startswith("> ") for paragraph in found for line in paragraph.split("\n"))


# -- messages made to do harm


@pytest.mark.parametrize(
    "message",
    [
        b"To: " + b", ".join(b"N <a%d@x.fr>" % n for n in range(200_000)) + b"\n\na",
        b"From: " + b"(" * 100_000 + b"\n\na",
        b"Subject: " + b"=?utf-8?q?" * 50_000 + b"\n\na",
        b"Content-Type: text/plain; " + b"a*0*=x;" * 50_000 + b"\n\na",
        b"Content-Disposition: inline; filename=" + b'";' * 50_000 + b"\n\na",
        multipart("mixed", "\na").encode() + b"--b\n\nx\n" * 20_000,
        b"\n\na\n" + b">" * 500_000,
        b"Content-Transfer-Encoding: base64\n\n" + b"YWFh\n" * 100_000,
        b"Content-Type: text/plain; charset=" + b"x" * 9_000 + b"\n\na",
    ],
    ids=lambda message: message[:24].decode(),
)
def test_hostile_messages(message: bytes) -> None:
    assert any("a" in text for text in texts(message))


@pytest.mark.parametrize(
    "head", ['Content-Type: multipart/mixed; boundary="b{0}"\n\n--b{0}\n', "Content-Type: message/rfc822\n\n"]
)
def test_messages_nested_too_deeply(head: str) -> None:
    assert pieces("".join(head.format(n) for n in range(20_000))) == [Fault("nested")]


@pytest.mark.parametrize("charset", ["\x00", "\xff", "*=a'b'c"])
@pytest.mark.parametrize("encoding", ["8bit", "base64"])
def test_a_charset_that_is_no_name(charset: str, encoding: str) -> None:
    head = f"Subject: un\nContent-Transfer-Encoding: {encoding}\nContent-Type: text/plain; charset={charset}\n\n"
    assert About("un") in pieces(head.encode("latin-1") + "Été".encode())


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False), st.floats(0, 1))
def test_damaged_messages(chance: random.Random, kept: float) -> None:
    data = bytearray(MESSAGE.encode()[: int(len(MESSAGE) * kept)])
    for _ in range(20 if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert all(isinstance(piece, (About, Block, Fault, Source)) for piece in pieces(bytes(data)))
