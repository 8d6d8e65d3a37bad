"""Retrieval: a query as parsed → the question that an engine is asked, and what it finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from index.engines.protocol import Engine, Found, Search, Word
from index.engines.query import All
from searcher.options import Options, Wanted
from searcher.query import Builder, Question, Tree, by_family, loose_phrases, loosened

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


class ReadQuery(NamedTuple):
    """A query as it was read: what is asked of an engine for it, as of which day."""

    query: str
    tree: Tree
    question: Question
    options: Options
    today: date


class Retrieved(NamedTuple):
    """What was found, for which question.

    ``by_family``: by the family of its only word, which no article holds. ``is_loose``: by the words of its phrases,
    with which nothing was found.
    """

    question: Question
    found: Found
    by_family: bool = False
    is_loose: bool = False


def retrieve(read: ReadQuery, engine: Engine, wanted: Wanted) -> Retrieved:
    """What is found for a query; where nothing is, for its words without quotes, or for the family of its only word."""
    found = ask(read.question, engine, wanted, read.options)
    if found.articles_total or found.exhausted or read.options.complete_only:
        return Retrieved(read.question, found)
    wider = _without_quotes(read, engine, wanted) or _by_family(read, engine, wanted)
    return wider or Retrieved(read.question, found)


def _without_quotes(read: ReadQuery, engine: Engine, wanted: Wanted) -> Retrieved | None:
    """What is found for the words of phrases that are asked for beside bare words."""
    if not loose_phrases(read.tree):
        return None
    question = filtered_question(loosened(read.tree), engine, read.options, read.today)
    found = ask(question, engine, wanted, read.options)
    return Retrieved(question, found, is_loose=True) if found.articles_total else None


def _by_family(read: ReadQuery, engine: Engine, wanted: Wanted) -> Retrieved | None:
    """What is found for the family of the only word, which no article holds; it is said to be missing everywhere."""
    question = _family_question(read.question, engine)
    if question is None:
        return None
    found = ask(question, engine, wanted, read.options)
    lacking, is_relaxed = [hit._replace(missing=(0,)) for hit in found.articles], found.articles_total > 0
    return Retrieved(question, found._replace(relaxed=is_relaxed, articles=lacking), by_family=is_relaxed)


def _family_question(question: Question, engine: Engine) -> Question | None:
    """The question for the family of its only word, which no article holds; None for any other question."""
    if len(question.words) != 1:
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
