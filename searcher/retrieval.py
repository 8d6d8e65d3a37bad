"""Retrieval: a query as parsed → the question that an engine is asked, and what it finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from index.engines.protocol import Engine, Found, Search, Word
from index.engines.query import All
from searcher.options import Options, Wanted
from searcher.query import Builder, Question, Tree, by_family

NOTHING_FOUND = Found(0, partial=False, relaxed=False, articles=())


def filtered_question(tree: Tree, engine: Engine, options: Options, today: date) -> Question:
    """The question for ``tree``, with the filters of ``options``."""
    question, filters = question_of(tree, engine, options), options.filters.nodes(today)
    if not filters:
        return question
    return replace(question, required=All((question.required, *filters)), is_empty=False)


def question_of(tree: Tree, engine: Engine, options: Options) -> Question:
    """The question for ``tree``. What is typed without a space is looked for in parts where no article holds it so."""
    question = engine.consult(lambda dictionary: Builder(dictionary, family=options.family).build(tree))
    split = [run.typed for run in question.runs if not _stands_somewhere(run, engine)]
    if not split:
        return question
    return engine.consult(lambda dictionary: Builder(dictionary, family=options.family, split=split).build(tree))


class Retrieved(NamedTuple):
    """What was found, for which question; ``by_family``: by the family of its only word, which no article holds."""

    question: Question
    found: Found
    by_family: bool = False


def retrieve(question: Question, engine: Engine, wanted: Wanted, options: Options) -> Retrieved:
    """What is found for ``question``, or for the family of its only word where no article holds that."""
    found = ask(question, engine, wanted, options)
    wider = None if found.articles_total else _wider(question, engine, options)
    if wider is None:
        return Retrieved(question, found)
    found = ask(wider, engine, wanted, options)
    lacking, is_relaxed = [hit._replace(missing=(0,)) for hit in found.articles], found.articles_total > 0
    return Retrieved(wider, found._replace(relaxed=is_relaxed, articles=lacking), is_relaxed)


def _wider(question: Question, engine: Engine, options: Options) -> Question | None:
    """The question for the family of its only word, which no article holds; None for any other question."""
    if options.complete_only or len(question.words) != 1:
        return None
    word, akin = question.words[0], by_family(question.words[0])
    if akin is None or any(engine.frequency(term.field, term.text) for term in word.terms):
        return None
    return replace(question, words=(akin,))


def ask(question: Question, engine: Engine, wanted: Wanted, options: Options) -> Found:
    """What the engine finds for ``question``; nothing for one that is empty."""
    if question.is_empty:
        return NOTHING_FOUND._replace(counts=dict.fromkeys(wanted.facets, ()))
    page = wanted.page.bounded()
    return engine.search(
        Search(
            words=question.words,
            required=question.required,
            scored=question.scored,
            neighbours=question.neighbours,
            complete_only=options.complete_only,
            sort=options.sort,
            first=page.first,
            count=page.count,
            passages=page.passages,
            facets=wanted.facets,
            most_values=wanted.most,
        )
    )


def _stands_somewhere(run: Word, engine: Engine) -> bool:
    """Whether an article holds words typed without a space as they were typed."""
    return engine.search(Search(required=run.held, count=0)).articles_total > 0
