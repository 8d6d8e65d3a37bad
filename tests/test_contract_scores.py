"""How every engine scores: what counts, how much, and what it is made of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine_contract import article, close, fill, phrase, scores, term

from index.engines.protocol import ArticleHit, Engine, Search, Weights
from index.engines.query import All, Everything, Form, Key, Node, Not, Term, Where


def scored(engine: Engine, search: Search) -> dict[str, ArticleHit]:
    return {hit.article.id: hit for hit in engine.search(search).articles}


@pytest.mark.parametrize("node", [Everything(), Not(term("chat")), Where(Key.TYPE, "txt"), term("chat"), phrase("le")])
def test_only_terms_and_pairs_score(herd: Engine, node: Node) -> None:
    assert set(scores(herd, match=node).values()) == {0.0}
    assert {hit.score for hit in herd.search(Search(node)).articles} == {0.0}


@pytest.mark.parametrize("node", [Everything(), term("noir"), Where(Key.PATH, "b*"), All((term("chat"), term("noir")))])
def test_what_matches_does_not_change_what_a_passage_scores(herd: Engine, node: Node) -> None:
    asked = (term("chat"), term("noir"))
    everywhere = scores(herd, *asked, match=Everything())
    assert scores(herd, *asked, match=node).items() <= {"b.txt/2": 0.0, **everywhere}.items()


def test_a_term_is_scored_by_its_best_form(herd: Engine) -> None:
    halved = scores(herd, Term((Form("chat"), Form("noir", 0.5))))
    plain = scores(herd, term("chat", "noir"))
    rarer = halved["b.txt/3"] / plain["b.txt/3"]  # it holds both: they do not add up
    assert rarer > 1  # a form that is less surely meant makes the group less common
    assert halved["b.txt/1"] == close(rarer * plain["b.txt/1"] / 2)  # it holds « noir » only


def test_a_word_counts_as_much_as_its_weight(herd: Engine) -> None:
    plain, light = scores(herd, term("chat")), scores(herd, replace(term("chat"), weight=0.5))
    assert light == close({spot: score / 2 for spot, score in plain.items()})


def test_a_group_has_one_idf(engine: Engine) -> None:
    fill(engine, article("a.txt", "", "mot rare", *["mot commun"] * 5, "mot autre"))
    grouped = scores(engine, term("rare", "commun"))
    assert grouped["a.txt/1"] == close(grouped["a.txt/2"])
    assert scores(engine, term("rare"))["a.txt/1"] > grouped["a.txt/1"]


def test_terms_add_up(herd: Engine) -> None:
    chat, chien = scores(herd, term("chat")), scores(herd, term("chien"))
    both = scores(herd, term("chat"), term("chien"))
    assert both["b.txt/3"] == close(chat["b.txt/3"] + chien["b.txt/3"])
    assert both["a.txt/1"] == close(chat["a.txt/1"])


def test_more_of_a_word_and_a_shorter_passage_score_more(engine: Engine) -> None:
    fill(engine, article("a.txt", "", "mot", "mot et puis", "mot et mot", "rien du tout", "un deux trois"))
    found = scores(engine, term("mot"))
    assert found["a.txt/1"] > found["a.txt/3"] > found["a.txt/2"] > 0


def test_neighbours_score_more(engine: Engine) -> None:
    fill(engine, article("a.txt", "", "chat noir et grand", "chat grand et noir", "grand loup et puis"))
    found = scores(engine, term("chat"), term("noir"), pairs=[phrase("chat", "noir", slop=1)])
    assert found["a.txt/1"] > found["a.txt/2"]
    apart = scores(engine, term("chat"), term("noir"))
    assert apart["a.txt/1"] == close(apart["a.txt/2"])


def test_parts_add_up_to_the_score(herd: Engine) -> None:
    search = Search(term("chat"), terms=(term("chat"), term("noir")), pairs=(phrase("chat", "noir", slop=2),))
    for hit in herd.search(search).articles:
        assert hit.score == close(sum(hit.parts.values()))


@pytest.mark.parametrize("name", ["passage", "whole", "lead", "title"])
def test_each_weight_scales_its_own_evidence(herd: Engine, name: str) -> None:
    def parts(weights: Weights) -> dict[str, float]:
        search = Search(term("noir"), (term("noir"), term("chat")), (phrase("chat", "noir", slop=2),), weights)
        return dict(scored(herd, search)["a.txt"].parts)

    plain = parts(Weights(1, 1, 1, 1, 1))
    doubled = parts(Weights(1, 1, 1, 1, 1)._replace(**{name: 2}))
    assert plain.keys() == {"passage", "whole", "lead", "title"}
    assert all(value > 0 for value in plain.values())
    assert doubled == close({**plain, name: 2 * plain[name]})


def test_words_outside_the_passage_that_matched_count_for_the_article(engine: Engine) -> None:
    fill(
        engine,
        article("a.txt", "Titre", "un mot ici", "autre chose"),
        article("b.txt", "Titre", "un mot ici", "encore mot"),
        article("c.txt", "Mot", "un mot ici", "autre chose"),
    )
    hits = scored(engine, Search(phrase("mot", "ici"), terms=(term("mot"),)))
    assert set(hits) == {"a.txt", "b.txt", "c.txt"}
    assert hits["b.txt"].parts["whole"] > hits["a.txt"].parts["whole"]
    assert hits["c.txt"].parts["title"] > hits["a.txt"].parts["title"] == 0
    assert hits["a.txt"].parts["passage"] == close(hits["b.txt"].parts["passage"])
