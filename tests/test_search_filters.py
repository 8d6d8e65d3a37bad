"""What an answer keeps, how it is ordered, and what it is counted by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pytest
from searching import Indexed, names, records

from index.engines.protocol import Engine
from searcher import Facet, FilterError, Filters, Options, Sort, facets, search, search_and_count, similar

FILES = {
    "eau/reseau.md": "---\ndate: 2023-05-02\nauthor: Anne Roy\ntags: [eau, travaux]\n---\n# Réseau\n\nL'eau du canal.",
    "eau/prix.md": "---\ndate: 2024-03-26\nauthor: Jean Roy\ntags: [eau]\n---\n\n# Prix\n\nLe prix de l'eau monte.\n",
    "vote.txt": "Vote du 4 mars\n\n4 mars 2024 — L'eau et le canal au conseil.\n",
    "note.txt": "Note\n\nL'eau, sans date.\n",
}
TODAY = date(2024, 6, 1)
NO_FILTERS = Filters()


def found(engine: Engine, filters: Filters, query: str = "eau", sort: Sort = Sort.SCORE) -> list[str]:
    answer = search(query, engine, options=Options(filters=filters, sort=sort), today=TODAY)
    assert answer.articles_total == len(answer.articles)
    return names(answer)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"eau/reseau.md", "eau/prix.md", "vote.txt", "note.txt"}),
        (Filters(((Facet.TYPE, "txt"),)), {"vote.txt", "note.txt"}),
        (Filters(((Facet.TYPE, "tx"),)), set()),
        (Filters(((Facet.FOLDER, "d/eau"),)), {"eau/reseau.md", "eau/prix.md"}),
        (Filters(((Facet.YEAR, "2024"),)), {"eau/prix.md", "vote.txt"}),
        (Filters(((Facet.MONTH, "2024-03"), (Facet.TYPE, "md"))), {"eau/prix.md"}),
        (Filters(((Facet.AUTHOR, "Anne Roy"),)), {"eau/reseau.md"}),
        (Filters(((Facet.AUTHOR, "Roy"),)), set()),
        (Filters(((Facet.TAG, "eau"), (Facet.TAG, "travaux"))), {"eau/reseau.md"}),
        (Filters(since="2024"), {"eau/prix.md", "vote.txt"}),
        (Filters(until="2023"), {"eau/reseau.md"}),
        (Filters(since="mai 2023", until="4 mars 2024"), {"eau/reseau.md", "vote.txt"}),
        (Filters(((Facet.TYPE, "md"),), since="01/01/2024"), {"eau/prix.md"}),
    ],
)
def test_filters(filters: Filters, expected: set[str], indexed: Indexed) -> None:
    assert set(found(indexed(FILES), filters)) == expected


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        (Filters(since="x"), "x"),
        (Filters(until="bientôt"), "bientôt"),
        (Filters(since="x", until="2024"), "x"),
        (Filters(since="x", until="y"), "x, y"),
        (Filters(since="depuis 2023"), "depuis 2023"),
        (Filters(since="2024..2025"), "2024..2025"),
    ],
)
def test_a_period_that_is_none_is_said(filters: Filters, named: str, indexed: Indexed) -> None:
    engine = indexed(FILES)
    with pytest.raises(FilterError, match=f": {re.escape(named)}[; ]"):
        search("eau", engine, options=Options(filters=filters), today=TODAY)
    with pytest.raises(FilterError):
        facets("eau", engine, options=Options(filters=filters), today=TODAY)


def test_words_of_filtered_articles_only_are_relaxed(indexed: Indexed) -> None:
    """« canal » is in no article of 2024 that has « prix »; within 2023 one holds both words."""
    engine = indexed(FILES)
    of_2023 = search("eau canal", engine, options=Options(filters=Filters(((Facet.YEAR, "2023"),))))
    assert (of_2023.articles_total, of_2023.relaxed) == (1, False)
    of_prices = search("prix canal", engine, options=Options(filters=Filters(((Facet.YEAR, "2024"),))))
    assert (of_prices.articles_total, of_prices.relaxed) == (2, True)


def test_by_date_the_latest_come_first_and_those_without_a_date_last(indexed: Indexed) -> None:
    engine = indexed(FILES)
    expected = ["eau/prix.md", "vote.txt", "eau/reseau.md", "note.txt"]
    assert found(engine, NO_FILTERS, sort=Sort.DATE) == expected
    assert found(engine, NO_FILTERS, "eau canal", sort=Sort.DATE) == ["vote.txt", "eau/reseau.md"]


def counted(engine: Engine, query: str, facet: Facet, filters: Filters = NO_FILTERS) -> Sequence[tuple[str, int]]:
    return list(facets(query, engine, [facet], Options(filters=filters), today=TODAY)[facet])


def test_facets_count_the_articles_of_the_answer(indexed: Indexed) -> None:
    engine = indexed(FILES)
    assert counted(engine, "eau", Facet.YEAR) == [("2024", 2), ("2023", 1)]
    assert counted(engine, "eau canal", Facet.YEAR) == [("2023", 1), ("2024", 1)]
    assert counted(engine, "eau", Facet.TAG, Filters(((Facet.YEAR, "2023"),))) == [("eau", 1), ("travaux", 1)]
    assert counted(engine, "", Facet.TYPE) == []
    assert counted(engine, "*", Facet.TYPE) == [("md", 2), ("txt", 2)]
    assert set(facets("eau", engine)) == set(Facet)


def test_facets_count_the_articles_of_the_family_of_a_word_that_none_holds(indexed: Indexed) -> None:
    engine = indexed({"a.txt": "Titre\n\nUn candidat éligible.\n", "b.md": "# Titre\n\nSeize élus éligibles.\n"})
    assert counted(engine, "éligibilité", Facet.TYPE) == [("md", 1), ("txt", 1)]
    assert counted(engine, "éligibilité", Facet.TYPE, Filters(((Facet.TYPE, "md"),))) == [("md", 1)]
    assert counted(engine, "éligibilité candidat", Facet.TYPE) == [("txt", 1)]
    only_all = Options(complete_only=True)
    assert facets("éligibilité", engine, [Facet.TYPE], only_all) == {Facet.TYPE: []}


def test_every_value_that_is_counted_keeps_as_many_articles(indexed: Indexed) -> None:
    engine = indexed(FILES)
    for facet, values in facets("eau", engine).items():
        for value, count in values:
            assert len(found(engine, Filters(((facet, value),)))) == count


def test_a_correction_is_offered_by_what_the_filters_keep(indexed: Indexed) -> None:
    files = records(("1", "Le conseil municipal vote le budget."), ("2", "Le conseil municipal se réunit."))
    engine = indexed({**files, "a.txt": "Rien à voir\n\nUn autre texte.\n"})
    assert search("municpal", engine).suggestion == "municipal"
    assert search("municpal", engine, options=Options(filters=Filters(((Facet.TYPE, "txt"),)))).suggestion is None


def test_similar_articles_share_rare_words_and_show_no_passage(indexed: Indexed) -> None:
    engine = indexed({**FILES, "autre.txt": "Autre\n\nUn texte de football.\n"})
    alike = similar("d/eau/reseau.md", engine, 2)
    assert alike
    assert "d/eau/reseau.md" not in {hit.article.id for hit in alike}
    assert not any(hit.passages for hit in alike)
    assert similar("absent.txt", engine) == []


def test_an_answer_and_its_facets_at_one_go(indexed: Indexed) -> None:
    engine = indexed(FILES)
    for query in ("eau", "eau canal", "prix introuvablement", "résal", ""):
        answer, counts = search_and_count(query, engine, today=TODAY)
        assert answer == search(query, engine, today=TODAY)
        assert counts == facets(query, engine, today=TODAY)
