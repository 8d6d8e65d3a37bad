"""The rules of French reading, from the rarest to the plainest: the first that fits a chunk reads it.

Each takes a clean chunk (see ``normalise``) and returns its pieces, or an empty list where it does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from index.analysis.chunks import DIGIT_SPACES
from index.analysis.inclusive import inclusive_forms
from index.analysis.normalise import fold_case
from index.analysis.pieces import Piece, Role
from index.analysis.wordlists import word_list, word_set

Rule = Callable[[str], Sequence[Piece]]
LONGEST_JOINED = 40
"""A chain of hyphens longer than this many letters is no word, and gets no joined form."""


def read_clean(chunk: str) -> Sequence[Piece]:
    """The pieces of a clean chunk, by the first rule that fits. Never empty for a chunk with a letter or digit."""
    if chunk.isalpha():
        return plain(chunk)
    return next(pieces for rule in RULES if (pieces := rule(chunk)))


def grouped_number(chunk: str) -> Sequence[Piece]:
    """``32 000``, ``32.000`` → 32000; ``3,5``, ``3.5`` → 3,5."""
    if not chunk[0].isdigit() or chunk.isdigit():
        return ()
    match = re.fullmatch(rf"(\d{{1,3}}(?:[{DIGIT_SPACES}.]\d{{3}})+)(,\d+)?", chunk)
    if match:
        return (_whole(chunk, re.sub(r"[^\d,]", "", chunk)),)
    return (_whole(chunk, chunk.replace(".", ",")),) if re.fullmatch(r"\d+[.,]\d+", chunk) else ()


def acronym(chunk: str) -> Sequence[Piece]:
    """``O.N.U.`` → onu."""
    dotted = re.fullmatch(r"(?:[^\W\d_]\.){2,}[^\W\d_]?", chunk)
    return (_whole(chunk, fold_case(chunk.replace(".", ""))),) if dotted else ()


def inclusive(chunk: str) -> Sequence[Piece]:
    """``étudiant·e·s`` → étudiant, étudiante, étudiants, étudiantes at one place."""
    return tuple(_whole(chunk, fold_case(form)) for form in inclusive_forms(chunk))


def kept(chunk: str) -> Sequence[Piece]:
    """``aujourd'hui``, ``prud'homme``: one word; the word inside can be found too."""
    row = kept_words().get(fold_case(chunk))
    if row is None:
        return ()
    return (_whole(chunk, fold_case(chunk)), *(Piece(part, 0, len(chunk), role=Role.PART) for part in row))


def elided(chunk: str) -> Sequence[Piece]:
    """``l'aide`` → l, aide, whatever the case."""
    before, apostrophe, after = chunk.partition("'")
    if not (apostrophe and after) or fold_case(before) not in word_set("elisions"):
        return ()
    return _in_a_row([plain(before), read_clean(after)], [0, len(before) + 1], apart=True)


def compound(chunk: str) -> Sequence[Piece]:
    """``porte-parole`` → porte (with porteparole at its place), parole; ``dis-moi`` → dis, moi."""
    parts = [part for part in re.split("[-&·]", chunk) if part]
    if len(parts) == 1:
        return ()
    starts = [match.start() for match in re.finditer("[^-&·]+", chunk)]
    tied = _tied_clitics(chunk, parts)
    head, tail = parts[: len(parts) - tied], parts[len(parts) - tied :]
    pieces = _in_a_row([read_clean(part) for part in head], starts[: len(head)], apart=False)
    if len(head) > 1:
        pieces = (*_joined(head, starts), *pieces)
    if not tail:
        return pieces
    row = [pieces, *(read_clean(part) for part in tail)]
    return _in_a_row(row, [0, *starts[len(head) :]], apart=True)


def apostrophe_name(chunk: str) -> Sequence[Piece]:
    """``O'Brien`` → o'brien; its parts of two letters and more can be found too."""
    if "'" not in chunk:
        return ()
    word = fold_case(chunk)
    parts = [part for part in word.split("'") if len(part) > 1]
    return (_whole(chunk, word), *(Piece(part, 0, len(chunk), role=Role.PART) for part in parts))


def plain(chunk: str) -> Sequence[Piece]:
    """Any other chunk is one word, its case folded."""
    return (_whole(chunk, fold_case(chunk)),)


RULES: tuple[Rule, ...] = (grouped_number, acronym, kept, elided, inclusive, compound, apostrophe_name, plain)


def _whole(chunk: str, word: str) -> Piece:
    return Piece(word, 0, len(chunk))


@cache
def kept_words() -> dict[str, tuple[str, ...]]:
    """The words that keep their apostrophe, each with the words inside it that can be found on their own."""
    return {row[0]: row[1:] for row in word_list("kept")}


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


def _joined(parts: Sequence[str], starts: Sequence[int]) -> Sequence[Piece]:
    word = fold_case("".join(parts).replace("'", ""))
    if len(word) > LONGEST_JOINED:
        return ()
    return (Piece(word, starts[0], starts[len(parts) - 1] + len(parts[-1]), role=Role.JOINED),)


def _in_a_row(groups: Sequence[Sequence[Piece]], starts: Sequence[int], *, apart: bool) -> Sequence[Piece]:
    """Groups of pieces one after the other; each a unit of its own (``apart``) or all one unit."""
    row: list[Piece] = []
    places = units = 0
    for group, start in zip(groups, starts, strict=True):
        if apart:
            row.extend(piece.moved(start, places, units) for piece in group)
            units += 1 + max(piece.unit for piece in group)
        else:
            row.extend(Piece(p.word, p.start + start, p.end + start, p.place + places, 0, p.role) for p in group)
        places += 1 + max(piece.place for piece in group)
    return tuple(row)
