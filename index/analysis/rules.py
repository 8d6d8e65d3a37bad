"""The rules of French tokenization, from the rarest to the plainest: the first that fits a chunk reads it.

Each takes a normalized chunk and returns its tokens, or an empty sequence where it does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from index.analysis.inclusive import inclusive_forms
from index.analysis.model import Role, Token
from index.analysis.normalization import fold_case
from index.analysis.segmentation import DIGIT_SPACES
from index.analysis.wordlists import word_list, word_set

Rule = Callable[[str], Sequence[Token]]
LONGEST_JOINED = 40
"""A chain of hyphens longer than this many letters is no word, and gets no joined form."""


def apply_rules(chunk: str) -> Sequence[Token]:
    """The tokens of a normalized chunk, by the first rule that fits. Never empty for a chunk with a letter or digit."""
    if chunk.isalpha():
        return plain(chunk)
    return next(found for rule in RULES if (found := rule(chunk)))


def grouped_number(chunk: str) -> Sequence[Token]:
    """``32 000``, ``32.000`` → 32000; ``3,5``, ``3.5`` → 3,5."""
    if not chunk[0].isdigit() or chunk.isdigit():
        return ()
    match = re.fullmatch(rf"(\d{{1,3}}(?:[{DIGIT_SPACES}.]\d{{3}})+)(,\d+)?", chunk)
    if match:
        return (_whole(chunk, re.sub(r"[^\d,]", "", chunk)),)
    return (_whole(chunk, chunk.replace(".", ",")),) if re.fullmatch(r"\d+[.,]\d+", chunk) else ()


def acronym(chunk: str) -> Sequence[Token]:
    """``O.N.U.`` → onu."""
    dotted = re.fullmatch(r"(?:[^\W\d_]\.){2,}[^\W\d_]?", chunk)
    return (_whole(chunk, fold_case(chunk.replace(".", ""))),) if dotted else ()


def kept(chunk: str) -> Sequence[Token]:
    """``aujourd'hui``, ``prud'homme``: one word; the word inside can be found too."""
    parts = kept_words().get(fold_case(chunk))
    if parts is None:
        return ()
    return (_whole(chunk, fold_case(chunk)), *(Token(part, 0, len(chunk), role=Role.PART) for part in parts))


def elided(chunk: str) -> Sequence[Token]:
    """``l'aide`` → l, aide, whatever the case; ``qu'on l'aime`` and longer chains are read in one loop."""
    starts = [0]
    while after := _after_elision(chunk, starts[-1]):
        starts.append(after)
    if len(starts) == 1:
        return ()
    before = [plain(chunk[start : end - 1]) for start, end in pairwise(starts)]
    return _in_a_row([*before, apply_rules(chunk[starts[-1] :])], starts, apart=True)


def inclusive(chunk: str) -> Sequence[Token]:
    """``étudiant·e·s`` → étudiant, étudiante, étudiants, étudiantes at one position."""
    return tuple(_whole(chunk, fold_case(form)) for form in inclusive_forms(chunk))


def compound(chunk: str) -> Sequence[Token]:
    """``porte-parole`` → porte (with porteparole at its position), parole; ``dis-moi`` → dis, moi."""
    parts = [part for part in re.split("[-&·]", chunk) if part]
    if len(parts) == 1:
        return ()
    starts = [match.start() for match in re.finditer("[^-&·]+", chunk)]
    tied = _tied_clitics(chunk, parts)
    head, tail = parts[: len(parts) - tied], parts[len(parts) - tied :]
    found = _in_a_row([apply_rules(part) for part in head], starts[: len(head)], apart=False)
    if len(head) > 1:
        found = (*_joined(head, starts), *found)
    if not tail:
        return found
    return _in_a_row([found, *(apply_rules(part) for part in tail)], [0, *starts[len(head) :]], apart=True)


def apostrophe_name(chunk: str) -> Sequence[Token]:
    """``O'Brien`` → o'brien; its parts of two letters and more can be found too."""
    if "'" not in chunk:
        return ()
    word = fold_case(chunk)
    parts = [part for part in word.split("'") if len(part) > 1]
    return (_whole(chunk, word), *(Token(part, 0, len(chunk), role=Role.PART) for part in parts))


def plain(chunk: str) -> Sequence[Token]:
    """Any other chunk is one word, its case folded."""
    return (_whole(chunk, fold_case(chunk)),)


RULES: tuple[Rule, ...] = (grouped_number, acronym, kept, elided, inclusive, compound, apostrophe_name, plain)


def _whole(chunk: str, word: str) -> Token:
    return Token(word, 0, len(chunk))


@cache
def kept_words() -> dict[str, tuple[str, ...]]:
    """The words that keep their apostrophe, each with the words inside it that can be found on their own."""
    return {row[0]: row[1:] for row in word_list("kept")}


@cache
def _longest_kept() -> int:
    return max(map(len, kept_words()))


def _after_elision(chunk: str, start: int) -> int:
    """Where the word after the elision at ``start`` begins; 0 where there is none, or a kept word."""
    apostrophe = chunk.find("'", start)
    if not 0 < apostrophe < len(chunk) - 1 or fold_case(chunk[start:apostrophe]) not in word_set("elisions"):
        return 0
    # Only a short rest can be a kept word; folding the rest of a long chain each time would take quadratic time.
    is_kept = start and len(chunk) - start <= 2 * _longest_kept() and fold_case(chunk[start:]) in kept_words()
    return 0 if is_kept else apostrophe + 1


def _tied_clitics(chunk: str, parts: Sequence[str]) -> int:
    """How many of the last parts are clitics: 2 for « parle-t-il », 0 for « rendez-vous » and « porte-parole »."""
    if fold_case(chunk) in word_set("compounds") or "&" in chunk:
        return 0
    tied = 0
    while tied < len(parts) - 1 and _is_clitic(parts[-1 - tied]):
        tied += 1
    return tied


def _is_clitic(part: str) -> bool:
    return all(fold_case(word) in word_set("clitics") for word in part.split("'"))


def _joined(parts: Sequence[str], starts: Sequence[int]) -> Sequence[Token]:
    word = fold_case("".join(parts).replace("'", ""))
    if len(word) > LONGEST_JOINED:
        return ()
    return (Token(word, starts[0], starts[len(parts) - 1] + len(parts[-1]), role=Role.JOINED),)


def _in_a_row(groups: Sequence[Sequence[Token]], starts: Sequence[int], *, apart: bool) -> Sequence[Token]:
    """Groups of tokens one after the other; each a unit of its own (``apart``) or all one unit."""
    row: list[Token] = []
    positions = units = 0
    for group, start in zip(groups, starts, strict=True):
        if apart:
            row.extend(token.moved(start, positions, units) for token in group)
            units += 1 + max(token.unit for token in group)
        else:
            row.extend(token.moved(start, positions, 0)._replace(unit=0) for token in group)
        positions += 1 + max(token.position for token in group)
    return tuple(row)
