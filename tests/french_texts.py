"""Texts of every kind, for the tests of whatever reads them."""

from __future__ import annotations

from hypothesis import strategies as st

from index.analysis.characters import APOSTROPHES, HYPHENS, MIDDLE_DOTS

NBSP, NNBSP, THIN = "\u00a0", "\u202f", "\u2009"
SOFT, ZERO_WIDTH = "\u00ad", "\u200b"
LOOK_ALIKES = sorted(set("'’ʼ‘‛´`＇′ʹ") | set(APOSTROPHES))

HANGUL = "".join(map(chr, (*range(0x1100, 0x1200), *range(0xAC00, 0xD7A4))))
"""Left out where composition is compared: syllables compose of letters, and acronyms are dotted single letters."""
PIECES = [
    *["l'", "L’", "QU'", "jusqu’", "aujourd'hui", "prud'homme", "homme", "-t-il", "-moi", "-là", "porte-parole"],
    *[
        "étudiant",
        "·e·s",
        "(e)s",
        ".e.s",
        "·rice",
        "(e\u0300re)",
        "O.N.U.",
        "É.",
        "E\u0301.",
        "32",
        " 000",
        "\u202f000",
    ],
    *["L. 121-3", "R*", "L", "a ", "2-3", "50kg", "14h30", "m²", "2ème", "1re", "XIXᵉ", "n°", "C++", "C#", "№", "¹"],
    *[
        "+33 6 12 34 56 99",
        "+33 (0)6 12",
        " (0)",
        "article L 121-3",
        " LO 141",
        "L.O. 141-2",
        "01 42 75 80 00",
        "FR76 3000 ",
        "-\n",
        "¬\n",
        "- \r\n",
        "com",
        "mune",
        "n'd",
        "O'b",
        "st",
        "J.-C.",
    ],
    *["1", ".", ",5", "3.5", "12.05.2024", "R&D", "œ", "ß", "İ", "ŉ", "ǰ", "ﬁ", "ς", "Σ", "²", "½", "Ⅷ", "_", "°"],
    *["\u0301", "\u0327", "\u0345", "\u0300a", "é", "e\u0301", "𝒜", "😀", "👩\u200d🚀", "غزة", "שלום", "日本", "हिन्दी"],
    *[
        SOFT,
        ZERO_WIDTH,
        "\u200d",
        "\ufeff",
        " ",
        NBSP,
        THIN,
        "\n",
        "\x00",
        "\u202e",
        *LOOK_ALIKES,
        *HYPHENS,
        *MIDDLE_DOTS,
    ],
]
ANY_SIGN = st.characters(exclude_categories=["Cs"])
SYMBOL_MARKS = "".join(map(chr, range(0x20D0, 0x2100)))
"""Marks for symbols end a word, and composition moves accents over them."""
SIGN = st.characters(exclude_categories=["Cs"], exclude_characters=HANGUL + SYMBOL_MARKS, max_codepoint=0xFFFF)


def mixed(sign: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    piece = st.one_of(st.sampled_from(PIECES), sign)
    return st.one_of(st.text(sign, max_size=40), st.lists(piece, max_size=14).map("".join))


TEXTS = mixed(ANY_SIGN)
