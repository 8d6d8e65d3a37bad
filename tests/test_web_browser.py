"""The pages in a real browser: Chromium without a window, over loopback only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from browsing import NARROW, WIDE, overflow

from index.directory import IndexDirectory
from index.sync import update

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from playwright.sync_api import Browser, Page, expect

LONG = " ".join(f"Le paragraphe numéro {n} parle d’autre chose, longuement et sans hâte." for n in range(40))
PARAGRAPHS = [LONG, LONG, "Le vieux phare éclaire la digue.", LONG, f"https://example.org/{'x' * 300}", LONG]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexDirectory]:
    folder = tmp_path_factory.mktemp("browser") / "docs"
    folder.mkdir()
    (folder / "port.txt").write_text("\n\n".join(["Le port", *PARAGRAPHS]), encoding="utf-8")
    for number in range(30):
        text = f"Bulletin numéro {number}\n\nLe bulletin annonce la tempête. Anticonstitutionnellement.\n"
        (folder / f"bulletin-{number:02}-{'long-nom-' * 8}.txt").write_text(text, encoding="utf-8")
    directory = IndexDirectory(folder.parent / ".searcher")
    update([folder], directory, engine="whoosh")
    yield directory
    directory.close()


def test_search_click_and_land_on_the_passage(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="Chercher").fill("phare digue")
    page.get_by_role("button", name="Chercher").click()
    assert "1 article" in page.get_by_role("heading", level=1).inner_text()
    page.locator(".here").first.click()
    assert page.url.endswith("#p3")
    expect(page.locator("#p3")).to_be_in_viewport()
    assert page.locator("#p3 mark").all_inner_texts() == ["phare", "digue"]
    assert page.evaluate("getComputedStyle(document.querySelector('#p3')).boxShadow") != "none"
    page.get_by_role("link", name="Retour aux résultats").click()
    assert page.locator("#q").input_value() == "phare digue"


def test_the_title_leads_to_the_best_passage(page: Page) -> None:
    page.goto("/?q=phare")
    page.get_by_role("link", name="Le port", exact=True).click()
    expect(page.locator("#p3")).to_be_in_viewport()


def test_keyboard_only(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("combobox", name="Chercher")).to_be_focused()
    page.keyboard.type("phare")
    page.evaluate("window.isBefore = true")
    page.keyboard.press("Enter")
    page.wait_for_function("!window.isBefore")
    page.wait_for_load_state()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    for _ in range(2):  # over the link to what narrows the answer
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Le port"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/article?**#p3")
    assert page.locator("#p3 mark").inner_text() == "phare"


def test_pages_of_results(page: Page) -> None:
    page.goto("/?q=bulletin")
    pages = page.get_by_role("navigation", name="Pages de résultats")
    pages.get_by_role("link", name="Suivante").click()
    assert page.url.endswith("page=2")
    assert pages.locator("[aria-current=page]").inner_text() == "2"
    pages.get_by_role("link", name="3", exact=True).click()
    assert page.get_by_role("article").count() == 10


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize(
    "where",
    ["/", "/?q=bulletin&page=2", "/?q=phare", f"/?q={'x' * 500}", "/article?id=docs/port.txt&q=phare#p5"],
)
def test_no_page_scrolls_sideways(page: Page, where: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(where)
    assert overflow(page) == 0


@pytest.mark.parametrize("where", ["/", "/?q=phare", "/article?id=docs/port.txt"])
def test_the_box_keeps_to_the_margins(page: Page, where: str) -> None:
    page.set_viewport_size({"width": NARROW, "height": 700})
    page.goto(where)
    box, main = page.locator("#search").bounding_box(), page.locator("main").bounding_box()
    assert box
    assert main
    assert (box["x"], box["width"]) == (main["x"], main["width"])


def luminance(colour: str) -> float:
    """The relative luminance of ``rgb(…)``, as the Web Content Accessibility Guidelines define it."""
    parts = [float(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


COLOURS = """selector => {
    let box = document.querySelector(selector);
    const ink = getComputedStyle(box).color;
    const paper = element => getComputedStyle(element).backgroundColor;
    while (paper(box) === 'rgba(0, 0, 0, 0)') box = box.parentElement;
    return [ink, paper(box)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_by_day_and_by_night(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/?q=bulletin")
    for selector in (
        "h1",
        "small",
        "h2 a",
        "h2 mark",
        ".facts li",
        ".here",
        ".text mark",
        "button",
        "input",
        "nav a",
    ):
        ink, paper = page.evaluate(COLOURS, selector)
        assert contrast(ink, paper) >= 4.5, selector
    dark = luminance(page.evaluate("getComputedStyle(document.body).backgroundColor")) < 0.1
    assert dark is (scheme == "dark")


def test_marks_stand_out_from_the_paper(page: Page) -> None:
    page.goto("/?q=bulletin")
    assert page.evaluate(COLOURS, ".text mark")[1] != page.evaluate(COLOURS, ".text")[1]


def test_headings_come_in_order(page: Page) -> None:
    for where in ("/", "/?q=bulletin", "/?q=xyzzy", "/article?id=docs/port.txt"):
        page.goto(where)
        levels = [
            int(tag[1]) for tag in page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => h.tagName)")
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_landmarks_and_labels(page: Page) -> None:
    page.goto("/?q=bulletin")
    for role in ("banner", "search", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1
    for name in ("Pages de résultats", "Exporter les résultats"):
        assert page.get_by_role("navigation", name=name).count() == 1
    assert page.get_by_label("Chercher dans les documents").count() == 1


def test_it_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/?q=phare")
    assert page.locator("mark").count() >= 1
    context.close()


def test_on_paper(page: Page, tmp_path: Path) -> None:
    page.goto("/article?id=docs/port.txt&q=phare")
    page.emulate_media(media="print")
    assert not page.locator("#q").is_visible()
    page.pdf(path=tmp_path / "port.pdf")
    assert (tmp_path / "port.pdf").read_bytes().startswith(b"%PDF")


def test_a_browser_can_ask_by_what_the_page_describes(page: Page) -> None:
    """What the address bar does: it reads the description, and fills in what is typed."""
    page.goto("/")
    templates = page.evaluate("""async () => {
        const answer = await fetch(document.querySelector("link[rel=search]").href);
        const described = new DOMParser().parseFromString(await answer.text(), "application/xml");
        return [...described.querySelectorAll("Url")].map((url) => url.getAttribute("template"));
    }""")
    results, suggestions, _ = (template.replace("{searchTerms}", "bullet") for template in templates)
    assert page.evaluate("async (address) => (await fetch(address)).json()", suggestions) == ["bullet", ["bulletin"]]
    page.goto(results.replace("bullet", "bulletin"))
    assert "30 articles" in page.get_by_role("heading", level=1).inner_text()


def test_it_can_be_installed(page: Page) -> None:
    page.goto("/")
    browser = page.context.new_cdp_session(page)
    assert browser.send("Page.getAppManifest")["errors"] == []
    reasons = [each["errorId"] for each in browser.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert reasons in ([], ["in-incognito"])  # which every context of a test is


def test_text_of_a_result_can_be_selected(page: Page) -> None:
    page.goto("/?q=phare")
    page.locator(".text").first.click(click_count=3, position={"x": 20, "y": 10})
    assert page.evaluate("getSelection().toString()").strip() == "Le vieux phare éclaire la digue."
    assert page.url.endswith("/?q=phare")
