"""Leases: one holder over machines, who is waited for, and what ends a lease."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from indexing import child_environment
from real_cluster import name_for, needs_cluster, shared_cluster, shared_urls

from index.engines.cluster import Lease, leased
from index.engines.cluster import lease as module
from index.engines.protocol import BusyError, StoreError

pytestmark = needs_cluster
SHORT = 2.0
LONG = 60.0
HOLD = """
    import sys
    from index.engines.cluster import Cluster, ClusterSettings, leased
    from index.engines.protocol import BusyError, StoreError
    url, index, seconds = sys.argv[1:]
    cluster = Cluster(ClusterSettings(tuple(url.split())))
    with leased(cluster, index, "write", wait=0, seconds=float(seconds)) as lease:
        print("held", flush=True)
        for line in sys.stdin:
            try:
                lease.check()
            except BusyError as error:
                print("lost", error, flush=True)
            else:
                print("holds", flush=True)
    print("released", flush=True)
"""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """An index for the documents of leases."""
    name = f"{name_for(tmp_path)}-lease"
    yield name
    shared_cluster().request("DELETE", f"/{name}", ignore_unavailable="true")


def lease(
    index: str, *, wait: float = 0.0, seconds: float = SHORT, stop: threading.Event | None = None
) -> AbstractContextManager[Lease]:
    return leased(shared_cluster(), index, "write", wait=wait, seconds=seconds, stop=stop)


@contextmanager
def holder(index: str, seconds: float = LONG) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that holds the lease, and says for each line that it gets whether it still does."""
    command = [sys.executable, "-c", textwrap.dedent(HOLD), shared_urls(), index, str(seconds)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=child_environment(), text=True) as process:
        try:
            assert said(process) == "held"
            yield process
        finally:
            process.send_signal(signal.SIGCONT)
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def asked(process: subprocess.Popen[str]) -> str:
    assert process.stdin is not None
    process.stdin.write("check\n")
    process.stdin.flush()
    return said(process)


def elsewhere(index: str, process: int = 4242) -> None:
    """Make the lease one of a process on another machine, which never renews it."""
    holder = {"host": "ailleurs", "system": "another", "process": process, "token": "x"}
    shared_cluster().request("PUT", f"/{index}/_doc/write", holder)


def test_a_second_is_told_who_holds_it_and_gets_it_when_it_is_released(index: str) -> None:
    told: list[str] = []
    with holder(index) as process:
        who = f"process {process.pid} on {socket.gethostname()} is writing to {index}"
        began = time.monotonic()
        with pytest.raises(BusyError, match=who), lease(index, wait=0.3):
            pytest.fail("two hold it")
        assert time.monotonic() - began < 3
        assert process.stdin is not None
        threading.Timer(1.5, process.stdin.close).start()
        with leased(shared_cluster(), index, "write", wait=30, on_wait=told.append):
            assert said(process) == "released"
    assert told == [f"waiting: {who} …"]


def test_what_is_held_is_renewed_for_as_long_as_it_is(index: str) -> None:
    with lease(index) as held:
        for _ in range(3):
            time.sleep(SHORT / 2)
            held.check()
            with pytest.raises(BusyError), lease(index):
                pytest.fail("two hold it")
    with lease(index) as again:
        again.check()


def test_leases_of_other_names_are_no_matter(index: str) -> None:
    with lease(index), leased(shared_cluster(), index, "other", wait=0) as other:
        other.check()


def test_a_dead_process_of_this_machine_is_followed_at_once(index: str) -> None:
    with holder(index) as process:
        process.kill()
        process.wait()
        began = time.monotonic()
        with lease(index, seconds=LONG) as held:
            held.check()
        assert time.monotonic() - began < 3


def test_a_process_of_another_machine_or_container_is_not_taken_for_dead(index: str) -> None:
    """Its number says nothing here, whatever the name of its host."""
    with holder(index) as process:
        process.kill()
        process.wait()
        number = process.pid
    stranger = {"host": socket.gethostname(), "system": "another", "process": number, "token": "x"}
    shared_cluster().request("PUT", f"/{index}/_doc/write", stranger)
    with pytest.raises(BusyError, match=rf"process {number} "), lease(index, seconds=LONG):
        pytest.fail("it may live")


def test_one_that_is_not_renewed_ends(index: str) -> None:
    elsewhere(index)
    began = time.monotonic()
    with lease(index, wait=2 * SHORT) as held:
        held.check()
        assert SHORT <= time.monotonic() - began < SHORT + 3


def test_a_holder_that_may_have_died_is_waited_for_to_the_end(index: str) -> None:
    """Else who waits ten seconds for a lease of fifteen would never get that of a machine that is gone."""
    elsewhere(index)
    with lease(index, wait=0.5 * SHORT) as held:
        held.check()


def test_a_holder_that_was_paused_notices(index: str) -> None:
    with holder(index, SHORT) as process:
        assert asked(process) == "holds"
        process.send_signal(signal.SIGSTOP)
        with lease(index, wait=3 * SHORT) as held:
            process.send_signal(signal.SIGCONT)
            assert asked(process).startswith("lost")
            held.check()
        assert asked(process).startswith("lost")


def test_a_holder_that_was_paused_goes_on_where_nobody_else_came(index: str) -> None:
    with holder(index, SHORT) as process:
        process.send_signal(signal.SIGSTOP)
        time.sleep(1.5 * SHORT)
        process.send_signal(signal.SIGCONT)
        assert asked(process) == "holds"


def test_a_lease_that_was_taken_is_not_deleted_when_its_holder_ends(index: str) -> None:
    with holder(index, SHORT) as process:
        process.send_signal(signal.SIGSTOP)
        with lease(index, wait=3 * SHORT) as held:
            process.send_signal(signal.SIGCONT)
            assert process.stdin is not None
            process.stdin.close()
            assert said(process) == "released"
            time.sleep(SHORT)
            held.check()
            with pytest.raises(BusyError, match=rf"process {os.getpid()} "), lease(index):
                pytest.fail("two hold it")


def test_of_many_one_gets_it_at_a_time(index: str) -> None:
    inside, most, wrong = 0, 0, list[str]()

    def work() -> None:
        nonlocal inside, most
        try:
            for _ in range(3):
                with lease(index, wait=60, seconds=LONG):
                    inside += 1
                    most = max(most, inside)
                    time.sleep(0.02)
                    inside -= 1
        except Exception as error:  # noqa: BLE001  # whatever it is, it is told
            wrong.append(repr(error))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, wrong) == (1, [])


def test_waiting_ends_when_it_is_told_to(index: str) -> None:
    stop = threading.Event()
    with lease(index, seconds=LONG):
        threading.Timer(0.5, stop.set).start()
        began = time.monotonic()
        with pytest.raises(BusyError), lease(index, wait=60, seconds=LONG, stop=stop):
            pytest.fail("two hold it")
        assert time.monotonic() - began < 5


def test_a_holder_without_a_cluster_gives_up_in_time(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 1.0)
    with lease(index, seconds=1.0) as held:
        monkeypatch.setattr(module, "_written", _unreachable)
        time.sleep(1.5)
        with pytest.raises(BusyError, match="did not answer in time"):
            held.check()


def _unreachable(*_: object) -> None:
    raise StoreError("away")
