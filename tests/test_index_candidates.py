"""Candidates: which of many articles with one score are taken never depends on how an engine lists them."""

from __future__ import annotations

from engine_contract import article
from naive_engine import NaiveReader

from index.engines.candidates import SPARE, tied_by_id

PLACE = 3
MANY = PLACE + SPARE + 5


def test_those_that_score_as_the_last_candidate_stand_by_id() -> None:
    reader = NaiveReader({n: article(f"{99 - n}.txt", "Titre") for n in range(MANY)})
    best = [(n, 1.0 if n else 2.0) for n in range(MANY)]
    ordered = tied_by_id(best, PLACE, reader)
    assert [n for n, _ in ordered] == [0, *reversed(range(1, MANY))]
    assert tied_by_id(best[: PLACE + 1], PLACE, reader) == best[: PLACE + 1]  # all of them are rescored
