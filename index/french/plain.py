"""Plain text: a text rewritten so that its words are its runs of letters and digits.

What reads such a text needs none of the rules of French: a plain expression here, or the tokenizer of a native library.
Only what is rare is rewritten. One search decides which of many texts hold any of it, and nearly all texts are their
own plain text. What is read from a plain text is what ``reading`` reads from the text itself; tests hold them together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import charmap_build, charmap_decode, charmap_encode
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

from index.french.chunks import DIGIT_SPACES, LONG_S, chunks, inclusive_endings
from index.french.pieces import Role
from index.french.reading import read_chunk, simple_reading
from index.french.rules import LONGEST_JOINED, kept_words
from index.french.wordlists import word_list, word_set

if TYPE_CHECKING:
    from _codecs import _EncodeCharMap

CODED = "\ua78c"
"""A letter that no French text uses: a word that begins with it is written in code."""
LONGEST_WRITTEN = 1000
"""Longer words are written as a digest: no native index takes words of any length."""
REMEMBERED = 1 << 17
NO_SIGN = "\ufffe"
"""How a table of a code page says that a byte stands for nothing."""

_LETTERS = "A-Za-zÀ-ÖØ-Þà-öø-ÿ\u0100-\u012f\u0132-\u0148\u014a-\u017e"
_DIGITS = "0-9²³¹¼½¾ªº"
_INNOCENT = (
    "\t\n\r !-%)-\\-/:-@\\[-_{-~\u00a0-©«¬®-±¶»¿×÷\u2009\u202f\u2012-\u2015“”„†‡…‰‹›€™"
    "\u2190-\u2218\u221a-\u22c4\u22c6-\u23ff\u2500-\u2767\u2a00-\u2aff"
)
"""Signs that are never read."""
_AROUND = '[(«»“”"\\[\\]),.;:!?…–—\u00a0\u202f]*'
_TELLING = "(.'’&·•"
"""Signs that may be read, by what stands around them; digits may too."""


class Plain(NamedTuple):
    """``text``: its runs of letters and digits, in lower case, are the words of the places in order, one a place.

    ``others``: the further words of some places (``porteparole`` beside ``porte``), in no order. ``sources``: what of
    the text as it stands was read by the rules: the runs that hold compounds, or all chunks of a ``rewritten`` one.
    """

    text: str
    others: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    rewritten: bool = False


def plain(text: str) -> Plain:
    """``text`` so that its words are its runs of letters and digits. Never raises."""
    return plains([text])[0]


def plains(texts: Sequence[str]) -> list[Plain]:
    """The plain texts of many paragraphs, which are looked through at one go."""
    if any(LONG_S in text for text in texts):
        texts = [text.replace(LONG_S, "s") for text in texts]
    rare = _rare(texts)
    return [_rewritten(text) if n in rare else _with_compounds(text) for n, text in enumerate(texts)]


def rarities(text: str) -> Iterator[int]:
    """Where ``text`` holds what is not read as its letters stand: hyphens, and all that is rewritten."""
    for match in _rarity().finditer(text):
        yield match.start()
    for sign in f"-{LONG_S}":
        place = text.find(sign)
        while place >= 0:
            yield place
            place = text.find(sign, place + 1)


def words(text: str) -> list[str]:
    """Every word of ``text`` as :func:`written`: those of the places in order, then the others."""
    return words_of(plain(text))


def words_of(found: Plain) -> list[str]:
    """The words of a plain text, likewise."""
    words = runs(found.text)
    return [*words, *map(written, found.others)] if found.others else words


def spellings(text: str) -> list[str]:
    """The runs of letters and digits of a plain text, as they are spelled: in lower case they are its words."""
    codes, signs, _ = _western()
    return _split(text, codes, signs)


def runs(text: str) -> list[str]:
    """The runs of letters and digits of ``text``, in lower case."""
    codes, _, small = _western()
    return _split(text, codes, small, str.lower)


def _split(text: str, codes: _EncodeCharMap, signs: str, case: Callable[[str], str] = str) -> list[str]:
    """The runs of ``text``. Where the Western code page has every sign, a table of its bytes is thrice as fast."""
    try:
        return charmap_decode(charmap_encode(text, "strict", codes)[0], "strict", signs)[0].split()
    except UnicodeEncodeError:
        return re.findall(r"[^\W_]+", case(text))


@cache
def _western() -> tuple[_EncodeCharMap, str, str]:
    """The Western code page: the byte of each sign; and of each byte, the letter or digit, or else a space.

    Letters come as they are, and once more in lower case.
    """
    signs = "".join(bytes([code]).decode("cp1252", "ignore") or NO_SIGN for code in range(256))
    read = "".join(sign if re.fullmatch(r"[^\W_]", sign) else " " for sign in signs)
    return charmap_build(signs), read, read.lower()


def written(word: str) -> str:
    """``word`` as it stands in a plain text: itself, or in code where it would not be one run of letters and digits.

    Different words are written differently.
    """
    return word if _is_simple(word) else _coded(word)


def _is_simple(word: str) -> bool:
    return len(word) <= LONGEST_WRITTEN and _simple_word().fullmatch(word) is not None


def beside(word: str) -> str:
    """``word`` as a native index holds it where it stands beside the word of a place: no phrase can run into it."""
    return f"{CODED}x{written(word)}"


@lru_cache(maxsize=REMEMBERED)
def _coded(word: str) -> str:
    data = word.encode("utf-8", "surrogatepass")
    if len(data) <= LONGEST_WRITTEN:
        return CODED + data.hex()
    from hashlib import sha256

    return CODED + CODED + sha256(data).hexdigest()


@cache
def _simple_word() -> re.Pattern[str]:
    """Letters in lower case and digits that every library takes for such."""
    letters = (sign for sign in map(chr, range(0x180)) if re.fullmatch(f"[{_LETTERS}]", sign))
    return re.compile(f"[{_DIGITS}{''.join(sign for sign in letters if sign == sign.lower())}]+")


def _rare(texts: Sequence[str]) -> set[int]:
    """Which of ``texts`` hold anything that has to be rewritten; those with a compound are not among them."""
    ends = list(accumulate(len(text) + 1 for text in texts))
    found = {bisect_right(ends, match.start()) for match in _rarity().finditer("\n".join(texts))}
    return found.union(n for n, text in enumerate(texts) if len(text) > LONGEST_WRITTEN and _has_long_run(text))


def _has_long_run(text: str) -> bool:
    """Whether there are so many signs without white space between; as a rule a space in each stretch says no."""
    place = 0
    while len(text) - place > LONGEST_WRITTEN:
        space = text.rfind(" ", place, place + LONGEST_WRITTEN + 1)
        if space < 0:
            return max(map(len, text.split()), default=0) > LONGEST_WRITTEN
        place = space + 1
    return False


def _with_compounds(text: str) -> Plain:
    if "-" not in text:
        return Plain(text)
    compounds = _compounds()
    found = [(run, others) for _, run in hyphened(text) if (others := compounds[run]) != ()]
    if not found:
        return Plain(text)
    sources, others = zip(*found, strict=True)
    return _rewritten(text) if None in others else Plain(text, tuple(chain.from_iterable(others)), sources)


def hyphened(text: str) -> Iterator[tuple[int, str]]:
    """The runs without a space that hold hyphens, and where each begins."""
    place = text.find("-")
    while place >= 0:
        end = text.find(" ", place)
        end = len(text) if end < 0 else end
        start = text.rfind(" ", 0, place) + 1
        yield start, text[start:end]
        place = text.find("-", end)


def _rewritten(text: str) -> Plain:
    """A text read by the rules: the first word of each place, as written, and the others."""
    found = chunks(text)
    rows = list(map(_row, found))
    return Plain(" ".join([row for row, _ in rows]), _others(rows), tuple(found), rewritten=True)


_Row = tuple[str, tuple[str, ...]]
"""The first word of each place of a chunk, as written and a space between, and the other words that stand there."""


def _others(rows: Sequence[_Row]) -> tuple[str, ...]:
    return tuple(chain.from_iterable([others for _, others in rows if others]))


@lru_cache(maxsize=REMEMBERED)
def _row(chunk: str) -> _Row:
    word = chunk.lower()
    if _is_simple(word):
        return word, ()
    if simple := simple_reading(chunk):
        return " ".join(map(written, chain.from_iterable(simple))), ()
    firsts: dict[int, str] = {}
    others: dict[tuple[int, str], None] = {}
    for piece in read_chunk(chunk):
        if piece.role is Role.WORD and piece.place not in firsts:
            firsts[piece.place] = piece.word
        else:
            others[piece.place, piece.word] = None
    beside_firsts = tuple(word for place, word in others if word != firsts[place])
    return " ".join(map(written, firsts.values())), beside_firsts


class _Compounds(dict[str, tuple[str, ...] | None]):
    """What stands beside the words of a run with hyphens; None where it is no row of words, and its text rewritten."""

    def __missing__(self, run: str) -> tuple[str, ...] | None:
        if len(self) >= REMEMBERED:
            self.clear()
        self[run] = _beside_compound(run)
        return self[run]


def _beside_compound(run: str) -> tuple[str, ...] | None:
    if compound := joined(run):
        return (compound[0],)
    if _is_inverted(run):
        return ()
    rows = list(map(_row, chunks(run)))
    return _others(rows) if " ".join(row for row, _ in rows).split() == runs(run) else None


def joined(run: str) -> tuple[str, str] | None:
    """The joined form of a compound and the compound as it stands, of nearly all there are.

    None for what the rules have to read: what ends in a clitic, in an ending, or in anything out of the ordinary.
    """
    match = _compound().fullmatch(run)
    if match is None:
        return None
    parts = match[1].lower().split("-")
    word = "".join(parts)
    return None if parts[-1] in _tied() or len(word) > LONGEST_JOINED else (word, match[1])


@cache
def _tied() -> frozenset[str]:
    """What the rules may take for a clitic or for the ending of inclusive writing."""
    endings = {row[0] for row in word_list("inclusive")}
    return frozenset({"s", *word_set("clitics"), *endings, *(f"{ending}s" for ending in endings)})


@cache
def _compound() -> re.Pattern[str]:
    """Words of letters, or of digits, with single hyphens between, and punctuation around them."""
    parts = rf"[{_LETTERS}]+(?:-[{_LETTERS}]+)+|[{_LETTERS}]*[0-9]+(?:-[0-9]+)+"
    return re.compile(rf"{_AROUND}({parts}){_AROUND}")


def _is_inverted(run: str) -> bool:
    """Whether ``run`` is a word tied to nothing but clitics: « dit-il », « l'a-t-elle », « ce soir-là »."""
    match = _inverted().fullmatch(run)
    return bool(match and match[1].lower() not in word_set("compounds"))


