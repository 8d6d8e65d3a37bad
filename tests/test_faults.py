"""What kept a file from being read → the fault of it, and the line that says so."""

from __future__ import annotations

import errno

import pytest

from index.documents import message
from index.documents.faults import MEMBER, MORE, PAGE, broken, failure
from index.model import Fault


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), Fault("unreadable", 3, {"reason": "Permission denied"})),
        (OSError("no number"), Fault("unreadable", 3, {"reason": "OSError"})),
        (MemoryError(), Fault("memory", 3)),
        (RecursionError("too deep"), Fault("nested", 3)),
        (ModuleNotFoundError("No module", name="olefile"), Fault("no_library", 3, {"reason": "olefile"})),
        (ImportError("bad\nELF"), Fault("no_library", 3, {"reason": "ImportError: bad ELF"})),
        (KeyError("oh"), Fault("failed", 3, {"reason": "KeyError: 'oh'"})),
    ],
)
def test_an_error_is_a_fault_of_the_file(error: Exception, fault: Fault) -> None:
    assert failure(error, 3) == fault


def test_what_a_reader_did_not_expect_is_damage() -> None:
    assert broken(KeyError("oh")) == Fault("broken", values={"reason": "KeyError: 'oh'"})
    assert broken(MemoryError()) == Fault("memory")


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (Fault(MORE, values={"n": 1}), "and 1 more line that is no record"),
        (Fault(MORE, values={"n": 2}), "and 2 more lines that are no records"),
        (Fault("of_tomorrow", 7), "line 7: of_tomorrow"),
        (Fault("of_tomorrow", values={MEMBER: "a.pdf", PAGE: 2}), "a.pdf: from page 2 on: of_tomorrow"),
    ],
)
def test_the_line_that_says_it(fault: Fault, line: str) -> None:
    assert message(fault) == line


def test_a_value_that_another_version_did_not_store_is_left_open() -> None:
    assert "…" in message(Fault("unreadable", values={"other": 1}))
