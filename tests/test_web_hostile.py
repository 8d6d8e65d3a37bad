"""Hostile documents and other sites in a real browser: the short form of ``python -m benchmarks.reliability web``."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from browsing import address as address  # noqa: PLC0414  # a fixture
from browsing import browser as browser  # noqa: PLC0414

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from playwright.sync_api import Browser

from benchmarks.reliability import hostile
from benchmarks.reliability.rendered import Watched, elsewhere, walk
from benchmarks.reliability.web import another_site, collection_names
from index.directory import IndexDirectory
from index.sync import update
from web.app import create_app

RUNS = (0, 1, 2, 4)
"""Payloads that run where they are not escaped and no policy forbids it."""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexDirectory]:
    place = tmp_path_factory.mktemp("hostile")
    hostile.write(place / "docs")
    directory = IndexDirectory(place / ".searcher")
    update([place / "docs"], directory, engine="whoosh")
    yield directory
    directory.close()


@pytest.mark.parametrize("field", [*hostile.FIELDS, "query"])
def test_nothing_of_a_document_runs(browser: Browser, address: str, field: str) -> None:
    pages, failures = walk(browser, address, field, 2)
    assert pages >= 2
    assert failures == []


@pytest.mark.parametrize("field", hostile.FIELDS)
def test_each_field_is_shown(directory: IndexDirectory, field: str) -> None:
    """What is not found, or not shown, could do no harm anyway."""
    client = create_app(directory).test_client()
    found = client.get(f"/?q={hostile.word(field)}").text
    links = re.findall(r'<h2><a href="(/article[^"#]*)', found)
    assert len(links) == 10
    shown = "".join(client.get(html.unescape(link)).text for link in links)
    assert "alert(1)" in shown


@pytest.mark.parametrize("number", RUNS)
def test_what_runs_is_noticed(browser: Browser, address: str, number: int) -> None:
    """Were it not for this, the tests above could not fail."""
    watched = Watched(browser.new_context(), address)
    watched.page.set_content(f'<p>"{hostile.PAYLOADS[number]}</p>')
    watched.page.wait_for_timeout(100)
    failures = watched.look()
    watched.page.context.close()
    assert any("dialog" in failure for failure in failures)
    assert any("evil" in failure for failure in failures)


def test_another_site_gets_nothing(browser: Browser, address: str) -> None:
    with another_site() as other:
        assert elsewhere(browser, address, other) == []


def test_another_site_gets_what_is_not_safe(browser: Browser) -> None:
    """Were it not for this, the test above could not fail."""
    with another_site() as unsafe, another_site() as other:
        assert "no-cors is loaded" in elsewhere(browser, unsafe, other)


def test_no_payload_names_a_collection() -> None:
    assert collection_names().failures == []
