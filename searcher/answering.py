"""Answering: a query as typed → its answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from index.directory import IndexDirectory
from index.engines.protocol import MOST_VALUES, ArticleHit, Counts, Engine, Found, PassageHit
from index.engines.query import Facet
from index.model import Passage
from searcher.answer import Answer, AnswerArticle, AnswerPassage
from searcher.highlights import highlighter
from searcher.options import Options, Page, Wanted
from searcher.query import LONGEST_QUERY, Question, Tree, loose_phrases, loosened, parse, read_as, unquoted, unread
from searcher.retrieval import ReadQuery, ask, filtered_question, retrieve
from searcher.suggest import did_you_mean


@contextmanager
def open_index(folder: Path | str) -> Iterator[Engine]:
    """The current index in ``folder``, open for the length of the block. Raises NoIndexError, StoreError."""
    with closing(IndexDirectory(Path(folder))) as directory:
        yield directory.engine()


def search(
    query: str, engine: Engine, page: Page | None = None, options: Options | None = None, *, today: date | None = None
) -> Answer:
    """The answer to ``query``, whatever is typed.

    Raises StoreError where the index cannot be read, FilterError for a period that is none.
    """
    return _answer(_read(query, engine, options, today), engine, Wanted(page or Page()))[0]


def search_and_count(
    query: str,
    engine: Engine,
    page: Page | None = None,
    options: Options | None = None,
    *,
    most: int = MOST_VALUES,
    today: date | None = None,
) -> tuple[Answer, Counts]:
    """What ``search`` answers, and ``facets`` of every kind: a query is read once for both. Raises as ``search``."""
    wanted = Wanted(page or Page(), tuple(Facet), most)
    return _answer(_read(query, engine, options, today), engine, wanted)


def facets(
    query: str,
    engine: Engine,
    kinds: Collection[Facet] = tuple(Facet),
    options: Options | None = None,
    *,
    most: int = MOST_VALUES,
    today: date | None = None,
) -> Counts:
    """Values of facets and how many articles of the answer have them, the most frequent first.

    Counted are the articles that hold all the words (those that hold some where none does). Raises as ``search``.
    """
    read = _read(query, engine, options, today)
    return retrieve(read, engine, Wanted(Page(count=0), tuple(kinds), most)).found.counts


def similar(article_id: str, engine: Engine, count: int = 5) -> Sequence[AnswerArticle]:
    """Articles that share the rare words of ``article_id``, the most alike first; none of their passages."""
    return [
        AnswerArticle(hit.article, hit.score, hit.parts, title_marks=(), passages=())
        for hit in engine.similar(article_id, count)
    ]


def article(article_id: str, query: str, engine: Engine, *, today: date | None = None) -> AnswerArticle | None:
    """A whole article in reading order, with highlights of what ``query`` looks for; None where there is none."""
    whole = engine.read(article_id)
    if whole is None:
        return None
    read = _read(query, engine, None, today)
    question = retrieve(read, engine, Wanted(Page(count=0))).question
    passages = list(map(_as_hit, whole.passages))
    hit = ArticleHit(whole._replace(passages=()), 0.0, {}, (), len(passages), passages)
    return _highlighted([hit], question)[0]


def clean(query: str) -> str:
    """``query`` as text that can be stored and sent; bytes that a terminal could not read are read as UTF-8 here."""
    raw = query.encode("utf-8", "surrogateescape" if _only_escaped_bytes(query) else "replace")
    return raw.decode("utf-8", "replace").replace("\0", " ")


def _only_escaped_bytes(text: str) -> bool:
    """Whether every half of a surrogate pair in ``text`` stands for a byte, as Python writes it."""
    return all("\udc80" <= sign <= "\udcff" for sign in text if "\ud800" <= sign <= "\udfff")


def _read(query: str, engine: Engine, options: Options | None, today: date | None) -> ReadQuery:
    query, options, today = clean(query), options or Options(), today or date.today()
    tree = parse(query, today)
    return ReadQuery(query, tree, filtered_question(tree, engine, options, today), options, today)


def _answer(read: ReadQuery, engine: Engine, wanted: Wanted) -> tuple[Answer, Counts]:
    question, found, by_family, is_loose = retrieve(read, engine, wanted)
    tree = loosened(read.tree) if is_loose else read.tree
    answer = Answer(
        query=read.query,
        read_as=read_as(tree),
        articles_total=found.articles_total,
        partial=found.partial,
        relaxed=found.relaxed,
        suggestion=_suggestion(read.query, read.tree, found, engine, read.options, read.today),
        articles=_highlighted(found.articles, question),
        exhausted=found.exhausted or question.is_cut,
        tree=tree,
        by_family=by_family,
        loose=[phrase.text for phrase in loose_phrases(read.tree)] if is_loose else (),
        unread=unread(read.query, read.today),
    )
    return answer, found.counts


def _suggestion(query: str, tree: Tree, found: Found, engine: Engine, options: Options, today: date) -> str | None:
    """What was perhaps meant, where it finds more than ``found``; nothing where that was cut short."""
    if found.exhausted:
        return None
    better = did_you_mean(query[:LONGEST_QUERY], engine) or (None if found.articles_total else unquoted(tree))
    if better is None or (corrected := parse(better, today)) == tree:
        return None
    question = filtered_question(corrected, engine, Options(filters=options.filters), today)
    other = ask(question, engine, Wanted(Page(count=0)), Options())
    return better if _match_counts(other) > _match_counts(found) else None


def _match_counts(found: Found) -> tuple[int, int]:
    """How many articles hold all the words, and how many are found."""
    return 0 if found.relaxed else found.articles_total, found.articles_total


def _highlighted(hits: Sequence[ArticleHit], question: Question) -> list[AnswerArticle]:
    """Articles with their passages, whose texts are highlighted together."""
    texts = [text for hit in hits for text in (hit.article.title, *(passage.text for passage in hit.passages))]
    marks = iter(highlighter(question).marks(texts))
    return [
        AnswerArticle(
            article=hit.article,
            score=hit.score,
            parts=hit.parts,
            title_marks=next(marks),
            passages=[AnswerPassage(p.number, p.score, p.text, next(marks), p.page, p.repeats) for p in hit.passages],
            missing=[question.words[place].typed for place in hit.missing],
            passages_total=hit.passages_total,
        )
        for hit in hits
    ]


def _as_hit(passage: Passage) -> PassageHit:
    return PassageHit(passage.number, 0.0, passage.text, passage.page)
