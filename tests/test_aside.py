"""Left aside: files of other formats are counted, and said to be there."""

from __future__ import annotations

import json
import os
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
from command_line import run
from indexing import go, write
from zip_files import zipped

from index.directory import IndexDirectory
from index.documents.drafts import Aside
from index.documents.worker.assembling import Assembly
from index.documents.worker.messages import Begun, Detected
from index.model import Fault
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


def test_what_lies_in_other_files_is_counted_too(folder: Path, directory: IndexDirectory) -> None:
    message = EmailMessage()
    message.set_content("Voici la photo.")
    message.add_attachment(b"photo", "image", "x", filename="pont.XCF")
    inner = zipped({"h.txt": "Un mot.", "i.mp3": "-"})
    members: dict[str, str | bytes] = {"a.txt": "Un mot.", "b.xcf": "-", "c/d": "-", "in.zip": inner}
    (folder / "a.zip").write_bytes(
        zipped({**members, ".cachette": "-", "__MACOSX/e.xcf": "-", "m.eml": bytes(message)})
    )
    (folder / "b.pdf").write_bytes(b"%PDF-")
    write(folder / "f.xcf")
    counts = {"xcf": 3, "": 1, "mp3": 1}
    done = go(directory, folder).summary
    assert (done.aside, [problem.path for problem in done.problems]) == (counts, ["textes/b.pdf"])
    assert go(directory, folder).summary.aside == counts
    os.utime(folder / "a.zip", (1, 1))
    assert go(directory, folder).summary.aside == counts
    assert (directory.totals().aside, directory.totals().faulty) == (counts, 1)
    (folder / "a.zip").unlink()
    assert go(directory, folder).summary.aside == directory.totals().aside == {"xcf": 1}


def test_what_a_program_packs_its_own_files_in_is_not_counted(folder: Path, directory: IndexDirectory) -> None:
    (folder / "a.docx").write_bytes(zipped({"b.txt": "Un mot.", "c.xcf": "-"}))
    assert go(directory, folder).summary.aside == {}


def test_they_are_counted_behind_many_faults(folder: Path, directory: IndexDirectory) -> None:
    members = {f"{number}.pdf": "%PDF-" for number in range(30)}
    (folder / "a.zip").write_bytes(zipped({**members, "b.xcf": "-"}))
    done = go(directory, folder).summary
    assert (len(done.problems), done.aside) == (21, {"xcf": 1})
    assert (directory.totals().aside, directory.totals().faulty) == ({"xcf": 1}, 1)


def test_where_a_worker_is_lost_nothing_is_counted_twice() -> None:
    assembly = Assembly("a.zip")
    for _ in range(2):
        for message in (
            Begun("a.zip", "a.zip", 1),
            Detected("zip"),
            Aside({"xcf": 2}),
            Begun("a.zip#b.pdf", "b.pdf", 1),
        ):
            list(assembly.take(message))
        list(assembly.lose(Fault("crashed")))
    assert list(assembly.left_aside()) == [Fault("aside", values={"xcf": 2})]


def test_of_very_many_kinds_the_most_frequent_are_told_apart() -> None:
    assembly = Assembly("a.zip")
    list(assembly.take(Begun("a.zip", "a.zip", 1)))
    list(assembly.take(Aside({f"k{number}": 2 if number > 150 else 1 for number in range(200)})))
    (fault,) = assembly.left_aside()
    assert (len(fault.values), fault.values["k199"], fault.values[""]) == (101, 2, 100)


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
    assert "Other formats, left aside</dt><dd>xcf 2, &lt;b&gt; 1</dd>" in page


def test_the_commands_say_it(tmp_path: Path) -> None:
    for name in ("a.txt", "b.xcf", "c.xcf", "sub/d.mp3", "~$e.docx"):
        write(tmp_path / "docs" / name)
    (tmp_path / "docs/f.zip").write_bytes(zipped({"g.txt": "Un mot.", "h.xcf": "-", "i.xcf": "-"}))
    line = "5 files of other formats are left aside: xcf 4, mp3 1."
    assert run(tmp_path, "index", "docs").stderr.splitlines() == [line, "2 files added."]
    again = run(tmp_path, "index", "docs")
    assert (again.returncode, again.stderr.splitlines()) == (0, [line, "2 unchanged."])
    assert json.loads(run(tmp_path, "info", "--json").stdout)["left_aside"] == {"xcf": 4, "mp3": 1}
    assert "left aside         xcf 4, mp3 1" in run(tmp_path, "info").stdout
    assert run(tmp_path, "check").stdout == ""
    named = run(tmp_path, "check", "--files")
    assert (named.returncode, named.stdout.splitlines()) == (
        0,
        ["? docs/b.xcf", "? docs/c.xcf", "? docs/sub/d.mp3", "? docs/f.zip: xcf 2"],
    )
    assert run(tmp_path, "index", "docs", "--quiet").stderr == ""
