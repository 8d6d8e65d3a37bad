"""The list of results: what is said of the answer and of each article, and the pages of a long one."""

from __future__ import annotations

import json
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from mixed_files import MAKERS
from web_pages import ENGLISH, NARROW, WIDE, in_words, links, page, results, write_records

from index.directory import IndexDirectory
from index.sync import update

FRAGMENT = {"X-Fragment": "1"}


def test_results_have_counts_marks_and_links_into_the_article(client: FlaskClient) -> None:
    html = results(client, "rivière moulin")
    assert re.search(r"1 article\s+<small>en \d+\u00a0ms</small>", html)
    assert "La <mark>rivière</mark> et le <mark>moulin</mark>" in html
    assert 'href="/article?id=docs/riviere.txt&amp;q=rivi%C3%A8re+moulin#p1"' in html
    assert "La <mark>rivière</mark> va au <mark>moulin</mark>." in html


def test_a_paragraph_is_text_with_a_link_of_its_own(client: FlaskClient) -> None:
    html = results(client, "meunier", ENGLISH)
    paragraph = re.search(r'<p class="text">(.*?)</p>', html, re.DOTALL)
    assert paragraph
    assert paragraph[1].startswith("Le <mark>meunier</mark> dort. <a")
    assert links(html)["read here paragraph 2 of La rivière et le moulin"].endswith("#p2")


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/?q=eau", "eau – 1 article – Searcher"),
        ("/?q=xyzzy", "xyzzy – Nothing found – Searcher"),
        ("/?q=gazette&page=2", "gazette – 15 articles, page 2 – Searcher"),
        (f"/?q={'x' * 100}", f"{'x' * 59}… – Nothing found – Searcher"),
        ("/?type=txt", "Documents – 3 articles – Searcher"),
    ],
)
def test_the_title_says_how_many_and_which_page(
    documents: Path, shown: IndexDirectory, client: FlaskClient, address: str, title: str
) -> None:
    cut_into(documents, 15, shown)
    found = re.search(r"<title>(.*?)</title>", page(client, address, headers=ENGLISH), re.DOTALL)
    assert found
    assert found[1] == title


def test_what_the_articles_hold_and_lack(client: FlaskClient) -> None:
    html = in_words(results(client, "froide budget texte"))
    assert f"Aucun article ne contient tous ces mots{NARROW}; voici" in html
    assert f"sans{WIDE}: budget, texte" in html


def test_a_link_leads_to_the_articles_with_all_the_words(
    documents: Path, shown: IndexDirectory, client: FlaskClient
) -> None:
    (documents / "moulin.txt").write_text("Un moulin\n\nIl tourne.\n", encoding="utf-8")
    update([documents], shown, engine="whoosh")
    html = results(client, "rivière moulin")
    assert re.search(r"1 article contient tous ces mots\s+<small>", html)
    assert html.count("<article") == 2
    assert f"sans{WIDE}: rivière" in in_words(html)
    complete = page(client, links(html)["Seulement ceux qui les contiennent tous"])
    assert complete.count("<article") == 1
    assert re.search(r"1 article\s+<small>", complete)
    again = page(client, links(complete)["Inclure ceux qui ne contiennent qu’une partie des mots"])
    assert again.count("<article") == 2


