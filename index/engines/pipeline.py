"""The pipeline of a search, the same for every engine: a first pass picks candidates, rescoring orders them.

A search asks an :class:`IndexReader` four times as a rule: how many articles hold all the words, the best candidates by
the sum of their terms, which words each of these holds, and their best passages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.engines.candidates import CANDIDATES, SPARE, Candidate, best_candidates, through_ties, tied_by_id
from index.engines.passages import Shown, passage_hits
from index.engines.protocol import DEEPEST, ArticleHit, Counts, Found, Search, Sort, Word
from index.engines.query import EVERYTHING, All, Any, Field, Node, Term
from index.engines.reader import IndexReader
from index.engines.rescoring import Ranked, followers, rescored
from index.engines.scoring import Weights
from index.engines.terms import flat_terms
from index.engines.verification import verified

PARTS = ("words", "near", "passage", "share")
"""The parts of a rescored hit: its score is (words + near + passage) × share."""


class Matching(NamedTuple):
    """Which articles a search lists: those of ``listed``, of which ``total`` count."""

    listed: Node
    total: int
    relaxed: bool


def search(asked: Search, reader: IndexReader, weights: Weights | None = None) -> Found:
    """What ``asked`` finds."""
    weights = weights or Weights()
    asked = replace(asked, first=min(asked.first, DEEPEST), count=min(asked.count, DEEPEST))
    question, (required, exhausted) = asked, verified(asked.required, reader)
    asked = replace(asked, required=required)
    matching = _matching(asked, reader)
    ranked = _ranked(asked, matching, reader, weights) if asked.count and matching.total else Ranked()
    shown = ranked.articles[asked.first : asked.first + asked.count]
    passages = passage_hits([one.article for one in shown], question, reader, weights, ranked.listed)
    return Found(
        articles_total=matching.total,
        partial=_is_partial(asked, matching, ranked.articles, reader),
        relaxed=matching.relaxed,
        articles=_hits(shown, passages, reader),
        exhausted=exhausted,
        counts=_counts(asked, matching, reader),
    )


def _counts(asked: Search, matching: Matching, reader: IndexReader) -> Counts:
    """Values of facets among the articles that hold all the words; those that hold some where none does."""
    if not asked.facets:
        return {}
    return reader.facets(matching.listed if matching.relaxed else _every(asked), asked.facets, asked.most_values)


def _statistics(asked: Search) -> Iterator[tuple[Field, str]]:
    """The terms whose frequencies the words of a question are weighed by."""
    for word in (*asked.words, *asked.scored):
        for term in word.terms:
            yield term.field, term.text
            if term.field is Field.LEMMAS:
                yield Field.TITLE, term.text


def _every(asked: Search) -> Node:
    """Articles that hold all that is asked."""
    return _all((asked.required, *(word.held for word in asked.words)))


def _some(asked: Search) -> Node:
    """Articles that hold one of the bare words at least, and all else that is asked."""
    held = [word.held for word in asked.words]
    return _all((asked.required, Any(tuple(held)) if len(held) > 1 else _all(tuple(held))))


def _all(nodes: tuple[Node, ...]) -> Node:
    kept = tuple(node for node in nodes if node != EVERYTHING)
    return kept[0] if len(kept) == 1 else All(kept)


def _matching(asked: Search, reader: IndexReader) -> Matching:
    every, some = _every(asked), _some(asked)
    reader.expect(_statistics(asked), (every, some))
    total = reader.count(every)
    if total or len(asked.words) < 2:  # noqa: PLR2004  # nothing to relax
        only_all = asked.complete_only or asked.sort is Sort.DATE
        return Matching(every if only_all else some, total, relaxed=False)
    if asked.complete_only:
        return Matching(every, 0, relaxed=False)
    total = reader.count(some)
    return Matching(some, total, relaxed=total > 0)


def _is_partial(asked: Search, matching: Matching, ranked: Sequence[Candidate], reader: IndexReader) -> bool:
    """Whether the list has articles that hold only some of the words after, or among, those that hold all."""
    if matching.relaxed or len(asked.words) < 2 or asked.complete_only or asked.sort is Sort.DATE:  # noqa: PLR2004
        return False
    return any(candidate.missing for candidate in ranked) or (
        bool(matching.total) and reader.count(matching.listed) > matching.total
    )


def _ranked(asked: Search, matching: Matching, reader: IndexReader, weights: Weights) -> Ranked:
    """The articles of an answer, best first, down to the last one that is to be shown."""
    most = min(DEEPEST, asked.first + asked.count)
    words = (*asked.words, *asked.scored)
    if asked.sort is Sort.DATE or not any(word.terms for word in words):
        found = reader.first(matching.listed, 0, most, by_date=asked.sort is Sort.DATE)
        return Ranked([Candidate(article, 0.0) for article in found])
    terms = flat_terms(words, reader, weights)
    best = best_candidates(terms, _filter(asked, matching), most, reader)
    if len(best) < most and not _are_terms_enough(asked, matching):
        best = [*best, *_unscored(best, matching.listed, most, reader)]
    # What is rescored never depends on which page is asked for, or pages would overlap.
    best = tied_by_id(best, CANDIDATES, reader)
    cut = through_ties([score for _, score in best[: CANDIDATES + SPARE]], CANDIDATES)
    careful = rescored(best[:cut], asked, most, reader, weights)
    rest = followers(best[cut:], careful.articles, asked, most - cut, reader)
    return Ranked([*careful.articles, *rest], careful.listed)


def _unscored(
    best: Sequence[tuple[int, float]], listed: Node, most: int, reader: IndexReader
) -> Sequence[tuple[int, float]]:
    """Articles that are found without a term that scores, as by the other side of OU: « Rafah OU type:md »."""
    scored = {article for article, _ in best}
    found = reader.first(listed, 0, most + len(best), by_date=False)
    return [(article, 0.0) for article in found if article not in scored][: most - len(best)]


def _filter(asked: Search, matching: Matching) -> Node:
    """What is left to check of articles that hold some of the terms: they need not hold a word, as compounds show."""
    return asked.required if _are_terms_enough(asked, matching) else matching.listed


def _are_terms_enough(asked: Search, matching: Matching) -> bool:
    """Whether the articles that hold a scoring term are exactly those that hold a bare word."""
    return matching.listed == _some(asked) and not asked.scored and all(map(_terms_hold, asked.words))


def _terms_hold(word: Word) -> bool:
    """Whether each term that scores a word also shows that an article holds it."""
    nodes = word.held.nodes if isinstance(word.held, Any) else (word.held,)
    terms = {(node.field, node.text) for node in nodes if isinstance(node, Term)}
    return all((term.field, term.text) in terms or term.implied for term in word.terms)


def _hits(shown: Sequence[Candidate], passages: Mapping[int, Shown], reader: IndexReader) -> Sequence[ArticleHit]:
    articles = [candidate.article for candidate in shown]
    return [
        ArticleHit(
            about,
            candidate.score,
            dict(zip(PARTS, candidate.parts, strict=False)),
            candidate.missing,
            *passages[candidate.article],
        )
        for about, candidate in zip(reader.load(articles), shown, strict=True)
    ]
