"""This project, engine opensearch, on the cluster that SEARCHER_OPENSEARCH_URL names."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from benchmarks.native.place import Place
from benchmarks.native.questions import Question
from benchmarks.native.system import About, Answers
from benchmarks.native.systems import searcher
from benchmarks.native.systems.opensearch import reason_to_skip
from index.engines.cluster.settings import NAME
from index.engines.registry import CLUSTERED


def prepare(_work: Path) -> About:
    return About(f"Python {platform.python_version()}", absent=reason_to_skip())


def index(place: Place) -> float:
    os.environ[NAME] = f"benchmark{place.size}"
    return searcher.index(CLUSTERED, place)


def ask(place: Place, questions: Sequence[Question]) -> Answers:
    os.environ[NAME] = f"benchmark{place.size}"
    return searcher.ask(CLUSTERED, place, questions)