def test_the_page_of_a_paged_document_is_told(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    texts = ["Le lavoir est vendu.", "Le lavoir fut bâti en 1820."]
    documents.joinpath("plan.pdf").write_bytes(MAKERS["pdf"]("Les lavoirs", texts))
    update([documents], shown, engine="whoosh")
    html = results(client, "lavoir vendu")
    assert '<span class="cut">p. 1 </span>' in html
    assert ">PDF<" in html


def test_paragraphs_that_are_not_shown_unfold(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    text = "Liste\n\n" + "\n\n".join(f"Une girafe, numéro {n}, passe ici." for n in range(5))
    (documents / "girafes.txt").write_text(text, encoding="utf-8")
    (documents / "autres.txt").write_text(text.replace("Liste", "Une autre"), encoding="utf-8")
    update([documents], shown, engine="whoosh")
    html = results(client, "girafe", ENGLISH)
    assert html.count('<p class="text">') == 6
    address = links(html)["+ 2 more paragraphs of Liste"]
    unfolded = page(client, address, headers=ENGLISH)
    assert unfolded.count('<p class="text">') == 8
    assert re.search(rf'id="{address.partition("#")[2]}"[^>]*>\s*<h2><a[^>]*>Liste', unfolded)
    assert [name for name in links(unfolded) if "more paragraphs" in name] == ["+ 2 more paragraphs of Une autre"]


def test_paragraphs_that_unfold_stand_in_reading_order(
    documents: Path, shown: IndexDirectory, client: FlaskClient
) -> None:
    """After the three best ones, which stay first."""
    tail = "dans la savane et plus loin encore, vers les collines" * 3
    lines = [f"Une girafe numéro {n} passe {tail[: 20 * (9 - n)]}." for n in range(9)]
    (documents / "girafes.txt").write_text("\n\n".join(["Liste", *lines]), encoding="utf-8")
    update([documents], shown, engine="whoosh")
    unfolded = page(client, links(results(client, "girafe", ENGLISH))["+ 6 more paragraphs of Liste"], headers=ENGLISH)
    places = [int(place) for place in re.findall(r'<a class="here"[^>]*#p(\d+)"', unfolded)]
    assert len(places) == 9
    assert places[:3] != sorted(places)[:3]
    assert places[3:] == sorted(places[3:])


def test_the_link_of_a_paragraph_names_its_article_in_few_words(
    documents: Path, shown: IndexDirectory, client: FlaskClient
) -> None:
    record = {"id": "long", "title": "Un titre " * 20, "text": "Un ornithorynque nage."}
    write_records(documents / "long.jsonl", record)
    update([documents], shown, engine="whoosh")
    html = results(client, "ornithorynque", ENGLISH)
    assert '<a class="here" lang="en" href=' in html
    [name] = [name for name in links(html) if name.startswith("read here")]
    assert re.fullmatch(r"read here paragraph 1 of (Un titre ?){6,7}.{0,9}…", name)


def test_a_query_too_long_to_stand_in_every_link_stands_in_few(client: FlaskClient) -> None:
    long = "moulin " + "x" * 300
    assert 'class="here"' in results(client, long[:300])
    assert 'class="here"' not in results(client, long)


def test_a_link_into_a_long_article_leads_to_the_right_part_without_scripts(
    documents: Path, shown: IndexDirectory, client: FlaskClient
) -> None:
    lines = [f"Le paragraphe numéro {n} parle du lac." for n in range(700)]
    lines[650] = "Un hippocampe nage au large."
    (documents / "long.txt").write_text("Lacs\n\n" + "\n\n".join(["Un hippocampe.", *lines]), encoding="utf-8")
    update([documents], shown)
    links = re.findall(r'<a class="here"[^>]* href="([^"]*)"', results(client, "hippocampe nage large"))
    [there] = [link for link in map(unescape, links) if "passage=" in link]
    assert "hippocampe</mark> <mark>nage" in client.get(there.partition("#")[0]).text


def test_a_text_that_stands_in_an_article_several_times(
    documents: Path, shown: IndexDirectory, client: FlaskClient
) -> None:
    (documents / "refrain.txt").write_text("Chant\n\n" + "Dansons la gigue.\n\nVers.\n\n" * 3, encoding="utf-8")
    update([documents], shown, engine="whoosh")
    assert "stands here 2 more times" in results(client, "gigue", ENGLISH)


def test_a_title_found_alone_is_highlighted(client: FlaskClient) -> None:
    assert results(client, "chanson").count("<mark>Chanson</mark>") == 1


def test_what_is_known_of_an_article(client: FlaskClient) -> None:
    html = results(client, "budget")
    assert '<time datetime="2024-03-01">1er mars 2024</time>' in html
    for known in ("Ève &lt;Martin&gt;", "Archives", ">JSONL<", ">docs/records.jsonl<"):
        assert known in html


def test_a_date_that_is_only_the_time_of_a_file_is_marked(client: FlaskClient) -> None:
    assert re.search(r"fichier du\s+<time", results(client, "moulin"))
    assert "fichier du" not in results(client, "budget")


def test_which_member_of_an_archive_was_found(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    with zipfile.ZipFile(documents / "archive.zip", "w") as archive:
        archive.writestr("été/note.txt", "Les cigognes nichent.")
    update([documents], shown)
    assert ">docs/archive.zip#été/note.txt<" in results(client, "cigogne")


def test_nothing_found(client: FlaskClient) -> None:
    html = results(client, "xyzzy", ENGLISH)
    assert "Nothing found" in html
    assert "Narrow down" not in html


def test_how_the_query_was_read_is_shown_where_it_differs(client: FlaskClient) -> None:
    assert f"Lu comme{WIDE}: date{WIDE}: mars 2024" in in_words(results(client, "date:2024-03"))
    assert "Lu comme" not in results(client, "  rivière   moulin ")


@pytest.mark.parametrize("query", ["rivierre", "rivierre moulin"])
def test_a_correction_is_a_link_beside_results_too(client: FlaskClient, query: str) -> None:
    html = results(client, query, type="txt")
    corrected = query.replace("rivierre", "rivière")
    assert "riviere.txt" in page(client, links(html)[corrected])
    assert "type=txt" in links(html)[corrected]


def test_a_long_query_can_be_read_as_a_whole(client: FlaskClient) -> None:
    query = "une question <longue> que le champ d’un téléphone ne montre pas en entier"
    assert '<p class="asked long" lang="fr">une question &lt;longue&gt; que' in results(client, query)
    assert 'class="asked' not in results(client, "courte")


@pytest.mark.parametrize("query", ["type:pdf", "type:jsonl", "date:2024", "auteur:martin"])
def test_a_query_may_be_a_filter_alone(documents: Path, shown: IndexDirectory, client: FlaskClient, query: str) -> None:
    documents.joinpath("plan.pdf").write_bytes(MAKERS["pdf"]("Les lavoirs", ["Le lavoir."]))
    update([documents], shown, engine="whoosh")
    assert results(client, query).count("<article") == (2 if query == "type:jsonl" else 1)


def test_a_page_of_results_is_light(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    long = "Le phare éclaire la digue et les bateaux qui rentrent au port, chaque nuit de l’année. " * 12
    for n in range(12):
        record = {"id": f"n{n}", "title": f"Un titre assez long numéro {n}", "text": "\n\n".join([long] * 9)}
        about = {"date": f"{1990 + n}-05-01", "author": f"Auteur {n}", "source": f"Source {n}", "tags": [f"mot {n}"]}
        write_records(documents / f"folder-{n}" / "x.jsonl", {**record, **about})
    update([documents], shown, engine="whoosh")
    answer = client.get("/?q=phare")
    assert answer.text.count("<article") == 10
    assert len(answer.data) <= 60_000


def test_a_fragment_is_the_same_without_its_frame(client: FlaskClient) -> None:
    for address in ("/", "/?q=eau", "/?q=xyzzy"):
        whole, part = client.get(address), client.get(address, headers=FRAGMENT)
        main = part.text.partition("<main>")[2].partition("</main>")[0]
        assert "<h1" in main
        assert without_times(main.strip()) in without_times(whole.text)
        assert re.findall("<title>.*?</title>", whole.text) == re.findall("<title>.*?</title>", part.text)
        assert "<form" not in part.text
        assert {"X-Fragment", "Accept-Language", "Cookie"} <= {*map(str.strip, whole.headers["Vary"].split(","))}
        assert whole.headers["Cache-Control"] == "no-store"


def without_times(html: str) -> str:
    return re.sub(r"\d+\u00a0ms", "", html)


def cut_into(folder: Path, count: int, directory: IndexDirectory) -> None:
    lines = (json.dumps({"id": str(n), "title": f"Brève {n}", "text": f"La gazette numéro {n}."}) for n in range(count))
    (folder / "gazette.jsonl").write_text("\n".join(lines), encoding="utf-8")
    update([folder], directory, engine="whoosh")


def test_pages(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    cut_into(documents, 25, shown)
    first, last = page(client, "/?q=gazette"), page(client, "/?q=gazette&page=3")
    assert first.count("<article") == 10
    assert last.count("<article") == 5
    assert 'rel="next" href="/?q=gazette&amp;page=2"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev" href="/?q=gazette&amp;page=2"' in last
    assert 'rel="next"' not in last
    assert '<a aria-current="page" href="/?q=gazette&amp;page=3">3</a>' in last
    assert "&amp;page=3#p1" in last


def test_pages_go_on_with_articles_that_hold_only_some_of_the_words(
    documents: Path, shown: IndexDirectory, client: FlaskClient
) -> None:
    cut_into(documents, 25, shown)
    addresses = [f"/?q=gazette+num%C3%A9ro+5&page={number}" for number in (1, 2, 3, 4)]
    first, second, third, fourth = (client.get(address) for address in addresses)
    assert [answer.text.count("<article") for answer in (first, second, third)] == [10, 10, 5]
    assert 'rel="next"' in second.text
    assert 'rel="next"' not in third.text
    assert fourth.status_code == 302


def test_few_results_have_no_pages(client: FlaskClient) -> None:
    assert 'class="pages"' not in results(client, "eau")


def test_results_can_be_taken_away_and_followed(client: FlaskClient) -> None:
    html = results(client, "budget", ENGLISH, type="jsonl")
    assert "Compte rendu" in page(client, links(html)["Spreadsheet (CSV)"])
    feed = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]*)"', html)
    assert feed
    assert "Compte rendu" in page(client, feed[1].replace("&amp;", "&"))
    assert "Spreadsheet" not in results(client, "xyzzy", ENGLISH)


def test_a_page_that_is_not_there(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    cut_into(documents, 25, shown)
    assert client.get("/?q=gazette&page=9").location == "/?q=gazette&page=3"
    assert client.get("/?q=xyzzy&page=9").location == "/?q=xyzzy"
    for name in ("0", "-1", "x", "1001", "1000000000", "9" * 5000):
        assert page(client, f"/?q=gazette&page={name}").count("<article") == 10


def test_large_numbers_are_grouped(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    cut_into(documents, 1200, shown)
    assert f"1{NARROW}205 articles" in page(client, "/")
    assert "1,205 articles" in page(client, "/", headers=ENGLISH)
