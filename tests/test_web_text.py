"""Text of documents as it is shown: what is never a control character, what is marked, which pages are named."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from web.text import harmless, marked, page_numbers


def test_marks_of_a_text() -> None:
    assert marked("a<b>c", [(1, 4)]) == "a<mark>&lt;b&gt;</mark>c"
    assert marked("😀 été", [(2, 5)]) == "😀 <mark>été</mark>"
    assert marked("", []) == ""


def test_control_characters_have_pictures() -> None:
    assert (
        harmless("a\tb\n\0\r\x1f\x7f\x80\x9f\ud800\udfff\ufffe\uffff\xa0é😀") == "a\tb\n␀␍␟␡" + 6 * "\ufffd" + "\xa0é😀"
    )
    assert harmless(Markup("<b>\x07")) == Markup("<b>␇")
    assert isinstance(harmless(Markup("<b>\x07")), Markup)
    assert harmless(7) == 7


@given(st.text(st.characters(categories=["C"])) | st.text())
def test_what_is_harmless_is_as_long_and_stays_as_it_is(text: str) -> None:
    shown = str(harmless(text))
    assert len(shown) == len(text)
    assert harmless(shown) == shown
    assert not [sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t"]
    assert all(sign in (was, "\ufffd") or "\u2400" <= sign <= "\u2421" for sign, was in zip(shown, text, strict=True))


def test_which_pages_are_named() -> None:
    assert page_numbers(1, 3) == [1, 2, 3]
    assert page_numbers(10, 20) == [1, 0, 8, 9, 10, 11, 12, 0, 20]
    assert page_numbers(4, 20) == [1, 2, 3, 4, 5, 6, 0, 20]
    assert page_numbers(5, 20) == [1, 2, 3, 4, 5, 6, 7, 0, 20]
