"""Results and suggestions while one types, and keys, in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from index.directory import IndexDirectory
from index.sync import update

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from playwright.sync_api import Browser, Error, Page, Route, expect

HEADING = "main h1"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexDirectory]:
    folder = tmp_path_factory.mktemp("typing") / "docs"
    folder.mkdir()
    for number in range(12):
        text = f"Bulletin numéro {number}\n\nLe bulletin annonce la tempête à la pointe du Raz.\n"
        (folder / f"bulletin-{number:02}.txt").write_text(text, encoding="utf-8")
    (folder / "port.txt").write_text("Le phare\n\nLe vieux phare éclaire la digue.\n", encoding="utf-8")
    directory = IndexDirectory(folder.parent / ".searcher")
    update([folder], directory, engine="whoosh")
    yield directory
    directory.close()


def typed(page: Page, text: str) -> None:
    page.locator("#q").press_sequentially(text, delay=20)


def shown_to_stay(page: Page, query: str, heading: str, milliseconds: int) -> None:
    """Ask for ``query``; nothing that was asked before may take the place of its results later on."""
    page.locator("#q").fill(query)
    expect(page.locator(HEADING)).to_contain_text(heading)
    page.wait_for_timeout(milliseconds)
    expect(page.locator(HEADING)).to_contain_text(heading)


def path(page: Page) -> str:
    return re.sub(r"^https?://[^/]*", "", page.url)


def test_results_come_while_one_types(page: Page) -> None:
    page.goto("/")
    typed(page, "tempete")
    expect(page.locator(HEADING)).to_contain_text("12 articles")
    expect(page.locator("#said")).to_contain_text("12 articles")
    expect(page.locator("#q")).to_be_focused()
    assert path(page) == "/?q=tempete"
    assert page.title().startswith("tempete – 12 articles")
    assert page.evaluate("document.body.className") == "results"


def test_the_address_leads_back_forth_and_to_the_same(page: Page) -> None:
    page.goto("/?q=phare")
    page.locator("#q").press("End")
    typed(page, " digue")
    page.wait_for_url("**/?q=phare+digue")
    page.locator("#q").fill("tempete")
    expect(page.locator(HEADING)).to_contain_text("12 articles")
    page.go_back()
    expect(page.locator(HEADING)).to_contain_text("1 article")
    assert path(page) == "/?q=phare"
    assert page.locator("#q").input_value() == "phare"
    page.go_forward()
    expect(page.locator(HEADING)).to_contain_text("12 articles")
    assert page.locator("#q").input_value() == "tempete"
    page.reload()
    expect(page.locator(HEADING)).to_contain_text("12 articles")


def test_the_emptied_box_shows_the_home_page(page: Page) -> None:
    page.goto("/?q=phare")
    page.locator("#q").fill("")
    expect(page.locator(HEADING)).to_contain_text("Trouver le paragraphe")
    assert path(page) == "/"
    page.go_back()
    expect(page.locator("mark").first).to_be_visible()


def test_filters_stay_while_one_types(page: Page) -> None:
    page.goto("/?q=phare&type=txt&sort=date")
    page.locator("#q").fill("tempete")
    expect(page.locator(HEADING)).to_contain_text("12 articles")
    for part in ("q=tempete", "type=txt", "sort=date"):
        assert part in path(page)


def test_the_address_of_the_form_has_no_empty_fields(page: Page) -> None:
    page.goto("/?q=phare")
    page.locator("#until").fill("2030")
    page.locator("fieldset button").click()
    page.wait_for_url("**/?q=phare&until=2030")


def test_only_the_latest_answer_is_shown(page: Page) -> None:
    """An answer that comes late is not shown over a later one."""
    page.goto("/")

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        with suppress(Error):  # it was given up meanwhile, which is what is asked for
            route.continue_()

    page.route("**/?q=phare", late)
    page.locator("#q").fill("phare")
    page.wait_for_timeout(60)
    shown_to_stay(page, "tempete", "12 articles", 500)


def test_half_a_word_that_finds_nothing_takes_nothing_away(page: Page) -> None:
    page.goto("/?q=phare")
    page.locator("#q").fill("temp")
    page.wait_for_timeout(350)
    assert page.locator("mark").first.inner_text() == "phare"
    expect(page.locator(HEADING)).to_contain_text("Aucun résultat")
    page.locator("#q").fill("xyzz")
    page.wait_for_timeout(200)
    shown_to_stay(page, "tempete", "12 articles", 900)


def test_nothing_changes_under_the_reader_of_an_article(page: Page) -> None:
    page.goto("/article?id=docs/port.txt&q=phare")
    page.locator("#q").fill("tempete")
    page.wait_for_timeout(300)
    assert "/article" in path(page)
    page.locator("#q").press("Enter")
    page.wait_for_url("**/?q=tempete")


def test_suggestions_by_keyboard(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="Chercher")
    assert box.get_attribute("aria-expanded") == "false"
    typed(page, "la temp")
    option = page.get_by_role("option", name="la tempête")
    expect(option).to_be_visible()
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert option.get_attribute("aria-selected") == "true"
    expect(box).to_be_focused()
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is not None
    box.press("Enter")
    page.wait_for_url("**/?q=la+temp%C3%AAte")
    assert page.locator("#q").input_value() == "la tempête"


def late(route: Route) -> None:
    time.sleep(0.3)
    route.continue_()


def test_a_late_list_takes_no_choice_away(page: Page) -> None:
    page.goto("/aide")
    typed(page, "bul")
    expect(page.get_by_role("option", name="bulletin")).to_be_visible()

    page.route("**/suggest**", late)
    page.keyboard.type("l")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=bulletin")


def test_escape_closes_the_list_and_keeps_what_is_typed(page: Page) -> None:
    page.goto("/")
    typed(page, "bull")
    expect(page.get_by_role("option", name="bulletin")).to_be_visible()
    page.get_by_role("combobox", name="Chercher").press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.get_by_role("combobox", name="Chercher").input_value() == "bull"
    assert page.get_by_role("combobox", name="Chercher").get_attribute("aria-expanded") == "false"


def test_a_late_list_does_not_open_again(page: Page) -> None:
    page.goto("/aide")
    typed(page, "bul")
    expect(page.get_by_role("option", name="bulletin")).to_be_visible()
    page.route("**/suggest**", late)
    page.keyboard.type("l")
    page.wait_for_timeout(100)
    page.keyboard.press("Escape")
    page.wait_for_timeout(600)
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_enter_without_a_choice_searches_what_is_typed(page: Page) -> None:
    page.goto("/")
    typed(page, "bull")
    expect(page.get_by_role("option", name="bulletin")).to_be_visible()
    page.get_by_role("combobox", name="Chercher").press("Enter")
    page.wait_for_url("**/?q=bull")


def test_suggestions_by_mouse(page: Page) -> None:
    page.goto("/aide")
    typed(page, "pha")
    page.get_by_role("option", name="phare").click()
    page.wait_for_url("**/?q=phare")


def test_a_list_goes_when_the_focus_goes(page: Page) -> None:
    page.goto("/")
    typed(page, "bull")
    expect(page.get_by_role("option", name="bulletin")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_keys_lead_from_result_to_result(page: Page) -> None:
    page.goto("/?q=bulletin")
    focused = "document.activeElement.textContent"
    page.keyboard.press("j")
    first = page.evaluate(focused)
    assert first == page.locator("article h2 a").first.inner_text()
    page.keyboard.press("j")
    assert page.evaluate(focused) == page.locator("article h2 a").nth(1).inner_text()
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.evaluate(focused) == first
    page.keyboard.press("Enter")
    page.wait_for_url("**/article?**")


def test_keys_for_the_box_and_the_help(page: Page) -> None:
    page.goto("/?q=bulletin")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("j?/")
    assert page.locator("#q").input_value() == "j?/"
    page.goto("/?q=bulletin")
    page.keyboard.press("?")
    page.wait_for_url("**/aide")


def test_keys_can_be_switched_off(page: Page) -> None:
    page.goto("/aide")
    switch = page.locator("#keys")
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    assert switch.get_attribute("aria-pressed") == "false"
    page.goto("/?q=bulletin")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")
    page.goto("/aide")
    switch.click()
    page.goto("/?q=bulletin")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.matches('article h2 a')")


def test_the_switch_of_languages(page: Page) -> None:
    page.goto("/?q=bulletin")
    page.get_by_role("button", name="English").click()
    expect(page.locator(HEADING)).to_contain_text("12 articles")
    assert path(page) == "/?q=bulletin"
    assert page.get_by_role("button", name="Search").is_visible()
    page.get_by_role("button", name="Français").click()
    assert page.get_by_role("button", name="Chercher").is_visible()


def test_everything_works_without_the_script(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("bulletin")
    page.get_by_role("button", name="Chercher").click()
    page.locator("select[name=type]").select_option("txt")
    page.locator("input[name=since]").fill("foo")
    page.locator("fieldset button").click()
    expect(page.locator("#since")).to_have_attribute("aria-invalid", "true")
    page.locator(".chips a").first.click()
    expect(page.locator(HEADING)).to_contain_text("12 articles")
    page.locator("footer button").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Next").click()
    page.locator("article h2 a").first.click()
    expect(page.locator("mark").first).to_be_visible()
    context.close()
