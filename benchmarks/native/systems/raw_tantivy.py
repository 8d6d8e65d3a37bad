"""tantivy by itself: its French stop words and stemmer, texts stored, snippets made; two threads write."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tantivy import Document, Filter, Index, Query, Schema, SchemaBuilder, SnippetGenerator, TextAnalyzerBuilder
from tantivy import Tokenizer as Tokenizers

from benchmarks.native.place import Place
from benchmarks.native.questions import Question
from benchmarks.native.system import TOP, About, Answers, answers, seconds

NAME = "raw_tantivy"
THREADS = 2
MEMORY = 256_000_000


def prepare(_work: Path) -> About:
    return About(version("tantivy"))


def index(place: Place) -> float:
    opened = _opened(place.fresh_index(NAME))
    return seconds(lambda: _index(place, opened))


def ask(place: Place, questions: Sequence[Question]) -> Answers:
    opened = _opened(place.index(NAME))
    return answers(lambda question: _ask(question, opened), questions)


def _index(place: Place, opened: Index) -> None:
    writer = opened.writer(MEMORY, THREADS)
    for line in place.lines():
        writer.add_document(Document(body=line))
    writer.commit()
    writer.wait_merging_threads()


def _ask(question: Question, opened: Index) -> int:
    text = " ".join(question.words)
    if question.is_phrase:
        return _hits(opened.parse_query(f'"{text}"', ["body"]), opened)
    strict = opened.parse_query(text, ["body"], conjunction_by_default=True)
    return _hits(strict, opened) or _hits(opened.parse_query(text, ["body"]), opened)


def _hits(query: Query, opened: Index) -> int:
    searcher = opened.searcher()
    hits = searcher.search(query, TOP, count=False).hits
    snippets = SnippetGenerator.create(searcher, query, opened.schema, "body")
    return sum(1 for _, address in hits if snippets.snippet_from_doc(searcher.doc(address)).to_html() is not None)


def _opened(folder: Path) -> Index:
    filters = (Filter.remove_long(40), Filter.lowercase(), Filter.stopword("french"), Filter.stemmer("french"))
    builder = TextAnalyzerBuilder(Tokenizers.simple())
    for step in filters:
        builder = builder.filter(step)
    opened = Index(_schema(), str(folder))
    opened.register_tokenizer("french", builder.build())
    return opened


def _schema() -> Schema:
    return SchemaBuilder().add_text_field("body", stored=True, tokenizer_name="french").build()
