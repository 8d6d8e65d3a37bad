"""Small French collections, nodes and questions, for the properties of engines."""

from __future__ import annotations

from hypothesis import strategies as st

from index.analysis import fold, fold_case, lemmas
from index.engines.protocol import Neighbours, Search, Sort, Weighted, Word
from index.engines.query import (
    All,
    Any,
    Dated,
    Equal,
    Facet,
    Field,
    Key,
    Node,
    Not,
    Numbers,
    Pattern,
    Phrase,
    Term,
    Verified,
)
from index.model import Article, Passage

WRITTEN = [
    *["le", "Le chat", "chats", "noir", "noire", "été", "ete", "d'été", "grand-père", "Gaza", "gazer", "marche"],
    *["marché", "3,5", "à", "a", "étudiant·e·s", "kékélà", "kekela", "R.E.R.", "qu'il", "mange", "mangent", "…"],
]
EXACT = [
    *["le", "chat", "chats", "noir", "noire", "été", "ete", "d", "grandpère", "grand", "père", "gaza", "gazer"],
    *["marche", "marché", "3,5", "à", "a", "étudiantes", "étudiants", "kékélà", "kekela", "rer", "il", "mange", "x"],
]
FOLDED = list(dict.fromkeys(map(fold, EXACT)))
LEMMAS = list(dict.fromkeys(lemma for word in EXACT for lemma in lemmas(word)))
FREE = [Field.LEMMAS, Field.LEAD, Field.TITLE]
POSITIONS = [Field.WORDS, Field.WORDS, Field.WORDS, Field.TITLE_WORDS, Field.AUTHOR, Field.SOURCE, Field.TAGS]
COMMON = ["le", "chat", "noir"]
"""So few words that phrases of them are found by chance."""
SENTENCES = st.one_of(*(st.lists(st.sampled_from(words), max_size=9).map(" ".join) for words in (WRITTEN, COMMON)))
LONG = st.lists(st.sampled_from(WRITTEN), min_size=40, max_size=130).map(" ".join)
TITLES = st.lists(st.sampled_from(WRITTEN), max_size=3).map(" ".join)
DATES = st.sampled_from(["", "2023", "2024", "2024-03", "2024-03-26", "2025-01-01"])
KINDS = st.sampled_from(["txt", "md"])


@st.composite
def articles(draw: st.DrawFn, number: int) -> Article:
    """An article; its texts may repeat one another, or its title, as an echo."""
    title, kind = draw(TITLES), draw(KINDS)
    texts = draw(st.lists(st.one_of(SENTENCES, SENTENCES, LONG), max_size=4))
    repeated = texts[:1] if draw(st.booleans()) else []
    echoes = [(title, True)] if draw(st.booleans()) else []
    rows = [*echoes, *((text, False) for text in (*texts, *repeated))]
    passages = tuple(Passage(n, text, echo) for n, (text, echo) in enumerate(rows, start=1))
    path = f"{number % 3}/{number}.{kind}"
    tags = tuple(draw(st.lists(st.sampled_from(WRITTEN), max_size=2)))
    return Article(path, path, kind, title, passages, draw(DATES), draw(TITLES), draw(TITLES), tags)


def collections(most: int = 7) -> st.SearchStrategy[tuple[Article, ...]]:
    """Some articles, each in a file of its own."""
    size = st.integers(0, most)
    return size.flatmap(lambda n: st.tuples(*(articles(number) for number in range(n))))


# -- nodes

