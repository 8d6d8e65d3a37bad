"""Whoosh by itself: its own French analyser, BM25F, texts stored and highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import packages_distributions, version
from pathlib import Path

from whoosh.analysis.analyzers import LanguageAnalyzer
from whoosh.fields import TEXT, Schema
from whoosh.index import FileIndex, create_in, open_dir
from whoosh.qparser.default import QueryParser
from whoosh.qparser.syntax import AndGroup, OrGroup
from whoosh.searching import Searcher

from benchmarks.native.place import Place
from benchmarks.native.questions import Question
from benchmarks.native.system import TOP, About, Answers, answers, seconds

NAME = "stock_whoosh"
MEMORY_MB = 256


def prepare(_work: Path) -> About:
    name = packages_distributions()["whoosh"][0]
    return About(f"{name} {version(name)}")


def index(place: Place) -> float:
    schema = Schema(body=TEXT(analyzer=LanguageAnalyzer("fr"), stored=True))
    opened = create_in(str(place.fresh_index(NAME)), schema)
    return seconds(lambda: _index(place, opened))


def ask(place: Place, questions: Sequence[Question]) -> Answers:
    opened = open_dir(str(place.index(NAME)))
    with opened.searcher() as searcher:
        return answers(lambda question: _ask(question, searcher), questions)


def _index(place: Place, opened: FileIndex) -> None:
    writer = opened.writer(limitmb=MEMORY_MB)
    for line in place.lines():
        writer.add_document(body=line)
    writer.commit()


def _ask(question: Question, searcher: Searcher) -> int:
    text = " ".join(question.words)
    if question.is_phrase:
        return _hits(f'"{text}"', AndGroup, searcher)
    return _hits(text, AndGroup, searcher) or _hits(text, OrGroup, searcher)


def _hits(text: str, group: type[AndGroup | OrGroup], searcher: Searcher) -> int:
    query = QueryParser("body", searcher.schema, group=group).parse(text)
    return sum(1 for hit in searcher.search(query, limit=TOP) if hit.highlights("body") is not None)
