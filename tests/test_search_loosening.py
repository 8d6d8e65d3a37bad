"""Search for quoted phrases that nothing has: their words, and what is said of that."""

from __future__ import annotations

import pytest
from searching import TODAY, Indexed, ask, ids, records

from searcher import article

CYCLING = records(
    ("1", "Le plan de la piste du vélo passe en budget."), ("2", "Le budget de la voirie."), ("3", "Un plan vélo.")
)


@pytest.mark.parametrize(
    ("query", "found", "read_otherwise"),
    [
        (
            'budget "piste vélo"',
            ["1", "2", "3"],
            'budget piste vélo (nothing was found with "piste vélo" word for word)',
        ),
        ('voirie "plan vélo"', ["1", "2", "3"], 'voirie plan vélo (nothing was found with "plan vélo" word for word)'),
        ('plan "vélo"', ["1", "3"], ""),
        ('budget "plan vélo" OU voirie', ["2"], ""),
        ('"piste vélo"', [], ""),
        ('voirie "école rurale" type:pdf', [], ""),
    ],
)
def test_phrases_are_words_where_nothing_has_them(
    query: str, found: list[str], read_otherwise: str, indexed: Indexed
) -> None:
    answer = ask(query, indexed(CYCLING))
    assert (sorted(ids(answer)), answer.read_otherwise) == (found, read_otherwise)


def test_a_loosened_answer_is_the_one_without_quotes(indexed: Indexed) -> None:
    engine = indexed(CYCLING)
    loose, plain = ask('budget "piste vélo"', engine), ask("budget piste vélo", engine)
    assert (loose.articles, loose.articles_total, loose.relaxed) == (plain.articles, 1, False)
    assert (loose.loose, loose.read_as, plain.loose) == (["piste vélo"], plain.read_as, ())
    whole = article("d/r.jsonl#1", 'budget "piste vélo"', engine, today=TODAY)
    assert whole is not None
    [passage] = whole.passages
    assert [passage.text[start:end] for start, end in passage.marks] == ["piste", "vélo", "budget"]
    assert not ask('budget "piste vélo"', engine, complete_only=True).articles


def test_a_phrase_that_nothing_has_is_offered_without_its_quotes(indexed: Indexed) -> None:
    engine = indexed(CYCLING)
    assert ask('"piste vélo"', engine).suggestion == "piste vélo"
    assert ask('"école rurale"', engine).suggestion is None
    assert ask('"plan vélo"', engine).suggestion is None
