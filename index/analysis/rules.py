"""The rules of French tokenization, from the rarest to the plainest: the first that fits a chunk reads it.

Each takes a normalized chunk and returns its tokens, or an empty sequence where it does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from index.analysis.characters import CAPITAL, DIGIT_SPACES
from index.analysis.inclusive import inclusive_forms
from index.analysis.model import Role, Token, in_a_row, whole
from index.analysis.normalization import fold_case
from index.analysis.numbers import grouped_number, measure, number_sign, ordinal
from index.analysis.references import identifier, statute
from index.analysis.segmentation import LINE_BREAK
from index.analysis.spelling import as_read, word_of
from index.analysis.wordlists import word_list, word_set

Rule = Callable[[str], Sequence[Token]]
LONGEST_JOINED = 40
"""A chain of hyphens longer than this many letters is no word, and gets no joined form."""
FEWEST_DIGITS = 9
"""Number of digits with hyphens between them from which they also make one term, as an identifier."""


def apply_rules(chunk: str) -> Sequence[Token]:
    """The tokens of a normalized chunk, by the first rule that fits. Never empty for a chunk with a letter or digit."""
    if chunk.isalpha() or chunk.isdecimal():
        return plain(chunk)
    return next(found for rule in RULES if (found := rule(chunk)))


def acronym(chunk: str) -> Sequence[Token]:
    """``O.N.U.`` → onu, ``J.-C.`` → jc."""
    if chunk[1:2] != ".":
        return ()
    dotted = re.fullmatch(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|(?:[^\W\d_]\.-)+[^\W\d_]\.?", chunk)
    return whole(chunk, fold_case(re.sub("[.-]", "", chunk))) if dotted else ()


def initials(chunk: str) -> Sequence[Token]:
    """``F. D.`` → f, d, with fd at the position of the first."""
    if not _spaced_initials().fullmatch(chunk):
        return ()
    letters = [(match.group(), match.start()) for match in re.finditer(r"\w", chunk)]
    word = fold_case("".join(letter for letter, _ in letters))
    found = in_a_row([plain(letter) for letter, _ in letters], [start for _, start in letters], apart=False)
    return (Token(word, 0, len(chunk), role=Role.JOINED), *found)


@cache
def _spaced_initials() -> re.Pattern[str]:
    return re.compile(rf"{CAPITAL}\.(?:[{DIGIT_SPACES}]{CAPITAL}\.)+")


def elided(chunk: str) -> Sequence[Token]:
    """``l'aide`` → l, aide, whatever the case; ``qu'on l'aime`` and longer chains are read in one loop."""
    starts = [0]
    while after := _after_elision(chunk, starts[-1]):
        starts.append(after)
    if len(starts) == 1:
        return ()
    words = (chunk[start : end - 1] for start, end in pairwise(starts))
    before = [(plain(word)[0]._replace(role=Role.ELIDED),) for word in words]
    return in_a_row([*before, apply_rules(chunk[starts[-1] :])], starts, apart=True)


def inclusive(chunk: str) -> Sequence[Token]:
    """``étudiant·e·s`` → étudiant, étudiante, étudiants, étudiantes at one position."""
    return tuple(Token(word_of(form), 0, len(chunk)) for form in inclusive_forms(chunk))


def compound(chunk: str) -> Sequence[Token]:
    """``porte-parole`` → porte (with porteparole at its position), parole; ``dis-moi`` → dis, moi.

    So is a word that is broken at the end of a line.
    """
    parts, starts = _parts(chunk)
    if len(parts) == 1:
        return ()
    tied = _tied_clitics(chunk, parts)
    head, tail = parts[: len(parts) - tied], parts[len(parts) - tied :]
    found = in_a_row([apply_rules(part) for part in head], starts[: len(head)], apart=False)
    if len(head) > 1:
        found = (*_joined(head, starts, read=fold_case if "\n" in chunk else word_of), *found)
    if not tail:
        return found
    return in_a_row([found, *(apply_rules(part) for part in tail)], [0, *starts[len(head) :]], apart=True)


