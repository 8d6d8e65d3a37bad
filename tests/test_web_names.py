"""A list of names searched at once, as a page and as a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import closing
from io import StringIO

import pytest
from flask.testing import FlaskClient

from index.directory import IndexDirectory
from index.sync import update
from web.app import create_app
from web.names import LONGEST_NAME, MOST_NAMES

TEXTS = {
    "a.txt": "Le maire\n\nJean Dupont préside le conseil.\n\nJean Dupont, encore.\n",
    "b.txt": "Un autre\n\nÀ Jean succède un Dupont.\n",
    "c.txt": "Le <script>\n\nMarie Curie découvre le radium.\n",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    place = tmp_path_factory.mktemp("names")
    (place / "docs").mkdir()
    for name, text in TEXTS.items():
        (place / "docs" / name).write_text(text, encoding="utf-8")
    with closing(IndexDirectory(place / "index")) as directory:
        update([place / "docs"], directory, engine="whoosh")
        yield create_app(directory).test_client()


def table(client: FlaskClient, names: str, **more: str) -> list[dict[str, str]]:
    response = client.post("/names", data={"names": names, "format": "csv", **more})
    assert response.status_code == 200
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(StringIO(str(response.data, "utf-8-sig"), newline="")))


def test_each_name_has_its_count_and_its_best_article(client: FlaskClient) -> None:
    rows = table(client, "Jean Dupont\r\n\r\n  marie  CURIE \nAlbert Camus\nJean Dupont")
    assert [(row["name"], row["articles"], row["id"]) for row in rows] == [
        ("Jean Dupont", "1", "docs/a.txt"),
        ("marie  CURIE", "1", "docs/c.txt"),
        ("Albert Camus", "0", ""),
    ]
    assert rows[1]["passage"] == "Marie Curie découvre le radium."
    assert client.get(rows[1]["link"]).status_code == 200


def test_words_may_stand_apart(client: FlaskClient) -> None:
    rows = table(client, "Jean Dupont\nJean Camus", apart="1")
    assert [row["articles"] for row in rows] == ["2", "0"]


@pytest.mark.parametrize("sign", '"«»“”„‹›')
def test_a_quote_within_a_name_ends_nothing(client: FlaskClient, sign: str) -> None:
    names = f"Jean {sign} Dupont\nJean {sign}Dupont{sign}\nDupont {sign} Jean"
    assert [row["articles"] for row in table(client, names)] == ["1", "1", "0"]


def test_the_page_links_to_articles_and_answers(client: FlaskClient) -> None:
    html = client.post("/names", data={"names": "Jean Dupont\nAlbert Camus"}).text
    assert 'href="/article?id=docs/a.txt&amp;q=%22Jean+Dupont%22"' in html
    assert 'href="/?q=%22Jean+Dupont%22"' in html
    assert re.search(r'<th scope="row">Albert Camus</th>\s*<td>0</td>', html)
    assert "Jean Dupont\nAlbert Camus</textarea>" in html
    assert client.get("/names?names=Jean+Dupont").text.count("<tr>") == 2


def test_no_more_names_than_are_searched_at_once(client: FlaskClient) -> None:
    names = "\n".join(f"Nom{number}" for number in range(MOST_NAMES + 5))
    assert len(table(client, names)) == MOST_NAMES
    html = client.post("/names", data={"names": names}, headers={"Accept-Language": "en"}).text
    assert "5 names were left out." in html
    assert len(table(client, "x" * 1000)[0]["name"]) == LONGEST_NAME


@pytest.mark.parametrize(
    "typed", ["", "\n\n", '"', "(((", "\0\x1b[31m", "<script>alert(1)</script>", "=1+1", "-mot", "\ud800"]
)
def test_nothing_that_is_typed_is_an_error_or_markup(client: FlaskClient, typed: str) -> None:
    data = {"names": typed.encode("utf-8", "surrogatepass")}
    html = client.post("/names", data=data)
    assert html.status_code == 200
    assert "<script>alert" not in html.text
    assert "\x1b" not in html.text
    assert not any(
        row["name"].startswith(("=", "-")) for row in table(client, typed.encode("utf-8", "replace").decode())
    )


def test_a_body_of_a_megabyte_is_refused(client: FlaskClient) -> None:
    assert client.post("/names", data={"names": "x\n" * 500_000}).status_code == 413


def test_another_site_cannot_ask(client: FlaskClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.post("/names", data={"names": "Jean"}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "typed",
    [
        "Jean Dupont\tmaire\t1950\nMarie Curie\tphysicienne\t1867",
        "Jean Dupont;maire\r\nMarie Curie;physicienne;1867\r\n",
        '"Jean Dupont";"maire; conseiller"\n"Marie Curie";',
        '"Jean Dupont",maire\n"Marie Curie",physicienne',
        ";Jean Dupont\n\t\n ; Marie Curie",
        "Jean Dupont\nMarie Curie",
    ],
)
def test_the_first_column_of_a_table_has_the_names(client: FlaskClient, typed: str) -> None:
    rows = table(client, typed)
    assert [(row["name"], row["articles"]) for row in rows] == [("Jean Dupont", "1"), ("Marie Curie", "1")]


def test_a_comma_belongs_to_a_name(client: FlaskClient) -> None:
    assert [row["name"] for row in table(client, "Dupont, Jean\nCurie, Marie; née Sklodowska\nLe 1, 2")] == [
        *("Dupont, Jean", "Curie, Marie; née Sklodowska", "Le 1, 2")
    ]


@pytest.mark.parametrize(
    "typed",
    ["\t" * 150_000, ";" * 150_000, '"' + "x;" * 100_000, '";\t"\n";'],
    ids=["tabs", "semicolons", "a quote that is not closed", "odd quotes"],
)
def test_no_table_is_an_error(client: FlaskClient, typed: str) -> None:
    assert client.post("/names", data={"names": typed}).status_code == 200
