"""``index.json``: whichever bit of it turns, what it says is what was written, or it is told as damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
