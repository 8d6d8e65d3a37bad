"""``.searcherignore``: what it leaves out, with Git as the judge, and that a change of it takes effect."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexing import go, holding, made, write

from index.directory import IndexDirectory
from index.documents import message
from index.model import Root
from index.sync import FileSeen, Problem
from index.sync.ignore import IGNORE, Rules, ignores, parse
from index.sync.scan import scan

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed, and is the judge here")
FILES = (
    "a.txt",
    "b.md",
    "brouillon.txt",
    "sub/a.txt",
    "sub/b.md",
    "sub/brouillon.txt",
    "sub/deep/a.txt",
    "sub/deep/c.txt",
    "prive/a.txt",
    "prive/deep/a.txt",
    "été/l'eau #1.txt",
)


def look(folder: Path, within: Path | None = None) -> tuple[list[str], list[str]]:
    """The paths that are seen, and what is said."""
    items = list(scan(Root("r", folder), largest=1_000, within=within))
    seen = sorted(item.path.removeprefix("r/") for item in items if isinstance(item, FileSeen))
    return seen, [f"{item.path}: {message(item.fault)}" for item in items if isinstance(item, Problem)]


def by_git(folder: Path) -> list[str]:
    """What Git would see, were the files called ``.gitignore``."""
    if not (folder / ".git").exists():
        subprocess.run(["git", "init", "-q", folder], check=True)
    listing: list[str | Path] = ["git", "-C", folder, "ls-files", "-z", "--others", f"--exclude-per-directory={IGNORE}"]
    done = subprocess.run(listing, check=True, capture_output=True)
    names = done.stdout.decode().split("\0")
    return sorted(name for name in names if name and IGNORE not in name)


@needs_git
@pytest.mark.parametrize(
    "rules",
    [
        {"": "*.md"},
        {"": "prive/"},
        {"": "prive"},
        {"": "/a.txt"},
        {"": "sub/*.txt\n!sub/a.txt"},
        {"": "**/deep"},
        {"": "sub/**"},
        {"": "sub/**\n!sub/b.md"},
        {"": "sub/\n!sub/b.md"},
        {"": "*.txt\n!a.txt"},
        {"": "*.txt", "sub": "!a.txt"},
        {"": "!a.txt", "sub": "*", "sub/deep": "!*"},
        {"sub": "/a.txt\ndeep/"},
        {"prive": "*"},
        {"": "# rien\n\n\\#x\n  \n"},
        {"": "l'eau #1.txt"},
        {"": "été/"},
        {"": "brouillon*\r\n"},
        {"": "[ab].*"},
        {"": "deep/a.txt"},
        {"": "deep\n!sub"},
        {"": "*.txt\n!sub"},
        {"": "sub/**\n!*/\n!**/c.txt"},
        {"": "deep\n!/sub\n/b.md"},
        {"": "sub/**\n!sub/**/deep\n!sub/**/c.txt\nsub/**/a.txt"},
    ],
)
def test_what_is_left_out_is_what_git_leaves_out(tmp_path: Path, rules: dict[str, str]) -> None:
    for name in FILES:
        write(tmp_path / name)
    for place, text in rules.items():
        write(tmp_path / place / IGNORE, text)
    assert look(tmp_path) == (by_git(tmp_path), [])


signs = st.lists(st.sampled_from(("*", "a", "b", "sub", "deep", ".txt", ".md", "?", "[ab]")), min_size=1, max_size=3)
name = signs.map("".join).filter(lambda text: "**" not in text)
path = st.lists(name, min_size=1, max_size=3).map("/".join)
pattern = st.tuples(
    st.sampled_from(("", "!")),
    st.one_of(path, path.map("/{}".format), name.map("**/{}".format), path.map("{}/**".format)),
    st.sampled_from(("", "/")),
).map("".join)
"""Lines as people write them; of ``**/a/b`` below folders that are taken back in, the library thinks otherwise."""


@needs_git
@given(lines=st.lists(pattern, max_size=4), inner=st.lists(pattern, max_size=3))
def test_any_rules_are_read_as_git_reads_them(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], inner: list[str]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "rules"
    for name in FILES[:8] if not folder.exists() else ():
        write(folder / name)
    write(folder / IGNORE, "\n".join(lines))
    write(folder / "sub" / IGNORE, "\n".join(inner))
    assert look(folder)[0] == by_git(folder)


def test_what_lies_within_is_left_out_as_well(tmp_path: Path) -> None:
    for name in FILES:
        write(tmp_path / name)
    write(tmp_path / IGNORE, "prive/\n*.md\n")
    for name in ("prive", "prive/a.txt", "prive/deep/a.txt", "b.md", ".caché/a.txt"):
        assert look(tmp_path, within=tmp_path / name) == ([], [])
    assert look(tmp_path, within=tmp_path / "sub")[0] == [
        "sub/a.txt",
        "sub/brouillon.txt",
        "sub/deep/a.txt",
        "sub/deep/c.txt",
    ]


def test_a_line_that_is_no_pattern_is_said_and_the_others_hold(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt")
    write(tmp_path / IGNORE, "!\na.txt\nx\\\n")
    seen, said = look(tmp_path)
    assert seen == ["b.txt"]
    assert [line.split(":")[:2] for line in said] == [
        ["r/.searcherignore", " line 1"],
        ["r/.searcherignore", " line 3"],
    ]


def test_names_in_another_encoding_and_a_mark_at_the_beginning(tmp_path: Path) -> None:
    (tmp_path / IGNORE).write_bytes(b"\xef\xbb\xbfa.txt\n\xe9*.txt\n")
    write(tmp_path / "a.txt")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9.txt")).write_text("mot", encoding="utf-8")
    assert look(tmp_path) == ([], [])


def test_what_is_no_file_of_rules_is_none(tmp_path: Path) -> None:
    """A pipe would be waited for, a link may lead anywhere."""
    write(tmp_path / "sub" / "a.txt")
    write(tmp_path / "b" / "a.txt")
    write(tmp_path / "règles", "*")
    os.mkfifo(tmp_path / "sub" / IGNORE)
    (tmp_path / "b" / IGNORE).symlink_to(tmp_path / "règles")
    assert look(tmp_path)[0] == ["b/a.txt", "sub/a.txt"]


def test_a_change_takes_effect_at_the_next_update(folder: Path, directory: IndexDirectory) -> None:
    for name in ("a.txt", "prive/b.txt"):
        write(folder / name, "Un chat.")
    go(directory, folder)
    write(folder / IGNORE, "prive/\n")
    assert made(go(directory, folder).summary) == {"removed": 1, "unchanged": 1}
    assert holding(directory.engine(), "chat") == ["textes/a.txt"]
    write(folder / IGNORE, "*\n")  # on purpose: it is not an empty folder
    assert made(go(directory).summary) == {"removed": 1}
    (folder / IGNORE).unlink()
    assert made(go(directory).summary) == {"added": 2}


@given(st.lists(st.text(max_size=20), max_size=5))
def test_no_rules_break_it(lines: list[str]) -> None:
    parsed, faults = parse(lines)
    assert len(faults) <= len(lines)
    ignores([Rules("/x", parsed)], "/x/a/b.txt", is_folder=False)
