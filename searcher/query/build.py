"""Building: tree → what an engine is asked. Bare words may be missing, everything else is required."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from index.analysis import fold
from index.engines.protocol import Dictionary, Weighted, Word
from index.engines.query import Field, Node, Not, Term
from searcher.query.compounds import Compounds
from searcher.query.expansion import (
    TEXT,
    TITLE,
    Expander,
    Fields,
    Meaning,
    Tiers,
    all_of,
    any_of,
    merged,
    passage_lemmas,
)
from searcher.query.family import kin
from searcher.query.lexer import OPERATORS
from searcher.query.lookup import MOST_FITTING, Lookup, bare, edits
from searcher.query.metadata import filter_node, is_file_name, named
from searcher.query.neighbours import neighbours
from searcher.query.phrases import Phrases
from searcher.query.question import Question, Scope
from searcher.query.tree import (
    Attribute,
    Boosted,
    Both,
    Either,
    Exact,
    Filter,
    Fuzzy,
    InField,
    Quoted,
    Row,
    Tree,
    Wildcard,
    Without,
    Words,
)
from searcher.query.words import Run, Unit, runs, units, without_stop_words

MOST_WORDS = 128
"""Maximum number of distinct words of a query."""
_FIELDS = {
    Attribute.TITLE: TITLE,
    Attribute.AUTHOR: Fields(Field.AUTHOR),
    Attribute.SOURCE: Fields(Field.SOURCE),
    Attribute.TAG: Fields(Field.TAGS),
}


class Builder:
    """Builds the question of one query.

    ``family`` lets words stand for others of their family. ``split`` are runs typed without a space whose words are
    looked for one by one.
    """

    def __init__(
        self, dictionary: Dictionary, *, family: bool = False, split: Collection[str] = (), tiers: Tiers | None = None
    ) -> None:
        self._tiers = tiers or Tiers()
        self._expander = Expander(dictionary, self._tiers)
        self._compounds = Compounds(dictionary, self._tiers)
        self._lookup = Lookup(dictionary)
        self._phrases = Phrases(self._lookup)
        self._family = family
        self._split = split
        self._scored: dict[Word, None] = {}
        self._runs_inside: list[Word] = []

    def build(self, tree: Tree) -> Question:
        """The question for ``tree``."""
        nodes = tree.nodes if isinstance(tree, Row) else (tree,)
        spoken = [(node, *_bare(node)) for node in nodes]
        asked = any(not text and not isinstance(node, Without) for node, text, _ in spoken)
        bare_runs = [(run, factor) for _, text, factor in spoken for run in self._runs(text)]
        words = _distinct(self._words(_without_stop_words(bare_runs, otherwise=not asked)))
        required = [self._node(node, Scope()) for node, text, _ in spoken if not text]
        kept = words[:MOST_WORDS]
        together = {run.typed for run, _ in bare_runs if len(run.units) > 1}
        scored = tuple(word for word in self._scored if word.terms and word.terms not in {w.terms for w in kept})
        return Question(
            words=kept,
            required=all_of(required),
            scored=scored[:MOST_WORDS],
            neighbours=neighbours([run for run, _ in bare_runs], kept),
            runs=(*(word for word in kept if word.typed in together), *self._runs_inside),
            is_empty=not (kept or required),
            is_cut=self._lookup.is_spent or self._phrases.is_cut or len(words) > MOST_WORDS,
        )

    def _runs(self, text: str) -> Sequence[Run]:
        return runs(text, self._split)

    def _words(self, bare_runs: Sequence[tuple[Run, float]]) -> Iterator[Word]:
        """The bare words. An operator that has nothing to join scores beside other words, and is never missing."""
        only_operators = all(run.typed in OPERATORS for run, _ in bare_runs)
        row = [run for run, _ in bare_runs]
        for n, (run, factor) in enumerate(bare_runs):
            word = self._word(run, Scope().boosted(factor), row[max(0, n - 1) : n + 2])
            if run.typed in OPERATORS and not only_operators:
                self._scored[word] = None
            else:
                yield word

    def _word(self, run: Run, scope: Scope, around: Sequence[Run] = ()) -> Word:
        """The word of a run; ``around`` are the bare words before and after it, that may make one word with it."""
        first, *others = run.units
        meaning = self._compounds.run(run.units, scope.fields) if others else self._unit(first, scope.fields)
        pairs = [self._compounds.joined(a.units[0], b.units[0]) for a, b in pairwise(around) if a.is_before(b)]
        meaning = merged([meaning, *filter(None, pairs)])
        if others and scope.fields == TEXT and is_file_name(run.typed):
            meaning = meaning._replace(held=any_of([meaning.held, named(run.typed)]))
        light = self._tiers.light if all(unit.is_light for unit in run.units) else 1.0
        weight = (scope.weight or 0.0) * light
        akin = kin(first, meaning, self._lookup) if not others and scope.fields == TEXT else ()
        return Word(run.typed, meaning.held, meaning.terms, meaning.passage_terms, weight, akin)

    def _unit(self, unit: Unit, fields: Fields) -> Meaning:
        akin: dict[str, None] = {}
        if self._family and not unit.is_stop_word:
            words = (unit.joined,) if unit.joined else chain.from_iterable(unit.slots)
            akin = dict.fromkeys(lemma for word in words for lemma in self._lookup.akin(word))
        return self._compounds.unit(unit, fields, tuple(akin))

    def _node(self, tree: Tree, scope: Scope) -> Node:
        """The articles that match ``tree``; its words score in ``scope``."""
        match tree:
            case Words(text):
                return self._all_words(text, scope)
            case Row(nodes):
                return self._row(nodes, scope)
            case Both(nodes):
                return all_of(self._node(node, scope) for node in nodes)
            case Either(nodes):
                return any_of(self._node(node, scope) for node in nodes)
            case Without(node):
                return Not(self._node(node, scope._replace(weight=None)))
            case Boosted(node, factor):
                return self._node(node, scope.boosted(factor))
            case InField(attribute, node):
                return self._node(node, scope.within(_FIELDS[attribute]))
            case Filter():
                return filter_node(tree)
            case _:
                return self._expression(tree, scope)

    def _expression(self, tree: Quoted | Exact | Wildcard | Fuzzy, scope: Scope) -> Node:
        match tree:
            case Quoted(text, slop, exact):
                return self._quoted(units(text), slop, exact, scope)
            case Exact(text):
                return self._quoted(units(text), 0, True, scope)
            case Wildcard(pattern):
                self._score_fitting(pattern, scope)
                return self._phrases.pattern(pattern, scope.fields)
            case Fuzzy(text, distance):
                folded = bare(text)
                found = self._lookup.near(scope.fields.words, folded, edits(folded) if distance is None else distance)
                self._score(text, found, scope)
                return any_of(Term(scope.fields.words, near) for near in found)

    def _row(self, nodes: Sequence[Tree], scope: Scope) -> Node:
        """Nodes in a row inside of something else: all are wanted, stop words aside."""
        others = [self._node(node, scope) for node in nodes if not isinstance(node, Words)]
        typed = [node.text for node in nodes if isinstance(node, Words)]
        text = " ".join(word for word in typed if word not in OPERATORS) or " ".join(typed)
        if text and (not others or without_stop_words(units(text), otherwise=False)):
            others.append(self._all_words(text, scope))
        return all_of(others)

    def _all_words(self, text: str, scope: Scope) -> Node:
        found = [run for run, _ in _without_stop_words([(run, 1.0) for run in self._runs(text)], otherwise=True)]
        words = _distinct(self._word(run, scope) for run in found)[:MOST_WORDS]
        if scope.weight is not None:
            together = {run.typed for run in found if len(run.units) > 1}
            self._runs_inside += [word for word in words if word.typed in together]
            self._scored.update(dict.fromkeys(words))
        return all_of(word.held for word in words)

    def _score(self, typed: str, terms: Sequence[str], scope: Scope) -> None:
        """Have the most frequent of folded ``terms`` score as one word."""
        if scope.weight is None or not terms:
            return
        kept = terms[:MOST_FITTING]
        weighted = tuple(Weighted(Field.WORDS, text) for text in kept)
        shown = dict.fromkeys(lemma for text in kept for lemma in passage_lemmas(text, self._expander.lemmas(text)))
        held = any_of(Term(scope.fields.words, text) for text in kept)
        self._scored[Word(typed, held, weighted, tuple(shown), scope.weight)] = None

    def _score_fitting(self, pattern: str, scope: Scope) -> None:
        glob = bare(pattern)
        if scope.weight is not None and glob.strip("*"):
            self._score(pattern, self._lookup.fitting(scope.fields.words, glob), scope)

    def _quoted(self, row: Sequence[Unit], slop: int, exact: bool, scope: Scope) -> Node:
        self._score_quoted(row, scope)
        return self._phrases.as_written(row, scope.fields) if exact else self._phrases.quoted(row, slop, scope.fields)

    def _score_quoted(self, row: Sequence[Unit], scope: Scope) -> None:
        for unit in without_stop_words(row) if scope.weight is not None else ():
            if unit.is_prefix:
                self._score(unit.typed, self._lookup.beginning(scope.fields.words, fold(unit.slots[-1][0])), scope)
            else:
                self._scored[self._word(Run(unit.typed, (unit,)), scope)] = None


def _bare(tree: Tree) -> tuple[str, float]:
    """The words of a node that may be missing, and how often they count; empty for any other node."""
    match tree:
        case Words(text):
            return text, 1.0
        case Boosted(Words(text), factor):
            return text, factor
        case _:
            return "", 1.0


def _without_stop_words(bare_runs: Sequence[tuple[Run, float]], *, otherwise: bool) -> Sequence[tuple[Run, float]]:
    """The runs that are no stop words; where there are no others, all (``otherwise``) or none."""
    kept = [(run, factor) for run, factor in bare_runs if not run.is_stop_word]
    return kept or (bare_runs if otherwise else [])


def _distinct(words: Iterable[Word]) -> tuple[Word, ...]:
    """Words without those that ask for the same once more; a word typed twice counts twice."""
    found: dict[tuple[Node, tuple[Weighted, ...]], Word] = {}
    for word in words:
        before = found.get((word.held, word.terms))
        found[word.held, word.terms] = replace(before, weight=before.weight + word.weight) if before else word
    return tuple(found.values())
