"""``searcher index`` and ``query`` on a full disk: one line, and the old index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from command_line import docs_of, run, unmeasured

FULL = """
import resource, sys
most = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
from searcher.main import main
main()
"""


def with_full_disk(folder: Path, most: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command where no file can grow beyond ``most`` bytes, which fails as a full disk does."""
    command = [sys.executable, "-c", FULL, str(most), *arguments]
    return subprocess.run(
        command, cwd=folder, env=unmeasured(), capture_output=True, encoding="utf-8", check=False, timeout=60
    )


@pytest.mark.parametrize("most", [0, 100, 5_000, 40_000])
def test_a_full_disk_leaves_the_old_index(tmp_path: Path, most: int) -> None:
    docs = docs_of(tmp_path, 100)
    assert run(tmp_path, "index", "docs").returncode == 0
    (docs / "b.txt").write_text("Titre\n\n" + " ".join(f"mot{n} Gaza" for n in range(2_000)), encoding="utf-8")
    done = with_full_disk(tmp_path, most, "index", "docs")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "cannot write" in done.stderr
    assert run(tmp_path, "query", "Rafah").returncode == 0
    assert run(tmp_path, "query", "Gaza").returncode == 1
    assert run(tmp_path, "index", "docs").stderr == "1 file added, 1 unchanged.\n"
    assert run(tmp_path, "query", "Gaza").returncode == 0


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_an_index_on_a_full_disk_can_be_searched(tmp_path: Path, engine: str) -> None:
    docs_of(tmp_path, 100)
    assert run(tmp_path, "index", "--engine", engine, "docs").returncode == 0
    found = run(tmp_path, "query", "Rafah")
    assert "Rafah" in found.stdout
    done = with_full_disk(tmp_path, 0, "query", "Rafah")
    assert (done.returncode, done.stdout) == (0, found.stdout)


def test_a_full_disk_breaks_off_a_first_build_that_goes_on(tmp_path: Path) -> None:
    docs = docs_of(tmp_path, 100)
    (docs / "b.txt").write_text("Titre\n\n" + " ".join(f"mot{n} Gaza" for n in range(2_000)), encoding="utf-8")
    done = with_full_disk(tmp_path, 40_000, "index", "docs")
    assert done.returncode == 2
    assert "cannot write" in done.stderr
    assert run(tmp_path, "query", "Rafah").returncode == 2
    assert run(tmp_path, "index", "docs").returncode == 0
    assert run(tmp_path, "query", "Gaza").returncode == 0
