"""Evidence: what the words of a question score in passages, titles, leads and whole articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from index.engines.scoring import group_holding, idf, saturation
from index.engines.whoosh.matching import phrase_counts
from index.engines.whoosh.snapshot import Docs, Snapshot, Totals
from index.french.wordlists import word_set
from index.nodes import Field, Form, Phrase, Term

Scores = Mapping[int, float]


LEAD = "lead"


def passage_scores(terms: Iterable[Term], asked: Docs, snapshot: Snapshot) -> Scores:
    """BM25 of the terms, by passage, for the passages ``asked`` for."""
    return _sum(_in_texts(term, Field.TEXT, snapshot.passages, asked, snapshot) for term in terms)


def title_scores(terms: Iterable[Term], asked: Docs, snapshot: Snapshot) -> Scores:
    """BM25 of the terms in what announces an article, by its head, for the heads ``asked`` for."""
    return _sum(_in_texts(term, Field.TITLE, snapshot.titles, asked, snapshot) for term in terms)


def lead_scores(terms: Iterable[Term], asked: Docs, snapshot: Snapshot) -> Scores:
    """BM25 of the terms in what an article begins with, with their idf over whole articles, by its head."""
    return _sum(_in_lead(telling, asked, snapshot) for term in terms if (telling := _telling(term)).forms)


def whole_scores(terms: Iterable[Term], asked: Docs, snapshot: Snapshot) -> Scores:
    """BM25 of the terms over whole articles, stop words aside, by their heads, for the heads ``asked`` for."""
    return _sum(_in_articles(telling, asked, snapshot) for term in terms if (telling := _telling(term)).forms)


def near_scores(pairs: Iterable[Phrase], asked: Docs, snapshot: Snapshot) -> Scores:
    """What pairs of neighbours score: in each passage where both stand together, the idf of both."""
    return _sum(_pair(pair, asked, snapshot) for pair in pairs)


def _sum(parts: Iterable[Scores]) -> Scores:
    total: dict[int, float] = defaultdict(float)
    for part in parts:
        for doc, score in part.items():
            total[doc] += score
    return total


def _in_texts(term: Term, field: str, totals: Totals, asked: Docs, snapshot: Snapshot) -> Scores:
    """A term in texts of one kind: its best form in each, with the idf of the whole group."""
    weight = term.weight * _group_idf(term.forms, field, totals.count, snapshot)
    return {doc: weight * score for doc, score in _best_forms(term, field, totals, asked, snapshot).items()}


def _in_lead(term: Term, asked: Docs, snapshot: Snapshot) -> Scores:
    weight = term.weight * _article_idf(term, snapshot)
    return {doc: weight * score for doc, score in _best_forms(term, LEAD, snapshot.leads, asked, snapshot).items()}


def _best_forms(term: Term, field: str, totals: Totals, asked: Docs, snapshot: Snapshot) -> Scores:
    best: dict[int, float] = {}
    for form in term.forms:
        for p in snapshot.postings(field, form.word):
            if p.doc in asked:
                score = form.weight * saturation(p.frequency, p.length, totals.mean_length)
                best[p.doc] = max(score, best.get(p.doc, 0.0))
    return best


def _group_idf(forms: Collection[Form], field: str, total: int, snapshot: Snapshot) -> float:
    counts = ((form.weight, len(snapshot.postings(field, form.word))) for form in forms)
    return idf(group_holding(counts, total), total)


def _article_idf(term: Term, snapshot: Snapshot) -> float:
    total = snapshot.articles.count
    counts = ((form.weight, len(set(snapshot.heads_of(Field.TEXT, form.word)))) for form in term.forms)
    return idf(group_holding(counts, total), total)


def _telling(term: Term) -> Term:
    """``term`` without stop words, which are not counted over articles."""
    return replace(term, forms=tuple(form for form in term.forms if form.word not in word_set("stopwords")))


def _in_articles(term: Term, asked: Docs, snapshot: Snapshot) -> Scores:
    """A term over whole articles: its best form in each, with the idf of the whole group."""
    weight = term.weight * _article_idf(term, snapshot)
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
    return {head: form.weight * saturation(often, length[head], mean) for head, often in frequency.items()}


def _pair(pair: Phrase, asked: Docs, snapshot: Snapshot) -> Scores:
    total = snapshot.passages.count
    score = pair.weight * sum(_group_idf(slot, Field.TEXT, total, snapshot) for slot in pair.slots)
    return dict.fromkeys(asked.intersection(phrase_counts(pair, snapshot)), score)
