"""``searcher serve``: a real process on a free loopback port."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from index.directory import GROWN, MB, IndexDirectory
from index.sync import update
from web.collections import Collection
from web.server import watching

COMMAND = [sys.executable, "-c", "from searcher.main import main; main()", "serve"]
DEADLINE_SECONDS = 20.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text("La rivière\n\nLa rivière va au moulin.\n", encoding="utf-8")
    return folder


def environment() -> dict[str, str]:
    named = {name: value for name, value in os.environ.items() if not name.startswith("SEARCHER_")}
    return {**named, "SEARCHER_LANG": "en", "PYTHONUTF8": "1"}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        check=False,
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
    )


@contextmanager
def serving(folder: Path, *arguments: str, log: Path | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server over ``folder`` and its address; whatever happens it is stopped in the end."""
    with (log or folder / "stderr.log").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [*COMMAND, "--port", "0", *arguments],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        with process:
            try:
                assert process.stdout
                yield process, process.stdout.readline().strip()
            finally:
                process.kill()


def get(address: str, **headers: str) -> str:
    with urlopen(Request(address, headers=headers), timeout=DEADLINE_SECONDS) as response:  # noqa: S310  # loopback
        return str(response.read().decode())


def wait_for(address: str, text: str) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while text not in get(address):
        assert time.monotonic() < deadline, f"{text} has not appeared"
        time.sleep(0.05)


def stopped(process: subprocess.Popen[str], by: signal.Signals) -> tuple[int, float]:
    """The exit code, and how many seconds it took."""
    started = time.monotonic()
    process.send_signal(by)
    return process.wait(DEADLINE_SECONDS), time.monotonic() - started


