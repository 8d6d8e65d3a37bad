"""An answer: what a search found, ready to be shown or written as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index.model import Article
from searcher.marks import Mark


class AnswerPassage(NamedTuple):
    """A passage with its marks, half-open ranges of code points of ``text``; number 0 is the title."""

    number: int
    score: float
    text: str
    marks: Sequence[Mark]


class AnswerArticle(NamedTuple):
    """An article with its best passages. ``parts`` are the summands of its score by kind of evidence."""

    article: Article
    score: float
    parts: Mapping[str, float]
    title_marks: Sequence[Mark]
    passages: Sequence[AnswerPassage]


class Answer(NamedTuple):
    """The answer to a query. ``relaxed``: no passage held all the words, so the best partial matches are given.

    ``suggestion`` is a query that would find more, or None; it is never applied silently. ``about``:
    ``articles_total`` is an estimate, because there are very many.
    """

    query: str
    read_as: str
    articles_total: int
    passages_total: int
    relaxed: bool
    suggestion: str | None
    articles: Sequence[AnswerArticle]
    about: bool = False

    @property
    def read_otherwise(self) -> str:
        """How the query was read, where that is not as it was typed; empty elsewhere."""
        return "" if self.read_as.split() == self.query.split() else self.read_as


def as_json(answer: Answer, *, explain: bool = False) -> dict[str, object]:
    """The answer in the JSON of the command line and the API."""
    shown: dict[str, object] = {
        "query": answer.query,
        "read_as": answer.read_as,
        "articles_total": answer.articles_total,
        "passages_total": answer.passages_total,
        "relaxed": answer.relaxed,
        "suggestion": answer.suggestion,
        "articles": [_article(hit, explain) for hit in answer.articles],
    }
    return {**shown, "about": True} if answer.about else shown


def _article(hit: AnswerArticle, explain: bool) -> dict[str, object]:
    about = hit.article
    shown: dict[str, object] = {
        "id": about.id,
        "path": about.path,
        "title": about.title,
        "date": about.date,
        "score": round(hit.score, 6),
        "passages": [_passage(passage) for passage in hit.passages],
    }
    return {**shown, "explain": {name: round(part, 6) for name, part in hit.parts.items()}} if explain else shown


def _passage(passage: AnswerPassage) -> dict[str, object]:
    return {
        "number": passage.number,
        "score": round(passage.score, 6),
        "text": passage.text,
        "marks": [list(mark) for mark in passage.marks],
    }
