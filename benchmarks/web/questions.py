"""What is asked: drawn from the passages of the index that is served, and from what people asked, always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import COLLECTIONS
from benchmarks.native.questions import draw, real_questions
from index.analysis import is_stop_word
from index.engines.protocol import Engine
from index.engines.query import Field
from searcher import Page, open_index, search

SEED = 4
LETTERS = "abcdefghijklmnopqrstuv"
TERMS_OF_LETTER = 400
WORDS = 600
"""So many words are looked up, to draw from the best passages of each."""
AGAIN = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions to type, those that are asked again and again, and ``unlike`` ones, each of which is asked once."""

    typed: list[str]
    again: list[str]
    unlike: list[str]


def questions(folder: Path, typed: int, most: int) -> Asked:
    chance = random.Random(SEED)
    with open_index(folder) as engine:
        passages = list(_passages(engine, chance))
    real = real_questions(COLLECTIONS, max(typed, AGAIN))
    drawn = [question.text for question in draw(passages, real, max(typed, AGAIN), is_stop_word)]
    chance.shuffle(drawn)
    unlike = [question.text for question in draw(passages, real, most, is_stop_word)] if most else []
    chance.shuffle(unlike)
    return Asked(drawn[:typed], drawn[:AGAIN], [text for text in unlike if text not in drawn])


def _passages(engine: Engine, chance: random.Random) -> Iterator[str]:
    terms = [term.text for letter in LETTERS for term in engine.terms(Field.WORDS, letter, TERMS_OF_LETTER)]
    for word in chance.sample(terms, min(WORDS, len(terms))):
        for hit in search(word, engine, Page(count=10, passages=5)).articles:
            yield from (passage.text for passage in hit.passages)
