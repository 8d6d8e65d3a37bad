"""An answer: what a search found, ready to be shown or written as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index.analysis import Span
from index.language import tr
from index.model import Article
from searcher.query import Quoted, Row, Tree, Unread, in_words, read_as

DIGITS = 6
"""Scores are written with so many digits after the point."""


class AnswerPassage(NamedTuple):
    """A passage with its marks, half-open ranges of code points of ``text``.

    ``repeats`` says how often else its text occurs in the article, ``page`` where in a paged document.
    """

    number: int
    score: float
    text: str
    marks: Sequence[Span] = ()
    page: int | None = None
    repeats: int = 0


class AnswerArticle(NamedTuple):
    """An article with its best passages.

    ``parts`` are the summands and factors of its score. ``missing`` are the bare words that it does not hold, as typed;
    ``passages_total`` counts its passages that were found.
    """

    article: Article
    score: float
    parts: Mapping[str, float]
    title_marks: Sequence[Span]
    passages: Sequence[AnswerPassage]
    missing: Sequence[str] = ()
    passages_total: int = 0

    @property
    def passages_left(self) -> int:
        """How many more of its passages were found than are shown."""
        return max(0, self.passages_total - len(self.passages))


class Answer(NamedTuple):
    """The answer to a query.

    ``articles_total`` counts the articles that hold all the words; where none does, the answer is ``relaxed`` and it
    counts those that hold some. ``partial``: the list goes on with articles that hold only some. ``suggestion`` is a
    query that would find more, or None; it is never applied silently. ``exhausted``: the search was cut short.
    ``tree`` is the query as it was read; ``by_family``: no article holds its only word, so those that
    hold one of its family are listed. ``loose`` are phrases with which nothing was found, so that their words
    were looked for. ``unread`` is what was typed as a field or a date, and is none.
    """

    query: str
    read_as: str
    articles_total: int
    partial: bool
    relaxed: bool
    suggestion: str | None
    articles: Sequence[AnswerArticle]
    exhausted: bool = False
    tree: Tree = Row(())
    by_family: bool = False
    loose: Sequence[str] = ()
    unread: Unread = Unread()

    @property
    def read_otherwise(self) -> str:
        """How the query was read, in words, where that is not as it was typed; empty elsewhere."""
        if self.by_family:
            return tr("{words} (words of the same family)").format(words=in_words(self.tree))
        if self.loose:
            phrases = ", ".join(read_as(Quoted(text)) for text in self.loose)
            said = tr("{words} (nothing was found with {phrases} word for word)")
            return said.format(words=in_words(self.tree), phrases=phrases)
        if self.unread.fields:
            names = ", ".join(self.unread.fields)
            said = tr("{words} (no field is called {names}; there are title, author, source, tag, date, path, type)")
            return said.format(words=in_words(self.tree), names=names)
        if self.unread.dates:
            said = tr("{words} (not read as a date: {dates}; write it like 2024, 2024-03 or 2023..2024)")
            return said.format(words=in_words(self.tree), dates=", ".join(self.unread.dates))
        return "" if self.read_as.split() == self.query.split() else in_words(self.tree)


def as_json(answer: Answer, *, explain: bool = False) -> dict[str, object]:
    """The answer in the JSON of the command line and the API."""
    shown: dict[str, object] = {
        "query": answer.query,
        "read_as": answer.read_as,
        "articles_total": answer.articles_total,
        "partial": answer.partial,
        "relaxed": answer.relaxed,
        "suggestion": answer.suggestion,
        "articles": [article_as_json(hit, explain=explain) for hit in answer.articles],
    }
    return {**shown, "exhausted": True} if answer.exhausted else shown


def article_as_json(hit: AnswerArticle, *, explain: bool = False) -> dict[str, object]:
    """An article of an answer in the same JSON."""
    about = hit.article
    shown: dict[str, object] = {
        "id": about.id,
        "path": about.path,
        "title": about.title,
        "date": about.date,
        "date_from": about.date_from,
        "author": about.author,
        "source": about.source,
        "tags": list(about.tags),
        "type": about.type,
        "score": round(hit.score, DIGITS),
        "missing": list(hit.missing),
        "passages_total": hit.passages_total,
        "passages": [_passage(passage) for passage in hit.passages],
    }
    return {**shown, "explain": {name: round(part, DIGITS) for name, part in hit.parts.items()}} if explain else shown


def _passage(passage: AnswerPassage) -> dict[str, object]:
    return {
        "number": passage.number,
        "page": passage.page,
        "score": round(passage.score, DIGITS),
        "repeats": passage.repeats,
        "text": passage.text,
        "marks": [list(mark) for mark in passage.marks],
    }
