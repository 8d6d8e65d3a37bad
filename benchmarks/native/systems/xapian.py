"""Xapian by its Python bindings (Debian: ``python3-xapian``, for the system's own Python): French stems, snippets."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import xapian

from benchmarks.native.place import Place
from benchmarks.native.questions import Question
from benchmarks.native.system import TOP, About, Answers, answers, seconds

NAME = "xapian"
A_FLUSH = 100_000
"""Passages held in memory before they are written; its default of 10,000 is slower."""


def prepare(_work: Path) -> About:
    return About(xapian.version_string())


def index(place: Place) -> float:
    os.environ["XAPIAN_FLUSH_THRESHOLD"] = str(A_FLUSH)
    folder = place.fresh_index(NAME)
    return seconds(lambda: _index(place, folder))


def ask(place: Place, questions: Sequence[Question]) -> Answers:
    enquire = xapian.Enquire(xapian.Database(str(place.index(NAME))))
    return answers(lambda question: _ask(question, enquire), questions)


def _index(place: Place, folder: Path) -> None:
    base = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OPEN)
    generator = xapian.TermGenerator()
    generator.set_stemmer(xapian.Stem("french"))
    for line in place.lines():
        document = xapian.Document()
        document.set_data(line)
        generator.set_document(document)
        generator.index_text(line)
        base.add_document(document)
    base.commit()
    base.close()


def _ask(question: Question, enquire: xapian.Enquire) -> int:
    text = " ".join(question.words)
    if question.is_phrase:
        return _hits(f'"{text}"', xapian.Query.OP_AND, enquire)
    return _hits(text, xapian.Query.OP_AND, enquire) or _hits(text, xapian.Query.OP_OR, enquire)


def _hits(text: str, operator: int, enquire: xapian.Enquire) -> int:
    stemmer = xapian.Stem("french")
    parser = xapian.QueryParser()
    parser.set_stemmer(stemmer)
    parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
    parser.set_default_op(operator)
    enquire.set_query(parser.parse_query(text))
    found = enquire.get_mset(0, TOP)
    return sum(1 for hit in found if found.snippet(hit.document.get_data().decode(), 300, stemmer) is not None)
