"""The reading page, over a real index: what is shown of each kind of document, and the way through it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from reading_documents import ATTACK, LONG, indexed, write_documents

from index.directory import IndexDirectory
from web.app import create_app
from web.citation import reference
from web.parts import MOST_PASSAGES

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexDirectory]:
    folder = tmp_path_factory.mktemp("reading") / "docs"
    write_documents(folder)
    with indexed(folder) as directory:
        yield directory


@pytest.fixture
def client(directory: IndexDirectory) -> FlaskClient:
    return create_app(directory).test_client()


def article(client: FlaskClient, name: str, query: str = "", **more: str) -> str:
    """The page of an article in English, without the marks of its paragraphs."""
    asked = {"id": f"docs/{name}", "q": query, **more}
    response = client.get("/article", query_string=asked, headers=ENGLISH)
    assert response.status_code == 200
    return re.sub(r'<span class="tools".*?</span>', "", response.text)


def numbers(html: str) -> list[int]:
    """The passages on a page, in order."""
    return [int(number) for number in re.findall(r'class="text[^"]*" id="p(\d+)"', html)]


def link(html: str, rel: str) -> str:
    """Where « previous » or « next » leads; empty where it does not."""
    step = re.search(rf'<a class="step" rel="{rel}"[^>]*>', html)
    assert step
    href = re.search(r'href="([^"]*)"', step[0])
    return unescape(href[1]) if href else ""


def test_the_whole_article_in_reading_order(client: FlaskClient) -> None:
    html = article(client, "vers.txt", "camion")
    assert numbers(html) == [1, 2]
    assert 'id="p1">Midi.\nUn <mark>camion</mark> recule.</p>' in html
    assert 'href="/?q=camion"' in html


def test_back_to_the_page_one_came_from(client: FlaskClient) -> None:
    assert 'href="/?q=eau&amp;page=3"' in article(client, "vers.txt", "eau", page="3")


def test_the_text_alone_is_french(client: FlaskClient) -> None:
    html = client.get("/article?id=docs/vers.txt", headers=ENGLISH).text
    assert '<html lang="en">' in html
    assert '<h1 id="p0" lang="fr">' in html
    assert '<div class="passages" lang="fr"' in html
    assert '<span class="tools" lang="en">' in html
    assert '<article lang="fr">' not in html


def test_what_is_known_of_an_article(client: FlaskClient) -> None:
    html = article(client, "actes.jsonl#r/1?x=#é")
    for fact in ("Ève &lt;Martin&gt;", "Archives", "conseil", "a&amp;b", "docs/actes.jsonl#r/1?x=#é", "March 1, 2024"):
        assert fact in html


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "docs/no.txt", "", "\0", "docs", "x" * 10_000, "docs/long.txt#p1"]
)
@pytest.mark.parametrize("page", ["/article", "/similar", "/original"])
def test_an_unknown_article_is_not_found(client: FlaskClient, page: str, name: str) -> None:
    response = client.get(page, query_string={"id": name, "q": "eau"}, headers=ENGLISH)
    assert response.status_code == 404
    assert "There is no such article" in response.text


def test_markdown_is_shown_as_it_is_meant(client: FlaskClient) -> None:
    html = article(client, "guide.md", "eau canal")
    for shown in (
        "Le <strong>réseau</strong> d’<mark>eau</mark> alimente <em>toute la commune</em>",
        "<code>le <mark>canal</mark></code>",
        '<h2 class="text" id="p3">Les sources</h2>',
        '<li class="text level-1" id="p4">• la source du Moulin</li>',
        '<li class="text level-2" id="p5">• un captage</li>',
        '<li class="text level-1" id="p6">1. Ouvrir la vanne</li>',
        '<th scope="col">Débit</th>',
        "<td>Moulin</td><td></td><td><mark>eau</mark> <em>claire</em></td>",
        "<blockquote>",
        "    fermer</pre>",
    ):
        assert shown in html


def test_headings_leave_no_level_out_and_the_title_is_not_repeated(client: FlaskClient) -> None:
    html = article(client, "guide.md")
    assert re.findall(r"<h(\d)", html) == ["1", "2", "3", "2"]
    assert html.count("Guide de l’eau</h") == 1
    assert 1 not in numbers(html)


def test_markdown_whose_file_is_gone_or_another_is_shown_by_its_text(tmp_path: Path) -> None:
    write_documents(tmp_path / "docs")
    with indexed(tmp_path / "docs") as directory:
        client = create_app(directory).test_client()
        place = tmp_path / "docs" / "guide.md"
        place.write_text("# Autre chose\n\n- un captage\n\nLes **sources**\n", encoding="utf-8")
        for _ in ("another", "gone"):
            html = article(client, "guide.md", "eau")
            assert "Le réseau d’<mark>eau</mark> alimente toute la commune et le canal." in html
            assert '<li class="text level-1" id="p4">• la source du Moulin</li>' in html
            assert "<h2" not in html
            place.unlink(missing_ok=True)


class _Seen(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_markup_in_a_document_is_text(client: FlaskClient) -> None:
    seen = _Seen(article(client, "attaque.md", "danger <script>alert(9)</script>"))
    scripts = [attributes for tag, attributes in seen.tags if tag == "script"]
    assert all(str(attributes.get("src")).startswith("/static/") for attributes in scripts)
    assert not {tag for tag, _ in seen.tags} & {"img", "b", "i", "iframe", "style"}
    for _, attributes in seen.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not str(attributes.get("href", "")).startswith("javascript")
    assert "<script>alert('danger')</script>" in seen.text
    assert ATTACK.count("<script>") > seen.text.count("<script>") > 0


def test_what_a_message_quotes_is_folded_unless_something_was_found_in_it(client: FlaskClient) -> None:
    html = article(client, "lettre.eml", "coupée")
    details = r'<details class="quoted"( open)?>\s*<summary[^>]*>([^<]*)</summary>(.*?)</details>'
    folded = re.search(details, html, re.DOTALL)
    assert folded
    assert (folded[1], folded[2]) == (None, "2 paragraphs quoted")
    assert numbers(folded[3]) == [4, 5]
    assert "Bonjour" not in folded[3]
    assert '<details class="quoted" open>' in article(client, "lettre.eml", "fuite")
    assert '<details class="quoted" open>' in article(client, "lettre.eml", passage="4")


def test_the_headers_of_a_message_stand_aside(client: FlaskClient) -> None:
    assert re.search(r'class="text aside" id="p7">From: Anne', article(client, "lettre.eml"))


def test_pages_are_marked_and_lead_to_the_original(client: FlaskClient) -> None:
    html = article(client, "plan.pdf", "lavoir")
    sheets = re.findall(r'id="page-(\d)"', html)
    assert sheets == list("12345"[: len(sheets)])
    assert len(sheets) >= 2
    assert 'href="/original?id=docs/plan.pdf#page=2" aria-label="see the original, page 2"' in html
    second = re.search(r'id="p(\d+)" data-page="2"', html)
    assert second
    asked = article(client, "plan.pdf", "lavoir", passage=second[1])
    assert '<a href="/original?id=docs/plan.pdf#page=2">Open the original</a>' in asked
    assert 'class="sheet"' not in article(client, "vers.txt")


def test_what_the_link_to_the_original_says(client: FlaskClient) -> None:
    assert ">Download the original<" in article(client, "lettre.eml")
    assert ">Open the original<" in article(client, "vers.txt")
    assert ">Download the file that holds this: archive.zip<" in article(client, "archive.zip#été/note.txt")


def test_how_many_passages_were_found_and_the_way_to_them(client: FlaskClient) -> None:
    html = article(client, "guide.md", "eau")
    assert "<strong>4 passages found</strong>" in html
    assert (link(html, "prev"), link(html, "next")) == ("", "#p2")
    asked = article(client, "guide.md", "eau", passage="8")
    assert (link(asked, "prev"), link(asked, "next")) == ("#p2", "#p10")
    assert '<span class="place" role="status">2 of 4</span>' in asked
    assert 'class="found"' not in article(client, "guide.md", "hippocampe")
    assert 'class="found"' not in article(client, "guide.md")


def test_a_long_article_comes_in_parts(client: FlaskClient) -> None:
    seen: list[int] = []
    address = "/article?id=docs/long.txt"
    while address:
        html = client.get(address, headers=ENGLISH).text
        assert len(numbers(html)) <= MOST_PASSAGES
        seen += numbers(html)
        following = re.search(r'<a href="([^"]*)">Next part</a>', html)
        address = unescape(following[1]) if following else ""
    assert seen == list(range(1, LONG + 1))


@pytest.mark.parametrize(
    ("passage", "part"),
    [("", 1), ("1", 1), ("300", 1), ("301", 2), ("650", 3), ("9" * 9, 3), ("9" * 5000, 1), ("-3", 1), ("x", 1)],
)
def test_the_part_with_the_passage_asked_for(client: FlaskClient, passage: str, part: int) -> None:
    assert f"Part {part} of 3" in article(client, "long.txt", passage=passage)


def test_without_one_it_is_the_part_with_the_first_passage_found(client: FlaskClient) -> None:
    html = article(client, "long.txt", '"paragraphe 350"')
    assert "Part 2 of 3" in html
    assert '<p class="text hit" id="p350">' in html


def test_the_way_from_one_passage_found_to_the_next_crosses_parts(client: FlaskClient) -> None:
    address, seen = "/article?id=docs/long.txt&q=phare", []
    while address:
        html = client.get(address.partition("#")[0], headers=ENGLISH).text
        assert "<strong>7 passages found</strong>" in html
        address = link(html, "next")
        seen += re.findall(r"#p(\d+)$", address)
    assert seen == ["50", "150", "250", "350", "450", "550", "650"]
    assert 'data-base="6" data-total="7"' in html
    assert 'data-before="/article?id=docs/long.txt&amp;passage=550&amp;q=phare#p550"' in html


def test_articles_alike(client: FlaskClient) -> None:
    assert 'href="/similar?id=docs/guide.md&amp;q=eau">Similar articles</a>' in article(client, "guide.md", "eau")
    html = client.get("/similar?id=docs/guide.md", headers=ENGLISH).text
    assert 'href="/article?id=docs/plan.pdf" lang="fr">Les lavoirs</a>' in html
    assert html.count("<li><a") <= 5
    assert "There is none." in client.get("/similar?id=docs/archive.zip%23été/note.txt", headers=ENGLISH).text


def test_a_reference_says_what_is_known(directory: IndexDirectory) -> None:
    known = {"docs/actes.jsonl#r/1?x=#é": "Ève <Martin>, Compte rendu, Archives, ", "docs/vers.txt": "Chanson"}
    with create_app(directory).test_request_context(headers=ENGLISH):
        for name, expected in known.items():
            read = directory.engine().read(name)
            assert read
            assert reference(read).removesuffix("March 1, 2024") == expected
