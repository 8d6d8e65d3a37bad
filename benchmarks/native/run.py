"""The run: every system at every size, each of its steps in a process of its own, one after the other."""

from __future__ import annotations

import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.data import REPO
from benchmarks.native.figures import Asking, Figures, Indexing, Peer
from benchmarks.native.place import Place, bytes_under
from benchmarks.native.process import Measured, measured
from benchmarks.native.questions import Question
from benchmarks.native.system import About, Answers


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: ``sizes`` in passages; above ``most_slow`` of them slow systems are left out."""

    sizes: Sequence[Place]
    questions: Sequence[Question]
    most_slow: int
    ask: bool = True


class FailedError(Exception):
    """A system ended with an error; it has said which."""


def prepared(peer: Peer, place: Place) -> About:
    """Whether a system can run here."""
    if not shutil.which(peer.python):
        return About(absent=f"there is no {peer.python}")
    try:
        return About(**json.loads(_child(peer, "prepare", place).output))
    except FailedError as error:
        return About(absent=str(error))


def run(peers: Sequence[Peer], place: Place, plan: Plan) -> Iterator[Figures]:
    """The figures at one size, as they are measured."""
    for peer in peers:
        print(f"{place.size:,} passages: {peer.label} …", file=sys.stderr, flush=True)
        yield _figures(peer, place, plan)
        place.drop_index(peer.module)


def _figures(peer: Peer, place: Place, plan: Plan) -> Figures:
    if peer.slow and place.size > plan.most_slow:
        return Figures(peer, place.size, skipped=f"over --most-slow {plan.most_slow:,}")
    try:
        indexing = _index(peer, place)
        asking = _ask(peer, place, plan.questions) if plan.ask and plan.questions else None
    except FailedError as error:
        return Figures(peer, place.size, skipped=str(error))
    return Figures(peer, place.size, indexing, asking)


def _index(peer: Peer, place: Place) -> Indexing:
    done = _child(peer, "index", place)
    text = place.passages.stat().st_size
    seconds: float = json.loads(done.output)["seconds"]
    return Indexing(text, seconds, done.cpu, done.peak, bytes_under(place.index(peer.module)))


def _ask(peer: Peer, place: Place, questions: Sequence[Question]) -> Asking:
    answers = Answers(**json.loads(_child(peer, "ask", place).output))
    kinds: dict[str, list[float]] = defaultdict(list)
    for question, seconds in zip(questions, answers.seconds, strict=True):
        kinds[question.kind].append(seconds)
    return Asking(kinds, sum(hits > 0 for hits in answers.hits))


def _child(peer: Peer, verb: str, place: Place) -> Measured:
    command = [peer.python, "-m", "benchmarks.native.child", peer.module, verb, str(place.work), str(place.size)]
    done = measured(command, REPO)
    if done.code:
        raise FailedError(f"failed ({verb}, exit code {done.code})")
    return done
