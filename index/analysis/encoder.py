"""The encoder: a text → the terms that an index holds of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from index.analysis.charset import to_bytes, to_words
from index.analysis.lemmatizer import lemmas_by
from index.analysis.lexicon import Lexicon, LoadedLexicon, open_lexicon
from index.analysis.model import Role, Token
from index.analysis.normalization import fold
from index.analysis.rules import is_elided
from index.analysis.segmentation import (
    Span,
    broken,
    chunks,
    dotted,
    is_broken,
    is_dotted,
    numbers_and_brackets,
    run_around,
)
from index.analysis.spelling import word_of
from index.analysis.tokenizer import is_plain_word, tokens
from index.analysis.wordlists import is_stop_word, may_be_elided, word_set

LONGEST_TERM = 1000
"""Longer words, in bytes, are indexed as a digest: no inverted index takes terms of any length."""
CACHE_SIZE = 300_000
LONGEST_CACHED = 100
"""Longer chunks are not kept in the cache."""
_COMMON = bytes(set(range(0x100)) - set(b"(0123456789"))
"""Bytes that neither numbers nor brackets are made of."""
MANY_WORDS = 10_000
"""After so many different words it pays to load the lexicon into memory, which takes a quarter of a second."""


class Encoded(NamedTuple):
    """The terms of a text, separated by single spaces.

    ``words``: one folded word for each position, in order. ``exact``: words as written, case folded; a stop word only
    where it differs from another by accents alone, is a further form at its position (« une » in « un·e »), or a letter
    that is neither elided nor a part of a word (« permis C »).
    ``lemmas``: those of every word that is no stop word. ``joined``: each compound, folded, with its parts as written
    (« grandmere/grand/mère »), for in ``words`` only the parts have positions.
    """

    words: str
    exact: str
    lemmas: str
    joined: str = ""


_NOTHING = Encoded("", "", "")
PARTING = "/"
"""Stands between a compound and its parts; no word holds it."""
_MARK = "\0"
"""Stands around a compound with its parts among the exact words of a chunk; most texts have none."""


def encode(text: str) -> Encoded:
    """The terms of ``text``, those of :func:`tokens`."""
    return _encoder().encode(text)


def term(word: str) -> str:
    """A word as it is in an inverted index: itself, or a digest where it is very long."""
    if len(word) <= LONGEST_TERM // 4:  # no character takes more than four bytes
        return word
    data = word.encode("utf-8", "surrogatepass")
    return word if len(data) <= LONGEST_TERM else sha256(data).hexdigest()


def is_exact_term(exact: str) -> bool:
    """Whether a word is indexed as written: every word but stop words that have no accents, nor another that has."""
    return not is_stop_word(exact) or exact in _told_by_accents()


def compounds(read: Sequence[Token]) -> Iterator[str]:
    """The compounds among tokens, each with its parts."""
    for _, unit in groupby(read, key=lambda token: token.unit):
        first, *rest = unit
        if first.role is Role.JOINED:
            parts = {token.position: token.exact for token in reversed(rest) if token.is_word}
            yield term(PARTING.join((fold(first.exact), *reversed(parts.values()))))


@cache
def _told_by_accents() -> frozenset[str]:
    """Stop words with accents, and those that differ from one by its accents alone: « à », « a », « été »."""
    accented = {word for word in word_set("stopwords") if fold(word) != word}
    return frozenset(accented | set(map(fold, accented)))


@cache
def _encoder() -> _Encoder:
    return _Encoder()


class _Encoder:
    """Encodes texts by what it has read before: chunks recur a hundred times."""

    def __init__(self) -> None:
        self._chunks = _Chunks(open_lexicon())

    def encode(self, text: str) -> Encoded:
        keys = _keys(text)
        if not keys:
            return _NOTHING
        words, exact, lemmas = zip(*map(self._chunks.__getitem__, keys))  # noqa: B905  # all are triples
        if self._chunks.is_full():
            # Another thread may still read the old cache, so it is replaced, not emptied.
            self._chunks = _Chunks(self._chunks.lexicon)
        found = Encoded("".join(words)[:-1], "".join(exact)[:-1], "".join(lemmas)[:-1])
        return _apart(found) if _MARK in found.exact else found


def _apart(encoded: Encoded) -> Encoded:
    """Terms with the compounds, which are between marks among the exact words, apart from these."""
    row = encoded.exact.split(_MARK)
    return encoded._replace(exact="".join(row[::2]).rstrip(" "), joined=" ".join(row[1::2]))


_Terms = tuple[str, str, str]
"""The words, exact words and lemmas of a chunk, with a space after each term.

