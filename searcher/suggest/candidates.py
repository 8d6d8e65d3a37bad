"""Candidates: what a word that was typed may be a misspelling of, among what the index holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

from index.engines.protocol import Engine, Search
from index.engines.query import Field, Phrase
from searcher.suggest.misspelling import cost
from searcher.suggest.spelling import accented, is_french

WEIGHT = 5.0
"""One edit more is made up for by e⁵ times as many articles."""
UNKNOWN = 1.0
"""The cost of a word that is neither French nor common: it may be a misspelling itself."""
COMMON = 1_000
"""A word is common when one article in so many holds it."""
LOST_APOSTROPHE = 0.4
LOST_SPACE = 0.6
MOST_COMPARED = 5_000
"""Maximum number of terms compared for a likely prefix, the most frequent first."""
MOST_ELSEWHERE = 500
"""Maximum number compared for each prefix that sounds alike."""
MOST_WEIGHED = 12
MOST_PARTED = 2
"""A word is parted in so many ways: a phrase takes longer to count than a term."""
EDITS_FROM = (3, 4, 8)
"""A word may differ by one edit from so many letters on, by two, by three; what they cost decides."""
FIRST, SECOND, THIRD = 1, 2, 3
ELIDED = ("l", "d", "s", "m", "n", "j", "c", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu")
VOWELS = tuple("aeiouyh")
BEGIN_ALIKE: Mapping[str, Sequence[str]] = {
    "a": ("e", "ha"),
    "au": ("o", "hau"),
    "c": ("s", "k", "ch"),
    "ch": ("c", "k"),
    "e": ("a", "he", "ae"),
    "f": ("ph",),
    "g": ("j",),
    "i": ("y", "hi"),
    "im": ("in",),
    "in": ("im", "hin"),
    "j": ("g",),
    "k": ("c", "qu"),
    "o": ("au", "ho"),
    "ph": ("f",),
    "q": ("c",),
    "s": ("c",),
    "u": ("hu",),
    "x": ("c", "s"),
    "y": ("i", "hy"),
    "z": ("s",),
}
"""Beginnings of folded words, and those that are taken for them."""


class Candidate(NamedTuple):
    """What may have been meant: a folded word, or two with what joins them.

    ``articles`` is how many hold it, ``cost`` how far it is from what was typed.
    """

    text: str
    articles: int
    cost: float
    join: str = ""

    @property
    def score(self) -> float:
        """How likely it is, as a logarithm."""
        return log(self.articles) - WEIGHT * self.cost

    @property
    def is_french(self) -> bool:
        """Whether it is no misspelling itself."""
        return bool(self.join) or is_french(self.text)

    def written(self, engine: Engine) -> str:
        """It as most articles write it."""
        one, _, other = self.text.partition(self.join) if self.join else ("", "", self.text)
        before = accented(one, engine) if self.join.isspace() else one
        return f"{before}{self.join}{accented(other, engine)}"


def candidates(folded: str, engine: Engine, *, is_held: bool) -> list[Candidate]:
    """What ``folded`` may stand for, the likeliest first. A word that ``is_held`` is compared with fewer."""
    beginnings = {folded[:SECOND]: MOST_COMPARED} if is_held else _beginnings(folded)
    near = sorted(_near(folded, beginnings, engine), key=_likeliest)[:MOST_WEIGHED]
    weighed = [found if _is_sure(found, engine) else found._replace(cost=found.cost + UNKNOWN) for found in near]
    return sorted([*weighed, *_parted(folded, engine)], key=_likeliest)


def _likeliest(found: Candidate) -> tuple[float, str]:
    return -found.score, found.text


def _is_sure(found: Candidate, engine: Engine) -> bool:
    return found.articles * COMMON >= engine.size() or found.is_french


def _near(folded: str, beginnings: Mapping[str, int], engine: Engine) -> Iterator[Candidate]:
    """The words with these beginnings that are a few edits away."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    edits = sum(len(folded) >= length for length in EDITS_FROM)
    near: dict[str, int] = {}
    for beginning, most in beginnings.items() if edits else ():
        entries = engine.terms(Field.WORDS, beginning, most)
        texts = [entry.text for entry in entries]
        found = extract(folded, texts, scorer=OSA.distance, score_cutoff=edits, limit=None)
        near |= {text: entries[place].articles for text, _, place in found}
    for text, articles in near.items():
        if text != folded and text.replace("'", "").isalpha():
            yield Candidate(text, articles, cost(folded, text))


def _beginnings(folded: str) -> Mapping[str, int]:
    """How the word that was meant may begin, each with how many terms are compared."""
    swapped = folded[:SECOND][::-1]
    found = {folded[:FIRST]: MOST_COMPARED, folded[:THIRD]: MOST_COMPARED, swapped: MOST_ELSEWHERE}
    alike = (
        (folded[len(own) :], other) for own, others in BEGIN_ALIKE.items() if folded.startswith(own) for other in others
    )
    found |= {(other + rest)[:THIRD]: MOST_ELSEWHERE for rest, other in alike}
    return found | ({folded[FIRST : THIRD + 1]: MOST_ELSEWHERE} if folded.startswith("h") else {})


def _parted(folded: str, engine: Engine) -> Iterator[Candidate]:
    """Two words that occur together somewhere: « larbre », « parceque »."""
    ways = {way: min(engine.frequency(Field.WORDS, part) for part in way[:2]) for way in _ways(folded)}
    for one, other, join in sorted(filter(ways.get, ways), key=lambda way: -ways[way])[:MOST_PARTED]:
        together = Phrase(Field.WORDS, ((one,), (other,)))
        if articles := engine.search(Search(required=together, count=0)).articles_total:
            price = LOST_SPACE if join.isspace() else LOST_APOSTROPHE
            yield Candidate(f"{one}{join}{other}", articles, price, join)


def _ways(folded: str) -> Iterator[tuple[str, str, str]]:
    """How a word may be parted into an elision and a word, or two words, with what joins them."""
    for elided in ELIDED:
        rest = folded.removeprefix(elided)
        if rest != folded and len(rest) > 1 and rest.startswith(VOWELS) and is_french(rest):
            yield elided, rest, "'"
    for place in range(2, len(folded) - 1):
        if is_french(folded[:place]) and is_french(folded[place:]):
            yield folded[:place], folded[place:], " "