def apostrophes(chunk: str) -> Sequence[Token]:
    """``grand'mère`` → grand (with grandmère at its position), mère; ``O'Brien`` → o, brien.

    The parts are not marked apart, but what follows « entr », which is a word. « aujourd'hui » has no parts any more.
    """
    if "'" not in chunk:
        return ()
    parts = [(match.group(), match.start()) for match in re.finditer("[^']+", chunk)]
    word = as_read(_as_one([part for part, _ in parts]))
    if len(parts) == 1 or word_of(parts[0][0]) == word:
        return whole(chunk, word)
    found = in_a_row([plain(part) for part, _ in parts], [start for _, start in parts], apart=False)
    if fold_case(parts[0][0]) != "entr":
        found = [token._replace(start=0, end=len(chunk)) for token in found]
    return (Token(word, 0, len(chunk), role=Role.JOINED), *found)


def plain(chunk: str) -> Sequence[Token]:
    """Any other chunk is one word, its case folded."""
    return whole(chunk, word_of(chunk))


RULES: tuple[Rule, ...] = (
    identifier,
    statute,
    grouped_number,
    ordinal,
    measure,
    number_sign,
    initials,
    acronym,
    elided,
    inclusive,
    compound,
    apostrophes,
    plain,
)


def is_elided(before: str, after: str) -> bool:
    """Whether ``before`` (case folded) is elided before ``after``.

    « quelqu » is not before « un »; nor are m and n before a consonant: « M'Baré », « N'Djamena ».
    """
    if before not in word_set("elisions") or fold_case(after) in _kept().get(before, ()):
        return False
    return not (before in NASAL and after[0] in CONSONANTS)


NASAL = frozenset("mn")
CONSONANTS = frozenset("bcdfgjklmnpqrstvwxzBCDFGJKLMNPQRSTVWXZ")


@cache
def _kept() -> dict[str, tuple[str, ...]]:
    """What is no elision before certain words: « quelqu » before « un »."""
    return {row[0]: row[1:] for row in word_list("kept")}


@cache
def longest_kept() -> int:
    """The length of the longest word before which something is no elision though it is one before others."""
    return max(len(word) for words in _kept().values() for word in words)


def _after_elision(chunk: str, start: int) -> int:
    """Where the word after the elision at ``start`` begins; 0 where there is none."""
    apostrophe = chunk.find("'", start)
    if not 0 < apostrophe < len(chunk) - 1:
        return 0
    after = re.split("[-&·']", chunk[apostrophe + 1 : apostrophe + 2 + longest_kept()], maxsplit=1)[0]
    return apostrophe + 1 if after and is_elided(fold_case(chunk[start:apostrophe]), after) else 0


def _parts(chunk: str) -> tuple[list[str], list[int]]:
    """What the separators of a chunk part, and where each begins."""
    ends = [(match.start(), match.end()) for match in _separator().finditer(chunk)]
    bounds = zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(chunk)], strict=True)
    spans = [(start, end) for start, end in bounds if start < end]
    return [chunk[start:end] for start, end in spans], [start for start, _ in spans]


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(f"{LINE_BREAK}|[-&·]")


def _tied_clitics(chunk: str, parts: Sequence[str]) -> int:
    """How many of the last parts are clitics: 2 for « parle-t-il », 0 for « rendez-vous » and « porte-parole »."""
    if fold_case(chunk) in word_set("compounds") or "&" in chunk or "\n" in chunk:
        return 0  # the end of a broken word often looks like a clitic: « tra-⏎ce »
    tied = 0
    while tied < len(parts) - 1 and _is_clitic(parts[-1 - tied]):
        tied += 1
    return tied


def _is_clitic(part: str) -> bool:
    return all(fold_case(word) in word_set("clitics") for word in part.split("'"))


def _joined(parts: Sequence[str], starts: Sequence[int], *, read: Callable[[str], str]) -> Sequence[Token]:
    """The parts as one word. Those of a broken word are no words that may be read as others: « dern-⏎ier »."""
    word = as_read(_as_one(list(map(read, parts))))
    if len(word) > LONGEST_JOINED:
        return ()
    return (Token(word, starts[0], starts[len(parts) - 1] + len(parts[-1]), role=Role.JOINED),)


def _as_one(parts: Sequence[str]) -> str:
    """The parts of a compound as one word, case folded: « F-16 » is f16.

    « 2-3 » stays so: joined it would be another number. Only a long identifier (ISBN, ISSN, telephone) is one.
    """
    word = fold_case("".join(parts).replace("'", ""))
    if re.fullmatch(r"\d+x?", word) and (len(word) >= FEWEST_DIGITS or list(map(len, parts)) == [4, 4]):
        return word
    return re.sub(r"(?<!\d)-|-(?!\d)|'", "", fold_case("-".join(parts)))
