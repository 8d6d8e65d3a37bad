"""Licences: the page names those of all dependencies, and what copyleft there is comes in knowingly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from tools.licences import AGPL, GPL, Licence, licences

PAGE = Path(__file__).parents[1] / "docs" / "licences.md"


def test_no_dependency_is_under_the_agpl() -> None:
    assert [licence.package for licence in licences(extra="dev") if licence.matches(AGPL)] == []


def test_unidecode_is_the_only_one_under_the_gpl() -> None:
    assert [licence.package for licence in licences() if licence.matches(GPL)] == ["Unidecode"]


def test_the_extra_adds_its_packages() -> None:
    added = {licence.package for licence in licences(extra="cluster")} - {licence.package for licence in licences()}
    assert {"opensearch-py", "requests"} <= added
    assert added < {licence.package for licence in licences(extra="dev")}, "tests need it"


def test_the_extra_is_free_of_the_gpl() -> None:
    assert [licence.package for licence in licences(extra="cluster") if licence.matches(GPL)] == ["Unidecode"]


def test_every_package_states_a_licence() -> None:
    assert len(licences()) > 20
    assert [licence.package for licence in licences(extra="cluster") if licence.statements == ("none stated",)] == []


@pytest.mark.parametrize(
    ("expression", "binds"), [("MPL-1.1 OR GPL-2.0-only", False), ("GPL-2.0-only OR GPL-3.0-only", True)]
)
def test_one_may_choose_among_licences(expression: str, binds: bool) -> None:
    assert Licence("package", (expression, "GNU General Public License v2 (GPLv2)")).matches(GPL) == binds


def test_the_page_lists_the_dependencies() -> None:
    rows = re.findall(r"^\| ([\w.-]+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    listed = {canonicalize_name(row) for row in rows} - {"package"}
    needed = {canonicalize_name(licence.package) for licence in licences(extra="cluster")}
    assert needed <= listed
    assert listed - needed <= {"typing-extensions"}, "which only old Pythons need"


@pytest.mark.parametrize(
    ("statement", "gpl", "agpl"),
    [
        ("GPL-2.0-or-later", True, False),
        ("GNU General Public License v2 or later (GPLv2+)", True, False),
        ("LGPL-3.0-only", False, False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False, False),
        ("AGPL-3.0-only", False, True),
        ("GNU Affero General Public License v3", False, True),
        ("MIT", False, False),
    ],
)
def test_copyleft_is_recognised(statement: str, gpl: bool, agpl: bool) -> None:
    licence = Licence("package", ("OSI Approved", statement))
    assert (licence.matches(GPL), licence.matches(AGPL)) == (gpl, agpl)
