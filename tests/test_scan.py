"""Scanning: which files of a folder are seen, what is said of the others, and that what was indexed of those stays."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pytest
from indexing import python, write

from index.documents import message
from index.model import Root
from index.sync import FileSeen, Problem, printable
from index.sync.scan import Aside, scan

NOBODY = 65534


def look(place: Path, *, largest: int = 1_000, within: Path | None = None) -> tuple[list[str], dict[str, str]]:
    """The paths that are seen, and what is said of the others."""
    items = list(scan(Root("r", place), largest=largest, within=within))
    problems = {item.path: message(item.fault) for item in items if isinstance(item, Problem)}
    return [item.path for item in items if isinstance(item, FileSeen)], problems


def test_the_files_of_known_formats_are_seen_in_the_order_of_their_names(folder: Path) -> None:
    for name in ("b.txt", "a.md", "c.JSONL", "D.Txt", "sub/a.txt", "sub/deep/z.md", "é.txt", "l'eau 2.txt"):
        write(folder / name)
    for name in (".hidden.txt", ".git/a.txt", "image.png", "txt", "a.txt~", "a.txt.bak", "sub/.x/a.txt"):
        write(folder / name)
    expected = [
        "r/D.Txt",
        "r/a.md",
        "r/b.txt",
        "r/c.JSONL",
        "r/l'eau 2.txt",
        "r/sub/a.txt",
        "r/sub/deep/z.md",
        "r/é.txt",
    ]
    assert look(folder) == (expected, {})


def test_files_of_other_formats_are_left_aside_and_what_is_nobodys_is_not_seen(folder: Path) -> None:
    for name in ("a.xcf", "README", "sub/b.MP3", "a.txt.bak", "été.d c"):
        write(folder / name)
    ours = ("~$lettre.docx", ".~lock.a.odt#", ".#a.txt", "#a.txt#", "a.txt~", "a.swp", "c.pdf.part", "d.crdownload")
    for name in (".hidden.xcf", *ours, "b.tmp", "Thumbs.db", "x/desktop.ini"):
        write(folder / name)
    (folder / "dossier.xcf").mkdir()
    (folder / "lien.xcf").symlink_to(folder / "nowhere")
    items = list(scan(Root("r", folder), largest=10))
    aside = [item for item in items if isinstance(item, Aside)]
    assert [item.path for item in aside] == ["r/README", "r/a.txt.bak", "r/a.xcf", "r/sub/b.MP3", "r/été.d c"]
    assert {item.root for item in aside} == {str(folder)}
    assert [type(item) for item in items if not isinstance(item, Aside)] == [Problem]  # the link that leads nowhere


def test_what_is_seen_of_a_file(folder: Path) -> None:
    file = write(folder / "a.txt", "été", mtime=1_700_000_000_123_456_789)
    (seen,) = scan(Root("r", folder), largest=10)
    assert seen == FileSeen(str(file), "r/a.txt", str(folder), 5, 1_700_000_000_123_456_789)


def test_a_single_file_is_a_root(folder: Path) -> None:
    assert look(write(folder / "a.txt")) == (["r"], {})


def test_only_what_lies_within(folder: Path) -> None:
    for name in ("a.txt", "sub/b.txt", "sub/c/d.txt", "sub2/e.txt"):
        write(folder / name)
    assert look(folder, within=folder / "sub") == (["r/sub/b.txt", "r/sub/c/d.txt"], {})
    assert look(folder, within=folder / "sub" / "b.txt") == (["r/sub/b.txt"], {})


def test_links(folder: Path) -> None:
    write(folder / "real" / "a.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "real" / "up").symlink_to(folder / "real")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "linked.txt").symlink_to(folder / "real" / "a.txt")
    (folder / "twin").symlink_to(folder / "real")
    seen, problems = look(folder)
    assert seen == ["r/real/a.txt"]  # once, by its own name
    assert set(problems) == {"r/loop", "r/gone.txt", "r/real/up"}
    assert "nowhere" in problems["r/gone.txt"]
    assert all("leads back" in problems[path] for path in ("r/loop", "r/real/up"))


def test_a_link_out_of_the_folder_is_not_followed_and_said(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "ailleurs" / "a.txt")
    write(tmp_path / "ailleurs" / "image.png")
    write(folder / ".cache" / "b.txt")
    (folder / "dossier").symlink_to(tmp_path / "ailleurs")
    (folder / "fichier.txt").symlink_to(tmp_path / "ailleurs" / "a.txt")
    (folder / "cache.txt").symlink_to(folder / ".cache" / "b.txt")
    (folder / "image.png").symlink_to(tmp_path / "ailleurs" / "image.png")
    (folder / ".cache" / "lien").symlink_to(tmp_path / "ailleurs")
    seen, problems = look(folder)
    assert seen == []
    assert set(problems) == {"r/dossier", "r/fichier.txt", "r/cache.txt"}
    assert str(tmp_path / "ailleurs" / "a.txt") in problems["r/fichier.txt"]
    items = scan(Root("r", folder), largest=99, covered=[tmp_path / "ailleurs"])
    assert [item.path for item in items if isinstance(item, Problem)] == ["r/cache.txt"]


def test_what_is_reached_by_a_link_is_a_link_too(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "ailleurs" / "a.txt")
    (folder / "lien.txt").symlink_to(tmp_path / "ailleurs" / "a.txt")
    assert look(folder, within=folder / "lien.txt")[0] == []
    assert set(look(folder, within=folder / "lien.txt")[1]) == {"r/lien.txt"}


def test_a_link_to_a_folder_above_what_is_looked_at_leads_back_too(folder: Path) -> None:
    write(folder / "sub" / "deep" / "a.txt")
    (folder / "sub" / "deep" / "up").symlink_to(folder)
    (folder / "sub" / "deep" / "sub").symlink_to(folder / "sub")
    seen, problems = look(folder, within=folder / "sub" / "deep")
    assert (seen, set(problems)) == (["r/sub/deep/a.txt"], {"r/sub/deep/sub", "r/sub/deep/up"})


@pytest.mark.parametrize("name", [b"un\ndeux.txt", b"\xe9t\xe9.txt", b"tab\t.txt", b"bell\x07.txt"])
def test_names_that_no_index_can_hold(folder: Path, name: bytes) -> None:
    Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text("Titre\n\nmot\n", encoding="utf-8")
    write(folder / "bon.txt")
    items = list(scan(Root("r", folder), largest=100))
    assert [item.path for item in items if isinstance(item, FileSeen)] == ["r/bon.txt"]
    (problem,) = (item for item in items if isinstance(item, Problem))
    assert "rename it" in str(problem)
    assert str(problem).isprintable()
    str(problem).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("é l'eau", "é l'eau"),
        ("a\nb", "a\\nb"),
        ("\udce9", "\\udce9"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
    ],
)
def test_what_is_printed_is_one_harmless_line(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_text_too_large_is_a_problem_and_records_are_not(folder: Path) -> None:
    write(folder / "a.txt", "x" * 11)
    write(folder / "b.txt", "x" * 10)
    write(folder / "c.jsonl", "x" * 11)
    seen, problems = look(folder, largest=10)
    assert seen == ["r/b.txt", "r/c.jsonl"]
    assert list(problems) == ["r/a.txt"]


def test_what_is_no_regular_file_is_a_problem(folder: Path) -> None:
    os.mkfifo(folder / "tube.txt")
    (folder / "dossier.txt").mkdir()
    write(folder / "dossier.txt" / "a.txt")
    seen, problems = look(folder)
    assert seen == ["r/dossier.txt/a.txt"]
    assert problems == {"r/tube.txt": "not a regular file; left out"}


def test_of_a_file_that_is_gone_nothing_is_said(folder: Path) -> None:
    """It is missing from what is seen, which is how it is known to be gone."""
    write(folder / "a.txt")
    assert look(folder, within=folder / "gone.txt") == ([], {})
    assert look(folder, within=folder / "gone" / "b.txt") == ([], {})


def test_a_folder_that_is_gone_is_a_problem(folder: Path) -> None:
    folder.rmdir()
    seen, problems = look(folder)
    assert not seen
    assert list(problems) == ["r"]


AS_NOBODY = """
    import json, os, sys
    from pathlib import Path
    from indexing import opened, state_of
    from index.sync import update
    folder, index, warm = map(Path, sys.argv[1:])
    def run(folder, directory):
        summary = update([folder], directory, engine="whoosh").summary
        return {
            "problems": {problem.path: str(problem) for problem in summary.problems},
            "removed": summary.removed,
            "articles": state_of(directory)[1],
        }
    for text in ("Un", "Autre"):  # imports all there is to import: nobody may not read Python's folders
        (warm / "textes" / "a.txt").write_text(text)
        run(warm / "textes", opened(warm / "index"))
    if os.getuid() == 0:
        os.setgroups([]); os.setgid(NOBODY); os.setuid(NOBODY)
    directory = opened(index)
    first = run(folder, directory)
    os.chmod(folder / "clos", 0); os.chmod(folder / "clos.txt", 0)
    (folder / "ouvert.txt").write_text("Autre")
    os.utime(folder / "clos.txt", ns=(1, 1))
    (folder / "regle" / ".searcherignore").write_text("*.md")
    os.chmod(folder / "regle" / ".searcherignore", 0)
    second = run(folder, directory)
    os.chmod(folder / "clos", 0o700)
    print(json.dumps([first, second]))
"""


def test_what_cannot_be_read_any_more_keeps_its_articles(tmp_path: Path) -> None:
    """Root reads everything, so this runs as nobody, in a folder of nobody's: pytest's own is closed to others."""
    write(tmp_path / "textes" / "a.txt")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "textes")
        for file in ("ouvert.txt", "clos.txt", "clos/a.txt", "clos/sub/b.txt", "regle/a.txt"):
            write(folder / file)
        if os.getuid() == 0:
            for place in (Path(name), *Path(name).rglob("*")):
                os.chown(place, NOBODY, NOBODY)
        done = python(AS_NOBODY.replace("NOBODY", str(NOBODY)), folder, Path(name, "index"), tmp_path)
    assert done.returncode == 0, done.stderr
    first, second = json.loads(done.stdout)
    everything = ["textes/clos.txt", "textes/clos/a.txt", "textes/clos/sub/b.txt", "textes/ouvert.txt"]
    everything.append("textes/regle/a.txt")  # what it says is not known, so nothing of its folder is read
    assert first == {"problems": {}, "removed": 0, "articles": everything}
    assert second["articles"] == everything
    assert second["removed"] == 0
    assert set(second["problems"]) == {"textes/clos", "textes/clos.txt", "textes/regle"}