The garbage collector does not track plain tuples of strings; named ones it would go through again and again.
"""


class _Chunks(dict[str, _Terms]):
    """A cache of what chunks are encoded to, each term with a space after it."""

    def __init__(self, lexicon: Lexicon | LoadedLexicon) -> None:
        super().__init__()
        self.lexicon = lexicon
        self._words: dict[str, _Terms] = {}

    def is_full(self) -> bool:
        return len(self) > CACHE_SIZE or len(self._words) > CACHE_SIZE

    def __missing__(self, chunk: str) -> _Terms:
        found = self._simple(chunk) or self._of_tokens(tokens(chunk))
        if len(chunk) <= LONGEST_CACHED:
            self[chunk] = found
        return found

    def _simple(self, chunk: str) -> _Terms | None:
        """The terms of a word of letters, or of one after an elision: most chunks, read faster than by the rules."""
        before, apostrophe, after = chunk.partition("'")
        if not apostrophe:
            return self._whole(word_of(chunk)) if is_plain_word(chunk) else None
        if not after.isalpha() or not is_elided(before, after):
            return None
        elided, word = self._word(before), self[after]
        return elided[0] + word[0], elided[1] + word[1], elided[2] + word[2]

    def _of_tokens(self, read: Sequence[Token]) -> _Terms:
        words: dict[int, str] = {}
        exact: list[str] = []
        lemmas: list[str] = []
        sizes = Counter(token.unit for token in read)
        for token in read:
            is_whole = token.role is Role.WORD and sizes[token.unit] == 1
            found = self._whole(token.exact) if is_whole else self._word(token.exact)
            is_first = token.is_word and token.position not in words
            if is_first:
                words[token.position] = found[0]
            exact.append(found[1] or ("" if is_first or token.role is Role.JOINED else f"{term(token.exact)} "))
            lemmas.append(found[2])
        exact += [f"{_MARK}{compound}{_MARK}" for compound in compounds(read)]
        return "".join(words.values()), "".join(exact), "".join(lemmas)

    def _whole(self, word: str) -> _Terms:
        """The terms of a word that is neither elided nor a part of another."""
        folded, exact, lemmas = self._word(word)
        return folded, f"{word} " if may_be_elided(word) else exact, lemmas

    def _word(self, word: str) -> _Terms:
        found = self._words.get(word)
        if found is None:
            exact = f"{term(word)} " if is_exact_term(word) else ""
            found = f"{term(fold(word))} ", exact, "" if is_stop_word(word) else self._lemmas(word)
            if len(word) <= LONGEST_CACHED:
                self._words[word] = found
        return found

    def _lemmas(self, word: str) -> str:
        if len(self._words) >= MANY_WORDS and isinstance(self.lexicon, Lexicon):
            self.lexicon = self.lexicon.loaded()
        return "".join([f"{term(lemma)} " for lemma in lemmas_by(self.lexicon, word)])


def _keys(text: str) -> Sequence[str]:
    """Parts of ``text`` that hold all its chunks, and can be read one by one. Not all of them hold a chunk."""
    try:
        data = to_bytes(text)
    except UnicodeEncodeError:
        return chunks(text)
    if is_dotted(text) or is_broken(text) or (data.translate(None, _COMMON) and numbers_and_brackets().search(text)):
        return _keys_by_runs(text, to_words(data))
    return to_words(data).split()


def _keys_by_runs(text: str, words: str) -> list[str]:
    """The same of a text with acronyms, numbers or brackets: the runs that hold them, and the words between."""
    keys: list[str] = []
    last = 0
    for start, end in _rare_runs(text):
        keys += words[last:start].split()
        keys.append(text[start:end])
        last = end
    return keys + words[last:].split()


def _rare_runs(text: str) -> Iterator[Span]:
    end = 0
    for match in _rare().finditer(text):
        if match.end() > end:
            start, end = run_around(text, match.start())
            yield start, end


@cache
def _rare() -> re.Pattern[str]:
    return re.compile(f"{dotted().pattern}|{numbers_and_brackets().pattern}|{broken().pattern}")
