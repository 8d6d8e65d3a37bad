"""The command line with a cluster: which engine is had, and what ``info`` and ``check`` say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from command_line import run
from real_cluster import name_for, needs_cluster, shared_cluster, shared_urls

from index.directory import AUTO, Health, check_engine
from index.directory.health import GB, IndexHealth
from index.engines.cluster import SHARDS, URL, Cluster
from index.engines.opensearch import OpenSearchEngine
from index.engines.protocol import StoreError

AWAY = {URL: "http://127.0.0.1:9"}
"""No cluster listens there."""


@pytest.fixture(scope="module")
def clustered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder whose ``docs`` are indexed in the cluster, and the environment that says so."""
    folder = tmp_path_factory.mktemp("clustered")
    (folder / "docs").mkdir()
    (folder / "docs/a.txt").write_text("Un titre\n\nUn hippocampe nage.\n", encoding="utf-8")
    name = name_for(folder)
    extra = {URL: shared_urls(), "SEARCHER_OPENSEARCH_NAME": name}
    done = run(folder, "index", "docs", "--engine", "opensearch", extra=extra)
    assert done.returncode == 0, done.stderr
    yield folder, extra
    _remove(shared_cluster(), name)


def _remove(cluster: Cluster, name: str) -> None:
    found = cluster.request("GET", f"/{name}-*/_settings", filter_path="*.settings.index.uuid")
    if found:
        cluster.request("DELETE", f"/{','.join(found)}")


# -- copies


