"""Search: a query as typed → its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from index.engines.protocol import ArticleHit, Engine, Found, Search
from index.engines.query import All, Key, Node, Where
from searcher.answer import Answer, AnswerArticle, AnswerPassage
from searcher.marks import Marker
from searcher.query.build import Builder, Built, Demand
from searcher.query.forms import Forms
from searcher.query.parser import parse
from searcher.query.tree import Tree
from searcher.query.units import units
from searcher.query.wording import read_as
from searcher.suggest import did_you_mean

DIGITS = 6
"""Scores that agree in so many digits after the point are one."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which articles of an answer are wanted: ``count`` from ``first`` (0 is the best), each with so many passages."""

    first: int = 0
    count: int = 10
    passages: int = 3


class Options(NamedTuple):
    """How a query is to be read. ``any_word``: passages with any of the bare words, as when relaxed."""

    family: bool = False
    any_word: bool = False


def search(
    query: str, engine: Engine, page: Page | None = None, options: Options | None = None, *, today: date | None = None
) -> Answer:
    """The answer to ``query``. Raises StoreError where the index cannot be read, and nothing else, whatever is typed.

    Where no passage holds all the bare words, those that hold some are found, and the answer is ``relaxed``.
    """
    page, options = page or Page(), options or Options()
    query, today = clean(query), today or date.today()
    tree = parse(query, today)
    forms = Forms(engine)
    demand = Demand.ANY if options.any_word else Demand.EVERY
    built = Builder(forms, demand, family=options.family or options.any_word).build(tree)
    found = _ask(built, engine, page)
    if found.articles_total:
        return _answer(query, tree, found, built.match)
    looser = _loosened(tree, built, forms)
    answer = _answer(query, tree, _ask(looser, engine, page), looser.match)
    better = _suggestion(query, engine, today)
    return answer._replace(relaxed=bool(answer.articles_total), suggestion=better)


def _loosened(tree: Tree, built: Built, forms: Forms) -> Built:
    """The same question with any of its bare words, families counted; as it was where there is nothing to choose."""
    if Builder(forms, Demand.SOME).build(tree).match == built.match:
        return built
    return Builder(forms, Demand.SOME, family=True).build(tree)


def _suggestion(query: str, engine: Engine, today: date) -> str | None:
    """What was perhaps meant, where it finds something."""
    better = did_you_mean(query, engine)
    if better is None:
        return None
    match = Builder(Forms(engine)).build(parse(better, today)).match
    return better if engine.search(Search(match, count=0)).articles_total else None


def clean(query: str) -> str:
    """``query`` as text that can be stored and sent; bytes that a terminal could not read are read as UTF-8 here."""
    raw = query.encode("utf-8", "surrogateescape" if _only_escaped_bytes(query) else "replace")
    return raw.decode("utf-8", "replace").replace("\0", " ")


def _only_escaped_bytes(text: str) -> bool:
    """Whether every half of a surrogate pair in ``text`` stands for a byte, as Python writes it."""
    return all("\udc80" <= sign <= "\udcff" for sign in text if "\ud800" <= sign <= "\udfff")


def _ask(built: Built, engine: Engine, page: Page) -> Found:
    return engine.search(
        Search(built.match, built.terms, built.pairs, first=page.first, count=page.count, passages=page.passages)
    )


def _answer(query: str, tree: Tree, found: Found, match: Node) -> Answer:
    return Answer(
        query=query,
        read_as=read_as(tree),
        articles_total=found.articles_total,
        passages_total=found.passages_total,
        relaxed=False,
        suggestion=None,
        articles=_as_typed_first(_marked(found.articles, Marker(match)), query),
        about=found.about,
    )


def _as_typed_first(hits: Sequence[AnswerArticle], query: str) -> Sequence[AnswerArticle]:
    """Among articles with one score, those first that write the words as the query does, capitals and all."""
    if len({round(hit.score, DIGITS) for hit in hits}) == len(hits):
        return hits
    typed = {unit.shown for unit in units(query)}

    def order(hit: AnswerArticle) -> tuple[float, int]:
        alike = sum(passage.text[start:end] in typed for passage in hit.passages for start, end in passage.marks)
        return -round(hit.score, DIGITS), -alike

    return sorted(hits, key=order)


def _marked(hits: Sequence[ArticleHit], marker: Marker) -> list[AnswerArticle]:
    """Articles with their passages. All is marked at one go."""
    marks = iter(marker.marks([text for hit in hits for text in (hit.article.title, *(p.text for p in hit.passages))]))
    return [
        AnswerArticle(
            hit.article,
            hit.score,
            hit.parts,
            next(marks),
            [AnswerPassage(p.number, p.score, p.text, next(marks)) for p in hit.passages],
        )
        for hit in hits
    ]


def article(article_id: str, query: str, engine: Engine, *, today: date | None = None) -> AnswerArticle | None:
    """A whole article, its passages in reading order, what ``query`` finds in them marked; None where there is none."""
    found = engine.search(Search(Where(Key.ARTICLE, article_id), count=1, passages=None))
    if not found.articles:
        return None
    match = _match_within(article_id, parse(clean(query), today or date.today()), engine)
    hit = found.articles[0]
    (whole,) = _marked([hit._replace(passages=[p for p in hit.passages if p.number])], Marker(match))
    return whole


def _match_within(article_id: str, tree: Tree, engine: Engine) -> Node:
    """What the query finds in one article: as asked, or relaxed where that finds nothing there."""
    strict = Builder(Forms(engine), Demand.EVERY).build(tree).match
    here = Where(Key.ARTICLE, article_id)
    if engine.search(Search(All((here, strict)), count=0)).passages_total:
        return strict
    return Builder(Forms(engine), Demand.SOME, family=True).build(tree).match
