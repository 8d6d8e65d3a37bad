"""The naive engine: looks at every article for every question, straight from the definitions. The others' oracle.

It holds everything in memory, a state a folder, shared by all engine objects on that folder.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from naive_matching import entry_by, matches, terms

from index.engines.entries import PassageEntry, facet_values
from index.engines.protocol import BusyError, Counts, PassageHit, TermCount
from index.engines.query import Facet, Field, Node
from index.engines.reader import Forms, PassageFound, Scored
from index.engines.searching import LocalEngine
from index.model import Article

K1, B = 1.2, 0.75


def lengths() -> Iterator[int]:
    """The lengths that an 8-bit norm can tell: all below 40, then eight steps of two, eight of four, and so on."""
    yield from range(40)
    first, step = 40, 2
    while first < 1 << 31:
        yield from range(first, first + 8 * step, step)
        first, step = first + 8 * step, 2 * step


LENGTHS = list(lengths())


def saturation(often: int, length: int, mean: float) -> float:
    """How much of its boost a term scores that stands ``often`` in a field of that length."""
    kept = LENGTHS[bisect_right(LENGTHS, length) - 1]
    return often / (often + K1 * (1 - B + B * kept / mean))


class NaiveReader:
    """See ``index.engines.reader.IndexReader``."""

    def __init__(self, state: Mapping[int, Article]) -> None:
        self._state = state

    # -- what matches

    def articles(self) -> int:
        return len(self._state)

    def expect(self, terms: Iterable[tuple[Field, str]], nodes: Iterable[Node]) -> None:
        """It is here."""

    def frequency(self, field: Field, text: str) -> int:
        return sum(text in terms(article, field) for article in self._state.values())

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        counts = Counter(text for article in self._state.values() for text in set(terms(article, field)))
        found = [TermCount(text, count) for text, count in counts.items() if text.startswith(prefix)]
        return sorted(found, key=lambda term: (-term.articles, term.text))[:most]

    def _matching(self, node: Node) -> list[int]:
        return [number for number, article in self._state.items() if matches(node, article, number)]

    def count(self, node: Node) -> int:
        return len(self._matching(node))

    def first(self, node: Node, first: int, count: int, *, by_date: bool) -> Sequence[int]:
        found = sorted(self._matching(node), key=lambda number: self._state[number].id)
        if by_date:
            found.sort(key=lambda number: self._state[number].own_date, reverse=True)
        return found[first : first + count]

    def evidence(
        self, words: Sequence[Forms], nodes: Sequence[Node], articles: Sequence[int]
    ) -> tuple[Mapping[int, float], Mapping[int, int]]:
        return self._rescored(words, articles), self._holding(nodes, articles)

    def _holding(self, nodes: Sequence[Node], articles: Sequence[int]) -> Mapping[int, int]:
        return {
            number: sum(matches(node, self._state[number], number) << bit for bit, node in enumerate(nodes))
            for number in articles
        }

    # -- scores of articles

    def best(self, terms: Sequence[Scored], required: Node, most: int) -> Sequence[tuple[int, float]]:
        scores = {number: sum(self._summand(term, number) for term in terms) for number in self._matching(required)}
        found = [(number, score) for number, score in scores.items() if score]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:most]

    def _rescored(self, words: Sequence[Forms], articles: Sequence[int]) -> Mapping[int, float]:
        def score(forms: Forms, number: int) -> float:
            kinds = [max(self._summand(term, number) for term in kind) for kind in forms]
            best, *others = sorted(kinds, reverse=True)
            return best + 0.4 * sum(others)

        return {number: sum(score(forms, number) for forms in words) for number in articles}

    def _summand(self, term: Scored, number: int) -> float:
        held = terms(self._state[number], term.field)
        often = held.count(term.text)
        return term.boost * saturation(often, len(held), self._mean_length(term.field)) if often else 0.0

    def _mean_length(self, field: Field) -> float:
        return sum(len(terms(article, field)) for article in self._state.values()) / len(self._state)

    # -- passages

    def _passages(self, articles: Iterable[int]) -> Iterator[tuple[int, PassageEntry]]:
        for number in articles:
            yield from ((number, entry) for entry in entry_by(self._state[number]).passages)

    def best_passages(
        self, terms: Sequence[tuple[str, float]], articles: Sequence[int], most: int
    ) -> tuple[Sequence[PassageFound], int]:
        lengths = [len(entry.lemmas.split()) for _, entry in self._passages(self._state)]
        found = []
        for number, entry in self._passages(articles):
            held = entry.lemmas.split()
            score = sum(
                boost * saturation(held.count(lemma), len(held), sum(lengths) / len(lengths))
                for lemma, boost in terms
                if lemma in held
            )
            if score:
                found.append(PassageFound(number, entry.passage.number, score))
        return sorted(found, key=lambda hit: (-hit.score, hit.article, hit.number))[:most], len(found)

    def count_passages(self, terms: Sequence[str], articles: Sequence[int]) -> Mapping[int, int]:
        held = (number for number, entry in self._passages(articles) if set(terms) & set(entry.lemmas.split()))
        return Counter(held)

    def passages(self, wanted: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], PassageHit]:
        return {
            (number, passage.number): PassageHit(passage.number, 0.0, passage.text, passage.page, repeats)
            for number, (passage, _, repeats) in self._passages({number for number, _ in wanted})
            if (number, passage.number) in wanted and not passage.echo
        }

    # -- articles

    def load(self, articles: Sequence[int]) -> Sequence[Article]:
        return [self._state[number]._replace(passages=()) for number in articles]

    def whole(self, article: int) -> Article:
        return self._state[article]

    def facets(self, node: Node, facets: Collection[Facet], most: int) -> Counts:
        return {facet: self._counted(node, facet)[:most] for facet in facets}

    def _counted(self, node: Node, facet: Facet) -> list[tuple[str, int]]:
        counts = Counter(value for number in self._matching(node) for value in facet_values(self._state[number])[facet])
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


# -- the engine


class _Shelf:
    """What one folder holds, whichever engine object reads or writes it."""

    def __init__(self) -> None:
        self.state: Mapping[int, Article] = {}
        self.next = 1
        self.lock = threading.Lock()


_SHELVES: dict[Path, _Shelf] = {}


class NaiveEngine(LocalEngine):
    """See ``index.engines.protocol.Engine``."""

    errors = ()

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        super().__init__(folder)
        if create:
            _SHELVES.setdefault(folder.resolve(), _Shelf())
        self._shelf = _SHELVES[folder.resolve()]
        self._seen, self._reader = self._shelf.state, NaiveReader(self._shelf.state)

    @contextmanager
    def batch(self) -> Iterator[NaiveBatch]:
        if not self._shelf.lock.acquire(timeout=0.1):
            raise BusyError("another engine is writing")
        try:
            batch = NaiveBatch(self._shelf.state, self._shelf.next)
            yield batch
            self._shelf.state, self._shelf.next = batch.state, batch.next
        finally:
            self._shelf.lock.release()

    def snapshot(self) -> NaiveReader:
        if self._seen is not self._shelf.state:
            state = self._shelf.state
            self._reader, self._seen = NaiveReader(state), state  # in this order: other threads look at what was seen
        return self._reader

    def close(self) -> None:
        """Nothing is open."""


class NaiveBatch:
    """See ``index.engines.protocol.Batch``."""

    def __init__(self, before: Mapping[int, Article], following: int) -> None:
        self.state, self.next = dict(before), following

    def put(self, path: str, articles: Iterable[Article]) -> int:
        self.drop(path)
        count = 0
        for count, article in enumerate(articles, start=1):  # noqa: B007  # it is what is returned
            self.state[self.next] = article
            self.next += 1
        return count

    def drop(self, path: str) -> None:
        self.state = {number: article for number, article in self.state.items() if article.path != path}
