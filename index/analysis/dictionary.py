"""simplemma's dictionary: its forms with their lemmas, its compounds, and what its forms tell of its lemmas."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from index.analysis.endings import SHORTEST_STEM
from index.analysis.inflection import pairs
from index.analysis.lexicon import without_ligatures
from index.analysis.normalization import fold_case
from index.analysis.wordlists import word_set

_INFINITIVES = ("er", "ir", "ïr", "re")
_VERBAL = ("ait", "ent", "ez", "ra", "ront", "ant", "é", "ée", "és", "ées")
"""How forms of an infinitive end that no plural or feminine does."""
_NAMING = re.compile("(?<![âîûï][mt])(?<![âîû]nt)(?<!é)es$")
"""How plurals end whose singular the dictionary may lack: « séquences »; no verbs: « chantâtes », « marchées »."""
_ENOUGH = 2
"""Number of such forms that make a word a verb: « hiver » and « ministre » have none."""


def simplemma_pairs() -> Mapping[str, str]:
    """The dictionary as it is: each form with its lemma."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    return DefaultDictionaryFactory().get_dictionary("fr")


def entries(dictionary: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The dictionary's pairs as reading writes words: case folded, compounds joined; and words that it lacks.

    A single letter is no form of a word (« i » of « je »), nor is a word one of a letter (« ré » of « r »).
    """
    read = ((_as_read(form), _as_read(lemma)) for form, lemma in dictionary.items())
    letters = [(form, lemma) for form, lemma in read if form.isalpha() and lemma.isalpha()]
    usable = [(form, lemma if min(len(form), len(lemma)) > 1 else form) for form, lemma in letters]
    yield from ((word, word) for word in (*word_set("invariable"), *pairs().values()))
    yield from ((lemma, lemma) for _, lemma in usable)
    yield from ((form[:-1], lemma) for form, lemma in usable if len(form) > SHORTEST_STEM and _NAMING.search(form))
    yield from usable


def compounds(dictionary: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The words of two parts and more, as one word and in parts."""
    for word in map(fold_case, dictionary):
        parts = without_ligatures(word).split("-")
        if len(parts) > 1 and all(map(str.isalpha, parts)):
            yield "".join(parts), " ".join(parts)


class Entries:
    """The dictionary's entries, as the rules ask for them."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = entries
        self._lemmas = frozenset(entries.values())
        infinitives = ((form, lemma) for form, lemma in entries.items() if lemma.endswith(_INFINITIVES))
        forms = Counter(lemma for form, lemma in infinitives if form.endswith(_VERBAL))
        self.verbs = frozenset(verb for verb, number in forms.items() if number >= _ENOUGH)

    def words(self) -> Sequence[str]:
        """Every form, sorted."""
        return sorted(self._entries)

    def lemma(self, form: str) -> str:
        """See :class:`index.analysis.inflection.Dictionary`."""
        return self._entries.get(form, "")

    def is_lemma(self, word: str) -> bool:
        """See :class:`index.analysis.inflection.Dictionary`."""
        return word in self._lemmas

    def is_verb(self, word: str) -> bool:
        """See :class:`index.analysis.inflection.Dictionary`."""
        return word in self.verbs

    def is_name(self, word: str) -> bool:
        """A verb with a plural is a noun too: « bouchers »."""
        return word in self._lemmas and (word not in self.verbs or self.lemma(f"{word}s") == word)


def _as_read(word: str) -> str:
    return without_ligatures(fold_case(word)).replace("-", "").replace("'", "").replace("’", "")
