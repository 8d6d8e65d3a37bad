"""Flow: articles that one thread reads and another one writes, in their order, not too many at a time."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from index.model import Article, Fault, Passage
from index.sync.flow import MOST_TEXT, Flow


def article(number: int, size: int = 1) -> Article:
    return Article(str(number), "a.zip", "txt", "", (Passage(1, "x" * size),))


class Reading:
    """Reads articles of these sizes, and knows how many it gave away."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.given = 0
        self.closed = False
        self._sizes = sizes

    def items(self) -> Generator[Article | Fault]:
        try:
            for number, size in enumerate(self._sizes):
                self.given += 1
                yield article(number, size)
        finally:
            self.closed = True


@given(st.lists(st.sampled_from([1, 1_000, MOST_TEXT // 3, MOST_TEXT, 2 * MOST_TEXT]), max_size=12))
@settings(deadline=None, max_examples=30)
def test_everything_arrives_in_its_order(sizes: list[int]) -> None:
    flow, reading = Flow(Event()), Reading(sizes)
    with ThreadPoolExecutor(1) as pool:
        filled = pool.submit(flow.fill, reading.items())
        assert [item.id for item in flow if isinstance(item, Article)] == [str(n) for n in range(len(sizes))]
        filled.result(timeout=5)


def test_not_too_many_are_on_their_way() -> None:
    flow, reading = Flow(Event()), Reading([MOST_TEXT // 4] * 20)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(flow.fill, reading.items())
        taken = 0
        for _ in flow:
            taken += 1
            assert reading.given - taken <= 5
    assert taken == 20


def test_who_fills_is_let_go_where_nobody_wants_the_rest() -> None:
    flow, reading = Flow(Event()), Reading([MOST_TEXT] * 20)
    with ThreadPoolExecutor(1) as pool:
        filled = pool.submit(flow.fill, reading.items())
        next(iter(flow))
        flow.close()
        filled.result(timeout=5)
    assert reading.closed
    assert reading.given < 20


def test_who_waits_looks_whether_it_is_to_stop() -> None:
    stop = Event()
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(list, Flow(stop))  # which nobody fills
        start = perf_counter()
        stop.set()
        assert reading.result(timeout=5) == []
        assert perf_counter() - start < 2


def broken() -> Generator[Article | Fault]:
    yield article(1)
    raise ValueError("oh")


def test_what_goes_wrong_on_the_way_is_a_fault() -> None:
    flow = Flow(Event())
    flow.fill(broken())
    first, fault = flow
    assert isinstance(first, Article)
    assert isinstance(fault, Fault)
    assert "oh" in str(fault.values["reason"])
