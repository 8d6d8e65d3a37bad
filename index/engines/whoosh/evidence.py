"""Evidence: what the words of a question score in passages, titles and whole articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from index.engines.scoring import B_WHOLE, idf, pair_saturation, saturation
from index.engines.whoosh.matching import phrase_counts
from index.engines.whoosh.snapshot import Docs, Snapshot
from index.nodes import Field, Form, Phrase, Term

Scores = Mapping[int, float]


def passage_scores(terms: Iterable[Term], asked: Docs, snapshot: Snapshot) -> Scores:
    """BM25 of the terms, by passage, for the passages ``asked`` for."""
    return _sum(_in_texts(term, Field.TEXT, asked, snapshot) for term in terms)


def title_scores(terms: Iterable[Term], asked: Docs, snapshot: Snapshot) -> Scores:
    """BM25 of the terms in what announces an article, by its head, for the heads ``asked`` for."""
    return _sum(_in_texts(term, Field.TITLE, asked, snapshot) for term in terms)


def whole_scores(terms: Iterable[Term], asked: Docs, snapshot: Snapshot) -> Scores:
    """BM25 of the terms over whole articles, by their heads, for the heads ``asked`` for."""
    return _sum(_in_articles(term, asked, snapshot) for term in terms)


def near_scores(pairs: Iterable[Phrase], snapshot: Snapshot) -> tuple[Scores, Scores]:
    """What pairs of neighbours score, by passage and by the head of the article.

    In a passage a pair counts as a word does, with the idf of both together; in an article by the number of its
    passages where the two stand near each other, with the idf of the pair among articles.
    """
    counted = [(pair, phrase_counts(pair, snapshot)) for pair in pairs]
    passages = _sum(_pair(pair, counts, snapshot) for pair, counts in counted)
    return passages, _sum(_pair_in_articles(counts, snapshot) for _, counts in counted)


def _sum(parts: Iterable[Scores]) -> Scores:
    total: dict[int, float] = defaultdict(float)
    for part in parts:
        for doc, score in part.items():
            total[doc] += score
    return total


def _in_texts(term: Term, field: Field, asked: Docs, snapshot: Snapshot) -> Scores:
    """A term in passages or titles: its best form in each, with the idf of the whole group."""
    totals = snapshot.passages if field is Field.TEXT else snapshot.titles
    weight = idf(len(snapshot.docs_of(term.forms, field)), totals.count)
    best: dict[int, float] = {}
    for form in term.forms:
        for p in snapshot.postings(field, form.word):
            if p.doc in asked:
                score = weight * form.weight * saturation(p.frequency, p.length, totals.mean_length)
                best[p.doc] = max(score, best.get(p.doc, 0.0))
    return best


def _in_articles(term: Term, asked: Docs, snapshot: Snapshot) -> Scores:
    """A term over whole articles: its best form in each, with the idf of the whole group."""
    holding = frozenset().union(*(snapshot.heads_of(Field.TEXT, form.word) for form in term.forms))
    weight = idf(len(holding), snapshot.articles.count)
    best: dict[int, float] = {}
    for form in term.forms:
        for head, score in _form_in_articles(form, asked, snapshot).items():
            best[head] = max(weight * score, best.get(head, 0.0))
    return best


def _form_in_articles(form: Form, asked: Docs, snapshot: Snapshot) -> Scores:
    frequency: dict[int, float] = defaultdict(float)
    length: dict[int, int] = {}
    heads = snapshot.heads_of(Field.TEXT, form.word)
    for posting, head in zip(snapshot.postings(Field.TEXT, form.word), heads, strict=True):
        if head in asked:
            frequency[head] += posting.frequency
            length[head] = posting.article_length
    mean = snapshot.articles.mean_length
    return {head: form.weight * saturation(often, length[head], mean, B_WHOLE) for head, often in frequency.items()}


def _pair(pair: Phrase, counts: Mapping[int, int], snapshot: Snapshot) -> Scores:
    if not counts:
        return {}
    weight = sum(idf(len(snapshot.docs_of(slot, Field.TEXT)), snapshot.passages.count) for slot in pair.slots)
    length = {p.doc: p.length for form in pair.slots[0] for p in snapshot.postings(Field.TEXT, form.word)}
    mean = snapshot.passages.mean_length
    return {doc: weight * saturation(count, length[doc], mean) for doc, count in counts.items()}


def _pair_in_articles(counts: Mapping[int, int], snapshot: Snapshot) -> Scores:
    passages = Counter(snapshot.head_of(doc) for doc in counts)
    weight = idf(len(passages), snapshot.articles.count)
    return {head: weight * pair_saturation(count) for head, count in passages.items()}
