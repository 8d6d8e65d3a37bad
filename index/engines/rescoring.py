"""Rescoring: the candidates of the first pass, scored anew by all the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index.engines.candidates import Candidate, in_order, through_ties
from index.engines.passages import NOTHING_LISTED, Listed, list_passages
from index.engines.protocol import Search, Word
from index.engines.reader import Forms, IndexReader, PassageFound
from index.engines.scoring import Weights
from index.engines.terms import best_forms, passage_terms, word_weight

PASSAGES_OF = 20
"""Number of candidates whose best passages are scored."""


class Ranked(NamedTuple):
    """The articles of an answer, best first, and the passages that ranking them has listed."""

    articles: Sequence[Candidate] = ()
    listed: Listed = NOTHING_LISTED


def rescored(
    best: Sequence[tuple[int, float]], asked: Search, most: int, reader: IndexReader, weights: Weights
) -> Ranked:
    """Candidates in their final order: by best forms, neighbours, share of the question and best passages."""
    articles = [article for article, _ in best]
    words = (*asked.words, *asked.scored)
    worth = [word_weight(word, reader) for word in asked.words]
    forms, held = _evidence(best_forms(words, reader, weights), articles, asked, reader)
    evidence = Evidence(forms, held, worth, whole=sum(worth) or 1.0)
    ranked = sorted((_candidate(article, asked, evidence, weights) for article in articles), key=_by_score)
    cut = through_ties([candidate.score for candidate in ranked], PASSAGES_OF)
    first, rest = ranked[:cut], ranked[cut:]
    listed = list_passages(passage_terms(words, reader, weights), [one.article for one in first], reader)
    first = [_with_passage(candidate, listed.found.get(candidate.article, ())) for candidate in first]
    return Ranked(in_order(sorted((*first, *rest), key=_by_score), most, reader), listed)


class Evidence(NamedTuple):
    """What is known of candidates: what their best forms score, the bits of what they hold; what words are worth."""

    forms: Mapping[int, float]
    held: Mapping[int, int]
    worth: Sequence[float]
    whole: float


def _candidate(article: int, asked: Search, evidence: Evidence, weights: Weights) -> Candidate:
    bits, worth = evidence.held.get(article, 0), evidence.worth
    missing = _lacking(bits, asked.words)
    near = 0.0
    for place, (one, other, _) in enumerate(asked.neighbours, start=len(worth)):
        if bits >> place & 1:
            near += weights.near * (worth[one] + worth[other])
    share = 1.0 + weights.share * (1.0 - sum(worth[place] for place in missing) / evidence.whole)
    parts = (evidence.forms.get(article, 0.0), near, 0.0, share)
    return Candidate(article, (parts[0] + near) * share, missing, parts)


def _with_passage(candidate: Candidate, passages: Sequence[PassageFound]) -> Candidate:
    """``candidate`` with what the best of its passages adds to its score."""
    passage = max((found.score for found in passages), default=0.0)
    forms, near, _, share = candidate.parts
    return candidate._replace(score=(forms + near + passage) * share, parts=(forms, near, passage, share))


def _by_score(candidate: Candidate) -> float:
    return -candidate.score


def _evidence(
    forms: Sequence[Forms], articles: Sequence[int], asked: Search, reader: IndexReader
) -> tuple[Mapping[int, float], Mapping[int, int]]:
    """What ``forms`` score in each article, and the bare words that it holds, a bit each, then the neighbours."""
    if not articles:
        return {}, {}
    nodes = [*(word.held for word in asked.words), *(pair.together for pair in asked.neighbours)]
    scores, held = reader.evidence(forms, nodes if len(asked.words) > 1 else (), articles)
    return scores, held if len(asked.words) > 1 else dict.fromkeys(articles, 1)  # every hit holds a single word


def _lacking(bits: int, words: Sequence[Word]) -> tuple[int, ...]:
    """The bare words that are not held, by their positions in the question."""
    if bits & (1 << len(words)) - 1 == (1 << len(words)) - 1:
        return ()
    return tuple(place for place in range(len(words)) if not bits >> place & 1)


def followers(
    rest: Sequence[tuple[int, float]], careful: Sequence[Candidate], asked: Search, most: int, reader: IndexReader
) -> Sequence[Candidate]:
    """The ``most`` articles after the candidates; none scores above the last candidate, so the order is kept."""
    row = in_order([Candidate(article, flat) for article, flat in rest], most, reader)[: max(0, most)]
    _, held = _evidence((), [candidate.article for candidate in row], asked, reader)
    least = careful[-1].score if careful else 0.0
    return [
        Candidate(article, min(flat, least), _lacking(held.get(article, 0), asked.words), (flat,))
        for article, flat, *_ in row
    ]
