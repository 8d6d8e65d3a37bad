"""Expansion: a word of a query → the terms it stands for, each weighted by how surely it is meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.analysis import (
    PARTING,
    STEM,
    fold,
    is_invariable,
    is_stop_word,
    lemmas,
    may_be_elided,
    spellings,
    stop_word_forms,
    term,
)
from index.engines.protocol import Dictionary, Weighted
from index.engines.query import All, Any, Field, Node, Phrase, Term
from searcher.query.words import Unit

CACHE_SIZE = 4096
MOST_SPLITS = 8
"""A compound as one word stands for so many ways to part it, the most frequent: a line may end anywhere in a word."""


class Tiers(NamedTuple):
    """What each way of meaning a word is worth; see ``docs/ranking.md``.

    ``lemma``: the first lemma of the word as typed; ``further``: each other one; ``accents``: one that the word has
    with other accents; ``family``: a lemma with the same stem; ``surface``: the word as written; ``folded``: an
    accented word with other accents; ``part``: a part of a compound; ``light``: a verb that carries little, against
    other words.
    """

    lemma: float = 1.0
    further: float = 0.5
    accents: float = 0.8
    family: float = 0.5
    surface: float = 1.0
    folded: float = 0.3
    part: float = 0.2
    light: float = 0.4


class Fields(NamedTuple):
    """Where words are looked for: the field of folded words, and those of lemmas and of exact words, if any."""

    words: Field
    lemmas: Field | None = None
    exact: Field | None = None


TEXT = Fields(Field.WORDS, Field.LEMMAS, Field.EXACT)
TITLE = Fields(Field.TITLE_WORDS, Field.TITLE)


class Meaning(NamedTuple):
    """What a word stands for: the node of the articles that hold it, what scores it, the lemmas of its passages."""

    held: Node
    terms: tuple[Weighted, ...] = ()
    passage_terms: tuple[str, ...] = ()


def any_of(nodes: Iterable[Node]) -> Node:
    """Articles that match one of ``nodes``, each taken once."""
    kept = tuple(dict.fromkeys(nodes))
    return kept[0] if len(kept) == 1 else Any(kept)


def all_of(nodes: Iterable[Node]) -> Node:
    """Articles that match all of ``nodes``, each taken once."""
    kept = tuple(dict.fromkeys(nodes))
    return kept[0] if len(kept) == 1 else All(kept)


def folded_term(word: str) -> str:
    """The term of ``word`` in a field of folded words."""
    return term(fold(word))


class Expander:
    """Expands the words of a query by a lexicon and the dictionary of an engine."""

    def __init__(self, dictionary: Dictionary, tiers: Tiers | None = None) -> None:
        self._dictionary = dictionary
        self._tiers = tiers or Tiers()

    def word(self, word: str, unit: Unit, fields: Fields, family: Sequence[str] = ()) -> Meaning:
        """What one word of ``unit`` stands for; ``family`` are further lemmas.

        A stop word, and a name that the lexicon lacks, stand for themselves. « maïs » does not stand for the stop word
        that it is without its accents.
        """
        if is_stop_word(word) and not unit.joined:
            return _stop_word(word, unit, fields)
        weighted = self.lemmas(word)
        for lemma in family:
            weighted.setdefault(lemma, self._tiers.family)
        is_name = unit.is_capitalised and all(lemma.startswith(STEM) for lemma in weighted)
        is_only_exact = fields.exact is not None and is_stop_word(fold(word))
        nodes: list[Node] = [] if is_only_exact else [Term(fields.words, folded_term(word))]
        if fields.exact and (is_name or unit.joined or is_only_exact):
            nodes.append(Term(fields.exact, term(word)))
        if fields.exact and is_name:  # « Ndjamena » for « N’Djaména »; other words are told by their lemmas
            nodes += [in_parts(parts, fields) for parts in splits(word, self._dictionary)]
        if fields.lemmas and not is_name:
            nodes += [Term(fields.lemmas, lemma) for lemma in weighted]
        terms = [self._lemma_term(lemma, weight, word, is_name=is_name) for lemma, weight in weighted.items()]
        return Meaning(any_of(nodes), (*terms, *self._surface(word, unit)), passage_lemmas(word, weighted))

    def lemmas(self, word: str) -> dict[str, float]:
        """The lemmas of a word; of one typed without accents, those of the words it may stand for as well.

        An invariable word stands for no other: « oui » is not « ouïr ».
        Lemmas of one text word add up, so those of a word with other accents share what it is worth.
        """
        found = dict.fromkeys(lemma_terms(word), self._tiers.further)
        found[next(iter(found))] = self._tiers.lemma
        if word == fold(word) and not is_invariable(word):
            for others in map(lemma_terms, _spellings(word)):
                for lemma in others:
                    found[lemma] = max(found.get(lemma, 0.0), self._tiers.accents / len(others))
        return found

    def _lemma_term(self, lemma: str, weight: float, word: str, *, is_name: bool) -> Weighted:
        """A lemma that scores. That of a name tells who holds it where no other word of the index has this lemma."""
        implied = is_name and self._dictionary.frequency(Field.LEMMAS, lemma) <= self._dictionary.frequency(
            Field.WORDS, folded_term(word)
        )
        return Weighted(Field.LEMMAS, lemma, weight, implied)

    def _surface(self, word: str, unit: Unit) -> Iterator[Weighted]:
        """The word as written, and with any accents. A compound as one word is in the field of exact words."""
        if unit.joined or word != fold(word):
            yield Weighted(Field.EXACT, term(word), self._tiers.surface, implied=True)
            if not is_stop_word(fold(word)):
                yield Weighted(Field.WORDS, folded_term(word), self._tiers.folded)
        else:
            yield Weighted(Field.WORDS, folded_term(word), self._tiers.surface)


def _stop_word(word: str, unit: Unit, fields: Fields) -> Meaning:
    """A stop word by itself; a further form at one position (« une » in « un·e ») is among exact words only.

    So does a letter that is not elided: « permis C » is not « permis, c'est ». A verb stands for its forms too, which
    are stop words as a rule: « être » for « est ».
    """
    is_letter = unit.is_letter and fields.exact and may_be_elided(word)
    terms = [] if is_letter else [Weighted(fields.words, folded_term(word))]
    if fields.exact:
        terms.append(Weighted(fields.exact, term(word)))
    forms = stop_word_forms(word)
    terms += [Weighted(fields.words, folded_term(form)) for form in forms if form != word]
    if forms and fields.lemmas:  # « fût » is no stop word
        terms.append(Weighted(fields.lemmas, term(word)))
    return Meaning(any_of(Term(weighted.field, weighted.text) for weighted in terms), tuple(terms))


def passage_lemmas(word: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """The lemmas by which passages with a word are found, with or without its accents."""
    if is_stop_word(word):
        return ()
    return tuple(dict.fromkeys((*known, *lemma_terms(word), *lemma_terms(fold(word)))))


@lru_cache(maxsize=CACHE_SIZE)
def _spellings(folded: str) -> tuple[str, ...]:
    return tuple(spellings(folded))


def lemma_terms(word: str) -> list[str]:
    """The lemmas of a word as they are in an index."""
    return list(map(term, lemmas(word)))


def splits(word: str, dictionary: Dictionary) -> Sequence[tuple[str, ...]]:
    """The parts, as written, in which articles hold a word as a compound, or broken at the end of a line."""
    found = dictionary.terms(Field.JOINED, f"{fold(word)}{PARTING}", MOST_SPLITS)
    return [tuple(entry.text.split(PARTING)[1:]) for entry in found]


def in_parts(parts: Sequence[str], fields: Fields) -> Node:
    """Words one after the other, accents aside."""
    return Phrase(fields.words, tuple((folded_term(part),) for part in parts))


def merged(meanings: Sequence[Meaning]) -> Meaning:
    """Several meanings as one: any of them will do; a term has the best of its weights."""
    if len(meanings) == 1:
        return meanings[0]
    best: dict[tuple[Field, str], Weighted] = {}
    for weighted in (weighted for meaning in meanings for weighted in meaning.terms):
        key = weighted.field, weighted.text
        if key not in best or best[key].weight < weighted.weight:
            best[key] = weighted
    shown = dict.fromkeys(lemma for meaning in meanings for lemma in meaning.passage_terms)
    alternatives = (node for meaning in meanings for node in _alternatives(meaning.held))
    return Meaning(any_of(alternatives), tuple(best.values()), tuple(shown))


def _alternatives(node: Node) -> Sequence[Node]:
    return node.nodes if isinstance(node, Any) else (node,)
