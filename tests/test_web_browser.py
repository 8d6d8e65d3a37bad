"""The pages in a real browser: Chromium without a window, over loopback only."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Protocol, cast

import pytest

from index.directory import IndexDirectory
from index.sync import update
from web.server import Following, Server, listen, url

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
if not CHROMIUM:
    pytest.skip("no Chromium here: apt-get install chromium", allow_module_level=True)

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright  # noqa: E402

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NARROW, WIDE = 320, 1400
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


class Trigger(Protocol):
    """What wakes the loop of a server."""

    def pull_trigger(self, thunk: Callable[[], None]) -> None:
        """Call ``thunk`` in the thread of the loop."""


class Looping(Server, Protocol):
    """A server with its loop in some thread."""

    trigger: Trigger


@pytest.fixture(scope="module")
def address(directory: IndexDirectory) -> Iterator[str]:
    server = cast("Looping", listen(directory, "127.0.0.1", 0, Following()))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield url("127.0.0.1", server.effective_port)
    # In the thread of the loop: closed from here, its sockets may be gone while it waits on them.
    server.trigger.pull_trigger(server.close)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=address, locale="fr-FR", viewport={"width": 1000, "height": 700})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; what the browser complains about (a breach of the policy, a thing not found) fails the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    yield page
    assert not complaints


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_search_click_and_land_on_the_passage(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("phare digue")
    page.get_by_role("button", name="Chercher").click()
    assert "1 article" in page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="éclaire").click()
    assert page.url.endswith("#p3")
    expect(page.locator("#p3")).to_be_in_viewport()
    assert page.locator("#p3 mark").all_inner_texts() == ["phare", "digue"]
    assert page.evaluate("getComputedStyle(document.querySelector('#p3')).boxShadow") != "none"
    page.get_by_role("link", name="Retour aux résultats").click()
    assert page.get_by_role("searchbox").input_value() == "phare digue"


def test_the_title_leads_to_the_best_passage(page: Page) -> None:
    page.goto("/?q=phare")
    page.get_by_role("link", name="Le port").click()
    expect(page.locator("#p3")).to_be_in_viewport()


def test_keyboard_only(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("phare")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=phare")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
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
    box, main = page.locator("form").bounding_box(), page.locator("main").bounding_box()
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
        ".text a",
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
    assert page.evaluate(COLOURS, ".text mark")[1] != page.evaluate(COLOURS, ".text a")[1]


def test_headings_come_in_order(page: Page) -> None:
    for where in ("/", "/?q=bulletin", "/?q=xyzzy", "/article?id=docs/port.txt"):
        page.goto(where)
        levels = [
            int(tag[1]) for tag in page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => h.tagName)")
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(level <= 2 for level in levels)


def test_landmarks_and_labels(page: Page) -> None:
    page.goto("/?q=bulletin")
    for role in ("banner", "search", "main", "navigation"):
        assert page.get_by_role(role).count() == 1
    assert page.get_by_label("Chercher dans les documents").count() == 1


def test_it_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/?q=phare")
    assert page.locator("mark").count() >= 1
    assert page.locator("script").count() == 0
    context.close()


def test_on_paper(page: Page, tmp_path: Path) -> None:
    page.goto("/article?id=docs/port.txt&q=phare")
    page.emulate_media(media="print")
    assert not page.get_by_role("searchbox").is_visible()
    page.pdf(path=tmp_path / "port.pdf")
    assert (tmp_path / "port.pdf").read_bytes().startswith(b"%PDF")
