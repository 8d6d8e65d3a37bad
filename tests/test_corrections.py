"""Corrections: what is offered for a misspelt word, on an index where words have frequencies; real words are left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from index.engines.protocol import Engine
from index.engines.registry import ENGINES, open_engine
from index.model import Article, Passage
from searcher import search
from searcher.suggest import did_you_mean

TODAY = date(2024, 3, 27)
TEXTS = {
    "Le développement de l'environnement, parce que les professionnels accueillent l'arbre.": 60,
    "Un appartement, l'hôpital et le téléphone : bien sûr, aujourd'hui, le rythme de la bibliothèque.": 60,
    "Les agréments du langage, un bagage, une exigence ; elle habite Strasbourg, près du marché.": 60,
    "Une interdiction.": 60,
    "Parceque l'environement est fragile.": 1,
    "La nodocéphalie, la nodocéphalie et ses nodocéphalies.": 30,
    "Il a vu Tombouctou, et le professionel.": 1,
}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_engine(request.param, tmp_path_factory.mktemp("engine"), create=True)
    texts = [text for text, times in TEXTS.items() for _ in range(times)]
    with opened.batch() as batch:
        for number, text in enumerate(texts):
            batch.put(f"{number}.txt", [Article(f"{number}.txt", f"{number}.txt", "txt", "", (Passage(1, text),))])
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dévelopement", "développement"),  # a letter doubled, or not
        ("baggage", "bagage"),
        ("proffessionnels", "professionnels"),
        ("marhcé", "marché"),  # swapped
        ("bibliothéqe", "bibliothèque"),  # left out
        ("exigeance", "exigence"),  # too much
        ("téléfone", "téléphone"),  # read alike
        ("ritme", "rythme"),
        ("opital", "hôpital"),
        ("appartemant", "appartement"),
        ("larbre", "l'arbre"),  # an apostrophe lost
        ("aujourdui", "aujourd'hui"),
        ("biensur", "bien sûr"),  # a space lost
        ("Strassbourg", "Strasbourg"),
    ],
)
def test_what_is_offered_first(typed: str, meant: str, engine: Engine) -> None:
    assert did_you_mean(typed, engine) == meant


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("dévelopement du téléfone", "développement du téléphone"),  # each word of a question
        ("comment acceuillir à l'opital ?", "comment acceuillir à l'hôpital ?"),  # no article holds « accueillir »
        ("l'opital", "l'hôpital"),
        ("DÉVELOPEMENT", "Développement"),
        ("+baggage -téléfone", "+bagage -téléphone"),
        ("habite à Strassbourg", "habite à Strasbourg"),
    ],
)
def test_the_words_of_a_question(query: str, meant: str, engine: Engine) -> None:
    assert did_you_mean(query, engine) == meant


def test_what_few_articles_hold_is_corrected_too(engine: Engine) -> None:
    """« environement » and « parceque » stand in one article, what was meant in sixty."""
    assert did_you_mean("environement", engine) == "environnement"
    assert did_you_mean("parceque", engine) == "parce que"
    answer = search("environement", engine, today=TODAY)
    assert (answer.articles_total, answer.suggestion) == (1, "environnement")


@pytest.mark.parametrize(
    "real",
    [
        "langage",
        "marchés",  # in the lexicon, and no article holds it
        "garage",
        "ongle",
        "rite",
        "notamment",  # formed of a word of the lexicon
        "biologiquement",
        "périurbain",
        "nodocéphalie",  # in no lexicon, but many articles hold it
        "nodocéphalies",
        "Tombouctou",
        "TVA",  # an acronym
        "ONU",
        "jean.dupont@arbe.fr",
        "https://exemple.fr/baggage?q=1",
        "baggage*",
        "baggage~",
        "x" * 50,
    ],
)
def test_a_real_word_is_left(real: str, engine: Engine) -> None:
    assert did_you_mean(real, engine) is None


def test_a_prefix_before_a_word_may_be_chance(engine: Engine) -> None:
    """« inter » and « dicton » are words, and so is « interdicton » to all appearance."""
    assert did_you_mean("interdicton", engine) == "interdiction"
    assert did_you_mean("interdictons", engine) is None
    assert did_you_mean("interdictoin", engine) == "interdiction"


def test_a_name_inside_a_query_has_to_be_very_near(engine: Engine) -> None:
    assert did_you_mean("bagaje", engine) == "bagage"
    assert did_you_mean("il habite Bagace", engine) is None
    assert did_you_mean("il habite Baggage", engine) == "il habite Bagage"
