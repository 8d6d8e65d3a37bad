"""An index in a cluster: what is added, changed, moved and removed, built anew, and seen by several machines."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cluster_indexes import (
    INDEXING,
    delete,
    document,
    edit_clustered,
    entries,
    generation,
    generations,
    machine,
    put_document,
)
from command_line import run
from indexing import go, holding, made, python_until, state_of, write
from real_cluster import needs_cluster, shared_urls

from index.directory import IndexDirectory, NoIndexError, building
from index.directory import clustered as module
from index.engines.cluster import NAME, URL, NoClusterError
from index.engines.opensearch.commits import Commit, Commits
from index.engines.protocol import BusyError, DamagedError, Search, StoreError
from index.engines.query import Field, Term
from index.sync import forget

pytestmark = needs_cluster
FILES = 20


@pytest.fixture
def there(tmp_path: Path, index_name: str) -> Iterator[IndexDirectory]:
    """The same index, as another machine has it."""
    del index_name
    with closing(machine(tmp_path, 1)) as directory:
        yield directory


def index(directory: IndexDirectory, *paths: Path) -> dict[str, int]:
    return made(go(directory, *paths, engine=None).summary)


def test_there_is_none_at_first(here: IndexDirectory) -> None:
    with pytest.raises(NoIndexError, match="searcher index FOLDER"):
        here.engine()


def test_changes_are_seen_by_every_machine(folder: Path, here: IndexDirectory, there: IndexDirectory) -> None:
    for word in ("chat", "chien", "loup"):
        write(folder / f"{word}.txt", f"Un {word} noir.")
    assert index(here, folder) == {"added": 3}
    assert holding(there.engine(), "noir") == ["textes/chat.txt", "textes/chien.txt", "textes/loup.txt"]
    write(folder / "chat.txt", "Un chat blanc.", mtime=1)
    (folder / "chien.txt").rename(folder / "dogue.txt")
    (folder / "loup.txt").unlink()
    assert index(there, folder) == {"changed": 1, "moved": 1, "removed": 1}
    for directory in (here, there):
        assert holding(directory.engine(), "noir") == ["textes/dogue.txt"]
        assert holding(directory.engine(), "blanc") == ["textes/chat.txt"]
        assert sorted(state_of(directory)[0]) == state_of(directory)[1] == ["textes/chat.txt", "textes/dogue.txt"]
        assert directory.totals()[:2] == (2, 2)
    assert index(here, folder) == {"unchanged": 2}
    assert forget([folder], there).removed == 2
    assert state_of(here) == ({}, [])


def test_another_reading_is_built_beside_and_swapped(
    folder: Path, index_name: str, here: IndexDirectory, there: IndexDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "a.txt", "Un chat.")
    index(here, folder)
    old, reading = generation(here), there.engine()
    edit_clustered(index_name, analysis=-1)
    write(folder / "b.txt", "Un chat noir.")
    assert "new way" in go(here, folder, engine=None).rebuilt
    new = generation(here)
    assert generations(index_name) == {old, new}
    assert holding(reading, "chat") == ["textes/a.txt"]
    assert holding(there.engine(), "chat") == ["textes/a.txt", "textes/b.txt"]
    index(here, folder)
    assert generations(index_name) == {old, new}
    monkeypatch.setattr(module, "RETIRED_SECONDS", 0.0)
    assert index(here, folder) == {"unchanged": 2}
    assert generations(index_name) == {new}
    assert holding(there.engine(), "chat") == ["textes/a.txt", "textes/b.txt"]


def test_an_index_of_another_format_is_refused_and_built_anew(
    folder: Path, index_name: str, here: IndexDirectory
) -> None:
    write(folder / "a.txt", "Un chat.")
    index(here, folder)
    for number in (-1, 10**6, None):
        edit_clustered(index_name, format=number)
        with closing(machine(folder, 2)) as again:
            with pytest.raises(StoreError, match="another version of searcher"):
                again.engine()
            assert "new way" in go(again, folder, engine=None).rebuilt
            assert holding(again.engine(), "chat") == ["textes/a.txt"]


@pytest.mark.parametrize("said", [{"state": "{"}, {"state": "null"}, {}, {"other": "x"}])
def test_a_damaged_state_is_told_and_made_anew(
    folder: Path, index_name: str, here: IndexDirectory, said: dict[str, str]
) -> None:
    write(folder / "a.txt", "Un chat.")
    index(here, folder)
    put_document(index_name, said)
    if said:
        with pytest.raises(DamagedError, match="searcher index FOLDER"):
            here.engine()
        with pytest.raises(DamagedError, match="searcher index FOLDER"):
            go(here, engine=None)
    assert bool(said) == ("was damaged" in go(here, folder, engine=None).rebuilt)
    assert holding(here.engine(), "chat") == ["textes/a.txt"]


def test_a_build_that_was_broken_off_goes_on(
    folder: Path, tmp_path: Path, index_name: str, here: IndexDirectory
) -> None:
    for number in range(FILES):
        write(folder / f"{number:02}.txt", f"Un chat n{number}.")
    python_until("15", INDEXING, tmp_path / "machine0", folder, 5, 15)
    with pytest.raises(NoIndexError, match="not complete yet"):
        here.engine()
    (half,) = generations(index_name)
    done = index(here, folder)
    assert generation(here) == half
    assert 10 <= done["unchanged"] <= 15
    assert done["unchanged"] + done["added"] == FILES
    assert len(holding(here.engine(), "chat")) == FILES
    assert entries(index_name, "articles") == entries(index_name, "catalogue") == FILES


def test_a_rebuild_that_fails_leaves_the_old_index(folder: Path, index_name: str, here: IndexDirectory) -> None:
    write(folder / "a.txt", "Un chat.")
    index(here, folder)
    before = here.current_state()
    with pytest.raises(KeyboardInterrupt), here.write_lock(), building(here, "opensearch", before.roots):
        raise KeyboardInterrupt
    assert here.state() == before
    assert len(generations(index_name)) == 2
    assert index(here, folder) == {"unchanged": 1}
    assert generations(index_name) == {generation(here)}


def test_an_index_whose_name_begins_so_is_left_alone(
    folder: Path, tmp_path: Path, index_name: str, here: IndexDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "a.txt", "Un chat.")
    monkeypatch.setenv(NAME, f"{index_name}-plus")
    with closing(machine(tmp_path, 3)) as longer:
        index(longer, folder)
        for _ in range(2):
            index(here, folder)
            edit_clustered(index_name, analysis=-1)
        size = here.store.size()
        write(folder / "b.txt", "Un chat noir.")
        index(longer, folder)
        assert holding(longer.engine(), "chat") == ["textes/a.txt", "textes/b.txt"]
        assert here.store.size() == size
    delete(f"{index_name}-plus")


def test_what_was_committed_stays_where_the_answer_was_lost(
    folder: Path, here: IndexDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cluster has written the switch, and goes away before it says so."""
    write(folder / "a.txt", "Un chat.")
    write(folder / "b.txt", "Un chat noir.")
    index(here, folder)
    write(folder / "a.txt", "Un chien.", mtime=1)
    write_commit = Commits.write

    def lose(commits: Commits, commit: Commit) -> Commit:
        done = write_commit(commits, commit)
        if commit.gone:
            raise NoClusterError("away")
        return done

    with monkeypatch.context() as losing:
        losing.setattr(Commits, "write", lose)
        with pytest.raises(NoClusterError, match="away"):
            index(here, folder)
    assert holding(here.engine(), "chien") == ["textes/a.txt"]
    assert holding(here.engine(), "chat") == ["textes/b.txt"]
    assert index(here, folder) == {"changed": 1, "unchanged": 1}  # it was marked, and is read again
    assert index(here, folder) == {"unchanged": 2}