TERMS = st.one_of(
    st.builds(Term, st.sampled_from(POSITIONS), st.sampled_from(FOLDED)),
    st.builds(Term, st.just(Field.EXACT), st.sampled_from(EXACT)),
    st.builds(Term, st.sampled_from(FREE), st.sampled_from(LEMMAS)),
)
SLOTS = st.lists(st.lists(st.sampled_from(FOLDED), min_size=1, max_size=2).map(tuple), min_size=1, max_size=3).map(
    tuple
)
EXACT_SLOTS = st.lists(st.sampled_from(EXACT).map(lambda word: (word,)), min_size=2, max_size=3).map(tuple)
PHRASES = st.builds(Phrase, st.sampled_from(POSITIONS), SLOTS)
PATTERNS = st.one_of(
    st.builds(Pattern, st.sampled_from([Field.WORDS, Field.TITLE_WORDS]), st.text("archet*?", max_size=5)),
    st.builds(Pattern, st.just(Field.PATH), st.sampled_from(["*", "0/*", "?/?.md", "1/1.txt", "2/*.t?t", "x"])),
)
VALUES = st.one_of(
    st.builds(Dated, DATES, DATES),
    st.builds(Equal, st.sampled_from(Facet), st.sampled_from(["2024", "2024-03", "0", "md", "txt", "chat", ""])),
    st.builds(Equal, st.sampled_from([Key.ID, Key.FILE]), st.sampled_from(["0/0.txt", "1/1.md", "0"])),
)
NUMBERS = st.builds(Numbers, st.lists(st.integers(0, 9), max_size=3).map(tuple))
"""Engines number articles each in its own way."""
NEAR = st.one_of(
    st.builds(Verified, st.just(All(())), SLOTS, st.integers(0, 3)),
    st.builds(Verified, TERMS, SLOTS, st.integers(0, 3)),
    st.builds(Verified, st.just(All(())), EXACT_SLOTS, st.just(0), st.just(True)),
)
LEAVES = st.one_of(TERMS, TERMS, PHRASES, PHRASES, PATTERNS, VALUES, NEAR)


def branches(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, max_size=3).map(tuple)
    return st.one_of(st.builds(All, several), st.builds(Any, several), st.builds(Not, nodes))


NODES: st.SearchStrategy[Node] = st.recursive(LEAVES, branches, max_leaves=5)
NUMBERED_NODES: st.SearchStrategy[Node] = st.recursive(st.one_of(LEAVES, NUMBERS), branches, max_leaves=5)

# -- searches


@st.composite
def words(draw: st.DrawFn) -> Word:
    """A word by some lemmas and, as a rule, as it is written; sometimes by what does not score."""
    exact = draw(st.sampled_from(EXACT))
    sure = draw(st.sampled_from([1.0, 0.8, 0.3]))
    own = lemmas(exact)
    nodes: list[Node] = [Term(Field.LEMMAS, lemma) for lemma in own]
    terms = [Weighted(Field.LEMMAS, lemma, sure) for lemma in own]
    if draw(st.booleans()):
        terms.append(Weighted(Field.EXACT, exact, implied=draw(st.booleans())))
    if draw(st.booleans()):
        nodes = [Term(Field.WORDS, fold(exact))]
        terms = [Weighted(Field.WORDS, fold(exact))] if draw(st.booleans()) else terms
    kin = tuple(draw(st.lists(st.sampled_from(LEMMAS), max_size=1)))
    held = nodes[0] if len(nodes) == 1 else Any(tuple(nodes))
    return Word(fold_case(exact), held, tuple(terms), own, draw(st.sampled_from([1.0, 2.0])), kin)


@st.composite
def searches(draw: st.DrawFn) -> Search:
    found = tuple(draw(st.lists(words(), max_size=3)))
    pairs = [Neighbours(n, n + 1, draw(PHRASES)) for n in range(len(found) - 1) if draw(st.booleans())]
    return Search(
        words=found,
        required=draw(st.one_of(st.just(All(())), NODES)),
        scored=tuple(draw(st.lists(words(), max_size=1))),
        complete_only=draw(st.booleans()),
        sort=draw(st.sampled_from([Sort.SCORE, Sort.SCORE, Sort.DATE])),
        count=100,
        passages=draw(st.integers(0, 4)),
        neighbours=tuple(pairs),
    )


FACETS = st.sampled_from(Facet)
