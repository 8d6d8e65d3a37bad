"""The Tantivy engine while articles come and go: two processes, statistics, and limits that its queries have."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from engine_contract import bare, counted, held
from indexing import child_environment
from tantivy_batches import ANIMALS, CAT, DOG, FOX, answers, article, assert_clean, change, drop, fill, ids

from index.engines.protocol import BusyError, Search, StoreError
from index.engines.query import EVERYTHING, Facet, Field, Term
from index.engines.tantivy import TantivyEngine, batch, native, reader


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    with closing(TantivyEngine(tmp_path, wait=0.1, create=True)) as opened:
        yield opened


# -- two processes

WRITING = """
    import sys
    from pathlib import Path
    from index.engines.tantivy import TantivyEngine
    from tantivy_batches import FOX
    with TantivyEngine(Path(sys.argv[1])).batch() as batch:
        batch.put(FOX.path, [FOX])
        print("writing", flush=True)
        sys.stdin.readline()
    print("done", flush=True)
"""


@pytest.fixture
def other(engine: TantivyEngine) -> Iterator[subprocess.Popen[str]]:
    """A process that is in the middle of a batch; a line tells it to commit."""
    fill(engine, *ANIMALS)
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(WRITING), str(engine.folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=child_environment(), text=True) as process:
        assert said(process) == "writing"
        yield process
        process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def commit(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def test_another_process_writes(engine: TantivyEngine, other: subprocess.Popen[str]) -> None:
    before = answers(engine)
    began = time.monotonic()
    with pytest.raises(BusyError, match="another process is writing"):
        fill(engine, DOG)
    assert 0.1 <= time.monotonic() - began < 5
    assert answers(engine) == before
    commit(other)
    assert said(other) == "done"
    assert engine.read(FOX.id) == FOX
    fill(engine, DOG._replace(title="Un chien"))
    assert engine.size() == 4
    assert_clean(engine.folder)


def test_a_batch_waits_for_that_of_another_process(engine: TantivyEngine, other: subprocess.Popen[str]) -> None:
    with closing(TantivyEngine(engine.folder, wait=60)) as patient:
        threading.Timer(0.3, commit, [other]).start()
        change(patient)
        assert [about.id for about in map(patient.read, (FOX.id, DOG.id)) if about] == [FOX.id, DOG.id]
        assert patient.read(CAT.id) is None
        assert patient.size() == 3
    assert_clean(engine.folder)


def test_a_process_that_is_killed_gives_way(engine: TantivyEngine, other: subprocess.Popen[str]) -> None:
    before = answers(engine)
    other.kill()
    other.wait()
    assert answers(engine) == before
    fill(engine, FOX)
    assert engine.read(FOX.id) == FOX
    assert_clean(engine.folder)


# -- batches that raise


def test_an_error_that_is_held_on_to_holds_no_lock(engine: TantivyEngine) -> None:
    """The traceback of an error knows the batch; its writers must have given back their locks by then."""
    marker = engine.folder / "writing"
    marker.mkdir()  # cannot be written to, whoever tries
    errors = list[StoreError]()
    for _ in range(2):
        with pytest.raises(StoreError, match="cannot write to the index") as told:
            fill(engine, CAT)
        errors.append(told.value)
    assert not any(isinstance(error, BusyError) for error in errors)
    marker.rmdir()
    fill(engine, CAT)
    assert engine.size() == 1


@pytest.mark.parametrize("error", [ValueError("ours"), OSError("ours"), KeyboardInterrupt(), ZeroDivisionError()])
def test_what_the_caller_raises_is_raised_as_it_is(engine: TantivyEngine, error: BaseException) -> None:
    fill(engine, *ANIMALS)
    before = answers(engine)

    def abandon() -> None:
        with engine.batch() as batch:
            batch.put(FOX.path, [FOX])
            batch.drop(CAT.path)
            raise error

    with pytest.raises(type(error)) as told:
        abandon()
    assert told.value is error
    assert answers(engine) == before
    change(engine)
    assert_clean(engine.folder)


def test_what_is_written_before_a_commit_is_swept(engine: TantivyEngine) -> None:
    """Segments grow on disk while articles come; those of a batch that is given up would stay there for ever."""
    fill(engine, *ANIMALS)
    files = segment_files(engine)

    def give_up() -> None:
        with engine.batch() as batch:
            batch.put(FOX.path, [FOX])
            until = time.monotonic() + 20
            while segment_files(engine) == files:
                assert time.monotonic() < until
                time.sleep(0.01)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    assert segment_files(engine) == files


def segment_files(engine: TantivyEngine) -> list[Path]:
    return sorted(file for file in engine.folder.rglob("*") if len(file.stem.partition(".")[0]) == len("0" * 32))


# -- statistics


def frequencies(engine: TantivyEngine) -> dict[str, int]:
    return {word: engine.frequency(Field.WORDS, word) for word in ("chat", "chien", "vache", "dort", "renard")}


def test_frequencies_are_of_articles_that_are_there(engine: TantivyEngine) -> None:
    fill(engine, *ANIMALS)
    assert frequencies(engine) == {"chat": 2, "chien": 1, "vache": 1, "dort": 1, "renard": 0}
    drop(engine, DOG.path)
    assert frequencies(engine) == {"chat": 1, "chien": 0, "vache": 1, "dort": 1, "renard": 0}
    for _ in range(5):
        fill(engine, CAT)
    assert frequencies(engine) == {"chat": 1, "chien": 0, "vache": 1, "dort": 1, "renard": 0}
    change(engine)
    assert frequencies(engine) == {"chat": 1, "chien": 1, "vache": 1, "dort": 0, "renard": 1}


def test_terms_that_are_remembered_are_those_of_the_last_commit(engine: TantivyEngine) -> None:
    """What one letter begins takes ten milliseconds of a large index, and half-typed words ask for it at each key."""
    fill(engine, *ANIMALS)
    asked = Field.WORDS, "ch", reader.BROAD
    assert [entry.text for entry in engine.terms(*asked)] == ["chat", "chien"]
    assert engine.terms(*asked) is engine.terms(*asked)
    drop(engine, DOG.path)
    assert [(entry.text, entry.articles) for entry in engine.terms(*asked)] == [("chat", 1)]


def test_a_large_index_may_count_what_is_not_merged_yet(engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """There it would take too long; only the frequency is concerned, never an answer."""
    monkeypatch.setattr(native, "LIVE_STATISTICS", 2)
    monkeypatch.setattr(batch, "COMPACTED", 0)
    fill(engine, *ANIMALS)
    drop(engine, DOG.path)
    assert engine.frequency(Field.WORDS, "chat") == 2
    assert ids(engine.search(Search(required=held("chat")))) == [CAT.id]


def test_scores_hardly_depend_on_how_an_index_became_what_it_is(engine: TantivyEngine, tmp_path: Path) -> None:
    """The rarity of words does not at all; deleted texts count in tantivy's average length until they are merged."""
    herd = [article(f"{n}.txt", f"Tome {n}", "un chat " * n, "un chien") for n in range(1, 9)]
    for one in herd:
        fill(engine, one._replace(title="Le chat du chien"))
    for one in [*herd[::-1], *herd]:
        fill(engine, one)
    fill(engine, FOX)
    drop(engine, FOX.path)
    (tmp_path / "straight").mkdir()
    with closing(TantivyEngine(tmp_path / "straight", create=True)) as straight:
        fill(straight, *herd)
        asked = Search((bare("chat"), bare("chien"), bare("tome")), count=20)
        found, expected = engine.search(asked), straight.search(asked)
    assert ids(found) == ids(expected)
    assert [hit.score for hit in found.articles] == pytest.approx([hit.score for hit in expected.articles], rel=0.02)


