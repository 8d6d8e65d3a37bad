"""``index.json``: whichever bit of it turns, what it says is what was written, or it is told as damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.directory import AUTO
from index.directory.state import State, Versions, read_state, write_state
from index.directory.store import Role
from index.engines.protocol import DamagedError
from index.model import Root

WRITTEN = State("tantivy", "tantivy-0123abcd", (Root("é", Path("/d/é")), Root("b", Path("/b"))), Versions(1, 2, 3))


def test_a_turned_bit_is_told(tmp_path: Path) -> None:
    file = tmp_path / Role.CURRENT
    write_state(file, WRITTEN)
    whole = file.read_bytes()
    told = 0
    for bit in range(8 * len(whole)):
        spoilt = bytearray(whole)
        spoilt[bit // 8] ^= 1 << bit % 8
        file.write_bytes(spoilt)
        try:
            assert read_state(file) == WRITTEN, spoilt
        except DamagedError:
            told += 1
    assert told > 7 * len(whole)


def test_a_cut_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / Role.CURRENT
    write_state(file, WRITTEN)
    whole = file.read_bytes()
    for size in range(len(whole)):
        file.write_bytes(whole[:size])
        with pytest.raises(DamagedError):
            read_state(file)


def test_one_without_a_checksum_is_read(tmp_path: Path) -> None:
    """An earlier version wrote none."""
    file = tmp_path / Role.CURRENT
    write_state(file, WRITTEN)
    said = json.loads(file.read_text(encoding="utf-8"))
    assert said.pop("checksum")
    file.write_text(json.dumps(said), encoding="utf-8")
    assert read_state(file) == WRITTEN


def test_one_of_an_older_version_is_auto_and_outdated(tmp_path: Path) -> None:
    file = tmp_path / Role.CURRENT
    file.write_text('{"engine": "whoosh", "data": "d", "reading": "r", "roots": [["a", "/a"]]}', encoding="utf-8")
    read = read_state(file)
    assert read == State("whoosh", "d", (Root("a", Path("/a")),), Versions(0, 0, 0), AUTO)
    assert (read.outdated, read.readable) == (True, False)


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    state = State("tantivy", "tantivy-0123abcd", (Root("é/a", Path("/é/a")),), Versions(1, 2, 3), "tantivy")
    write_state(tmp_path / Role.CURRENT, state)
    assert read_state(tmp_path / Role.CURRENT) == state
