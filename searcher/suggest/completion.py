"""Completion: what is being typed → the same with its last word completed, by the words of the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from index.analysis import fold, fold_case, is_stop_word, lemmas
from index.engines.protocol import Engine, TermCount
from index.engines.query import Field
from searcher.suggest.spelling import WITH_APOSTROPHE, accented, in_case

MOST_CONSIDERED = 50
MOST_STARTS = 2
SINGULAR = (
    "l' le la un une du au ce cet cette mon ma ton ta son sa notre votre leur "
    "chaque aucun aucune quel quelle nul nulle tout toute"
)
PLURAL = (
    "les des aux ces mes tes ses nos vos leurs plusieurs quelques quels quelles certains certaines divers diverses "
    "tous toutes deux trois quatre cinq six sept huit neuf dix"
)
"""The determiners of each number."""


def complete(text: str, engine: Engine, count: int = 10) -> list[str]:
    """``text`` with its last word completed in up to ``count`` ways, by words of the index, the most frequent first.

    After an elision or a determiner, words in its number come first: « l'université » before « l'universités ».
    """
    starts = dict.fromkeys(match.end() for match in re.finditer(r"^|[\s'’]|[^\w](?=\w*$)", text))
    for start in sorted(starts)[-MOST_STARTS:]:
        typed = text[start:]
        beginning = _beginning(typed)
        found = engine.terms(Field.WORDS, beginning, MOST_CONSIDERED) if beginning.isalnum() else ()
        words = dict.fromkeys(_useful(found, engine))
        if words:
            return [text[:start] + in_case(word, typed) for word in _agreeing(words, text[:start])[:count]]
    return []


def _beginning(typed: str) -> str:
    """``typed`` as the words begin that complete it: « aujourd'h » as aujourdh, and any other word folded."""
    beginning = fold(fold_case(typed)).replace("’", "'")
    one_word = beginning.replace("'", "")
    return one_word if any(map(str.startswith, WITH_APOSTROPHE, repeat(one_word))) else beginning


def _useful(found: Sequence[TermCount], engine: Engine) -> Iterator[str]:
    return (accented(entry.text, engine) for entry in found if not is_stop_word(entry.text))


def _agreeing(words: Iterable[str], before: str) -> list[str]:
    """``words`` with those first that have the number of the determiner at the end of ``before``, if there is one.

    Where a singular must follow, a plural is left out if its singular is there: no « l'universités ».
    """
    last = re.search(r"(\w+)(['’]?)\s*$", before)
    if last and (last[1] + last[2]).lower().replace("’", "'") in SINGULAR.split():
        singular = set(words)
        words = [word for word in words if not (_is_plural(word) and singular.intersection(lemmas(word)))]
        return sorted(words, key=_is_plural)
    if last and last[2]:
        return sorted(words, key=_is_plural)
    if last and last[1].lower() in PLURAL.split():
        return sorted(words, key=lambda word: not _is_plural(word))
    return list(words)


def _is_plural(word: str) -> bool:
    return word.endswith(("s", "x")) and word not in lemmas(word)
