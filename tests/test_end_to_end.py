"""From folders of articles to answers: an article of an agency, one of our own like it, and all of ``seeds``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.directory import IndexDirectory
from index.engines.protocol import Engine
from index.engines.registry import DEFAULT
from index.sync import update
from searcher import Answer, AnswerArticle, Options, Page, article, search

REPO = Path(__file__).parents[1]
GIVEN = REPO.parent / "shared" / "seeds"
SEEDS = REPO / "seeds"
OWN = SEEDS / "gaza-rafah-pentagone.txt"


def opened(texts: Path, place: Path) -> Iterator[Engine]:
    directory = IndexDirectory(place)
    done = update([texts], directory, engine=DEFAULT)
    assert not done.summary.problems
    yield directory.engine()
    directory.close()


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The article of an agency, which is not ours to give away."""
    if not list(GIVEN.glob("*.txt")):
        pytest.skip(f"the article is not here: {GIVEN / '*.txt'}")
    yield from opened(GIVEN, tmp_path_factory.mktemp("given"))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from opened(OWN, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from opened(SEEDS, tmp_path_factory.mktemp("seeds"))


def ask(query: str, engine: Engine, *, complete_only: bool = False) -> Answer:
    return search(query, engine, Page(count=100, passages=100), Options(complete_only=complete_only))


def only(answer: Answer) -> AnswerArticle:
    [hit] = answer.articles
    assert (answer.articles_total, answer.relaxed) == (1, False)
    return hit


@dataclass(frozen=True)
class Wanted:
    """What a query of an article must find: the numbers of all its paragraphs, the first ones, all the marks."""

    query: str
    numbers: set[int]
    first: set[int]
    marks: set[str]


# Of « Guerre Israël-Hamas… »: 1 to 4 are the bullets, 9 repeats the headline, 24 is cut short.
ASKED = [
    Wanted("Rafah", {1, 3, 5, 6, 13, 16, 22}, {1, 3}, {"Rafah"}),
    Wanted("cessez le feu", {2, 8, 15, 19, 20}, {20, 2}, {"cessez", "feu"}),
    Wanted("cessez-le-feu", {2, 8, 15, 19, 20}, {20, 2}, {"cessez-le-feu"}),
    Wanted('"aide militaire"', {6}, {6}, {"aide militaire"}),
    Wanted("aide militaire", {1, 3, 5, 6, 10, 13, 21}, {5, 6}, {"aide", "aider", "militaire", "militaires"}),
    Wanted("32000", {18}, {18}, {"32 000"}),
    Wanted("32 000 Palestiniens", {18, 19}, {18}, {"32 000", "Palestiniens", "palestiniens"}),
    Wanted("1200", {18}, {18}, {"1 200"}),
    Wanted("chef", {1, 8}, {1}, {"chefs"}),
    Wanted("securite", {15, 17, 20, 22, 23}, {23, 20}, {"sécurité"}),
    Wanted("conseil de securite", {15, 17, 20, 22, 23}, {15, 20}, {"Conseil", "sécurité"}),
    Wanted("Etats-Unis", {1, 7, 8, 13, 15, 20, 22}, {1, 22}, {"États-Unis"}),
    Wanted("l’aide", {3, 5, 6, 13}, {3, 13}, {"aide", "aider"}),
    Wanted("déplacés", {14}, {14}, {"déplacés"}),
    Wanted("deplace", {14}, {14}, {"déplacés"}),
    Wanted("Gallant Blinken", {10, 11, 14, 22, 23}, {23}, {"Gallant", "Blinken"}),
]

# Of « Gaza : à Washington… »: 1 to 4 are the bullets, 8 repeats the headline.
ASKED_OF_OWN = [
    Wanted("Rafah", {2, 5, 10, 12}, {2, 12}, {"Rafah"}),
    Wanted("cessez le feu", {3, 10}, {3}, {"cessez", "feu"}),
    Wanted("cessez-le-feu", {3, 10}, {3}, {"cessez-le-feu"}),
    Wanted('"aide militaire"', {6}, {6}, {"aide militaire"}),
    Wanted("aide militaire", {5, 6, 9}, {6}, {"aide", "militaire"}),
    Wanted("32000", {13}, {13}, {"32\u202f000"}),
    Wanted("32 000 morts", {13}, {13}, {"32\u202f000", "morts"}),
    Wanted("1200", {13}, {13}, {"1\u202f200"}),
    Wanted("chef", {6, 7}, set(), {"chefs"}),
    Wanted("securite", {2, 10, 11}, {2}, {"sécurité"}),
    Wanted("conseil de securite", {2, 10, 11}, {10}, {"Conseil", "sécurité"}),
    Wanted("Etats-Unis", {5, 10}, set(), {"États-Unis"}),
    Wanted("l’aide", {5, 6}, {6}, {"aide"}),
    Wanted("évacué", {9}, {9}, {"évacués"}),
    Wanted("prisonnier", {13}, {13}, {"prisonniers"}),
    Wanted("Gallant Blinken", {1, 9, 11}, {11}, {"Gallant", "Blinken"}),
]


def finds(engine: Engine, wanted: Wanted) -> None:
    hit = only(ask(wanted.query, engine))
    numbers = [passage.number for passage in hit.passages]
    assert sorted(numbers) == sorted(wanted.numbers)
    assert set(numbers[: len(wanted.first)]) == wanted.first
    assert {passage.text[start:end] for passage in hit.passages for start, end in passage.marks} == wanted.marks
    assert all(passage.marks for passage in hit.passages)


@pytest.mark.parametrize("wanted", ASKED, ids=lambda wanted: wanted.query)
def test_the_given_article(wanted: Wanted, given: Engine) -> None:
    finds(given, wanted)


@pytest.mark.parametrize("wanted", ASKED_OF_OWN, ids=lambda wanted: wanted.query)
def test_our_own_article(wanted: Wanted, own: Engine) -> None:
    finds(own, wanted)


def shows_its_title_alone(hit: AnswerArticle) -> None:
    assert hit.passages_total == 0
    assert hit.article.title not in [passage.text for passage in hit.passages]
    assert hit.title_marks


@pytest.mark.parametrize("query", ["Guerre Israël-Hamas", '"Guerre Israël-Hamas"', "guerre", "titre:guerre"])
def test_the_headline_is_no_passage_nor_is_its_echo(query: str, given: Engine) -> None:
    shows_its_title_alone(only(ask(query, given)))


@pytest.mark.parametrize("query", ["assaut terrestre", '"assaut terrestre"', "assauts", "titre:assaut"])
def test_nor_is_that_of_our_own(query: str, own: Engine) -> None:
    shows_its_title_alone(only(ask(query, own)))


def is_read_whole(engine: Engine, file: Path, query: str, count: int, echo: int) -> None:
    """A query finds the one article, all of which is in its passages; ``echo`` repeats the headline that it marks."""
    about = only(ask(query, engine)).article
    read = article(about.id, query, engine)
    assert read
    assert [passage.number for passage in read.passages] == list(range(1, count + 1))
    assert read.passages[echo - 1].text == about.title
    assert {passage.number: len(passage.marks) for passage in read.passages if passage.marks} == {echo: 1}
    stored = "".join([about.title, *(passage.text for passage in read.passages)])
    assert "".join(stored.split()) == "".join(file.read_text(encoding="utf-8").split())


def test_the_given_article_is_read_whole(given: Engine) -> None:
    [file] = GIVEN.glob("*.txt")
    is_read_whole(given, file, "Guerre", 24, 9)


def test_our_own_article_is_read_whole(own: Engine) -> None:
    is_read_whole(own, OWN, "assaut", 13, 8)


FIRST = [
    ("Ariane 6", "breves.jsonl#breve-01"),
    ("Philae comète", "breves.jsonl#breve-02"),
    ("accord de Paris", "breves.jsonl#breve-03"),
    ("record de chaleur Herault", "breves.jsonl#breve-04"),
    ("femmes élues voter", "breves.jsonl#breve-05"),
    ("Villers Cotterets", "breves.jsonl#breve-06"),
    ("loi Toubon", "breves.jsonl#breve-07"),
    ("Maurice Garin", "breves.jsonl#breve-08"),
    ("TGV Paris Lyon", "breves.jsonl#breve-09"),
    ("tunnel sous la Manche", "breves.jsonl#breve-10"),
    ("8,62 mètres", "breves.jsonl#breve-11"),
    ("congé payé", "breves.jsonl#breve-12"),
    ("Riquet", "canal-du-midi.txt"),
    ('"nuit du 4 août" OU Noailles', "compte-rendu-4-aout-1789.txt"),
    ("molécule coudée", "cycle-de-l-eau.txt"),
    ("agences de l’eau", "entretien-eau-du-robinet.txt"),
    ("32000 morts", "gaza-rafah-pentagone.txt"),
    ("étudiants point médian", "guide-sigles-et-points-medians.md"),
    ("34935 communes", "guide-sigles-et-points-medians.md"),
    ("pavillon Baltard", "marche-des-halles.txt"),
    ("droit de réponse", "mentions-legales.txt"),
    ("poireau", "poeme.txt"),
    ("soupe au pistou", "recette-soupe-au-pistou.md"),
    ("sirène d’alerte", "securite-inondation.txt"),
    ("Vignemale", "tableau-sommets-et-fleuves.md"),
    # as they stand on disk: Windows-1252, then NFD with CRLF, then UTF-16, then UTF-8 with a byte order mark
    ("rectifications orthographe", "nouvelle-orthographe.txt"),
    ("ambigue tréma", "nouvelle-orthographe.txt"),
    ("chèque de 1999 €", "nouvelle-orthographe.txt"),
    ("démolition pavillons", "marche-des-halles.txt"),
    ("Zola « ventre de Paris »", "marche-des-halles.txt"),
    ("Sorbon Sorbonne collège", "universite-de-paris.txt"),
    ("Henri Paul Nenot", "universite-de-paris.txt"),
    ("réflexes inondation", "securite-inondation.txt"),
]


@pytest.mark.parametrize(("query", "first"), FIRST, ids=lambda value: value)
def test_each_seed_is_found_first(query: str, first: str, seeds: Engine) -> None:
    answer = ask(query, seeds)
    assert answer.articles
    assert not answer.relaxed
    assert answer.articles[0].article.id == f"seeds/{first}"
    best = answer.articles[0]
    assert best.missing == []
    assert best.title_marks or any(passage.marks for passage in best.passages)


def test_each_seed_has_a_query() -> None:
    asked = {first.partition("#")[0] for _, first in FIRST}
    assert asked == {file.name for file in SEEDS.iterdir()}


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("securite manutentionnaire", {"se\u0301curite\u0301", "manutentionnaires"}),
        ("1999 euros", {"1\u00a0999", "euros"}),
        ("onu née", {"O.N.U.", "ONU", "née"}),
        ("34935", {"34\u202f935"}),
        ("chapelain fortune", {"chapelain", "fortune"}),
    ],
)
def test_marks_are_parts_of_the_text_as_it_stands_in_the_file(query: str, marked: set[str], seeds: Engine) -> None:
    answer = ask(query, seeds, complete_only=True)
    found = {p.text[low:high] for hit in answer.articles for p in hit.passages for low, high in p.marks}
    assert found == marked


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("date:1994 loi", {"breves.jsonl#breve-07"}),
        ("type:md soupe", {"recette-soupe-au-pistou.md"}),
        ("date:août 2024", {"recette-soupe-au-pistou.md"}),
        ("chemin:breves travaux", {f"breves.jsonl#breve-{number}" for number in ("06", "07", "10", "12")}),
        ("titre:marché", {"marche-des-halles.txt", "poeme.txt", "recette-soupe-au-pistou.md"}),
        ("titre:marché -type:md -Rungis titre:place", {"poeme.txt"}),
        ("=évènement", {"nouvelle-orthographe.txt"}),
    ],
)
def test_filters_of_the_seeds(query: str, found: set[str], seeds: Engine) -> None:
    assert {hit.article.id.removeprefix("seeds/") for hit in ask(query, seeds).articles} == found
