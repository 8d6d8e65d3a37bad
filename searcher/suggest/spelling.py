"""Spelling: which words are French, and how a folded word is written."""

from __future__ import annotations

from index.analysis import fold, is_exact_term, is_stop_word, spellings
from index.engines.protocol import Engine
from index.engines.query import Field

BEGINNING = 3
MOST_SPELLINGS = 200
"""A word that the lexicon does not know is looked for among so many exact words with the same beginning."""
SHORTEST_BASE = 5
PREFIXES = (
    "aero agro anti auto bio cardio contre cyber eco electro entre euro exo extra geo hydro hyper hypo infra inter "
    "intra macro mega meta micro mini mono multi nano neo neuro para peri photo poly post pre pseudo psycho radio "
    "retro semi socio sous super supra sur tele thermo trans turbo ultra video"
)
"""What new words are made with before a known one, folded: « périurbain »."""

WITH_APOSTROPHE = {
    "aujourdhui": "aujourd'hui",
    "presquile": "presqu'île",
    "presquiles": "presqu'îles",
    "quelquun": "quelqu'un",
    "quelquune": "quelqu'une",
}
"""Words that are indexed as one, and written with an apostrophe."""


def is_french(folded: str) -> bool:
    """Whether a folded word is in the lexicon, whatever its accents, or formed of one that is."""
    return is_entry(folded) or _is_prefixed(folded)


def is_entry(folded: str) -> bool:
    """Whether it is in the lexicon itself, or an adverb of a word that is: « inter » and « dicton » prove little."""
    return bool(spellings(folded)) or is_stop_word(folded) or _is_adverb(folded)


def accented(folded: str, engine: Engine) -> str:
    """A folded word as most articles write it: by the lexicon, or by the index where the lexicon does not know it."""
    if folded in WITH_APOSTROPHE:
        return WITH_APOSTROPHE[folded]
    forms = spellings(folded) or [
        entry.text
        for entry in engine.terms(Field.EXACT, folded[:BEGINNING], MOST_SPELLINGS)
        if fold(entry.text) == folded
    ]
    counts = {form: engine.frequency(Field.EXACT, form) for form in (folded, *forms)}
    if not is_exact_term(folded):  # « de » is counted with « dé » only
        counts[folded] = engine.frequency(Field.WORDS, folded) - sum(counts.values())
    return max(counts, key=counts.__getitem__)


def in_case(shown: str, typed: str) -> str:
    """``shown`` with a capital where ``typed`` has one."""
    return shown[:1].upper() + shown[1:] if typed[:1].isupper() else shown


def _is_adverb(folded: str) -> bool:
    """Whether it ends in -ment after a feminine (« logiquement »), or in -amment, -emment (« notamment »)."""
    if folded.endswith(("amment", "emment")):
        return bool(spellings(f"{folded[:-5]}nt"))
    base = folded.removesuffix("ment")
    return base != folded and base.endswith(("e", "i", "u")) and base in spellings(base)


def _is_prefixed(folded: str) -> bool:
    bases = (folded[len(prefix) :] for prefix in PREFIXES.split() if folded.startswith(prefix))
    return any(len(base) >= SHORTEST_BASE and spellings(base) for base in bases)
