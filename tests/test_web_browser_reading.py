"""The reading page in a real browser: the way through an article, by keys and by links, and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from browsing import NARROW, WIDE, overflow
from reading_documents import indexed, write_documents

from index.directory import IndexDirectory

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from playwright.sync_api import Browser, BrowserContext, Page, expect

PAGES = (
    "guide.md&q=eau",
    "attaque.md&q=danger",
    "lettre.eml&q=fuite",
    "plan.pdf&q=lavoir",
    "long.txt&q=phare",
    "vers.txt",
)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexDirectory]:
    folder = tmp_path_factory.mktemp("browser") / "docs"
    write_documents(folder)
    with indexed(folder) as directory:
        yield directory


def read(page: Page, what: str) -> None:
    page.goto(f"/article?id=docs/{what}")


MIDDLE = """passage => {
    const box = document.getElementById(passage).getBoundingClientRect();
    return Math.abs((box.top + box.bottom) / 2 / innerHeight - 0.5) < 0.2;
}"""


def is_in_the_middle(page: Page, passage: str) -> None:
    """Wait until a passage has come to the middle of the window."""
    page.wait_for_function(MIDDLE, arg=passage, timeout=5000)


def test_the_passage_asked_for_is_in_the_middle_and_has_the_focus(page: Page) -> None:
    read(page, "long.txt&q=phare#p150")
    expect(page.locator("#p150")).to_be_focused()
    is_in_the_middle(page, "p150")
    expect(page.locator(".place")).to_have_text(re.compile("2 (sur|of) 7"))


def test_n_and_p_go_from_one_passage_found_to_the_next(page: Page) -> None:
    read(page, "long.txt&q=phare")
    for key, passage in (("n", "p50"), ("n", "p150"), ("p", "p50"), ("n", "p150"), ("n", "p250")):
        page.keyboard.press(key)
        expect(page.locator(f"#{passage}")).to_be_focused()
        is_in_the_middle(page, passage)
    page.keyboard.press("n")  # into the next part
    page.wait_for_url("**passage=350**")
    expect(page.locator("#p350")).to_be_focused()
    expect(page.locator(".place")).to_have_text(re.compile("4 (sur|of) 7"))
    page.keyboard.press("p")  # and back
    page.wait_for_url("**passage=250**")
    expect(page.locator("#p250")).to_be_focused()


def test_at_the_ends_keys_do_nothing(page: Page) -> None:
    read(page, "guide.md&q=eau#p2")
    page.keyboard.press("p")
    expect(page.locator("#p2")).to_be_focused()
    expect(page.locator("[rel=prev]")).to_have_attribute("aria-disabled", "true")
    for _ in range(9):
        page.keyboard.press("n")
    expect(page.locator("[rel=next]")).to_have_attribute("aria-disabled", "true")
    expect(page.locator(".place")).to_have_text(re.compile("4 (sur|of) 4"))


def test_keys_are_letters_in_the_search_box_and_can_be_switched_off(page: Page) -> None:
    read(page, "guide.md&q=eau")
    page.locator("#q").press("n")
    assert "#" not in page.url
    page.evaluate("localStorage.setItem('keys', 'off')")
    page.locator("h1").click()
    page.keyboard.press("n")
    assert "#" not in page.url


def test_the_way_back_leads_to_the_results(page: Page) -> None:
    page.goto("/?q=phare")
    page.get_by_role("link", name="Un long texte", exact=True).click()
    page.wait_for_url("**/article**")
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.go_back()
    page.wait_for_url("**/?q=phare")


def test_a_passage_of_another_part_is_found_by_its_fragment(page: Page) -> None:
    read(page, "long.txt&q=phare#p650")
    page.wait_for_url("**passage=650**")
    expect(page.locator("#p650")).to_be_focused()


def test_a_fragment_that_is_nowhere_does_no_harm(page: Page) -> None:
    for fragment in ("p99999", "p0", "p", "page-2", "%3Cscript%3E", "p1'"):
        read(page, f"guide.md&q=eau#{fragment}")
        expect(page.locator("h1")).to_be_visible()


def test_links_alone_lead_through_the_article(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, reduced_motion="reduce")
    page = context.new_page()
    read(page, "long.txt&q=phare")
    for passage in ("p50", "p150", "p250", "p350"):
        page.locator("[rel=next]").click()
        page.wait_for_url(f"**#{passage}")
        expect(page.locator(f"#{passage}")).to_be_in_viewport()
        assert page.evaluate(MIDDLE, passage)
    assert page.locator(".cite").count() == 0
    page.locator(".similar a").click()
    page.wait_for_url("**/similar**")
    context.close()


def quotation(context: BrowserContext, page: Page, passage: str) -> str:
    """What the button of a passage copies."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(f"#{passage}").hover()
    page.locator(f"#{passage} .cite").click()
    page.wait_for_timeout(200)
    return unquote(page.evaluate("navigator.clipboard.readText()"))


