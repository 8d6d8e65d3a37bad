"""Lucene, by the program ``Speed.java``: ``FrenchAnalyzer``, one thread writes, texts are not stored.

The process becomes Java, so that nothing of Python is measured with it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from benchmarks.lucene import compile_into, jars
from benchmarks.native.place import Place
from benchmarks.native.questions import Question
from benchmarks.native.system import PASSES, SECONDS, TOP, About, Answers

NAME = "lucene"
SOURCE = Path(__file__).parent / "Speed.java"
MEMORY = "-Xmx1g"


def prepare(work: Path) -> About:
    found = jars()
    if not found:
        return About(absent="Java or its jars are not installed")
    classes = work / "lucene"
    classes.mkdir(exist_ok=True)
    compile_into(classes, SOURCE, found)
    return About(found[0].stem.rpartition("-")[2])


def index(place: Place) -> float:
    _become(place.work, "index", str(place.passages), str(place.fresh_index(NAME)))


def ask(place: Place, questions: Sequence[Question]) -> Answers:
    asked = place.folder / "lucene-questions.txt"
    lines = (f"{'phrase' if question.is_phrase else 'words'}\t{' '.join(question.words)}\n" for question in questions)
    asked.write_text("".join(lines), encoding="utf-8")
    _become(place.work, "ask", str(place.index(NAME)), str(asked), str(TOP), str(PASSES), str(SECONDS))


def _become(work: Path, *arguments: str) -> NoReturn:
    path = ":".join(map(str, (work / "lucene", *jars())))
    command = ["java", MEMORY, "-Dfile.encoding=UTF-8", "-cp", path, "Speed", *arguments]
    os.execvp(command[0], command)
