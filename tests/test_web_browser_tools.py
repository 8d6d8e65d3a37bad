"""What can be taken away, in a real browser: the API's page, lists of names, alerts and files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from browsing import NARROW, WIDE, overflow

from index.directory import IndexDirectory
from index.sync import update
from searcher.alerts import add_alert, try_alerts

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from playwright.sync_api import Browser, Page, expect

PAGES = ("/api", "/names", "/names?names=Jean+Dupont%0AAlbert+Camus", "/alerts")
LONG = "Un très long " + "mot" * 60


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexDirectory]:
    place = tmp_path_factory.mktemp("tools")
    docs = place / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text(f"{LONG}\n\nJean Dupont préside le conseil.\n", encoding="utf-8")
    with closing(IndexDirectory(place / "index")) as directory:
        update([docs], directory, engine="whoosh")
        add_alert(directory, "veille", "conseil")
        add_alert(directory, "rien", "xyzzy")
        (docs / "b.txt").write_text(f"{LONG}\n\nUn autre conseil, {LONG}.\n", encoding="utf-8")
        update([docs], directory, engine="whoosh")
        assert try_alerts(directory) == 1
        yield directory


def test_a_list_of_names_is_typed_and_looked_for(page: Page) -> None:
    page.goto("/names")
    page.locator("#names").fill("Jean Dupont\nAlbert Camus")
    page.locator("main button").first.click()
    expect(page.locator("main tbody tr")).to_have_count(2)
    expect(page.locator("#names")).to_have_value("Jean Dupont\nAlbert Camus")
    page.locator("main tbody td a").first.click()
    expect(page.locator("mark").first).to_be_visible()


def test_a_table_of_names_is_kept_as_a_file(page: Page, tmp_path: Path) -> None:
    page.goto("/names?names=Jean+Dupont")
    with page.expect_download() as download:
        page.locator("button[name=format]").click()
    download.value.save_as(tmp_path / "table.csv")
    assert download.value.suggested_filename.endswith(".csv")
    assert "Jean Dupont,1,docs/a.txt" in (tmp_path / "table.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_for_axe_to_complain_of(browser: Browser, address: str, width: int, scheme: str) -> None:
    pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    from test_web_browser_accessibility import complaints

    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page, found = context.new_page(), {}
    for place in PAGES:
        page.goto(place)
        found[place] = (complaints(page), overflow(page))
    context.close()
    assert found == {place: ([], 0) for place in PAGES}


def test_the_address_bar_can_search_here(page: Page, address: str) -> None:
    """What a browser does to add a search engine: follow the link, read the description, ask as it says."""
    page.goto("/")
    link = page.locator("link[rel=search]")
    assert link.get_attribute("type") == "application/opensearchdescription+xml"
    assert link.get_attribute("title")
    templates = page.evaluate(
        """async (href) => {
            const text = await (await fetch(href)).text();
            const found = new DOMParser().parseFromString(text, 'application/xml');
            if (found.querySelector('parsererror')) throw new Error(text);
            return Object.fromEntries([...found.querySelectorAll('Url')].map((url) =>
                [url.getAttribute('type'), url.getAttribute('template')]));
        }""",
        link.get_attribute("href"),
    )
    suggest = templates["application/x-suggestions+json"].replace("{searchTerms}", "cons")
    answer = page.request.get(suggest)
    assert answer.headers["content-type"] == "application/x-suggestions+json"
    assert answer.json() == ["cons", ["conseil"]]
    found = templates["text/html"].replace("{searchTerms}", "conseil")
    assert found.startswith(address)
    page.goto(found)
    expect(page.locator("mark").first).to_be_visible()


def test_a_browser_can_install_it(page: Page) -> None:
    """What Chromium reads of the manifest, and what it says against installing it."""
    page.goto("/")
    browser = page.context.new_cdp_session(page)
    manifest = browser.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].endswith("/manifest.webmanifest")
    against = [each["errorId"] for each in browser.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert set(against) <= {"in-incognito"}  # as every page of a test is
    icons = page.evaluate(
        """async () => {
            const manifest = await (await fetch(document.querySelector('link[rel=manifest]').href)).json();
            return Promise.all(manifest.icons.map(async ({ src, sizes }) => {
                const image = Object.assign(new Image(), { src });
                await image.decode();
                return [sizes, image.naturalWidth];
            }));
        }"""
    )
    assert all(sizes in ("any", f"{width}x{width}") for sizes, width in icons)
    assert len(icons) == 4
