"""Reading: a whole article, and the passages of it that a query finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.analysis import Span
from index.engines.protocol import Engine, Search
from index.engines.query import All, Equal, Key
from index.model import Article, Passage
from searcher.answer import AnswerPassage
from searcher.answering import clean
from searcher.highlights import highlighter
from searcher.options import Options
from searcher.query import Question, by_family, parse
from searcher.retrieval import question_of

SHORT = 2_000_000
"""An article of so many code points is highlighted as a whole; a longer one would keep a person waiting."""


class Reading:
    """An article and what a question finds in it: ``found`` are the numbers of the passages, in reading order."""

    def __init__(self, article: Article, question: Question, engine: Engine) -> None:
        self.article = article
        self._question = question
        self._highlighter = highlighter(question)
        self.found = self._found(engine)

    def marks(self, texts: Sequence[str]) -> Sequence[Sequence[Span]]:
        """What is highlighted in each text."""
        return [()] * len(texts) if self._question.is_empty else self._highlighter.marks(texts)

    def highlighted(self, passages: Sequence[Passage]) -> Sequence[AnswerPassage]:
        """Some of its passages with their marks."""
        marks = self.marks([passage.text for passage in passages])
        return [
            AnswerPassage(passage.number, 0.0, passage.text, spans, passage.page)
            for passage, spans in zip(passages, marks, strict=True)
        ]

    def _found(self, engine: Engine) -> Sequence[int]:
        """The passages with marks; of a long article those that the engine finds, wherever their texts occur."""
        passages = [passage for passage in self.article.passages if not passage.echo]
        if sum(len(passage.text) for passage in passages) <= SHORT:
            return [passage.number for passage in self.highlighted(passages) if passage.marks]
        texts = self._texts_found(engine, len(passages))
        return [passage.number for passage in passages if passage.text in texts]

    def _texts_found(self, engine: Engine, most: int) -> set[str]:
        if self._question.is_empty:
            return set()
        here = All((self._question.required, Equal(Key.ID, self.article.id)))
        words, scored = self._question.words, self._question.scored
        found = engine.search(Search(words=words, required=here, scored=scored, count=1, passages=most))
        return {passage.text for hit in found.articles if hit.passages_total for passage in hit.passages}


def read(article_id: str, query: str, engine: Engine, *, today: date | None = None) -> Reading | None:
    """The article of that id, to be read with ``query`` in mind; None where there is none.

    A word that it does not hold stands for those of its family, as it does where no article holds it.
    """
    article = engine.read(article_id)
    if article is None:
        return None
    question = question_of(parse(clean(query), today or date.today()), engine, Options())
    reading = Reading(article, question, engine)
    akin = by_family(question.words[0]) if len(question.words) == 1 and not reading.found else None
    return Reading(article, replace(question, words=(akin,)), engine) if akin else reading
