"""Family: the words with the same stem that a bare word may stand for."""

from __future__ import annotations

from dataclasses import replace

from index.analysis import STEM, fold_case
from index.engines.protocol import Weighted, Word
from index.engines.query import Field, Term
from searcher.query.expansion import Meaning, any_of
from searcher.query.lookup import Lookup, stem_of
from searcher.query.words import Unit

SHORTEST_STEM = 4
"""A word that no article holds is tried by its family where its stem has so many letters."""


def kin(unit: Unit, meaning: Meaning, lookup: Lookup) -> tuple[str, ...]:
    """Lemmas of the family of a word but its own; a name, and a compound, has none."""
    own = {weighted.text for weighted in meaning.terms if weighted.field is Field.LEMMAS}
    is_name = unit.is_capitalised and all(lemma.startswith(STEM) for lemma in own)
    if is_name or unit.is_stop_word or len(unit.slots) > 1 or not meaning.passage_terms:
        return ()
    return tuple(lemma for lemma in lookup.akin(unit.slots[0][0]) if lemma not in own)


def by_family(word: Word) -> Word | None:
    """A word that stands for the others of its family alone; None for a name, and where no other is known.

    Short stems are shared by chance, as are those of words that the lexicon lacks: « gaz », « Gaza ».
    """
    own = [weighted.text for weighted in word.terms if weighted.field is Field.LEMMAS]
    is_known = any(not lemma.startswith(STEM) for lemma in own)
    akin = [lemma for lemma in word.kin if not (is_known and lemma.startswith(STEM))]
    if not akin or len(stem_of(fold_case(word.typed))) < SHORTEST_STEM:
        return None
    terms = tuple(Weighted(Field.LEMMAS, lemma) for lemma in akin)
    held = any_of(Term(Field.LEMMAS, lemma) for lemma in akin)
    return replace(word, held=held, terms=terms, passage_terms=tuple(akin), kin=())
