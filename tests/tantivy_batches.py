"""Batches of the Tantivy engine that are cut short at one of their steps, and what is found on disk afterwards."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

from engine_contract import article, drop, fill, ids
from tantivy import Index, Query

from index.engines.protocol import Engine, Search, StoreError
from index.engines.query import Field, Term
from index.engines.tantivy import TantivyEngine
from index.engines.tantivy.schema import ARTICLES, PASSAGES

CAT = article("cat.txt", "Le chat", "Le chat dort.", "Il mange.")
DOG = article("dog.txt", "Le chien", "Le chien aboie.", "Le chat fuit.")
COW = article("cow.txt", "La vache", "La vache rumine.")
FOX = article("fox.txt", "Le renard", "Le renard chasse.", "Il attend.")
OWL = article("owl.txt", "Le hibou", "Le hibou veille.")
ANIMALS = (CAT, DOG, COW)

Step = Callable[[], None]
NATIVE_STEPS = ("commit", "delete_documents_by_query", "rollback", "wait_merging_threads")
FILE_STEPS = ("open", "os.remove")
"""Python's own changes of files, by the names of their audit events; syncing has none."""


def change(engine: Engine) -> None:
    """A batch that puts, replaces and drops."""
    with engine.batch() as batch:
        batch.put(FOX.path, [FOX])
        batch.put(DOG.path, [DOG._replace(title="Un chien")])
        batch.drop(CAT.path)


def answers(engine: Engine) -> object:
    """What an index holds and answers, but for the numbers of its articles."""
    found = engine.search(Search(count=100))
    words = [ids(engine.search(Search(required=Term(Field.WORDS, word)))) for word in ("chat", "chien", "renard")]
    return [engine.read(hit.article.id) for hit in found.articles], words


def numbers(folder: Path, part: str) -> list[int]:
    """The numbers of the articles that the entries of one of the two native indexes belong to."""
    searcher = Index.open(str(folder / part)).searcher()
    hits = searcher.search(Query.all_query(), max(1, searcher.num_docs)).hits
    column = "number" if part == ARTICLES else "article"
    values = searcher.fast_field_values(column, [address for _, address in hits])
    return sorted({int(value) for value in values if value is not None})


def assert_clean(folder: Path) -> None:
    """Nothing is left of a batch that was cut short: no passage without its article, and no marker."""
    assert numbers(folder, PASSAGES) == numbers(folder, ARTICLES)
    assert sorted(file.name for file in folder.iterdir()) == [ARTICLES, PASSAGES]


class Watched:
    """A native index or writer whose steps are told of before they are done."""

    def __init__(self, native: object, step: Step) -> None:
        self._native, self._step = native, step

    def __getattr__(self, name: str) -> object:
        if name in NATIVE_STEPS:
            self._step()
        return getattr(self._native, name)

    def writer(self, *arguments: int) -> Watched:
        return Watched(cast("Index", self._native).writer(*arguments), self._step)


def watch(engine: TantivyEngine, step: Step) -> None:
    """Call ``step`` before each step of the batches of ``engine``, for as long as this process lives."""
    folder, sync = str(engine.folder), os.fsync
    assert engine._indexes
    articles, passages = engine._indexes
    engine._indexes = cast("tuple[Index, Index]", (Watched(articles, step), Watched(passages, step)))

    def told(event: str, arguments: tuple[object, ...]) -> None:
        if event in FILE_STEPS and str(arguments[0]).startswith(folder) and not str(arguments[0]).endswith(".json"):
            step()

    def synced(file: int) -> None:
        step()
        sync(file)

    sys.addaudithook(told)
    os.fsync = synced  # type: ignore[assignment]


def cut_short(folder: str, number: str, how: str) -> None:
    """Change the index in ``folder`` in this process, and kill it at a step, or let all fail from that step on."""
    left = int(number)

    def step() -> None:
        nonlocal left
        left -= 1
        if left <= 0 and how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if left <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    engine = TantivyEngine(Path(folder))
    watch(engine, step)
    try:
        change(engine)
    except StoreError as error:
        print("told:", error)  # noqa: T201  # the parent process reads it
    print("steps left:", left)  # noqa: T201


__all__ = [
    "ANIMALS",
    "CAT",
    "COW",
    "DOG",
    "FOX",
    "OWL",
    "answers",
    "article",
    "assert_clean",
    "change",
    "cut_short",
    "drop",
    "fill",
    "ids",
    "numbers",
]
