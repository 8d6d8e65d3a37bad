"""The audit: a vulnerability fails it, a package index that is away does not."""

from __future__ import annotations

import json

import pytest

from tools.audit import verdict

SAFE = {"name": "safe", "version": "2.0", "vulns": []}
BAD = {"name": "bad", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found on PyPI and could not be audited"}


def report(*dependencies: object) -> str:
    return json.dumps({"dependencies": dependencies, "fixes": []})


def test_a_vulnerability_fails_and_is_named() -> None:
    code, lines = verdict(report(SAFE, BAD, UNKNOWN))
    assert code == 1
    assert lines == ["bad 1.0: PYSEC-1, mended by 1.1", "audit: 2 of 3 packages looked up"]


def test_none_is_well() -> None:
    assert verdict(report(SAFE)) == (0, ["audit: 1 of 1 packages looked up"])


@pytest.mark.parametrize(
    ("said", "complaint"),
    [(report(UNKNOWN, UNKNOWN), ""), ("", "Traceback …\nConnectionError: HTTPSConnectionPool: Max retries exceeded")],
)
def test_an_index_that_does_not_answer_is_said_and_no_failure(said: str, complaint: str) -> None:
    code, lines = verdict(said, complaint)
    assert code == 0
    assert "NOT DONE" in lines[0]


def test_what_pip_audit_cannot_read_fails() -> None:
    assert verdict("", "ERROR: constraints.txt:3: invalid requirement") == (
        2,
        ["ERROR: constraints.txt:3: invalid requirement"],
    )