def test_a_generation_is_built_without_copies_and_gets_them_when_it_is_whole(
    clustered: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    cluster, name = shared_cluster(), name_for(tmp_path)
    with closing(OpenSearchEngine(cluster, f"{name}-00000001", create=True)):
        assert _copies(cluster, f"{name}-*") == {"articles": "false", "passages": "false"}
    _remove(cluster, name)
    assert _copies(cluster, f"{clustered[1]['SEARCHER_OPENSEARCH_NAME']}-*") == {"articles": "0-1", "passages": "0-1"}


def test_copies_that_were_set_by_hand_stay_when_another_folder_is_covered(
    clustered: tuple[Path, dict[str, str]],
) -> None:
    folder, extra = clustered
    cluster, name = shared_cluster(), extra["SEARCHER_OPENSEARCH_NAME"]
    by_hand = {"index": {"auto_expand_replicas": "0-all"}}
    cluster.request("PUT", f"/{name}-*-articles/_settings", by_hand)
    (folder / "more").mkdir()
    (folder / "more/b.txt").write_text("Un autre\n\nUn cachalot plonge.\n", encoding="utf-8")
    assert run(folder, "index", "more", extra=extra).returncode == 0
    assert _copies(cluster, f"{name}-*") == {"articles": "0-all", "passages": "0-1"}
    assert run(folder, "forget", "more", extra=extra).returncode == 0


def _copies(cluster: Cluster, indices: str) -> dict[str, str]:
    """To how many copies the shards of the large indices spread by themselves."""
    found = cluster.request("GET", f"/{indices}/_settings")
    settings = {
        name.rpartition("-")[2]: json.loads(json.dumps(said))["settings"]["index"] for name, said in found.items()
    }
    return {name: settings[name].get("auto_expand_replicas", "false") for name in ("articles", "passages")}


# -- which engine


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize("command", [("index",), ("watch",), ("serve", "--no-watch")])
def test_with_a_cluster_no_other_engine_is_had(engine: str, command: Sequence[str], tmp_path: Path) -> None:
    done = run(tmp_path, *command, "--engine", engine, extra=AWAY)
    assert done.returncode == 2
    assert f"with {URL} the index is kept by opensearch; unset it to have one by {engine} in a folder" in done.stderr
    by_variable = run(tmp_path, *command, extra={**AWAY, "SEARCHER_ENGINE": engine})
    assert (by_variable.returncode, by_variable.stderr) == (2, done.stderr)


@pytest.mark.parametrize("command", [("index",), ("watch",), ("serve", "--no-watch")])
def test_without_one_the_engine_of_clusters_is_not_had(command: Sequence[str], tmp_path: Path) -> None:
    done = run(tmp_path, *command, "--engine", "opensearch")
    assert done.returncode == 2
    assert f"the engine opensearch needs a cluster: say in {URL} where it is" in done.stderr
    assert not (tmp_path / ".searcher").exists()


def test_a_wrong_address_is_told_before_anything_is_done(tmp_path: Path) -> None:
    done = run(tmp_path, "index", extra={URL: "search.example:9200"})
    assert done.returncode == 2
    assert "search.example:9200 is no address of a node" in done.stderr


def test_a_password_in_the_address_is_refused_and_not_shown(tmp_path: Path) -> None:
    done = run(tmp_path, "info", extra={URL: "https://moi:mot@passe@search.example:9200"})
    assert done.returncode == 2
    assert "https://…@search.example:9200 is no address of a node" in done.stderr


def test_the_library_refuses_as_the_command_does() -> None:
    for requested, only in ((AUTO, ""), ("whoosh", ""), (AUTO, "opensearch"), ("opensearch", "opensearch")):
        check_engine(requested, only)
    for requested, only in (("opensearch", ""), ("tantivy", "opensearch")):
        with pytest.raises(StoreError, match=URL):
            check_engine(requested, only)


def test_collections_are_not_shown_of_a_cluster(tmp_path: Path) -> None:
    (tmp_path / "searcher.toml").write_text('[collections]\nun = "un"\ndeux = "deux"\n', encoding="utf-8")
    done = run(tmp_path, "serve", "--no-watch", extra=AWAY)
    assert done.returncode == 2
    assert f"the collections of searcher.toml are folders; unset {URL}" in done.stderr


class TestClustered:
    pytestmark = needs_cluster

    @pytest.mark.parametrize("engine", ["auto", "opensearch", ""])
    def test_asking_for_the_engine_again_builds_nothing(
        self, engine: str, clustered: tuple[Path, dict[str, str]]
    ) -> None:
        folder, extra = clustered
        done = run(folder, "index", *(["--engine", engine] if engine else []), extra=extra)
        assert (done.returncode, done.stderr) == (0, "1 unchanged.\n")

    def test_info_shows_the_cluster(self, clustered: tuple[Path, dict[str, str]]) -> None:
        folder, extra = clustered
        done = run(folder, "info", extra=extra)
        assert (done.returncode, done.stderr) == (0, "")
        name = extra["SEARCHER_OPENSEARCH_NAME"]
        lines = [line.split(None, 1) for line in done.stdout.splitlines()]
        assert ["engine", "opensearch"] in lines
        assert any(said.startswith("green: all parts") for name, said in lines if name == "health")
        assert f"{name}-state: 1 shard" in done.stdout

    def test_info_as_json(self, clustered: tuple[Path, dict[str, str]]) -> None:
        folder, extra = clustered
        facts = json.loads(run(folder, "info", "--json", extra=extra).stdout)
        cluster = facts["cluster"]
        assert list(cluster) == ["name", "version", "status", "nodes", "missing", "disk", "indices", "advice"]
        assert (cluster["status"], cluster["missing"]) == ("green", 0)
        parts = {index["name"].rpartition("-")[2]: index for index in cluster["indices"]}
        assert list(parts) == ["articles", "catalogue", "control", "passages", "state"]
        assert parts["articles"]["documents"] == 1
        assert min(parts["articles"]["bytes"], parts["passages"]["bytes"], facts["index_bytes"]) > 1_000

    def test_info_of_no_index_still_shows_the_cluster(self, clustered: tuple[Path, dict[str, str]]) -> None:
        folder, extra = clustered
        done = run(folder, "info", extra={**extra, "SEARCHER_OPENSEARCH_NAME": f"{name_for(folder)}-none"})
        assert done.returncode == 2
        assert "there is no index in" in done.stderr
        assert "OpenSearch" in done.stdout

    def test_check(self, clustered: tuple[Path, dict[str, str]]) -> None:
        folder, extra = clustered
        for deep in ((), ("--deep",)):
            done = run(folder, "check", *deep, extra=extra)
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 article can be found, up to date.\n")

    def test_an_index_of_a_longer_name_is_left_alone(self, clustered: tuple[Path, dict[str, str]]) -> None:
        folder, extra = clustered
        longer = {**extra, "SEARCHER_OPENSEARCH_NAME": f"{extra['SEARCHER_OPENSEARCH_NAME']}-deux"}
        assert run(folder, "index", "docs", extra=longer).returncode == 0
        (folder / "docs/b.txt").write_text("Deux\n\nUne alouette chante.\n", encoding="utf-8")
        assert run(folder, "index", extra=extra).returncode == 0
        (folder / "docs/b.txt").unlink()
        assert run(folder, "index", extra=extra).returncode == 0
        assert run(folder, "query", "hippocampe", extra=longer).returncode == 0
        facts = json.loads(run(folder, "info", "--json", extra=extra).stdout)
        assert not any("-deux-" in index["name"] for index in facts["cluster"]["indices"])


def test_info_of_a_folder_has_no_cluster(home: Path) -> None:
    assert json.loads(run(home, "info", "--json").stdout)["cluster"] is None
    assert "cluster" not in run(home, "info").stdout


def test_info_of_a_cluster_that_is_away(tmp_path: Path) -> None:
    done = run(tmp_path, "info", extra=AWAY)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the cluster at http://127.0.0.1:9 cannot be reached" in done.stderr


# -- what is advised


def health(*indices: IndexHealth, disk: int | None = 10) -> Health:
    return Health("archives", "3.6.0", "green", 3, 0, disk, indices)


def passages(gigabytes: float, shards: int, replicas: int = 1) -> IndexHealth:
    return IndexHealth("searcher-0badcafe-passages", "green", shards, replicas, 1, int(gigabytes * GB))


@pytest.mark.parametrize(
    ("gigabytes", "shards", "advised"),
    [
        (0.1, 1, ""),
        (30, 1, ""),
        (50, 1, ""),
        (51, 1, f"large, 51 GB each: index anew with {SHARDS}=2 "),
        (400, 4, f"large, 100 GB each: index anew with {SHARDS}=14 "),
        (100, 4, ""),
        (20, 4, f"small, 5 GB each: {SHARDS}=1 is enough"),
        (40, 2, ""),
        (40, 8, f"small, 5 GB each: {SHARDS}=2 is enough"),
    ],
)
def test_shards_that_are_too_large_or_too_small(gigabytes: float, shards: int, advised: str) -> None:
    told = health(passages(0.01, shards), passages(gigabytes, shards)).advice()
    assert len(told) == bool(advised)
    assert all(advised in line for line in told)


def test_what_is_most_urgent_is_said_first() -> None:
    told = health(passages(60, 1, replicas=0), disk=91).advice()
    assert [line.split(":")[0] for line in told[:2]] == ["a disk is full to 91 per cent", "there is no copy"]
    assert health(passages(1, 1), disk=84).advice() == []
    assert health(passages(1, 1), disk=None).advice() == []
    assert health().advice() == []


def test_each_status_is_said_in_words() -> None:
    said = {status: health()._replace(status=status).meaning() for status in ("green", "yellow", "red")}
    assert len(set(said.values())) == 3
    assert "nothing can be found" in said["red"]