def said_in(log: Path, lines: int) -> None:
    """Wait until the server has said so much."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while log.read_text(encoding="utf-8").count("\n") < lines:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_seeds_are_indexed_and_served(tmp_path: Path, folder: Path) -> None:
    with serving(tmp_path) as (_, address):
        assert address.startswith("http://127.0.0.1:")
        assert folder.name in get(f"{address}?q={quote('rivière')}")


def test_a_folder_is_indexed_first(tmp_path: Path, folder: Path) -> None:
    with serving(tmp_path, str(folder), "--no-watch", "--index-dir", "elsewhere") as (_, address):
        assert "<mark>moulin</mark>" in get(f"{address}?q=moulin")
    assert (tmp_path / "elsewhere" / "index.json").is_file()
    assert "1 file added." in (tmp_path / "stderr.log").read_text(encoding="utf-8")


def test_a_new_file_is_found(tmp_path: Path, folder: Path) -> None:
    directory = IndexDirectory(tmp_path / ".searcher")
    update([folder], directory, engine="whoosh")
    directory.close()
    (folder / "b.txt").write_text("Mer\n\nUn hippocampe nage.\n", encoding="utf-8")
    log = tmp_path / "log"
    with serving(tmp_path, log=log) as (_, address):
        wait_for(f"{address}?q=hippocampe", "<mark>hippocampe</mark>")
        (folder / "c.txt").write_text("Ciel\n\nUne alouette chante.\n", encoding="utf-8")
        wait_for(f"{address}?q=alouette", "<mark>alouette</mark>")
        (folder / "c.txt").unlink()
        wait_for(f"{address}?q=alouette", "Aucun résultat")
        said_in(log, 3)
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [re.split("[,.]", line)[0] for line in lines] == ["1 file added", "1 file added", "1 removed"]


def test_it_answers_while_the_index_grows_into_another_engine(tmp_path: Path, folder: Path) -> None:
    text = "Mer\n\n" + "Un hippocampe nage au loin. " * 500
    log = tmp_path / "log"
    with serving(tmp_path, log=log) as (_, address):
        assert "<mark>moulin</mark>" in get(f"{address}?q=moulin")
        for number in range(GROWN // len(text) + 1):
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        (folder / "fin.txt").write_text("Ciel\n\nUne alouette chante.\n", encoding="utf-8")
        deadline = time.monotonic() + DEADLINE_SECONDS
        while "<mark>alouette</mark>" not in get(f"{address}?q=alouette"):
            assert "<mark>moulin</mark>" in get(f"{address}?q=moulin")
            assert time.monotonic() < deadline
        (folder / "a.txt").unlink()
        wait_for(f"{address}?q=moulin", "Aucun résultat")
    assert "it is now kept by Tantivy." in log.read_text(encoding="utf-8")


def test_without_watching_nothing_changes(tmp_path: Path, folder: Path) -> None:
    with serving(tmp_path, "--no-watch") as (_, address):
        (folder / "c.txt").write_text("Ciel\n\nUne alouette chante.\n", encoding="utf-8")
        time.sleep(1)
        assert "Aucun résultat" in get(f"{address}?q=alouette")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once(tmp_path: Path, by: signal.Signals) -> None:
    with serving(tmp_path) as (process, address):
        assert "moulin" in get(f"{address}?q=moulin")
        code, seconds = stopped(process, by)
    assert code == 0
    assert seconds < 5
    assert "Traceback" not in (tmp_path / "stderr.log").read_text(encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run(tmp_path, "--port", str(port))
    assert ran.returncode == 2
    assert ran.stderr == f"Error: port {port} is taken; choose another one with --port\n"
    assert ran.stdout == ""


def test_nothing_to_serve(tmp_path: Path) -> None:
    ran = run(tmp_path)
    assert ran.returncode == 2
    assert "searcher serve FOLDER" in ran.stderr


def covered(folder: Path) -> list[str]:
    directory = IndexDirectory(folder / ".searcher")
    try:
        return [root.path.name for root in directory.current_state().roots]
    finally:
        directory.close()


def test_the_demo_makes_room_for_a_folder_of_ones_own(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "lettres").mkdir()
    (tmp_path / "lettres" / "a.txt").write_text("Lettre\n\nUn hippocampe nage.\n", encoding="utf-8")
    log = tmp_path / "log"
    with serving(tmp_path, "seeds") as (_, address):
        assert "<mark>moulin</mark>" in get(f"{address}?q=moulin")
    assert covered(tmp_path) == [folder.name]
    with serving(tmp_path, "lettres", log=log) as (_, address):
        assert "<mark>hippocampe</mark>" in get(f"{address}?q=hippocampe")
        assert "Aucun résultat" in get(f"{address}?q=moulin")
    assert covered(tmp_path) == ["lettres"]
    assert "searcher index seeds" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "given"), [(["seeds", "lettres"], "autres"), (["seeds"], "."), (["lettres"], "seeds")]
)
def test_what_was_chosen_stays(tmp_path: Path, folder: Path, before: list[str], given: str) -> None:
    for name in ("lettres", "autres"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("Lettre\n\nUn hippocampe nage.\n", encoding="utf-8")
    directory = IndexDirectory(tmp_path / ".searcher")
    update([tmp_path / name for name in before], directory, engine="whoosh")
    directory.close()
    with serving(tmp_path, given) as (_, address):
        assert "<mark>moulin</mark>" in get(f"{address}?q=moulin")
        assert "<mark>hippocampe</mark>" in get(f"{address}?q=hippocampe")
    assert folder.is_dir()


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert run(tmp_path, "absent").returncode == 2


@pytest.mark.usefixtures("folder")
def test_an_address_that_is_none(tmp_path: Path) -> None:
    ran = run(tmp_path, "--host", "192.0.2.1", "--port", "0", "--public")
    assert ran.returncode == 2
    assert "cannot listen on 192.0.2.1" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.usefixtures("folder")
def test_other_names_are_refused_on_loopback(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, address):
        with pytest.raises(HTTPError, match="400") as refused:
            get(f"{address}?q=moulin", Host="evil.example")
        refused.value.close()
    assert "network" not in (tmp_path / "stderr.log").read_text(encoding="utf-8")


def test_the_pages_are_told_when_the_watching_fails_or_ends(tmp_path: Path) -> None:
    shown = Collection("", IndexDirectory(tmp_path / "index"))
    assert not shown.trouble()
    with watching([tmp_path], tmp_path / "index", engine=None, largest=MB) as shown.watcher:
        assert not shown.trouble()
        shown.watcher.error = "the disk is full"
        assert shown.trouble() == "the disk is full"
        shown.watcher.error = ""
    shown.watcher.join(10)
    assert shown.trouble() == "the watching has stopped"


def test_an_index_that_is_made_later(tmp_path: Path) -> None:
    with serving(tmp_path, "--no-watch") as (_, address):
        with pytest.raises(HTTPError, match="503") as refused:
            get(address, **{"Accept-Language": "en"})
        assert "searcher index FOLDER" in refused.value.read().decode()
        refused.value.close()
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs/a.txt").write_text("La rivière\n\nLa rivière va au moulin.\n", encoding="utf-8")
        directory = IndexDirectory(tmp_path / ".searcher")
        update([tmp_path / "docs"], directory, engine="whoosh")
        directory.close()
        assert "<mark>moulin</mark>" in get(f"{address}?q=moulin")
    assert "There is no index yet" in (tmp_path / "stderr.log").read_text(encoding="utf-8")
