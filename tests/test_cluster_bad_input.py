"""What stands in the way of a cluster: one clear line, the right exit code, and nothing half written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cluster_indexes import clustered, machine
from command_line import run
from indexing import go, holding, write
from real_cluster import needs_cluster, shared_cluster, shared_urls
from standing_in import Asked, Said, always, certificate, nothing, standing_in

from index.directory import clustered as module
from index.engines.cluster import URL, Bulk, NoClusterError, bulk
from index.engines.protocol import StoreError

USER, PASSWORD, AUTHORITY = (f"SEARCHER_OPENSEARCH_{name}" for name in ("USER", "PASSWORD", "CA"))
HTML = "text/html"
NO_CLUSTER = "is no OpenSearch"
SECRET = "päss€wörd"  # noqa: S105  # of nobody


def refused(folder: Path, line: str, **extra: str) -> None:
    """Asking and indexing both end with one line on standard error, which says what is wrong."""
    (folder / "docs").mkdir(exist_ok=True)
    write(folder / "docs" / "a.txt", "Un chat.")
    for command in (("query", "chat"), ("index", "docs")):
        done = run(folder, *command, extra=extra)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert done.stderr.startswith("searcher: ")
        assert line in done.stderr
        assert SECRET not in done.stderr


def test_a_client_that_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "opensearchpy.py").write_text("raise ImportError('not here')", encoding="utf-8")
    gone = {URL: "http://127.0.0.1:9", "PYTHONPATH": str(tmp_path / "broken")}
    refused(tmp_path, "cannot be loaded (not here); in the clone: pip install '.[cluster]'", **gone)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (Said(200, "<!doctype html>\n<title>Hello</title>\n" + "<p>much\n" * 500, HTML), NO_CLUSTER),
        (Said(404, "<html>\nNot Found\n</html>", HTML), NO_CLUSTER),
        (Said(200, '{"hello": "world"}'), NO_CLUSTER),
        (Said(404, '{"hello": "world"}'), NO_CLUSTER),
        (Said(200, "[]"), NO_CLUSTER),
        (Said(200, "{", "application/json"), NO_CLUSTER),
        (Said(200, "OK", "text/plain"), NO_CLUSTER),
        (Said(200, ""), NO_CLUSTER),
        (Said(401, "Unauthorized", "text/plain"), f"knows no such user; set {USER} and {PASSWORD}"),
        (Said(403, "Forbidden", HTML), "the user – may not do this"),
        (Said(502, "<html>\nBad Gateway\n</html>", HTML), "part of the cluster at"),
        (Said(429, "Too Many Requests", HTML), "has too much to do"),
    ],
)
def test_another_service_or_one_that_stands_before_the_cluster(tmp_path: Path, said: Said, line: str) -> None:
    with standing_in(always(said)) as url:
        refused(tmp_path, line, **{URL: url})


def test_nobody_listens(tmp_path: Path) -> None:
    refused(tmp_path, "cannot be reached (", **{URL: "http://127.0.0.1:9"})


def test_somebody_listens_who_speaks_no_http(tmp_path: Path) -> None:
    with standing_in(nothing, certificate=certificate(tmp_path)) as url:
        refused(tmp_path, "cannot be reached (", **{URL: url.replace("https", "http")})


def test_a_password_of_any_letters_is_sent_and_never_shown(tmp_path: Path) -> None:
    seen: list[str] = []

    def refuse(asked: Asked) -> Said:
        seen.append(asked.authorization)
        return Said(401, "Unauthorized", "text/plain")

    with standing_in(refuse) as url:
        refused(tmp_path, "knows no such user", **{URL: url, USER: "ève", PASSWORD: SECRET})
    assert set(seen) == {"Basic w6h2ZTpww6Rzc+KCrHfDtnJk"}


class TestCertificates:
    def test_one_that_nobody_vouches_for(self, tmp_path: Path) -> None:
        with standing_in(nothing, certificate=certificate(tmp_path)) as url:
            refused(tmp_path, "is not trusted ([SSL: CERTIFICATE_VERIFY_FAILED]", **{URL: url})
            refused(tmp_path, f"name its authority's file in {AUTHORITY}", **{URL: url})

    def test_one_that_has_expired(self, tmp_path: Path) -> None:
        made = certificate(tmp_path, days=-1)
        with standing_in(nothing, certificate=made) as url:
            refused(tmp_path, "certificate has expired", **{URL: url, AUTHORITY: str(made)})

    def test_one_of_another_name(self, tmp_path: Path) -> None:
        made = certificate(tmp_path)
        with standing_in(nothing, certificate=made) as url:
            other = url.replace("127.0.0.1", "127.0.0.2")
            refused(tmp_path, "cannot be reached (", **{URL: other, AUTHORITY: str(made)})

    @pytest.mark.parametrize("text", ["", "nothing of the kind\n"])
    def test_a_file_that_holds_none(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "authority"
        file.write_text(text, encoding="utf-8")
        for name in (file, tmp_path, tmp_path / "nowhere"):
            done = run(tmp_path, "query", "chat", extra={URL: "https://127.0.0.1:9", AUTHORITY: str(name)})
            assert done.returncode == 2
            assert f"{AUTHORITY}: {name} is no file of certificates (" in done.stderr
            assert len(done.stderr.splitlines()) == 1


class TestBeforeTheCluster:
    """With a server of our own between the program and the node."""

    pytestmark = needs_cluster

    @pytest.fixture(autouse=True)
    def name(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
        monkeypatch.setattr(module, "REMEMBERED_SECONDS", 0.0)
        with clustered(monkeypatch, tmp_path) as name:
            yield name

    def test_a_certificate_that_is_trusted(self, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made = certificate(tmp_path)
        write(folder / "a.txt", "Un chat.")
        with standing_in(nothing, before=shared_urls(), certificate=made) as url:
            monkeypatch.setenv(URL, url)
            monkeypatch.setenv(AUTHORITY, str(made))
            with closing(machine(tmp_path)) as directory:
                go(directory, folder, engine=None)
                assert holding(directory.engine(), "chat") == ["textes/a.txt"]

    def test_too_much_to_do_for_a_while(self, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        refusals = 0

        def refuse(asked: Asked) -> Said | None:
            nonlocal refusals
            if not asked.path.startswith("/_bulk") or refusals >= 4:
                return None
            refusals += 1
            return Said(429, '{"error": {"type": "rejected", "reason": "full"}, "status": 429}')

        write(folder / "a.txt", "Un chat.")
        with standing_in(refuse, before=shared_urls()) as url:
            monkeypatch.setenv(URL, url)
            with closing(machine(tmp_path)) as directory:
                go(directory, folder, engine=None)
                assert holding(directory.engine(), "chat") == ["textes/a.txt"]
        assert refusals == 4

    def test_a_shard_that_is_just_moving_is_waited_for(
        self, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        left = 0

        def refuse(asked: Asked) -> Said | None:
            nonlocal left
            if left <= 0 or "search" not in asked.path:
                return None
            left -= 1
            return Said(503, '{"error": {"type": "search_phase_execution_exception", "reason": "x"}, "status": 503}')

        write(folder / "a.txt", "Un chat.")
        with standing_in(refuse, before=shared_urls()) as url:
            monkeypatch.setenv(URL, url)
            with closing(machine(tmp_path)) as directory:
                go(directory, folder, engine=None)
                left = 7
                assert holding(directory.engine(), "chat") == ["textes/a.txt"]
                assert left == 0
                left = 1_000
                with pytest.raises(NoClusterError, match="part of the cluster at"):
                    holding(directory.engine(), "chats")

    @pytest.mark.parametrize(("status", "line"), [(429, "has too much to do"), (503, "part of the cluster at")])
    def test_too_much_to_do_without_an_end(
        self, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, status: int, line: str
    ) -> None:
        monkeypatch.setattr(bulk, "PATIENCE", 2.0)
        is_full = False

        def refuse(asked: Asked) -> Said | None:
            if is_full and asked.path.startswith("/_bulk"):
                return Said(status, "Not now", "text/plain")
            return None

        write(folder / "a.txt", "Un chat.")
        with standing_in(refuse, before=shared_urls()) as url:
            monkeypatch.setenv(URL, url)
            with closing(machine(tmp_path)) as directory:
                go(directory, folder, engine=None)
                write(folder / "a.txt", "Un chien.", mtime=1)
                is_full, began = True, time.monotonic()
                with pytest.raises(NoClusterError, match=line):
                    go(directory, folder, engine=None)
                assert time.monotonic() - began < 20
                assert holding(directory.engine(), "chat") == ["textes/a.txt"]
                is_full = False
                go(directory, folder, engine=None)
                assert holding(directory.engine(), "chien") == ["textes/a.txt"]

    def test_a_document_that_is_refused_is_named(self, name: str) -> None:
        index = f"{name}-strict"
        mapping = {"mappings": {"dynamic": "strict", "properties": {"n": {"type": "long"}}}}
        shared_cluster().request("PUT", f"/{index}", mapping)
        sent = Bulk(shared_cluster(), lambda: None)
        with closing(sent):
            for number, document in enumerate(({"n": 1}, {"other": 2}, {"n": 3})):
                sent.add(index, str(number), document, name=f"{'abc'[number]}.txt")
            with pytest.raises(StoreError, match=r"does not take b\.txt \(.*other"):
                sent.flush()
        shared_cluster().request("POST", f"/{index}/_refresh")
        assert shared_cluster().request("GET", f"/{index}/_count")["count"] == 2
