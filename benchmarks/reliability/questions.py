"""Odd questions by the thousand, asked in every way: none may raise, take long or fill the memory."""

from __future__ import annotations

import json
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from types import FrameType

import click

from benchmarks.machine import memory
from benchmarks.reliability.odd_questions import giants, odd_question
from benchmarks.reliability.reporting import Row, common, report, working_folder
from index.directory import IndexDirectory
from index.engines.protocol import DEEPEST, Engine, Search, Sort
from index.engines.query import Facet
from index.sync import update
from searcher import Answer, Options, Page, article, as_json, clean, complete, search
from searcher.query import Builder, parse

SEEDS = Path(__file__).parents[2] / "seeds"
TODAY = date(2024, 3, 27)
PAGES = (Page(), Page(0, 50, 100), Page(9_990, 10_000, 3), Page(10**9, 10**9, 10**9), Page(5, 0, 0), Page(-3, -1, -1))
SLOWEST = 10
NO_END = 60.0
"""Seconds of processor time after which a question counts as one without end."""
MB = 2**20
MOST_MB = 300
Timed = tuple[float, str, str]
"""Seconds of processor time, the way of asking, and the question."""


class HungError(Exception):
    """A question takes no end."""


def ask(question: str, engine: Engine, rng: random.Random, row: Row) -> Iterator[Timed]:
    """Ask ``question`` in each way; failures are written down in ``row``."""
    ways: dict[str, Callable[[], object]] = {
        "search": lambda: _search(question, engine, rng),
        "by date": lambda: _by_date(question, engine, rng),
        "complete": lambda: json.dumps(complete(question, engine)),
    }
    for way, call in ways.items():
        begun = time.thread_time()
        try:
            call()
        except Exception as error:  # noqa: BLE001  # whatever comes of a question is what is looked for
            row.fail(f"{way}: {type(error).__name__}: {error} | {question!r}"[:400])
        yield time.thread_time() - begun, way, question


def _search(question: str, engine: Engine, rng: random.Random) -> None:
    """Search, write the answer as JSON, read the best article."""
    options = Options(family=rng.random() < 0.3, complete_only=rng.random() < 0.3)
    answer = search(question, engine, rng.choice((Page(), Page(), *PAGES)), options, today=TODAY)
    json.dumps(as_json(answer, explain=True), ensure_ascii=False).encode()
    _check(answer)
    if answer.articles:
        about = answer.articles[0].article
        whole = article(about.id, question, engine, today=TODAY)
        assert whole is not None, f"{about.id} cannot be read"


def _check(answer: Answer) -> None:
    """Marks lie inside of their texts, in order; what is counted is there."""
    assert answer.articles_total >= 0
    assert not answer.relaxed or answer.articles_total, "relaxed, and nothing found"
    for hit in answer.articles:
        for marks, text in ((hit.title_marks, hit.article.title), *((p.marks, p.text) for p in hit.passages)):
            ends = [end for mark in marks for end in mark]
            assert ends == sorted(ends), f"marks out of order: {marks}"
            assert not ends or 0 <= ends[0] <= ends[-1] <= len(text), f"marks out of the text: {marks}"


def _by_date(question: str, engine: Engine, rng: random.Random) -> None:
    """What the engine finds by date, counts by a facet, and holds to be similar."""
    built = Builder(engine).build(parse(clean(question), TODAY))
    facet = rng.choice(list(Facet))
    first = rng.choice((0, 0, 0, DEEPEST))
    wanted = Search(built.words, built.required, built.scored, sort=Sort.DATE, first=first, facets=(facet,))
    found = engine.search(wanted)
    dates = [hit.article.own_date for hit in found.articles]
    assert dates == sorted(dates, reverse=True), f"not by date: {dates}"
    counts = found.counts[facet]
    assert all(0 < count <= found.articles_total for _, count in counts), f"counts of a facet: {counts}"
    if found.articles:
        engine.similar(found.articles[0].article.id)


@contextmanager
def no_end(seconds: float) -> Iterator[None]:
    """Raise HungError inside the block when it took so many seconds of processor time."""

    def give_up(_: int, __: FrameType | None) -> None:
        raise HungError(f"no end after {seconds:.0f} s")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def opened(index: Path | None, engine: str, work: Path) -> Iterator[Engine]:
    """The engine of ``index``, or of one of seeds that is made in ``work``."""
    with closing(IndexDirectory(index or work / "index")) as directory:
        if index is None:
            update([SEEDS], directory, engine=engine)
        yield directory.engine()


def asked(questions: Iterator[str], engine: Engine, slow: float, row: Row) -> None:
    """Ask all ``questions``, or as many as there is time for until Ctrl-C, and write down what came of it."""
    for one in ("loi", "loi travail", '"le travail"~3', "a*"):  # what is loaded once is not what a question takes
        search(one, engine)
    rest = most = memory()
    times = list[Timed]()
    with suppress(KeyboardInterrupt):
        for number, question in enumerate(questions):
            with no_end(NO_END):
                asked_now = list(ask(question, engine, random.Random(number), row))
            row.count("questions")
            times += asked_now
            for timed in asked_now:
                if timed[0] > slow:
                    row.fail(_line(timed))
            most = max(most, memory())
            if number % 1_000 == 0:
                print(f"{number} questions, {(most - rest) / MB:.0f} MB", file=sys.stderr, flush=True)
    _sum_up(times, row)
    row.figures["MB above rest"] = round((most - rest) / MB)
    if most - rest > MOST_MB * MB:
        row.fail(f"more than {MOST_MB} MB above rest")


def _line(timed: Timed) -> str:
    spent, way, question = timed
    return f"{spent:.2f} s, {way}, {len(question)} signs: {question[:80]!r}"


def _sum_up(times: Sequence[Timed], row: Row) -> None:
    """Write down the times of all ways of asking together."""
    seconds = sorted(one[0] for one in times)
    row.figures["ms, median"] = round(1000 * seconds[len(seconds) // 2], 1)
    row.figures["ms, p99"] = round(1000 * seconds[len(seconds) * 99 // 100], 1)
    row.figures["s, slowest"] = round(seconds[-1], 2)
    for timed in sorted(times, reverse=True)[:SLOWEST]:
        print(_line(timed))


def _all(first: int, count: int, seed: int) -> Iterator[str]:
    if not first:
        yield from giants()
    yield from (odd_question(number, seed) for number in range(first, first + count))


@click.command("questions")
@click.option("--count", default=100_000, show_default=True, help="How many are generated.")
@click.option("--from", "first", default=0, help="Begin with the one of this number, and leave the giants out.")
@click.option("--index", type=click.Path(path_type=Path, exists=True), help="An index to ask; else one of seeds.")
@click.option("--engine", default="tantivy", show_default=True, help="The engine of the index of seeds.")
@click.option("--slow", default=2.0, show_default=True, help="Seconds of processor time that are too many.")
@common
def command(count: int, first: int, index: Path | None, engine: str, slow: float, seed: int, work: Path | None) -> None:
    """Ask odd questions: search with all options, by date, facets, similar articles, whole articles, completion."""
    row = Row(f"questions, {index or engine}")
    with working_folder(work) as folder, opened(index, engine, folder) as asked_engine:
        asked(_all(first, count, seed), asked_engine, slow, row)
    report([row])
