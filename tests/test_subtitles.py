"""Subtitles: cues → paragraphs, each with the time at which it begins."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents.drafts import About, Block, Piece, Source
from index.documents.plain.subtitles import TOO_LONG, read_subtitles
from index.model import Fault

FILM = """1
00:01:05,000 --> 00:01:07,000
<i>Bonjour</i> à tous et

2
00:01:07,500 --> 00:01:09,000
{\\an8}bienvenue.

3
01:02:50,000 --> 01:02:52,000
- Qui est là ?
- Moi.
"""


def pieces(text: str | bytes, name: str = "mon_film.srt") -> list[Piece]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(read_subtitles(Source(name, f"d/{name}", BytesIO(data))))


def texts(text: str | bytes) -> list[str]:
    return [piece.text for piece in pieces(text) if isinstance(piece, Block)]


def film(*cues: tuple[int, int, str]) -> str:
    return "\n\n".join(
        f"{start // 60:02}:{start % 60:02}.000 --> {end // 60:02}:{end % 60:02}.500\n{text}"
        for start, end, text in cues
    )


def test_a_film() -> None:
    assert pieces(FILM) == [
        About(title="mon film"),
        Block("[00:01:05] Bonjour à tous et bienvenue."),
        Block("[01:02:50] - Qui est là ? - Moi."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WEBVTT\n\n00:05.000 --> 00:07.000 align:start\nun", ["[00:00:05] un"]),
        (
            "WEBVTT\n\nNOTE\nnon\n\nSTYLE\n::cue {}\n\nREGION\nid:a\n\nnom\n00:05.000 --> 00:07.000\nun",
            ["[00:00:05] un"],
        ),
        ("00:05.000 --> 00:07.000\n<v Jean Dupont>oui</v>", ["[00:00:05] Jean Dupont : oui"]),
        ("00:05.000 --> 00:07.000\n<c.jaune>a</c> <00:06.000>b &amp; c&nbsp;d", ["[00:00:05] a b & c d"]),
        ("00:05.000 --> 00:07.000\n3 < 4 et 5 > 2", ["[00:00:05] 3 < 4 et 5 > 2"]),
        ("1\n00:00:05,000 --> 00:00:07,000\nun\n2\n00:00:08,000 --> 00:00:09,000\ndeux", ["[00:00:05] un 2 deux"]),
        ("1\r\n0:0:5,0 --> 0:0:7,0\r\nun\r\n", ["[00:00:05] un"]),
        ("100:00:05,000 --> 100:00:07,000\nun", ["[100:00:05] un"]),
    ],
)
def test_cues(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert texts(FILM.encode(encoding)) == texts(FILM)


def test_the_title_in_the_header() -> None:
    assert pieces("WEBVTT - Les étoiles\n\n" + film((1, 2, "un")))[0] == About(title="Les étoiles")


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (((1, 2, "Un."), (3, 4, "Deux.")), ["[00:00:01] Un. Deux."]),
        (((1, 2, "Un."), (9, 10, "Deux.")), ["[00:00:01] Un.", "[00:00:09] Deux."]),
        (((1, 2, "un,"), (9, 10, "deux")), ["[00:00:01] un, deux"]),
        (((1, 2, "un,"), (90, 91, "deux")), ["[00:00:01] un,", "[00:01:30] deux"]),
        (((1, 2, "x" * 400 + "."), (2, 3, "deux")), ["[00:00:01] " + "x" * 400 + ".", "[00:00:02] deux"]),
        (((1, 2, "x" * 400), (2, 3, "deux")), ["[00:00:01] " + "x" * 400 + " deux"]),
        (((1, 2, "x" * TOO_LONG), (2, 3, "deux")), ["[00:00:01] " + "x" * TOO_LONG, "[00:00:02] deux"]),
        (((1, 2, "un"), (2, 3, "un\ndeux"), (3, 4, "deux\ntrois")), ["[00:00:01] un deux trois"]),
        (((1, 2, "Non !"), (4, 5, "Non !")), ["[00:00:01] Non ! Non !"]),
    ],
)
def test_paragraphs(cues: tuple[tuple[int, int, str], ...], expected: list[str]) -> None:
    """They end with a sentence, after a pause or when they are long; what rolls up is there once."""
    assert texts(film(*cues)) == expected


CUES = st.tuples(st.integers(0, 60), st.integers(1, 9), st.sampled_from(["un mot.", "deux", "et - trois ?"]))


@given(st.lists(CUES, max_size=40))
def test_no_word_is_lost(cues: list[tuple[int, int, str]]) -> None:
    timed, end = [], 0
    for pause, length, text in cues:
        timed.append((end + pause + 1, end + pause + length, text))
        end += pause + length
    spoken = " ".join(text.partition("] ")[2] for text in texts(film(*timed)))
    assert spoken == " ".join(text for _, _, text in cues)


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), ("\n \n", "empty"), ("Bonjour", "damaged"), ("WEBVTT\n\nNOTE rien", "damaged")],
)
def test_what_are_no_subtitles(text: str, code: str) -> None:
    assert pieces(text) == [Fault(code)]


def test_what_is_no_text() -> None:
    assert pieces(bytes(range(256)) * 20) == [Fault("not_text")]


@pytest.mark.parametrize("text", ["<v a" * 100_000, "{\\" * 100_000, "<" * 300_000, "a" * 1_000_000, "1:" * 100_000])
def test_hostile_subtitles(text: str) -> None:
    assert texts(f"00:01.000 --> 00:02.000\n{text}\n\n00:03.000 --> 00:04.000\nfin")[-1].endswith("fin")


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False), st.floats(0, 1))
def test_damaged_subtitles(chance: random.Random, kept: float) -> None:
    data = bytearray(FILM.encode()[: int(len(FILM) * kept)])
    for _ in range(20 if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert all(isinstance(piece, (About, Block, Fault)) for piece in pieces(bytes(data)))
