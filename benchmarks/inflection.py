"""Inflection against the treebanks: which forms of one lemma meet, and which strangers meet as well.

``python -m benchmarks.inflection`` prints every pair of strangers that meet, and every pair of one lemma that does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import combinations

from benchmarks.data import CONTENT_WORDS, LEMMAS, lemma_rows
from benchmarks.hunspell import as_written, hunspell_lemmas
from benchmarks.lucene import Lucene
from benchmarks.measures import table
from benchmarks.peers import snowball
from index.analysis import family, lemmas

Keys = Mapping[str, AbstractSet[str]]
"""For each form, the keys under which it meets others."""
Pairs = AbstractSet[tuple[str, str]]
KINDS = {"VERB": "verbs", "NOUN": "nouns", "ADJ": "adjectives"}


def inflection(lucene: Lucene | None) -> str:
    """The table: of the pairs of forms of one lemma, the share that meets; and the pairs without a lemma in common."""
    if not LEMMAS.exists():
        return "Skipped: no ../shared/lemmas/ud_fr_form_lemma.tsv."
    rows = lemma_rows()
    forms = sorted({form for form, _, pos in rows if pos in CONTENT_WORDS})
    akin, known = _kinds(rows), _lemmas(rows)
    about = f"{len(forms):,} forms; {len(akin['all']):,} pairs of forms of one lemma, of which these meet:\n\n"
    header = ["", *akin, "strangers that meet", "not of one word", "per million pairs", "share of all meetings"]
    others = _others(forms)
    systems = _systems(forms, lucene).items()
    return about + table(header, [_row(name, keys, akin, known, others) for name, keys in systems])


def _systems(forms: list[str], lucene: Lucene | None) -> Mapping[str, Keys]:
    systems: dict[str, Keys] = {
        "Searcher": {form: set(lemmas(form)) for form in forms},
        "Searcher, first lemmas alone": {form: {lemmas(form)[0]} for form in forms},
        "Searcher, with families": {form: {*lemmas(form), f"={family(form)}"} for form in forms},
        "Snowball alone": {form: {snowball(form)} for form in forms},
    }
    if lucene:
        stems = zip(forms, lucene.stems(forms), strict=True)
        systems["Lucene, FrenchLightStemmer"] = {form: {stem} for form, stem in stems}
    return systems


def _row(name: str, keys: Keys, akin: Mapping[str, Pairs], known: Keys, others: Keys | None) -> list[str]:
    meeting = _meeting(keys)
    strangers = _strangers(meeting, known)
    shares = [f"{len(pairs & meeting) / len(pairs):.1%}" for pairs in akin.values()]
    wrong = f"{len(_strangers(strangers, others)):,}" if others else "–"
    per_million = len(strangers) / (len(keys) * (len(keys) - 1) / 2) * 1e6
    return [name, *shares, f"{len(strangers):,}", wrong, f"{per_million:.0f}", f"{len(strangers) / len(meeting):.1%}"]


def _strangers(meeting: Pairs, known: Keys) -> Pairs:
    """The pairs without a lemma in common."""
    return {(one, other) for one, other in meeting if known[one].isdisjoint(known[other])}


def _others(forms: Iterable[str]) -> Keys | None:
    """What another dictionary says of forms, where there is one: the treebanks know many by one reading only."""
    lemmas = hunspell_lemmas()
    return {form: lemmas.get(as_written(form), frozenset()) for form in forms} if lemmas else None


def _kinds(rows: Iterable[tuple[str, str, str]]) -> Mapping[str, Pairs]:
    """The pairs of forms with the same lemma and part of speech: all, those of verbs, of verbs that are homographs, …

    A homograph is a pair of which the treebanks know one form by another lemma or part of speech as well.
    """
    by_pos = {pos: _akin(row for row in rows if row[2] == pos) for pos in KINDS}
    readings: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for form, lemma, pos in rows:
        readings[form].add((lemma, pos))
    homographs = {pair for pair in by_pos["VERB"] if any(len(readings[form]) > 1 for form in pair)}
    named = {KINDS[pos]: pairs for pos, pairs in by_pos.items()}
    return {"all": set().union(*by_pos.values()), "verbs": named.pop("verbs"), "homograph verbs": homographs, **named}


def _akin(rows: Iterable[tuple[str, str, str]]) -> Pairs:
    """The pairs of forms with the same lemma."""
    groups: dict[str, set[str]] = defaultdict(set)
    for form, lemma, _ in rows:
        groups[lemma].add(form)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


def _lemmas(rows: Iterable[tuple[str, str, str]]) -> Mapping[str, AbstractSet[str]]:
    """Every lemma that the treebanks give a form, whatever the part of speech."""
    lemmas: dict[str, set[str]] = defaultdict(set)
    for form, lemma, _ in rows:
        lemmas[form].add(lemma)
    return lemmas


def _meeting(keys: Keys) -> Pairs:
    groups: dict[str, list[str]] = defaultdict(list)
    for form in sorted(keys):
        for key in keys[form]:
            groups[key].append(form)
    return {pair for group in groups.values() for pair in combinations(group, 2)}


def main() -> None:
    """Print the pairs that are counted, each with the lemmas that Searcher gives its forms."""
    rows = lemma_rows()
    keys: Keys = {form: set(lemmas(form)) for form, _, pos in rows if pos in CONTENT_WORDS}
    meeting, akin, others = _meeting(keys), _kinds(rows)["all"], _others(keys)
    strangers = _strangers(meeting, _lemmas(rows))
    wrong = _strangers(strangers, others) if others else set()
    for title, pairs in (
        ("strangers that meet", strangers - wrong),
        ("strangers that meet, and are not forms of one word by another dictionary", wrong),
        ("forms of one lemma that do not meet", akin - meeting),
    ):
        print(f"\n{len(pairs)} {title}\n")
        for one, other in sorted(pairs):
            print(f"{one} ({', '.join(lemmas(one))})  {other} ({', '.join(lemmas(other))})")


if __name__ == "__main__":
    main()
