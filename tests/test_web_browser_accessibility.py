"""Accessibility in a real browser: axe-core finds nothing to complain of, by WCAG 2.2 AA and best practice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import NARROW, WIDE
from web_pages import write_records

from index.directory import IndexDirectory
from index.sync import update

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

from playwright.sync_api import Browser, Page  # noqa: E402

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "home": "/",
    "results": "/?q=gazette+num%C3%A9ro",
    "narrowed": "/?q=gazette&type=jsonl&since=foo&until=2030",
    "nothing": "/?q=xyzzy+qwzx",
    "relaxed": "/?q=tempete+xyzzy",
    "a page of many": "/?q=gazette&page=2",
    "unfolded": "/?q=phare&unfold=docs/port.txt",
    "help": "/aide",
    "article": "/article?id=docs/port.txt&q=phare",
    "error": "/nowhere",
}


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexDirectory]:
    folder = tmp_path_factory.mktemp("axe") / "docs"
    for n in range(25):
        about = {
            "date": f"{2010 + n % 9}-0{1 + n % 9}-02",
            "author": f"Autrice {n % 3}",
            "source": "Le Monde",
            "tags": ["mer"],
        }
        record = {"id": str(n), "title": f"Brève {n}", "text": f"La gazette numéro {n} annonce la tempête.", **about}
        write_records(folder / f"{n % 3}" / f"{n}.jsonl", record)
    (folder / "port.txt").write_text(
        "\n\n".join(["Le port", *["Le phare éclaire la digue."] * 3, *(f"Le phare, ligne {n}." for n in range(9))]),
        encoding="utf-8",
    )
    directory = IndexDirectory(folder.parent / ".searcher")
    update([folder], directory, engine="whoosh")
    yield directory
    directory.close()


def complaints(page: Page, *more: str) -> list[str]:
    """What axe finds on the page as it is, each with the elements it is about."""
    options = {"runOnly": {"type": "tag", "values": [*RULES, *more]}, "resultTypes": ["violations"]}
    found = axe_playwright.Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {json.dumps([node['html'] for node in each['nodes']])}" for each in found]


@pytest.fixture
def quiet_page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a width, by day or by night."""
    width, scheme = request.param
    context = browser.new_context(
        base_url=address, locale="fr-FR", viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    "quiet_page", [(width, scheme) for width in (NARROW, WIDE) for scheme in ("light", "dark")], indirect=True
)
def test_every_page(quiet_page: Page) -> None:
    found = {}
    for name, where in PAGES.items():
        quiet_page.goto(where)
        found[name] = complaints(quiet_page)
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("quiet_page", [(NARROW, "light"), (WIDE, "dark")], indirect=True)
def test_what_opens_and_appears(quiet_page: Page) -> None:
    quiet_page.goto(PAGES["results"])
    quiet_page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert complaints(quiet_page) == []
    box = quiet_page.locator("#q")
    box.fill("la g")
    box.press_sequentially("azet")
    quiet_page.get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    assert complaints(quiet_page) == []


@pytest.mark.parametrize("quiet_page", [(WIDE, "light"), (WIDE, "dark")], indirect=True)
def test_marks_and_grey_text_have_the_enhanced_contrast(quiet_page: Page) -> None:
    for name in ("home", "results", "narrowed", "help"):
        quiet_page.goto(PAGES[name])
        options = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}, "resultTypes": ["violations"]}
        found = axe_playwright.Axe().run(quiet_page, options=options).response["violations"]
        assert [node["html"] for each in found for node in each["nodes"]] == [], name


def test_axe_would_complain(page: Page) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('label').remove()")
    assert [each.partition(":")[0] for each in complaints(page)] == ["label"]


def test_the_enlarged_page_still_fits(browser: Browser, address: str) -> None:
    """At 200 %, a window of 1280 pixels is as wide as one of 640."""
    context = browser.new_context(base_url=address, viewport={"width": 640, "height": 400}, device_scale_factor=2)
    page = context.new_page()
    for where in PAGES.values():
        page.goto(where)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) == 0, where
    context.close()


def test_targets_are_large_enough(page: Page) -> None:
    """At least 24 pixels high and wide, WCAG 2.5.8."""
    page.goto(PAGES["narrowed"])
    small = page.evaluate("""() => [...document.querySelectorAll('a, button, input, select, summary')]
        .filter(each => each.checkVisibility() && !each.matches('.skip, [type=hidden]'))
        .filter(each => each.getBoundingClientRect().height < 24 || each.getBoundingClientRect().width < 24)
        .map(each => each.outerHTML)""")
    assert small == []


def test_nothing_moves_for_those_who_want_it_still(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/?q=gazette")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    style = Path(__file__).parents[1].joinpath("web/static/style.css").read_text("utf-8")
    assert "animation" not in style
    assert "transition" not in style
