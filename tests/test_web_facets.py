"""What narrows an answer: facets with their counts, the histogram, the form, and the filters that are on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from web_pages import ENGLISH, in_words, links, page, write_records

from index.directory import IndexDirectory
from index.sync import update
from searcher import Facet, Filters
from web.asking import FRAGMENT, Asked
from web.facets import readable
from web.timeline import Bar, timeline

SOURCES = ("Le Monde", "La Croix")


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Records of three years in two folders."""
    folder = tmp_path / "docs"
    for n in range(12):
        about = {
            "date": f"{2022 + n % 3}-{1 + n % 6:02}-15",
            "source": SOURCES[n % 2],
            "author": "Zoé <b>",
            "tags": ["a&b"],
        }
        record = {"id": str(n), "title": f"Brève {n}", "text": "La gazette paraît.", **about}
        write_records(folder / ("nord" if n % 4 else "sud") / f"{n}.jsonl", record)
    (folder / "note.txt").write_text("Note\n\nLa gazette et la note.\n", encoding="utf-8")
    return folder


def shown_at(client: FlaskClient, address: str) -> str:
    return page(client, address, headers=ENGLISH)


def bars(html: str) -> dict[str, str]:
    """The bars of the histogram that are links, by what is read of them."""
    row = re.search(r'<ul class="bars".*?</ul>', html, re.DOTALL)
    return links(row[0]) if row else {}


def values(html: str, facet: str) -> str:
    """What is read of a facet's values."""
    part = re.search(rf'<details id="by-{facet}".*?</details>', html, re.DOTALL)
    return in_words(part[0]).strip() if part else ""


def test_values_have_counts(client: FlaskClient) -> None:
    html = shown_at(client, "/?q=gazette")
    assert values(html, "folder") == "Folder docs/nord 9 docs/sud 3 docs 1"
    assert values(html, "type") == "Type JSONL 12 TXT 1"
    assert values(html, "source") == "Source La Croix 6 Le Monde 6"
    assert values(html, "author") == "Author Zoé <b> 12"
    assert values(html, "tag") == "Tag a&b 12"


@pytest.mark.parametrize(
    ("facet", "value", "count"), [("Folder", "docs/sud", 3), ("Type", "TXT", 1), ("Tag", "a&b", 12)]
)
def test_a_value_narrows_the_answer_and_its_chip_widens_it_again(
    client: FlaskClient, facet: str, value: str, count: int
) -> None:
    narrowed = shown_at(client, links(shown_at(client, "/?q=gazette"))[value])
    assert re.search(rf"<h1>{count} articles? ", narrowed)
    assert value not in links(narrowed)
    chips = {name: address for name, address in links(narrowed).items() if name.startswith("Without the filter")}
    assert [*chips] == [f"Without the filter {facet}: {value} ×"]
    assert re.search(r"<h1>13 articles ", shown_at(client, *chips.values()))


def test_all_filters_go_at_once(client: FlaskClient) -> None:
    html = shown_at(client, "/?q=gazette&type=jsonl&folder=docs/sud&since=2023&sort=date&all=1")
    assert links(html)["Without any filter"] == "/?q=gazette"
    assert sum(name.startswith("Without the filter") for name in links(html)) == 3
    assert "Without the filter Since: 2023 ×" in links(html)
    assert "Without any filter" not in links(shown_at(client, "/?q=gazette&type=jsonl"))


def test_a_histogram_of_years_and_then_of_the_months_of_one(client: FlaskClient) -> None:
    years = bars(shown_at(client, "/?q=gazette"))
    assert [*years] == ["2022: 4 articles", "2023: 4 articles", "2024: 4 articles"]
    year = shown_at(client, years["2023: 4 articles"])
    assert [*bars(year)] == ["Feb: 2 articles", "May: 2 articles"]
    month = shown_at(client, bars(year)["May: 2 articles"])
    assert re.search(r"<h1>2 articles ", month)
    assert bars(month) == {}


def counts(years: dict[int, int]) -> dict[Facet, list[tuple[str, int]]]:
    return {Facet.YEAR: [(f"{year:04}", n) for year, n in years.items()], Facet.MONTH: []}


@pytest.mark.parametrize(
    ("years", "labels"),
    [
        ({2001: 1, 2012: 2}, ["2001", "2012"]),
        (dict.fromkeys(range(2001, 2013), 1), [str(year) for year in range(2001, 2013)]),
        (dict.fromkeys(range(2001, 2014), 1), ["2000", "2002", "2004", "2006", "2008", "2010", "2012"]),
        ({1789: 1, **dict.fromkeys(range(2001, 2013), 1)}, ["1788", *(str(year) for year in range(2000, 2013, 2))]),
        (dict.fromkeys(range(1, 10000), 1), [str(year) for year in range(0, 9001, 1000)]),
        ({2024: 5}, []),
        ({}, []),
    ],
)
def test_a_bar_stands_for_as_few_years_as_there_is_room_for(
    client: FlaskClient, years: dict[int, int], labels: list[str]
) -> None:
    with client.application.test_request_context("/?q=x"):
        row = timeline(Asked("x"), counts(years))
    assert [bar.label for bar in row] == labels
    assert sum(bar.articles for bar in row) == (sum(years.values()) if labels else 0)


