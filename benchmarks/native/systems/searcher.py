"""This project, through its public surface: ``update`` for an index, ``search`` for the answer a page shows."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from benchmarks.native.place import Place
from benchmarks.native.questions import Question
from benchmarks.native.system import About, Answers, answers, seconds
from index.directory import IndexDirectory
from index.engines.cluster import URL
from index.engines.registry import ENGINES
from index.sync import update
from searcher.answering import search
from searcher.options import Page


def prepare(engine: str, _work: Path) -> About:
    if engine not in ENGINES:
        return About(absent=f"this project has no engine {engine}")
    return About(f"Python {platform.python_version()}")


def index(engine: str, place: Place) -> float:
    _keep_to(engine)
    directory = IndexDirectory(place.fresh_index(f"searcher_{engine}"))
    return seconds(lambda: _index(engine, place, directory))


def ask(engine: str, place: Place, questions: Sequence[Question]) -> Answers:
    _keep_to(engine)
    opened = IndexDirectory(place.index(f"searcher_{engine}")).engine()
    return answers(lambda question: len(search(question.text, opened, Page()).articles), questions)


def _keep_to(engine: str) -> None:
    """Have this process keep to folders for an engine of folders, though the environment names a cluster."""
    if engine in ENGINES:
        os.environ.pop(URL, None)


def _index(engine: str, place: Place, directory: IndexDirectory) -> None:
    done = update([place.articles], directory, engine=engine)
    if done.summary.problems:
        raise ValueError(done.summary.problems)
    directory.close()
