"""Where the command line writes to: terminals with colours, pipes, and a disk that is full."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from command_line import ESCAPE, SEARCHER, environment, plain, run
from pdf_files import Style, typeset
from pdf_texts import paragraphs

# --- colour


def on_terminal(folder: Path, *arguments: str, **extra: str) -> str:
    """What the command writes to a terminal of 100 columns."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [SEARCHER, *arguments],
        cwd=folder,
        env=environment(COLUMNS="100", **extra),
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(follower)
        written = b""
        try:
            while part := os.read(leader, 65536):
                written += part
        except OSError:  # how a terminal ends
            pass
        os.close(leader)
        assert process.stderr
        assert b"Traceback" not in process.stderr.read()
    return written.decode()


def test_marks_are_coloured_on_a_terminal(home: Path) -> None:
    shown = on_terminal(home, "query", "sécurité", "rafah", "type:md")
    coloured = re.findall(r"\x1b\[1;33m(.*?)\x1b\[0m", shown)
    assert coloured == ["Rafah", "sécurité", "Rafah"]
    assert "1. Gaza : la trêve  2024-03-26" in plain(shown)
    assert "docs/a.md" in plain(shown)


def test_the_page_of_a_paragraph_is_told(tmp_path: Path) -> None:
    blocks = [*paragraphs(4, 0), "Le vieux lavoir fut vendu.", *paragraphs(4, 1)]
    (tmp_path / "plan.pdf").write_bytes(typeset(blocks, Style(lines=12, gap=12)))
    assert run(tmp_path, "index", "plan.pdf").returncode == 0
    told = []
    for shown in (run(tmp_path, "query", "lavoir").stdout, plain(on_terminal(tmp_path, "query", "lavoir"))):
        told += [line.strip() for line in shown.splitlines() if "lavoir" in line]
    assert told == ["p. 2 Le vieux lavoir fut vendu."] * 2


def test_no_color_is_heeded(home: Path) -> None:
    shown = on_terminal(home, "query", "sécurité", "rafah", "type:md", NO_COLOR="1")
    assert "sécurité" in plain(shown)
    assert not re.search(r"\x1b\[[0-9;]*(?:3|4|9|10)[0-7][;m]", shown)


def test_a_terminal_sees_the_talk_and_the_table_of_terms(home: Path) -> None:
    shown = plain(on_terminal(home, "terms", "L’O.N.U."))
    assert re.search(r"O\.N\.U\. +2 +8 +onu +onu +~onu +onu", shown)


@pytest.mark.parametrize("terminal", [False, True])
def test_no_control_character_of_a_document_reaches_the_terminal(terminal: bool, home: Path) -> None:
    shown = plain(on_terminal(home, "query", "Lyon")) if terminal else run(home, "query", "Lyon").stdout
    assert "Lyon" in shown
    assert not re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", shown)
    assert "␛" in shown


def test_nor_one_of_the_query(home: Path) -> None:
    done = run(home, "query", "Tombouctouville\x1b[31m\x9b")
    assert done.returncode == 1
    assert not re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.stdout + done.stderr)
    assert ESCAPE not in run(home, "terms", "mot\x1b[31m").stdout


# --- pipes


@pytest.mark.parametrize("arguments", [("query", "Rafah"), ("query", "--json", "Rafah"), ("info",), ("terms", "Rafah")])
def test_a_reader_that_is_gone_is_no_error(arguments: tuple[str, ...], home: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [SEARCHER, *arguments], cwd=home, env=environment(), stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert b"Traceback" not in done.stderr
    assert b"roken" not in done.stderr
    assert done.returncode == 0


def test_a_full_disk_is_an_error_and_no_traceback(home: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    with full.open("w", encoding="utf-8") as stream:
        done = subprocess.run(
            [SEARCHER, "query", "Rafah"],
            cwd=home,
            env=environment(),
            stdout=stream,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
