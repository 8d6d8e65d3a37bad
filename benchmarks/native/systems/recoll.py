"""Recoll: ``recollindex`` on a folder of files, asked by its Python module, or by ``recollq`` where that is absent.

Its hits are files, not passages, and it stores no more of a text than it needs for extracts. What it keeps lies in the
working folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.native.place import Place
from benchmarks.native.questions import Question
from benchmarks.native.system import TOP, About, Answers, answers, seconds

try:
    from recoll import recoll
except ImportError:
    recoll = None

NAME = "recoll"
XDG = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
SETTINGS = """topdirs = {files}
indexstemminglanguages = french
defaultcharset = UTF-8
noaspell = 1
idxniceprio = 0
loglevel = 1
"""
"""It gives way to every other process unless told not to, which on a busy machine is all that would be measured."""


def prepare(_work: Path) -> About:
    if not shutil.which("recollindex"):
        return About(absent="recollindex is not installed")
    shown = subprocess.run(["recollindex", "-h"], capture_output=True, encoding="utf-8", check=False)
    version = re.search(r"Recoll (\d[\d.]*)", shown.stdout + shown.stderr)
    release = version.group(1) if version else "of unknown release"
    return About(release if recoll else f"{release}, asked by recollq, a process a query")


def index(place: Place) -> float:
    folder = place.fresh_index(NAME)
    _keep_in(folder)
    (folder / "recoll.conf").write_text(SETTINGS.format(files=place.files), encoding="utf-8")
    return seconds(lambda: subprocess.run(["recollindex", "-c", str(folder)], stdout=subprocess.DEVNULL, check=True))


def ask(place: Place, questions: Sequence[Question]) -> Answers:
    folder = place.index(NAME)
    _keep_in(folder)
    hits = _by_module(folder) if recoll else lambda text: _by_process(text, folder)
    return answers(lambda question: _ask(question, hits), questions)


def _keep_in(folder: Path) -> None:
    os.environ.update(dict.fromkeys((*XDG, "HOME", "RECOLL_CONFDIR"), str(folder)))


def _ask(question: Question, hits: Callable[[str], int]) -> int:
    if question.is_phrase:
        return hits(f'"{" ".join(question.words)}"')
    return hits(" ".join(question.words)) or hits(" OR ".join(question.words))


def _by_module(folder: Path) -> Callable[[str], int]:
    base = recoll.connect(confdir=str(folder))

    def hits(text: str) -> int:
        query = base.query()
        query.execute(text, stemming=1, stemlang="french")
        return sum(1 for document in query.fetchmany(TOP) if query.makedocabstract(document) is not None)

    return hits


def _by_process(text: str, folder: Path) -> int:
    command = ["recollq", "-c", str(folder), "-s", "french", "-n", str(TOP), "-A", text]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.count("\t[file://")
