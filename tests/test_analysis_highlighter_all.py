"""The highlighter finds what a reading of all of a text finds, without reading all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise, product

from french_texts import TEXTS
from highlighting import exact, marks, phrase
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.analysis import (
    Highlighter,
    Role,
    Sought,
    SoughtPhrase,
    Span,
    fold,
    lemmas,
    matches,
    may_be_elided,
    phrase_frequency,
    phrase_in,
    phrase_starts,
    tokens,
)

PIECES = [
    "le",
    "Le mot",
    "cœur",
    "l’aide",
    "a-b",
    "3 000",
    "étudiant·e·s",
    "nommé(e)s",
    "O.N.U.",
    "qu'il",
    "— ",
    "mots.",
]
SAYINGS = st.lists(TEXTS | st.sampled_from(PIECES), max_size=5).map(" ".join)


@st.composite
def texts_and_sought(draw: st.DrawFn) -> tuple[list[str], Sought]:
    """Texts, and what may be sought of their words, and some other."""
    texts = draw(st.lists(SAYINGS, max_size=3))
    words = sorted({token.exact for text in texts for token in tokens(text)}) or ["a"]
    some = st.sets(st.sampled_from([*words, "aller", "maux", "étudiante", "zblurf"]), max_size=3)
    patterns = st.sampled_from(words).flatmap(
        lambda word: st.sampled_from([f"{fold(word)[:2]}*", f"*{fold(word)[-1:]}", f"{fold(word)[:-1]}?"])
    )
    sought = Sought(
        frozenset(draw(some)),
        frozenset(map(fold, draw(some))),
        frozenset(lemma for word in draw(some) for lemma in lemmas(word)),
        tuple(draw(st.lists(patterns, max_size=1))),
    )
    return texts, sought


def is_sought(word: str, sought: Sought, *, alone: bool = True) -> bool:
    return (
        (word in sought.exact and (alone or not may_be_elided(word)))
        or fold(word) in sought.folded
        or bool(sought.lemmas.intersection(lemmas(word)))
        or any(matches(pattern, fold(word)) for pattern in sought.globs)
    )


def covered(spans: Iterable[Span]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


@given(texts_and_sought())
@example((["Le porte-parole, l’HOMME\u202fde l'ex-ministre"], exact("porteparole", "homme", "exministre")))
@example((["sont-elles là-bas étudiant-e-s"], exact("elles", "làbas", "étudiantes")))
@example((["en 32", "000 hommes", ""], exact("32", "000", "32000")))
@example((["le porte-", "-parole", "\u0301e"], exact("porte", "porteparole", "e")))
@example((["İ le", "le", "vote ? Œuvre"], exact("le", "vote", "œuvre")))
@example((["l’e\u0301\u00adte\u0301 (32\u202f000)"], exact("été", "32000")))
@example(([" Ñ´A0 ç'a0 ç'a"], exact("a0", "a")))
@example((["er·ère eur-rice s'(e)"], exact("ère", "rice", "e")))
@example((["le Mont-St-Michel", "à Ste-Anne", "A-\nÞ"], exact("montsaintmichel", "sainteanne", "aþ")))
@example((["l’article L 121-3", "au +33 (0)6 12 34 56 99"], exact("l121-3", "0612345699")))
@settings(max_examples=500)
def test_words_are_marked_as_if_all_of_the_texts_were_read(case: tuple[list[str], Sought]) -> None:
    texts, sought = case
    found = Highlighter(sought).marks(texts)
    assert len(found) == len(texts)
    for text, spans in zip(texts, found, strict=True):
        read = [(token, token.role is not Role.ELIDED) for token in tokens(text)]
        every = {(token.start, token.end) for token, alone in read if is_sought(token.exact, sought, alone=alone)}
        assert covered(spans) == covered(every)
        assert spans == sorted(spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        assert {start for start, _ in spans} <= {start for start, _ in every}


@st.composite
def texts_and_phrases(draw: st.DrawFn) -> tuple[str, SoughtPhrase]:
    """A text of several parts, and a phrase of words that stand in it."""
    text = draw(st.lists(TEXTS | st.sampled_from(PIECES), max_size=9).map(" ".join))
    as_written = draw(st.booleans())
    spelled: Callable[[str], str] = str if as_written else fold
    words = sorted({spelled(token.exact) for token in tokens(text)}) or ["a"]
    slot = st.frozensets(st.sampled_from(words), min_size=1, max_size=2)
    slots = draw(st.lists(slot, min_size=1, max_size=3).map(tuple))
    return text, SoughtPhrase(slots, draw(st.integers(0, 4)), as_written)


def sought_phrase(*words: str, slop: int = 0) -> SoughtPhrase:
    return phrase(*words, slop=slop).phrases[0]


@given(texts_and_phrases())
@example(("le a  —  le mot a a-b le", sought_phrase("le", "mot", slop=2)))
@example(("a — — b 3 000 a", sought_phrase("b", "3000", "a")))
@settings(max_examples=500)
def test_phrases_are_marked_as_if_all_of_the_text_were_read(case: tuple[str, SoughtPhrase]) -> None:
    text, sought = case
    spelled: Callable[[str], str] = str if sought.exact else fold
    rows = [{token.position: token for token in tokens(text) if spelled(token.exact) in slot} for slot in sought.slots]
    together = [
        [row[position] for row, position in zip(rows, positions, strict=True)]
        for positions in phrase_starts([sorted(row) for row in rows], sought.slop)
    ]
    whole = [(min(t.start for t in found), max(t.end for t in found)) for found in together]
    each = [(t.start, t.end) for found in together for t in found]
    assert covered(marks(text, Sought(phrases=(sought,)))) == covered(each if sought.slop else whole)
    assert phrase_in(text, sought.slots, sought.slop, exact=sought.exact) == bool(together)


@given(
    st.lists(st.lists(st.integers(0, 12), max_size=5), min_size=1, max_size=3),
    st.integers(0, 4),
)
def test_a_phrase_is_counted_once_for_each_position_of_its_first_slot(slots: list[list[int]], slop: int) -> None:
    count = phrase_frequency(slots, slop)
    starts = phrase_starts([sorted(set(positions)) for positions in slots], slop)
    assert count == len(starts) == len({positions[0] for positions in starts})
    for positions in starts:
        assert len(set(positions)) == len(slots)
        assert max(positions) - min(positions) <= len(slots) - 1 + slop
        assert all(position in slot for position, slot in zip(positions, slots, strict=True))


@given(st.lists(st.lists(st.integers(0, 6), max_size=4, unique=True), min_size=2, max_size=4), st.integers(1, 3))
def test_words_are_near_each_other_if_any_choice_of_positions_is(slots: list[list[int]], slop: int) -> None:
    width = len(slots) - 1 + slop
    near = {
        choice[0]
        for choice in product(*slots)
        if len(set(choice)) == len(choice) and max(choice) - min(choice) <= width
    }
    assert {positions[0] for positions in phrase_starts(list(map(sorted, slots)), slop)} == near


def test_a_phrase_may_have_any_number_of_words() -> None:
    many = [f"a{n}" for n in range(1100)]
    assert phrase_in(" ".join(many), [{word} for word in reversed(many)], slop=1)
    assert not phrase_in("a b a", [{"a"}] * 100_000, slop=1)


def test_a_text_of_nothing_but_numbers_is_read_in_linear_time() -> None:
    text = "123 456 " * 20_000
    assert Highlighter(Sought(exact=frozenset(["456"]))).marks([text, "456"]) == [[], [(0, 3)]]