def test_a_state_is_not_written_over_that_of_another(here: IndexDirectory, folder: Path, index_name: str) -> None:
    """Who was paused between looking at his lease and writing would else put back an index that is gone."""
    write(folder / "a.txt", "Un chat.")
    index(here, folder)
    with here.write_lock():
        put_document(index_name, {**document(index_name), "of": "another"})
        with pytest.raises(BusyError):
            here.switch(here.current_state())


def test_readers_never_see_half_of_a_commit(folder: Path, here: IndexDirectory, there: IndexDirectory) -> None:
    wrong, seen, stop = list[str](), set[str](), threading.Event()

    def write_all(version: int) -> None:
        for number in range(FILES):
            write(folder / f"{number}.txt", f"Version v{version}\n\nPartout le texte {number}.\n", mtime=version + 1)
        index(here, folder)

    def ask() -> None:
        while not stop.is_set():
            try:
                found = there.engine().search(Search(required=Term(Field.WORDS, "partout"), count=100))
            except Exception as error:  # noqa: BLE001  # whatever it is, it is told
                wrong.append(repr(error))
                return
            titles = {hit.article.title for hit in found.articles}
            seen.update(titles)
            if len(found.articles) != FILES or found.articles_total != FILES or len(titles) != 1:
                wrong.append(f"{len(found.articles)} of {found.articles_total}: {titles}")

    write_all(0)
    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for version in range(1, 6):
        write_all(version)
        time.sleep(0.2)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert "Version v5" in seen
    assert len(seen) > 2


def test_the_commands_speak_of_it(folder: Path, tmp_path: Path, index_name: str) -> None:
    write(folder / "a.txt", "Un chat.")
    extra = {URL: shared_urls(), NAME: index_name}
    assert run(tmp_path, "index", folder, extra=extra).returncode == 0
    assert run(tmp_path, "query", "chats", extra=extra).stdout.count("textes/a.txt") == 1
    for options in ((), ("--deep",)):
        done = run(tmp_path, "check", *options, extra=extra)
        assert (done.returncode, "1 article" in done.stdout + done.stderr) == (0, True)
    facts = json.loads(run(tmp_path, "info", "--json", extra=extra).stdout)
    assert (facts["engine"], facts["files"], facts["index_dir"]) == ("opensearch", 1, f"{shared_urls()}/{index_name}")
    assert facts["index_bytes"] > 0
    assert run(tmp_path, "forget", folder, extra=extra).returncode == 0
    assert run(tmp_path, "query", "chats", extra=extra).returncode == 1
    assert not (tmp_path / ".searcher" / "index.json").exists()
