"""Recognition in the background: what goes wrong is told once, and tried again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.directory import IndexDirectory
from index.documents import Tesseract
from index.sync import recognition
from index.sync.recognition import Background, Recognised

SECONDS = 20.0


def test_an_error_is_told_once_however_often_it_comes(
    directory: IndexDirectory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons = ["the disk is away", "the disk is away", "another", "the disk is away"]
    told: list[str] = []

    def recognise(*_: object) -> Iterator[Recognised]:
        if reasons:
            raise OSError(reasons.pop(0))
        yield Recognised("d/a.pdf", tmp_path / "a.pdf")

    monkeypatch.setattr(recognition, "recognise", recognise)
    monkeypatch.setattr(recognition, "RETRY_SECONDS", 0.0)
    with Background(directory, Tesseract("none"), lambda error: told.append(str(error))) as background:
        background.look()
        end = time.monotonic() + SECONDS
        while not (files := background.finished()) and time.monotonic() < end:
            time.sleep(0.01)
    assert files == {tmp_path / "a.pdf"}
    assert told == ["the disk is away", "another", "the disk is away"]
