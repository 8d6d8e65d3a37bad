"""The catalogue, which does the same in a folder and in a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from real_cluster import name_for, needs_cluster, shared_cluster

from index.directory import Catalogue, SqliteCatalogue, Totals
from index.directory import cluster_catalogue as module
from index.directory.cluster_catalogue import ClusterCatalogue
from index.engines.protocol import BusyError, DamagedError, StoreError
from index.model import ASIDE, Fault, FileEntry

Reopen = Callable[[], Catalogue]
STORES = ["folder", pytest.param("cluster", marks=needs_cluster)]
ODD = (
    'r/l\'été « ici » "là".txt',
    "r/a\\b*?.txt",
    "r/ \t\n.txt",
    "r/😀/é.txt",
    f"r/{'long/' * 800}x.txt",
    f"r/{'é' * 40_000}.txt",
    f"r/{'é' * 40_000}.md",
)


@pytest.fixture(params=STORES)
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reopen]:
    """Opens the same catalogue each time; there is an empty one."""
    if request.param == "folder":
        SqliteCatalogue(tmp_path, create=True)
        yield lambda: SqliteCatalogue(tmp_path)
        return
    name = name_for(tmp_path)
    ClusterCatalogue(shared_cluster(), f"{name}-catalogue", f"{name}-control").create()
    yield lambda: ClusterCatalogue(shared_cluster(), f"{name}-catalogue", f"{name}-control")
    shared_cluster().request("DELETE", f"/{name}-catalogue,{name}-control", ignore_unavailable="true")


@pytest.fixture
def catalogue(reopen: Reopen) -> Catalogue:
    return reopen()


def entry(path: str, *, articles: int = 1, faults: tuple[Fault, ...] = ()) -> FileEntry:
    return FileEntry(path, "/r", 10, 2, "d", articles, faults)


def test_a_row_is_read_as_it_was_written(reopen: Reopen) -> None:
    faults = (Fault("not_json", 3), Fault("too_large", values={"size": "é\udce9", "n": 2}))
    long_ago = FileEntry("r/old", "/r", 2**40, -(2**62), "x" * 64, 2**31)
    rows = {row.path: row for row in (entry("r/a"), entry("r/été", articles=0, faults=faults), long_ago)}
    reopen().apply(rows.values(), ())
    assert reopen().entries() == rows
    reopen().apply([entry("r/a", articles=7)], ["r/été", "r/never"])
    assert reopen().entries() == {"r/a": entry("r/a", articles=7), "r/old": long_ago}


def test_an_empty_one_says_so(catalogue: Catalogue) -> None:
    assert catalogue.entries() == {}
    assert catalogue.entries(["r"]) == {}
    assert catalogue.totals() == Totals()
    assert (dict(catalogue.pending()), dict(catalogue.aside()), dict(catalogue.parts())) == ({}, {}, {})
    catalogue.check()


def test_totals_tell_faults_from_what_is_left_aside(catalogue: Catalogue) -> None:
    aside = Fault(ASIDE, values={".png": 3})
    rows = [entry("r/a"), entry("r/b", faults=(Fault("not_json", 3), aside)), entry("r/c", faults=(aside,), articles=4)]
    catalogue.apply(rows, ())
    catalogue.set_aside({"/r": {".png": 1, ".exe": 2}, "/s": {".exe": 5}})
    totals = catalogue.totals()
    assert totals[:4] == (3, 6, 30, 1)
    assert {kind: n for kind, n in totals.aside.items() if kind == ".exe"} == {".exe": 7}
    assert catalogue.aside() == {"/r": {".png": 1, ".exe": 2}, "/s": {".exe": 5}}
    catalogue.set_aside({})
    assert catalogue.aside() == {}


def test_what_is_inside_counts_the_same_everywhere(catalogue: Catalogue, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    local = SqliteCatalogue(other, create=True)
    for each in (catalogue, local):
        each.apply([entry("r/a", faults=(Fault(ASIDE, values={".png": 3}),))], ())
        each.set_aside({"/r": {".png": 2}})
    assert catalogue.totals() == local.totals()


def test_only_the_rows_of_some_paths(catalogue: Catalogue) -> None:
    catalogue.apply(map(entry, ("r/a", "r/a/b", "r/a/b/c", "r/a.txt", "r/a0", "s/a")), ())
    catalogue.mark({"r/a/new": "/r", "s/new": "/s"})
    assert set(catalogue.entries(["r/a"])) == {"r/a", "r/a/b", "r/a/b/c", "r/a/new"}
    assert set(catalogue.entries(["r/a/b", "s"])) == {"r/a/b", "r/a/b/c", "s/a", "s/new"}
    assert catalogue.entries([]) == {}


def test_rows_of_thousands_of_paths_are_asked_for_at_once(catalogue: Catalogue) -> None:
    """As a watcher does where a whole tree was unpacked."""
    catalogue.apply([entry(f"r/{number}") for number in range(3_000)], ())
    wanted = [f"r/{number}" for number in range(0, 3_000, 2)]
    assert set(catalogue.entries(wanted)) == set(wanted)


def test_marks_stay_until_their_rows_are_written_or_deleted(catalogue: Catalogue) -> None:
    catalogue.apply([entry("a"), entry("b")], ())
    catalogue.mark({"a": "/r", "new": "/r"})
    catalogue.mark({"b": "/r"})
    entries = catalogue.entries()
    assert {path: row.pending for path, row in entries.items()} == {"a": True, "b": True, "new": True}
    assert (entries["a"].digest, entries["new"].digest) == ("d", "")
    catalogue.apply([entry("a")], ["new"])
    assert {path: row.pending for path, row in catalogue.entries().items()} == {"a": False, "b": True}
    assert catalogue.totals().files == 2


def test_more_rows_than_a_page(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 700)
    rows = {f"r/{number:05}.txt": entry(f"r/{number:05}.txt", articles=number) for number in range(2_100)}
    catalogue.apply(rows.values(), ())
    assert catalogue.entries() == rows
    assert catalogue.totals()[:2] == (2_100, sum(range(2_100)))
    catalogue.apply((), list(rows)[:2_000])
    assert len(catalogue.entries()) == 100


def test_odd_paths_are_kept_apart(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 1)
    rows = {path: entry(path, articles=number) for number, path in enumerate(ODD)}
    catalogue.mark(dict.fromkeys(ODD, "/r\udce9"))
    assert dict(catalogue.pending()) == dict.fromkeys(ODD, "/r\udce9")
    catalogue.apply(rows.values(), ())
    assert catalogue.entries() == rows
    for path in ODD:
        assert rows[path] in catalogue.entries([path]).values()
    catalogue.apply((), ODD[:-1])
    assert list(catalogue.entries()) == [ODD[-1]]


def test_it_may_be_read_in_several_threads_while_it_is_written(reopen: Reopen) -> None:
    writer, seen, wrong = reopen(), reopen(), list[str]()

    def read() -> None:
        try:
            for _ in range(10):
                seen.totals()
                seen.entries()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is told
            wrong.append(repr(error))

    threads = [Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        writer.mark({f"r/{number}": "/r"})
        writer.apply([entry(f"r/{number}")], ())
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(seen.entries()) == 20
    assert seen.pending() == {}


def test_one_that_was_written_to_is_newer(catalogue: Catalogue) -> None:
    catalogue.apply([entry("a")], ())
    before = catalogue.changed()
    catalogue.apply([entry("b")], ())
    assert catalogue.changed() >= before > 1_600_000_000


def test_one_in_a_folder_is_not_made_where_it_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DamagedError):
        SqliteCatalogue(tmp_path)
    assert list(tmp_path.iterdir()) == []
    catalogue = SqliteCatalogue(tmp_path, create=True)
    (tmp_path / "catalogue.sqlite").unlink()
    for attempt in (catalogue.entries, catalogue.totals, lambda: catalogue.mark({"a": "/r"})):
        with pytest.raises(StoreError):
            attempt()
    assert list(tmp_path.iterdir()) == []


class TestInTheCluster:
    """What only the one in the cluster has to do."""

    pytestmark = needs_cluster

    @pytest.mark.parametrize("reopen", ["cluster"], indirect=True)
    def test_halves_of_surrogate_pairs_are_kept_apart(self, reopen: Reopen, monkeypatch: pytest.MonkeyPatch) -> None:
        """SQLite takes no such path; the cluster is not to mistake one for another, or skip one behind a page."""
        monkeypatch.setattr(module, "PAGE", 1)
        rows = {path: entry(path) for path in ("r/\udce9\udcff.txt", "r/\udce9\udcfe.txt", "r/\udce8\udcfe.txt")}
        reopen().apply(rows.values(), ())
        assert reopen().entries() == rows
        reopen().apply((), ["r/\udce9\udcff.txt"])
        assert len(reopen().entries()) == 2

    @pytest.mark.parametrize("reopen", ["cluster"], indirect=True)
    @pytest.mark.usefixtures("reopen")
    def test_nothing_is_written_when_another_has_the_lock_by_now(self, tmp_path: Path) -> None:
        def refuse() -> None:
            raise BusyError("another")

        name = name_for(tmp_path)
        catalogue = ClusterCatalogue(shared_cluster(), f"{name}-catalogue", f"{name}-control", refuse)
        writes: list[Callable[[], None]] = [
            lambda: catalogue.apply([entry("a")], ()),
            lambda: catalogue.mark({"a": "/r"}),
            lambda: catalogue.set_aside({}),
        ]
        for write in writes:
            with pytest.raises(BusyError):
                write()
        assert catalogue.entries() == {}

    def test_one_that_is_gone_is_damage(self, tmp_path: Path) -> None:
        name = name_for(tmp_path)
        gone = ClusterCatalogue(shared_cluster(), f"{name}-catalogue", f"{name}-control")
        for attempt in (gone.entries, gone.totals, gone.check):
            with pytest.raises(DamagedError, match="searcher index"):
                attempt()
