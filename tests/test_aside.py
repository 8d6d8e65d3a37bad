"""Left aside: files of other formats are counted, and said to be there."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from command_line import run
from indexing import go, write

from index.directory import IndexDirectory
from index.sync import forget, left_aside
from web.app import create_app


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, ""),
        ({"xcf": 1}, "1 file of another format is left aside: xcf 1."),
        ({"mp3": 2, "xcf": 7}, "9 files of other formats are left aside: xcf 7, mp3 2."),
        ({"": 3, "b": 3, "a": 3}, "9 files of other formats are left aside: no suffix 3, a 3, b 3."),
        ({"un\nmot": 1}, "1 file of another format is left aside: un\\nmot 1."),
        (
            dict.fromkeys("abcdefghij", 6),
            "60 files of other formats are left aside: a 6, b 6, c 6, d 6, e 6, f 6, g 6, h 6, 12 others.",
        ),
    ],
)
def test_what_is_said(counts: dict[str, int], said: str) -> None:
    assert left_aside(counts) == said


def test_each_folder_has_its_count(tmp_path: Path, directory: IndexDirectory) -> None:
    both = tmp_path / "both"
    un, deux = both / "un", both / "deux"
    for place in (un / "a.txt", un / "b.xcf", un / "sub" / "c.xcf", deux / "a.txt", deux / "d.mp3"):
        write(place)
    assert go(directory, un, deux).summary.aside == {"xcf": 2, "mp3": 1}
    assert directory.totals().aside == {"xcf": 2, "mp3": 1}
    write(un / "sub" / "e.txt")
    go(directory, un / "sub")
    assert directory.totals().aside == {"xcf": 2, "mp3": 1}
    (un / "b.xcf").unlink()
    write(un / "sub" / "f.odg")
    go(directory)
    assert directory.totals().aside == {"xcf": 1, "odg": 1, "mp3": 1}
    forget([un], directory)
    assert directory.totals().aside == {"mp3": 1}
    go(directory, both)
    assert directory.totals().aside == {"xcf": 1, "odg": 1, "mp3": 1}


def test_an_index_that_is_built_anew_counts_anew(folder: Path, directory: IndexDirectory) -> None:
    write(folder / "a.txt")
    write(folder / "b.xcf")
    go(directory, folder, engine="whoosh")
    go(directory, folder, engine="tantivy")
    assert directory.totals().aside == {"xcf": 1}


def test_the_home_page_says_it(folder: Path, tmp_path: Path) -> None:
    write(folder / "a.txt")
    with closing(IndexDirectory(tmp_path / "searchable")) as directory:
        client = create_app(directory).test_client()
        go(directory, folder)
        assert "left aside" not in client.get("/", headers={"Accept-Language": "en"}).text
        for name in ("b.xcf", "c.xcf", "<i>.<b>"):
            write(folder / name)
        go(directory, folder)
        page = " ".join(client.get("/", headers={"Accept-Language": "en"}).text.split())
    assert "3 files of other formats are left aside (&lt;b&gt; 1, xcf 2)." in page


def test_the_commands_say_it(tmp_path: Path) -> None:
    for name in ("a.txt", "b.xcf", "c.xcf", "sub/d.mp3", "~$e.docx"):
        write(tmp_path / "docs" / name)
    line = "3 files of other formats are left aside: xcf 2, mp3 1."
    assert run(tmp_path, "index", "docs").stderr.splitlines() == [line, "1 file added."]
    again = run(tmp_path, "index", "docs")
    assert (again.returncode, again.stderr.splitlines()) == (0, [line, "1 unchanged."])
    assert json.loads(run(tmp_path, "info", "--json").stdout)["left_aside"] == {"xcf": 2, "mp3": 1}
    assert "left aside         xcf 2, mp3 1" in run(tmp_path, "info").stdout
    assert run(tmp_path, "check").stdout == ""
    named = run(tmp_path, "check", "--files")
    assert (named.returncode, named.stdout.splitlines()) == (0, ["? docs/b.xcf", "? docs/c.xcf", "? docs/sub/d.mp3"])
    assert run(tmp_path, "index", "docs", "--quiet").stderr == ""
