"""How often the OpenSearch engine asks the cluster: what a question needs is asked for at one go, and once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from engine_contract import HERD, article, drop, fill, ids, question
from real_cluster import name_for, needs_cluster, shared_cluster

from index.engines.cluster import Body, Cluster
from index.engines.opensearch import OpenSearchEngine
from index.engines.protocol import Dictionary, Search
from index.engines.query import EVERYTHING, Field, Term
from searcher.answering import search

pytestmark = needs_cluster


class Counted(Cluster):
    """A cluster that counts what it is asked."""

    requests = 0

    def request(self, method: str, path: str, body: object = None, **params: str | int) -> Body:
        self.requests += 1
        return super().request(method, path, body, **params)

    def request_unless(
        self, method: str, path: str, body: object, refused: Collection[int], **params: str | int
    ) -> Body | None:
        self.requests += 1
        return super().request_unless(method, path, body, refused, **params)

    def asked(self, work: Callable[[], object]) -> int:
        """How many requests ``work`` takes."""
        before = self.requests
        work()
        return self.requests - before


@pytest.fixture
def cluster() -> Iterator[Counted]:
    with closing(Counted(shared_cluster().settings)) as opened:
        yield opened


@pytest.fixture
def engine(cluster: Counted, tmp_path: Path) -> Iterator[OpenSearchEngine]:
    with closing(OpenSearchEngine(cluster, name_for(tmp_path), create=True, remembered=60.0)) as opened:
        fill(opened, *HERD)
        yield opened


def test_a_question_takes_few_requests(cluster: Counted, engine: OpenSearchEngine) -> None:
    """The commit; the dictionary; counts; the best; their words; their passages; the texts; the commit once more."""
    assert cluster.asked(lambda: search("chat noir dort", engine)) <= 8


def test_what_is_known_is_not_asked_for_again(cluster: Counted, engine: OpenSearchEngine) -> None:
    """The commit; the best; their words; their passages; the texts: what the dictionary said and articles are known."""
    first = search("chat noir", engine)
    assert cluster.asked(lambda: search("chat noir", engine)) <= 5
    assert search("chat noir", engine) == first


def test_look_ups_of_the_dictionary_are_one_request(cluster: Counted, engine: OpenSearchEngine) -> None:
    def make(dictionary: Dictionary) -> list[object]:
        found = [dictionary.terms(Field.LEMMAS, beginning, 5) for beginning in ("ch", "d", "no")]
        return [*found, *(dictionary.frequency(Field.WORDS, word) for word in ("chat", "chien", "absent"))]

    made: list[object] = []
    assert cluster.asked(lambda: made.extend(engine.consult(make))) <= 2
    assert made == make(engine)
    assert made[-3:] == [3, 2, 0]


def test_a_commit_of_ones_own_is_seen_at_once(engine: OpenSearchEngine) -> None:
    assert engine.size() == len(HERD)
    fill(engine, article("neuf.txt", "Neuf", "un lapin"))
    assert ids(engine.search(Search(question("lapin")))) == ["neuf.txt"]
    drop(engine, "neuf.txt")
    assert engine.search(Search(required=EVERYTHING)).articles_total == len(HERD)


def test_a_commit_of_another_is_seen_after_what_is_remembered(cluster: Counted, tmp_path: Path) -> None:
    with closing(OpenSearchEngine(cluster, name_for(tmp_path), create=True)) as one:
        fill(one, *HERD)
        at_once, later = (OpenSearchEngine(cluster, name_for(tmp_path), remembered=seconds) for seconds in (0.0, 60.0))
        assert (at_once.size(), later.size()) == (len(HERD), len(HERD))
        fill(one, article("neuf.txt", "Neuf", "un lapin"))
        assert (at_once.size(), later.size()) == (len(HERD) + 1, len(HERD))
        assert later.search(Search(question("lapin"))).articles_total == 1  # an answer is never of half a commit


def test_a_question_is_asked_anew_when_something_is_committed_meanwhile(engine: OpenSearchEngine) -> None:
    rounds: list[int] = []

    def question_of(reader: object) -> int:
        rounds.append(1)
        if len(rounds) == 1:
            fill(engine, article("neuf.txt", "Neuf", "un lapin"))
        assert isinstance(reader, type(engine.snapshot()))
        return reader.count(Term(Field.WORDS, "lapin"))

    assert engine.ask(question_of) == 1
    assert len(rounds) == 2
