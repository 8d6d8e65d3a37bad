"""Messages between a worker and who asks it: what is written is what is read, and nothing in them is code."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents.drafts import About, Block, Reached
from index.documents.worker.messages import (
    LONGEST_FRAME,
    Begun,
    Detected,
    Ended,
    Message,
    Request,
    decode,
    decode_request,
    encode,
    read_frame,
    write_frame,
)
from index.model import Article, Fault, Passage

TEXTS = st.text(max_size=20)
NUMBERS = st.integers(0, 10**6)
VALUES = st.dictionaries(TEXTS, TEXTS | NUMBERS, max_size=3)
PASSAGES = st.builds(Passage, NUMBERS, TEXTS, st.booleans(), st.none() | NUMBERS, st.booleans())
MESSAGES = st.one_of(
    st.builds(Begun, TEXTS, TEXTS, NUMBERS, NUMBERS, st.none() | st.floats(0, 1e10)),
    st.builds(Detected, TEXTS),
    st.builds(Ended),
    st.builds(Block, TEXTS, st.none() | NUMBERS),
    st.builds(Reached, NUMBERS),
    st.builds(Fault, TEXTS, NUMBERS, VALUES),
    st.builds(About, TEXTS, TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=3).map(tuple)),
    st.builds(Article, TEXTS, TEXTS, TEXTS, TEXTS, st.lists(PASSAGES, max_size=3).map(tuple), date_from=TEXTS),
)


@given(st.lists(MESSAGES, max_size=5))
def test_what_is_written_is_read(messages: list[Message]) -> None:
    stream = io.BytesIO()
    for message in messages:
        write_frame(stream, encode(message))
    stream.seek(0)
    for message in messages:
        data = read_frame(stream)
        assert data is not None
        assert (again := decode(data)) == message
        assert type(again) is type(message)
    assert read_frame(stream) is None


def test_others_of_what_a_file_says_of_itself_are_kept() -> None:
    about = About(title="T", others={"role": "maire"})
    assert decode(encode(about)) == about


def test_half_surrogate_pairs_are_not_passed_on() -> None:
    assert decode(encode(Block("a\ud800b"))) == Block("a\ufffdb")


@pytest.mark.parametrize("file", ["a.pdf", "été/l'œuvre.pdf", "n\udce9.pdf"])
def test_a_file_is_asked_for_whatever_its_name(file: str) -> None:
    request = Request(file, "r/a.pdf", (3, 0), 7)
    assert decode_request(encode(request)) == request


@pytest.mark.parametrize("data", [b"", b"\x00\x00", b"\x00\x00\x00\x05abc", (LONGEST_FRAME + 1).to_bytes(4, "big")])
def test_what_is_cut_off_or_too_long_is_the_end(data: bytes) -> None:
    assert read_frame(io.BytesIO(data)) is None


@given(
    st.binary(max_size=40) | st.sampled_from([b"[99]", b"[]", b"{}", b"[0]", b"7", b'["a"]', b"null", b"[3, 1, 2, 3]"])
)
def test_bytes_that_are_no_message_are_told_from_one(data: bytes) -> None:
    try:
        message = decode(data)
    except (ValueError, TypeError, LookupError):
        return
    assert isinstance(message, tuple)
