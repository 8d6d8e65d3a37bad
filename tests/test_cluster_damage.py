"""An index in a cluster that somebody changed, or a disk closed: it is told, healed, and nothing is half written."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from cluster_indexes import generation, indices, machine
from command_line import run
from indexing import go, holding, made, write
from real_cluster import needs_cluster, shared_cluster, shared_urls

from index.directory import IndexDirectory
from index.engines.cluster import NAME, URL, NoClusterError, bulk
from index.engines.opensearch.schema import articles_index
from index.engines.protocol import DamagedError, StoreError
from index.model import Article, Passage

pytestmark = needs_cluster
LINE = "searcher: the index in the cluster at"


@pytest.fixture
def here(folder: Path, here: IndexDirectory) -> IndexDirectory:
    """An index of one text."""
    write(folder / "a.txt", "Un chat.")
    go(here, folder, engine=None)
    return here


@pytest.fixture
def prefix(here: IndexDirectory, index_name: str) -> str:
    """What the names of the current indices begin with."""
    return f"{index_name}-{generation(here)}"


def delete(index: str) -> None:
    shared_cluster().request("DELETE", f"/{index}")


def made_by_hand(index: str) -> None:
    """Delete an index, and have the cluster make another of that name, as it does of what is put in."""
    delete(index)
    shared_cluster().request("PUT", f"/{index}/_doc/1", {"words": "chat", "batch": 1, "number": 1})


def without_a_field(index: str) -> None:
    delete(index)
    mappings = {"dynamic": "strict", "properties": {"words": {"type": "text"}, "batch": {"type": "long"}}}
    shared_cluster().request("PUT", f"/{index}", {"mappings": mappings})


def with_another_field(index: str) -> None:
    wanted = articles_index(1)
    properties = {**wanted["mappings"]["properties"], "words": {"type": "keyword"}}  # type: ignore[index]
    delete(index)
    shared_cluster().request(
        "PUT", f"/{index}", {**wanted, "mappings": {"dynamic": "strict", "properties": properties}}
    )


@pytest.mark.parametrize(
    ("spoil", "part", "reason"),
    [
        (made_by_hand, "articles", "it was not made by searcher"),
        (made_by_hand, "passages", "it was not made by searcher"),
        (without_a_field, "articles", "the field exact is missing"),
        (with_another_field, "articles", "the field words is another one"),
        (delete, "articles", "no such index"),
        (delete, "passages", "no such index"),
        (delete, "control", "is missing or empty"),
        (delete, "catalogue", ""),
    ],
)
def test_what_was_changed_by_hand_is_told_and_built_anew(
    folder: Path,
    tmp_path: Path,
    index_name: str,
    prefix: str,
    here: IndexDirectory,
    spoil: object,
    part: str,
    reason: str,
) -> None:
    assert callable(spoil)
    spoil(f"{prefix}-{part}")
    extra = {URL: shared_urls(), NAME: index_name}
    done = run(tmp_path, "query", "chat", extra=extra)
    if reason:
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith(LINE)
        assert reason in done.stderr
        assert "build it anew with: searcher index" in done.stderr
    else:
        assert done.returncode == 0  # what is found needs no catalogue
    with closing(machine(folder, 1)) as again:
        assert "was damaged" in go(again, folder, engine=None).rebuilt
        assert made(go(again, folder, engine=None).summary) == {"unchanged": 1}
    assert holding(here.engine(), "chat") == ["textes/a.txt"]


def test_an_index_that_is_deleted_while_it_is_written_to_is_not_switched(prefix: str, here: IndexDirectory) -> None:
    """The cluster makes another of what comes in next, which nobody is to take for ours."""
    text = Article("b.txt", "b.txt", "txt", "b", (Passage(1, "Un chien."),), "", "", "", ())

    def write_meanwhile() -> None:
        with here.engine().batch() as batch:
            delete(f"{prefix}-articles")
            batch.put("b.txt", [text])

    with pytest.raises(DamagedError, match="it was not made by searcher"):
        write_meanwhile()
    assert shared_cluster().exists(f"/{prefix}-articles")


@pytest.mark.parametrize("closed", ["*", "passages", "articles", "catalogue", "control"])
def test_an_index_that_takes_no_writes(
    folder: Path, index_name: str, prefix: str, here: IndexDirectory, closed: str
) -> None:
    """As a disk that is nearly full makes it: it can be read."""
    index = f"{index_name}-*" if closed == "*" else f"{prefix}-{closed}"
    before = here.current_state()
    for number in range(5):  # the node, whose disk is not full, opens it again every half a minute
        write(folder / "a.txt", f"Un titre\n\nUn chat et un chien n{number}.", mtime=number + 1)
        shared_cluster().request("PUT", f"/{index}/_settings", {"index.blocks.read_only_allow_delete": True})
        try:
            go(here, folder, engine=None)
        except StoreError as error:
            told = str(error)
            break
    else:
        pytest.fail("it takes writes")
    assert "takes no more writes (" in told
    assert "free space on its disks" in told
    assert holding(here.engine(), "chat") == ["textes/a.txt"]
    assert here.current_state() == before
    shared_cluster().request("PUT", f"/{index}/_settings", {"index.blocks.read_only_allow_delete": None})
    write(folder / "b.txt", "Un chien.")
    go(here, folder, engine=None)
    assert holding(here.engine(), "chien") == ["textes/a.txt", "textes/b.txt"]


def test_a_part_that_no_node_holds(
    folder: Path, tmp_path: Path, index_name: str, prefix: str, here: IndexDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A red index: its shards are allowed on a node only that is not there."""
    index, wanted = f"{prefix}-articles", articles_index(1)
    delete(index)
    settings = {**wanted["settings"], "routing.allocation.require._name": "nowhere"}  # type: ignore[dict-item]
    made = {**wanted, "settings": settings}
    shared_cluster().request("PUT", f"/{index}", made, wait_for_active_shards="0")
    extra = {URL: shared_urls(), NAME: index_name}
    done = run(tmp_path, "query", "chat", extra=extra)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "part of the cluster at" in done.stderr
    assert "red: parts are missing" in run(tmp_path, "info", extra=extra).stdout
    monkeypatch.setattr(bulk, "PATIENCE", 1.0)
    monkeypatch.setattr(bulk, "BULK", bulk.BULK.replace(f"{bulk.SHARD_SECONDS}s", "1s"))
    write(folder / "a.txt", "Un chien.", mtime=1)
    with pytest.raises(NoClusterError, match="part of the cluster at"):
        go(here, folder, engine=None)
    shared_cluster().request("PUT", f"/{index}/_settings", {"index.routing.allocation.require._name": None})
    shared_cluster().request("GET", f"/_cluster/health/{index}", wait_for_status="yellow")
    go(here, folder, engine=None)
    assert holding(here.engine(), "chien") == ["textes/a.txt"]


def test_all_that_was_made_is_of_the_name_that_was_given(index_name: str, prefix: str) -> None:
    parts = [f"{prefix}-{part}" for part in ("articles", "catalogue", "control", "passages")]
    assert indices(index_name) == sorted([*parts, f"{index_name}-state"])


def test_names_that_make_no_sense_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(URL, shared_urls())
    for wrong in ("Été", "a b", "_a", "a" * 200, "a/b", "a*"):
        monkeypatch.setenv(NAME, wrong)
        with pytest.raises(StoreError, match="can be no name"):
            machine(tmp_path)