# -- limits of native queries


def test_more_nodes_than_a_score_has_bits(engine: TantivyEngine) -> None:
    """The bits of a score are exact up to a limit: beyond it nodes are asked in several rounds."""
    count = 3 * reader.MOST_NODES + 1
    fill(engine, *(article(f"{n:03}.txt", "", f"mot{n} commun") for n in range(count)))
    snapshot = engine.snapshot()
    numbers = snapshot.first(EVERYTHING, 0, count, by_date=False)
    nodes = [Term(Field.WORDS, f"mot{n}") for n in range(count)]
    masks = snapshot.evidence((), [*nodes, Term(Field.WORDS, "commun")], numbers)[1]
    assert masks == {number: 1 << n | 1 << count for n, number in enumerate(numbers)}


def test_many_articles_at_once(engine: TantivyEngine) -> None:
    """What is asked by number is asked of thousands: dropping, facets, numbers of passages."""
    count = 6_000  # more than batch.STEP, more than the clauses that many libraries allow
    with engine.batch() as batch:
        for n in range(count):
            batch.put(f"{n:04}.txt", [article(f"{n:04}.txt", f"Tome {n}", "un chat", "un chat noir")])
    snapshot = engine.snapshot()
    numbers = snapshot.first(EVERYTHING, 0, count, by_date=False)
    assert len(set(numbers)) == count
    assert snapshot.count_passages(["chat"], numbers) == dict.fromkeys(numbers, 2)
    assert counted(engine, Search(), Facet.TYPE) == [("txt", count)]
    drop(engine, *(f"{n:04}.txt" for n in range(count - 1)))
    assert engine.size() == 1
    assert_clean(engine.folder)


def test_addresses_that_are_forgotten_are_looked_up_again(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine, *ANIMALS)
    before = [engine.search(Search((bare(word),))) for word in ("chat", "chien", "chat")]
    engine.close()
    monkeypatch.setattr(reader, "MOST_ADDRESSES", 0)
    with closing(TantivyEngine(engine.folder)) as again:
        assert [again.search(Search((bare(word),))) for word in ("chat", "chien", "chat")] == before
        snapshot = again.snapshot()
        numbers = snapshot.first(EVERYTHING, 0, 3, by_date=False)
        assert [about.id for about in snapshot.load([*numbers, *numbers])] == 2 * sorted(one.id for one in ANIMALS)


CALLS: dict[str, Callable[[TantivyEngine], object]] = {
    "search": lambda engine: ids(engine.search(Search((bare("chat"),)))),
    "read": lambda engine: engine.read(CAT.id),
    "terms": lambda engine: engine.terms(Field.WORDS, "c"),
    "facets": lambda engine: counted(engine, Search(), Facet.TYPE),
    "similar": lambda engine: [hit.article.id for hit in engine.similar(CAT.id)],
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_several_threads_ask_while_one_writes(engine: TantivyEngine, call: Callable[[TantivyEngine], object]) -> None:
    fill(engine, *ANIMALS)
    expected = call(engine)
    wrong, stop = list[object](), threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                found = call(engine)
            except Exception as error:  # noqa: BLE001  # it is told below
                found = error
            if found != expected:
                wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(4):
        fill(engine, *ANIMALS)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