def test_the_highest_bar_is_full_and_none_that_counts_is_flat(client: FlaskClient) -> None:
    with client.application.test_request_context("/?q=x"):
        row = timeline(Asked("x"), counts({2020: 1, 2021: 1000, 2023: 500}))
    assert [bar.height for bar in row] == [1, 12, 6]
    assert [bar.after_gap for bar in row] == [False, False, True]


def test_a_bar_of_several_years_asks_for_that_period(client: FlaskClient) -> None:
    with client.application.test_request_context("/?q=x"):
        first: Bar = timeline(Asked("x"), counts(dict.fromkeys(range(1900, 2000), 1)))[0]
    assert first.name == "1900–1909"
    assert first.address == "/?q=x&since=1900&until=1909"


def test_the_form_says_what_is_asked_and_asks_it_again(client: FlaskClient) -> None:
    html = shown_at(client, "/?q=gazette&type=jsonl&source=La+Croix&since=2023&sort=date&all=1")
    fields = re.findall(r'<input form="search"[^>]*name="(\w+)" value="([^"]*)"', html)
    assert fields == [("since", "2023"), ("until", ""), ("source", "La Croix"), ("all", "1"), ("sort", "date")]
    assert '<option value="jsonl" selected>JSONL</option>' in html
    assert '<option value="docs/nord">docs/nord (4)</option>' in html
    assert '<form id="search"' in html


def test_empty_fields_of_the_form_are_no_filters(client: FlaskClient) -> None:
    assert re.search(r"<h1>13 articles ", shown_at(client, "/?q=gazette&since=&until=&folder=&type="))


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [("since=foo", ["since"]), ("until=%3Cb%3E", ["until"]), ("since=foo&until=bar", ["since", "until"])],
)
def test_a_bound_that_is_no_date_is_told_beside_its_field(client: FlaskClient, asked: str, wrong: list[str]) -> None:
    html = shown_at(client, f"/?q=gazette&type=jsonl&{asked}")
    assert re.search(r"<h1>12 articles ", html)
    told = re.findall(r'id="(\w+)"[^>]*aria-invalid="true" aria-describedby="(\w+)-wrong"', html)
    assert told == [(name, name) for name in wrong]
    assert html.count("not read as a date") == len(wrong)
    assert "<b>" not in html
    assert "foo" not in links(html)["docs/sud"]


def test_the_good_bound_of_two_stays(client: FlaskClient) -> None:
    assert re.search(r"<h1>4 articles ", shown_at(client, "/?q=gazette&since=2024&until=foo"))
    kept, wrong = readable(Filters(since="depuis 2023", until="2024"))  # a date, and no end of a period
    assert (kept, [*wrong]) == (Filters(until="2024"), ["since"])


def test_latest_first(client: FlaskClient) -> None:
    html = shown_at(client, "/?q=gazette")
    by_date = shown_at(client, links(html)["by date"])
    dates = re.findall(r'<time datetime="(\d{4}-\d\d)', by_date)
    assert dates == sorted(dates, reverse=True)
    assert links(by_date)["by relevance"] == "/?q=gazette"
    assert "by date" not in links(by_date)


def test_filters_stay_on_the_next_page_and_in_an_article(client: FlaskClient) -> None:
    html = shown_at(client, "/?q=gazette&type=jsonl&since=2022")
    assert links(html)["Next"] == "/?q=gazette&since=2022&type=jsonl&page=2"
    article = next(address for address in links(html).values() if address.startswith("/article"))
    assert "type=jsonl" in article


@pytest.mark.parametrize(
    "asked", ["type=pdf&type=jsonl", "year=x", "folder=../../etc", "tag=%00", "colour=red", "month=2024-13"]
)
def test_made_up_filters_are_answered(client: FlaskClient, asked: str) -> None:
    assert "<h1" in shown_at(client, f"/?q=gazette&{asked}")


def test_a_value_is_never_markup(client: FlaskClient) -> None:
    for address in ("/?q=gazette", "/?q=gazette&author=Zo%C3%A9+%3Cb%3E", "/?author=%3Cscript%3E&q=x"):
        html = shown_at(client, address)
        assert "<b>" not in html
        assert "<script>" not in html


def test_a_very_long_query_has_no_lists_of_links(client: FlaskClient) -> None:
    answer = client.get("/", query_string={"q": "gazette " * 200}, headers={**ENGLISH, FRAGMENT: "1"})
    assert answer.text.count("<article") == 10
    assert "<details" not in answer.text
    assert len(answer.data) < 120_000


def test_both_engines_count_alike(tmp_path: Path, documents: Path) -> None:
    from web.app import create_app

    said = []
    for engine in ("whoosh", "tantivy"):
        directory = IndexDirectory(tmp_path / engine)
        update([documents], directory, engine=engine)
        html = shown_at(create_app(directory).test_client(), "/?q=gazette&year=2024")
        said.append([values(html, facet) for facet in Facet] + [*bars(html)])
        directory.close()
    assert said[0] == said[1]
