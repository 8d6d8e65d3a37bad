"""Typing: from the last key of a question to the first result on the screen, in a real Chromium without a window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from benchmarks.reliability.web import CHROMIUM, QUIET

MOST = 5_000
"""Milliseconds; a question that shows nothing by then counts as lost."""
REST = 400
"""Milliseconds for the home page to come back."""
WATCH = """() => {
    const box = document.querySelector('#q');
    const shown = () => new URLSearchParams(location.search).get('q') === window.wanted;
    box.addEventListener('input', (event) => {
        if (box.value.trim() === window.wanted) window.pressed = event.timeStamp;
    }, true);
    new MutationObserver(() => {
        if (!window.pressed || window.seen || !shown() || !document.querySelector('main article')) return;
        const put = performance.now();
        window.seen = { put };
        requestAnimationFrame(() => setTimeout(() => { window.seen.painted = performance.now(); }));
    }).observe(document.querySelector('main'), { childList: true });
}"""
"""Notes when the last key came and when what it found was painted: the first task after the frame that shows it."""
BEGIN = """(query) => {
    Object.assign(window, { wanted: query, pressed: 0, seen: null });
    performance.clearResourceTimings();
}"""
TIMES = """(most) => new Promise((resolve) => {
    const look = () => {
        if (!window.seen?.painted) return performance.now() < until ? setTimeout(look, 10) : resolve(null);
        const asked = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/?q=')).at(-1);
        const { pressed, seen: { put, painted } } = window;
        resolve([painted - pressed, asked.startTime - pressed, asked.responseEnd - asked.startTime,
            put - asked.responseEnd, painted - put]);
    };
    const until = performance.now() + most;
    look();
})"""


@dataclass(frozen=True, slots=True)
class Typed:
    """Milliseconds from the last key: ``whole``, and its parts one after the other."""

    whole: float
    waiting: float
    answering: float
    reading: float
    painting: float


def keys_to_results(address: str, questions: Sequence[str], pause: int) -> Sequence[Typed]:
    """Type every question into the page, each into an emptied box."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page(locale="fr-FR")
        page.goto(address)
        page.evaluate(WATCH)
        found = list(_typed(page, questions, pause))
        browser.close()
    return found


def _typed(page: Page, questions: Sequence[str], pause: int) -> Iterator[Typed]:
    for query in questions:
        page.locator("#q").fill("")
        page.wait_for_timeout(REST)
        page.evaluate(BEGIN, " ".join(query.split()))
        page.locator("#q").press_sequentially(query, delay=pause)
        if times := page.evaluate(TIMES, MOST):
            yield Typed(*times)
