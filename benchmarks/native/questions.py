"""The questions: drawn from the texts' own words and from what people asked, the same in every run."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

SEED = 2
TRIES = 100
"""Passages looked at for each question that is wanted: a search for a rare kind ends."""
WORD = re.compile(r"[^\W\d_]{2,}")
SEQUENCE = re.compile(r"\b(?=([^\W\d_]{2,} [^\W\d_]{2,} [^\W\d_]{2,})\b)")
"""Each run of three words with nothing but a space between them: every tokenizer reads them as the same three."""
PHRASE, QUESTION = "phrase", "question"
StopTest = Callable[[str], bool]
"""Whether a word says nothing on its own."""
KINDS = ("1 word", "2 words", "3 words", PHRASE, QUESTION)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: ``text`` as a person would type it, and the ``words`` of it that say something.

    Peers are given the words: their query languages take the signs of a typed question for operators or for errors,
    and some have no list of stop words. A phrase has its stop words in ``words``.
    """

    kind: str
    text: str
    words: tuple[str, ...]

    @property
    def is_phrase(self) -> bool:
        return self.kind == PHRASE


def draw(passages: Sequence[str], asked: Sequence[str], number: int, is_stop: StopTest) -> list[Question]:
    """About ``number`` questions, as many of each kind; of the kinds for which there is anything to draw from."""
    chance = random.Random(SEED)
    each = max(1, number // len(KINDS))
    drawn: list[Question] = []
    for count, kind in enumerate(KINDS[:3], start=1):
        drawn += _distinct(
            (_words(kind, passage, count, is_stop, chance) for passage in _chosen(passages, each, chance)), each
        )
    drawn += _distinct((_phrase(passage, is_stop, chance) for passage in _chosen(passages, each, chance)), each)
    return drawn + [_question(text, is_stop) for text in chance.sample(asked, min(each, len(asked)))]


def real_questions(collections: Path, each: int) -> list[str]:
    """``each`` questions of every collection that is there."""
    chance = random.Random(SEED)
    found: list[str] = []
    for path in sorted(collections.glob("*/queries.jsonl")):
        texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
        found += chance.sample(texts, min(each, len(texts)))
    return found


def save(questions: Sequence[Question], path: Path) -> None:
    path.write_text(json.dumps([asdict(question) for question in questions], ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> list[Question]:
    rows: list[Mapping[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return [Question(row["kind"], row["text"], tuple(row["words"])) for row in rows]


def _chosen(passages: Sequence[str], each: int, chance: random.Random) -> Iterator[str]:
    """Passages by chance."""
    return (chance.choice(passages) for _ in range(each * TRIES))


def _distinct(tries: Iterable[Question | None], number: int) -> list[Question]:
    """The first so many that are unlike; fewer where the texts do not hold so many."""
    found: dict[str, Question] = {}
    for question in tries:
        if question:
            found.setdefault(question.text, question)
        if len(found) == number:
            break
    return list(found.values())


def _words(kind: str, passage: str, count: int, is_stop: StopTest, chance: random.Random) -> Question | None:
    """``count`` words of a passage, in the order in which they stand there: a frequent word is drawn often."""
    telling = list(dict.fromkeys(_telling(passage, is_stop)))
    if len(telling) < count:
        return None
    kept = sorted(chance.sample(range(len(telling)), count))
    words = tuple(telling[place] for place in kept)
    return Question(kind, " ".join(words), words)


def _phrase(passage: str, is_stop: StopTest, chance: random.Random) -> Question | None:
    """Three words in a row; stop words only in the middle, where every system keeps their place."""
    rows = [tuple(match.group(1).lower().split()) for match in SEQUENCE.finditer(passage)]
    rows = [row for row in rows if not is_stop(row[0]) and not is_stop(row[-1])]
    if not rows:
        return None
    words = chance.choice(rows)
    return Question(PHRASE, f'"{" ".join(words)}"', words)


def _question(text: str, is_stop: StopTest) -> Question:
    return Question(QUESTION, text, tuple(_telling(text, is_stop)) or tuple(WORD.findall(text.lower())))


def _telling(text: str, is_stop: StopTest) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if not is_stop(word)]
