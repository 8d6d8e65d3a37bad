"""What a real browser makes of the pages of hostile documents: nothing of theirs runs, and no element is theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote, urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

from benchmarks.reliability.hostile import EVIL, PAYLOADS, SUM, word

FOREIGN = f"""() => [...document.querySelectorAll('*')].flatMap(element => [
    ...[...element.classList].filter(name => name === '{EVIL}'),
    ...[...element.attributes].filter(({{name}}) => name.startsWith('on') || name === 'style').map(({{name}}) => name),
    ...['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'srcdoc']
        .filter(name => /^\\s*(javascript|data|vbscript|file):/i.test(element.getAttribute(name) || '')),
].map(what => `${{element.tagName}} ${{what}}`))"""


class Watched:
    """A page of a browser that writes down what it should not do."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.failures: list[str] = []
        self._address = address
        self.page.on("dialog", self._spoken)
        self.page.on("console", lambda message: self._complained(message.text))
        self.page.on("pageerror", lambda error: self.failures.append(str(error)[:200]))
        self.page.on("request", self._requested)

    def _spoken(self, dialog: Dialog) -> None:
        self.failures.append(f"a dialog: {dialog.message[:100]}")
        dialog.dismiss()

    def _complained(self, text: str) -> None:
        if "Failed to load resource" not in text:  # a page that says that nothing is found is one, too
            self.failures.append(text[:200])

    def _requested(self, request: Request) -> None:
        if not request.url.startswith(self._address):
            self.failures.append(f"a request to {request.url[:100]}")

    def look(self) -> list[str]:
        """What is wrong with the page as it is now, and has been since the last look."""
        if SUM in self.page.content():
            self.failures.append("a template was evaluated")
        found = [*self.failures, *(str(each) for each in self.page.evaluate(FOREIGN))]
        self.failures.clear()
        return found

    def names(self) -> list[str]:
        """The parameters that the forms of the page have."""
        found = self.page.eval_on_selector_all("form [name]", "fields => fields.map(field => field.name)")
        return [str(name) for name in dict.fromkeys(found)]

    def links(self) -> list[str]:
        """Where the page leads to, on this server."""
        found = self.page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        paths = dict.fromkeys(urljoin(self.page.url, link).split("#")[0] for link in found)
        return [path for path in paths if path.startswith(self._address)]


def addresses(field: str, most: int, names: Sequence[str]) -> Iterator[str]:
    """Where the walk over the documents with payloads in ``field`` begins; for queries, all of it."""
    if field != "query":
        yield f"?q={word(field)}"
        return
    for said in map(quote, PAYLOADS[:most]):
        yield from (f"?q={said}", f"article?id={said}&q={said}", f"nothing/{said}", f"?q=titre&{said}={said}")
        yield from (f"?q=titre&{name}={said}" for name in names)


def walk(browser: Browser, address: str, field: str, most: int) -> tuple[int, list[str]]:
    """How many pages were looked at, from those of ``field`` on along their links, and what was wrong."""
    context = browser.new_context(locale="fr-FR")
    watched = Watched(context, address)
    watched.page.goto(f"{address}?q=titre")
    waiting = [address + path for path in addresses(field, most, watched.names())]
    seen, failures = set[str](), watched.look()
    while waiting and (field == "query" or len(seen) < most):
        url = waiting.pop(0)
        if url in seen or not _is_page(context, url):
            continue
        seen.add(url)
        answer = watched.page.goto(url)
        if not answer or answer.status >= 500:
            failures.append(f"{url}: an error of the server")
        failures += [f"{urlsplit(url).path}?{urlsplit(url).query[:60]}: {each}" for each in watched.look()]
        waiting += watched.links() if field != "query" else []
    context.close()
    return len(seen), failures


def _is_page(context: BrowserContext, url: str) -> bool:
    """Whether there is a page to look at, and no download."""
    answer = context.request.get(url)
    return answer.headers.get("content-type", "").startswith("text/html")


ELSEWHERE = """address => new Promise(resolve => {
    const reached = [];
    const tried = [['img', 'src'], ['script', 'src'], ['iframe', 'src'], ['embed', 'src'], ['link', 'href']];
    for (const [tag, name] of tried) {
        const element = document.createElement(tag);
        if (tag === 'link') element.rel = 'stylesheet';
        element.onload = () => { if (tag !== 'iframe' && tag !== 'embed') reached.push(tag); };
        element[name] = tag === 'img' ? address + 'static/icon.svg' : address + 'static/style.css';
        document.body.append(element);
    }
    const asked = ['cors', 'no-cors'].map(mode =>
        fetch(`${address}?q=secret`, {mode, credentials: 'include'}).then(() => reached.push(mode), () => 0));
    Promise.all(asked).then(() => setTimeout(() => resolve(reached), 500));
})"""


def elsewhere(browser: Browser, address: str, other: str) -> list[str]:
    """What a page of another site, at the address ``other``, gets of this one; a link of its may lead here."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(other)
    failures = [f"{tag} is loaded" for tag in page.evaluate(ELSEWHERE, address)]
    failures += [f"a frame shows {frame.url}" for frame in page.frames[1:] if "secret" in frame.content()]
    page.evaluate("address => { location = address + '?q=secret' }", address)
    page.wait_for_url(f"{address}**")
    if not page.locator("mark").count():
        failures.append("a link leads nowhere")
    context.close()
    return failures
