"""What can be taken away of a list of results: each format is read back as its readers would read it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from io import StringIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from index.directory import IndexDirectory
from index.model import Article
from index.sync import update
from searcher import AnswerArticle, AnswerPassage, Format, csv_row, export
from web.app import create_app

FORMULAS = ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"]
RECORD = {
    "id": "r/1?x=#é",
    "title": "50 % du budget & {reste}",
    "date": "2024-03",
    "author": "Ève <Martin>",
    "source": "Archives_du\\Nord",
    "tags": ["conseil", "a&b"],
    "text": 'Le conseil a délibéré ; "le budget", dit-on.',
}
TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


def hit(title: str = "Un titre", *, name: str = "d/a.txt", author: str = "", source: str = "") -> AnswerArticle:
    article = Article(name, "d/a.txt", "txt", title, author=author, source=source)
    return AnswerArticle(article, 1.5, {}, (), [AnswerPassage(1, 1.0, "Un texte.")], ("mot",), 3)


def link(name: str) -> str:
    return f"http://localhost/article?id={name}"


def exported(form: Format, *hits: AnswerArticle) -> str:
    return "".join(export(hits, form, link))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    folder = tmp_path / "docs"
    folder.mkdir()
    lines = (json.dumps({"id": str(n), "title": f"Brève {n}", "text": f"La gazette {n}."}) for n in range(450))
    (folder / "gazette.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "records.jsonl").write_text(json.dumps(RECORD), encoding="utf-8")
    with closing(IndexDirectory(tmp_path / "index")) as directory:
        update([folder], directory, engine="whoosh")
        yield create_app(directory).test_client()


def taken(client: FlaskClient, form: str, query: str = "budget", **more: str) -> str:
    response = client.get("/export", query_string={"q": query, "format": form, **more})
    assert response.status_code == 200
    return str(response.data, "utf-8")


def entries(bibtex: str) -> list[dict[str, str]]:
    """A reader of BibTeX that knows what is needed here: entries, and values in balanced braces."""
    found, entry, rest = list[dict[str, str]](), dict[str, str](), bibtex
    while start := re.match(r"\s*(?:@misc\{(?P<key>[^,]+),|(?P<name>\w+) = \{|\},?)\s*", rest):
        rest = rest[start.end() :]
        if start["key"]:
            found.append(entry := {"key": start["key"]})
        elif start["name"]:
            end, depth = 0, 1
            for sign in re.finditer("[{}]", rest):  # after a backslash, too
                depth += 1 if sign[0] == "{" else -1
                end = sign.start()
                if not depth:
                    break
            assert not depth
            entry[start["name"]], rest = rest[:end], rest[end + 1 :].removeprefix(",")
    assert not rest.strip()
    return found


def plain(latex: str) -> str:
    """What LaTeX would print."""
    named = {"backslash": "\\", "asciicircum": "^", "asciitilde": "~", "braceleft": "{", "braceright": "}"}
    bare = latex[1:-1] if latex.startswith("{") else latex
    return re.sub(r"\\(?:text(\w+)\{\}|(.))", lambda found: named[found[1]] if found[1] else found[2], bare)


def records(ris: str) -> list[dict[str, list[str]]]:
    found = list[dict[str, list[str]]]()
    for line in filter(None, ris.split("\r\n")):
        tag, value = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line).groups()  # type: ignore[union-attr]
        if tag == "TY":
            found.append({})
        found[-1].setdefault(tag, []).append(value)
    return found


def test_a_spreadsheet_reads_the_table_as_it_is(client: FlaskClient) -> None:
    table = taken(client, "csv")
    assert table.startswith("\ufeff")
    row = next(csv.DictReader(StringIO(table.removeprefix("\ufeff"), newline="")))
    assert row["id"] == "docs/records.jsonl#r/1?x=#é"
    assert (row["title"], row["author"], row["tags"]) == (RECORD["title"], RECORD["author"], "conseil, a&b")
    assert row["passage"] == RECORD["text"]
    assert parse_qs(urlsplit(row["link"]).query)["id"] == [row["id"]]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_a_formula(cell: str) -> None:
    table = exported(Format.CSV, hit(title=cell, author=cell, source=cell, name=cell))
    row = next(csv.DictReader(StringIO(table.removeprefix("\ufeff"), newline="")))
    assert [row[name] for name in ("title", "author", "source", "id")] == [f"'{cell}"] * 4


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_any_row_is_read_back(cells: list[str]) -> None:
    read = next(csv.reader(StringIO(csv_row(cells), newline="")), [""])
    expected = [cell.replace("\0", "") for cell in cells]
    assert [cell.removeprefix("'") for cell in read] == [cell.removeprefix("'") for cell in expected]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in read)


@given(TEXT, TEXT)
def test_each_line_of_json_is_an_article(title: str, name: str) -> None:
    lines = exported(Format.JSONL, hit(title=title, name=name), hit()).splitlines(keepends=True)
    read = [json.loads(line) for line in "".join(lines).split("\n") if line]
    assert [each["title"] for each in read] == [title, "Un titre"]
    assert read[0]["link"] == link(name)
    assert read[0]["passages"][0]["text"] == "Un texte."


@given(TEXT, TEXT)
def test_any_text_is_read_back_from_bibtex(title: str, author: str) -> None:
    (read, other) = entries(exported(Format.BIBTEX, hit(title=title, author=author), hit(name="d/b.txt")))
    assert read["key"] != other["key"]
    assert plain(read["title"]) == (one_line(title) if title else "d/a.txt")
    assert plain(read.get("author", "")) == one_line(author)


@given(TEXT, TEXT)
def test_any_text_is_read_back_from_ris(title: str, author: str) -> None:
    (read,) = records(exported(Format.RIS, hit(title=title, author=author)))
    assert read["TI"] == [one_line(title) if title else "d/a.txt"]
    assert read.get("AU", [""]) == [one_line(author)]
    assert read["ER"] == [""]


def one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\s]+", " ", text).strip()


def test_what_a_bibliography_is_told(client: FlaskClient) -> None:
    (entry,) = entries(taken(client, "bibtex"))
    assert entry["title"] == r"{50 \% du budget \& \textbraceleft{}reste\textbraceright{}}"
    assert (entry["year"], entry["date"]) == ("2024", "2024-03")
    assert entry["howpublished"] == r"Archives\_du\textbackslash{}Nord"
    (record,) = records(taken(client, "ris"))
    assert (record["PY"], record["DA"], record["KW"]) == (["2024"], ["2024/03//"], ["conseil", "a&b"])
    assert record["AB"] == [RECORD["text"]]


def test_all_that_is_found_is_written_in_the_order_of_the_list(client: FlaskClient) -> None:
    lines = [json.loads(line) for line in taken(client, "jsonl", "gazette").splitlines()]
    listed = client.get("/api/v1/search", query_string={"q": "gazette", "limit": 500}).json
    assert listed
    assert [line["id"] for line in lines] == [article["id"] for article in listed["articles"]]
    assert len(lines) == 450


def test_a_list_is_filtered_and_ordered_as_on_the_page(client: FlaskClient) -> None:
    assert taken(client, "ris", "budget", since="2025") == ""
    assert len(records(taken(client, "ris", "budget gazette 7"))) == 451
    assert len(records(taken(client, "ris", "gazette 7", all="1"))) == 1


@pytest.mark.parametrize(
    ("form", "mimetype", "suffix"),
    [
        ("csv", "text/csv", "csv"),
        ("jsonl", "application/x-ndjson", "jsonl"),
        ("bibtex", "application/x-bibtex", "bib"),
        ("ris", "application/x-research-info-systems", "ris"),
    ],
)
def test_a_browser_keeps_it_as_a_file(client: FlaskClient, form: str, mimetype: str, suffix: str) -> None:
    response = client.get("/export", query_string={"q": 'budg* "x"/../é\r\n', "format": form})
    assert response.mimetype == mimetype
    said = response.headers["Content-Disposition"]
    assert re.fullmatch(r"attachment; filename\S+", said)
    assert re.search(rf"\.{suffix}$", said)
    assert "/" not in said
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_results_lead_to_their_files_and_their_feed(client: FlaskClient) -> None:
    html = client.get("/?q=gazette+7&all=1&type=jsonl").text
    links = {unescape(link) for link in re.findall(r'href="(/(?:export|feed\.atom)[^"]*)"', html)}
    assert len(links) == len(Format) + 1
    for link in links:
        assert b"docs/gazette.jsonl" in client.get(link).data
        assert "q=gazette+7&all=1&type=jsonl" in link
    assert re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="/feed\.atom', html)


@pytest.mark.parametrize("wrong", [{"format": "exe"}, {}, {"format": "csv", "since": "demain ou jamais"}])
def test_what_cannot_be_exported_is_refused_in_words(client: FlaskClient, wrong: dict[str, str]) -> None:
    response = client.get("/export", query_string={"q": "budget", **wrong})
    assert response.status_code == 400
    assert response.mimetype == "text/html"


@pytest.mark.parametrize("query", ["", "(" * 5000, "\0", "\ud800".encode("utf-8", "surrogatepass"), "a" * 100_000])
def test_no_query_is_an_error(client: FlaskClient, query: str | bytes) -> None:
    assert client.get("/export", query_string={"q": query, "format": "csv"}).status_code == 200


def test_without_an_index_nothing_begins(tmp_path: Path) -> None:
    client = create_app(IndexDirectory(tmp_path / "none")).test_client()
    assert client.get("/export?q=x&format=csv").status_code == 503