@cache
def _inverted() -> re.Pattern[str]:
    clitics = "|".join(sorted(word_set("clitics"), key=len, reverse=True))
    return re.compile(rf"{_AROUND}(?:[cdjlmnst]['’])?([{_LETTERS}]+(?:-(?:{clitics}))+){_AROUND}", re.IGNORECASE)


@cache
def _compounds() -> _Compounds:
    return _Compounds()


@cache
def _rarity() -> re.Pattern[str]:
    """What has to be rewritten. It begins with one class of signs, for which Python searches fast."""
    endings, letter = inclusive_endings(), f"[{_LETTERS}]"
    kinds = (
        f"(?<=[^{_LETTERS}{_DIGITS}{_INNOCENT}{_TELLING}])",
        rf"(?<=['’])(?i:{'|'.join(_odd_apostrophes())})",
        rf"(?<=[0-9])[{DIGIT_SPACES}.,][0-9]",
        rf"(?<={letter}\.){letter}(?:\.|(?![^\W_]))",
        rf"(?<=\.)(?:(?:{endings})\.s|e)(?![^\W_])",
        rf"(?<=\()(?:{endings})\)",
        r"(?<=[^\W_][&·•])(?=[^\W_])",
    )
    return re.compile(f"[^{_LETTERS}²³¹¼½¾ªº{_INNOCENT}](?:{'|'.join(kinds)})")


def _odd_apostrophes() -> Iterator[str]:
    """After an apostrophe: inside a run, not after an elision, or of a kept word that begins like one: quelqu'un."""
    elisions = sorted(word_set("elisions"), key=lambda before: (len(before), before not in "ldns"))
    not_elided = "".join(rf"(?<!(?<![^\W_]){before}['’])" for before in elisions)
    yield rf"(?=[^\W_]){not_elided}(?<=[^\W_]['’])"
    for word in kept_words():
        before, _, after = word.partition("'")
        if before in word_set("elisions"):
            yield rf"(?<={before}['’]){after}"