def test_a_quotation_with_its_reference(context: BrowserContext, page: Page, address: str) -> None:
    read(page, "guide.md&q=eau")
    expected = f"Ève <Martin>, Guide de l’eau, 1er mars 2024, {address}article?id=docs/guide.md#p2"
    copied = quotation(context, page, "p2")
    assert "Le réseau d’eau alimente toute la commune et le canal." in copied
    assert copied.endswith(f" — {expected}")
    assert "¶" not in copied
    assert "Moulin | " in quotation(context, page, "p8")


def test_a_quotation_of_a_page_and_of_a_part(context: BrowserContext, page: Page, address: str) -> None:
    read(page, "plan.pdf&q=lavoir")
    expected = f"Les lavoirs, p. 2, {address}article?id=docs/plan.pdf#p20"
    assert quotation(context, page, "p20").replace("\u00a0", " ").endswith(expected)
    read(page, "long.txt&q=phare&passage=350&page=2")
    assert quotation(context, page, "p350").endswith(f"{address}article?id=docs/long.txt&passage=350#p350")


def test_by_keyboard_alone_a_paragraph_is_quoted(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    read(page, "vers.txt&q=soir#p2")
    page.keyboard.press("Tab")
    expect(page.locator("#p2 .here")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert "Soir." in page.evaluate("navigator.clipboard.readText()")
    assert page.locator("#said").inner_text()


def test_the_link_to_a_paragraph_is_seen_where_the_pointer_or_the_focus_is(page: Page) -> None:
    read(page, "vers.txt")
    link = page.locator("#p1 .here")
    expect(link).to_have_css("opacity", "0")
    page.locator("#p1").hover()
    expect(link).to_have_css("opacity", "1")
    page.mouse.move(0, 0)
    link.focus()
    expect(link).to_have_css("opacity", "1")
    link.click()
    assert page.url.endswith("#p1")


def test_what_is_folded_opens_for_a_passage_inside(page: Page) -> None:
    read(page, "lettre.eml")
    expect(page.locator("#p4")).to_be_hidden()
    page.evaluate("location.hash = '#p5'")
    expect(page.locator("#p5")).to_be_focused()
    expect(page.locator("#p4")).to_be_visible()


def test_articles_alike_come_by_themselves(page: Page) -> None:
    read(page, "guide.md")
    expect(page.locator(".similar h2")).to_be_visible()
    expect(page.locator(".similar a").first).to_have_attribute("href", "/article?id=docs/plan.pdf")
    read(page, "archive.zip%23été/note.txt")
    expect(page.locator(".similar")).to_have_count(0)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_no_page_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    for what in PAGES:
        read(page, what)
        assert overflow(page) == 0, what


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_for_axe_to_complain_of(browser: Browser, address: str, width: int, scheme: str) -> None:
    pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    from test_web_browser_accessibility import complaints

    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 700}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    found = {}
    for what in (*(f"/article?id=docs/{what}#p2" for what in PAGES), "/similar?id=docs/guide.md", "/original?id=no"):
        page.goto(what)
        page.wait_for_load_state("networkidle")
        found[what] = complaints(page)
    context.close()
    assert found == {what: [] for what in found}


def test_on_paper(page: Page) -> None:
    read(page, "guide.md&q=eau")
    page.emulate_media(media="print")
    for hidden in (".found", ".original", ".here", ".similar"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("#p3")).to_be_visible()
