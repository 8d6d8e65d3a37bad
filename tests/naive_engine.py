"""The naive engine: looks at every passage for every question, straight from the definitions. The others' oracle.

It holds everything in memory, a state a folder, shared by all engine objects on that folder.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

from index.analysis.folding import fold
from index.analysis.normalise import fold_case, normalise
from index.analysis.pieces import Role
from index.analysis.reading import places, tokens
from index.analysis.vocabulary import describe
from index.analysis.wordlists import word_set
from index.engines.protocol import (
    ArticleHit,
    Begins,
    BusyError,
    Close,
    Equal,
    Found,
    Like,
    Lookup,
    PassageHit,
    Search,
    StoreError,
    WordKey,
)
from index.engines.query import All, Any, Everything, Field, Form, Key, Node, Not, Phrase, Term, Where
from index.engines.scoring import K1, LEAD_SIGNS, B
from index.model import Article, FileEntry, Keys, WordCount

Text = Sequence[Sequence[str]]
"""A text that has been read: the words of each place."""
Scores = dict["Spot", float]


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A passage by the id of its article and its number."""

    article: str
    number: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage as it is searched."""

    text: str
    read: Text
    findable: bool


@dataclass(frozen=True)
class State:
    """All that an index holds after one commit."""

    articles: Mapping[str, Article] = field(default_factory=dict)
    files: Mapping[str, FileEntry] = field(default_factory=dict)
    small: Mapping[str, str] = field(default_factory=dict)
    """Words that were seen without a capital, and how to show each."""
    capital: Mapping[str, str] = field(default_factory=dict)
    """Words that were seen with one, likewise."""


# -- the engine


class _Shelf:
    """The states of one folder, whichever engine object reads or writes them."""

    def __init__(self) -> None:
        self.state = State()
        self.lock = threading.Lock()


_SHELVES: dict[Path, _Shelf] = {}


class NaiveEngine:
    """See ``index.engines.protocol.Engine``."""

    def __init__(self, folder: Path, *, wait: float = 0.1) -> None:
        self._shelf = _SHELVES.setdefault(folder.resolve(), _Shelf())
        self._wait = wait
        self._closed = False

    @contextmanager
    def batch(self) -> Iterator[NaiveBatch]:
        if not self._shelf.lock.acquire(timeout=self._wait):
            raise BusyError("another engine is writing")
        try:
            batch = NaiveBatch(self._state())
            yield batch
            self._shelf.state = batch.state()
        finally:
            self._shelf.lock.release()

    def search(self, search: Search) -> Found:
        return _Collection(self._state()).search(search)

    def words(self, lookup: Lookup) -> Sequence[WordCount]:
        collection = _Collection(self._state())
        found = [keys.word for keys in collection.vocabulary() if _fits(lookup, keys)]
        if isinstance(lookup, Begins):
            found = sorted(found, key=collection.often, reverse=True)[: lookup.most]
        counts = [WordCount(word, collection.count(word), collection.shown(word)) for word in found]
        return sorted(counts, key=lambda entry: (-entry.count, entry.word))

    def files(self) -> Mapping[str, FileEntry]:
        return dict(self._state().files)

    def close(self) -> None:
        self._closed = True

    def _state(self) -> State:
        if self._closed:
            raise StoreError("the engine is closed")
        return self._shelf.state


class NaiveBatch:
    """See ``index.engines.protocol.Batch``."""

    def __init__(self, before: State) -> None:
        self._articles = dict(before.articles)
        self._files = dict(before.files)
        self._small, self._capital = dict(before.small), dict(before.capital)

    def put(self, path: str, articles: Iterable[Article]) -> None:
        self._forget(path)
        for article in articles:
            self._articles[article.id] = article
            texts = [article.title, *(p.text for p in article.passages if not p.echo)]
            for text in texts:
                self._see(text)

    def _see(self, text: str) -> None:
        for token in tokens(text):
            surface = normalise(text[token.start : token.end])[0]
            if surface[0].isupper():
                self._capital.setdefault(token.word, surface)
            else:
                self._small.setdefault(token.word, fold_case(surface) if token.role is Role.JOINED else token.word)

    def note(self, file: FileEntry) -> None:
        self._files[file.path] = file

    def drop(self, path: str) -> None:
        self._forget(path)
        self._files.pop(path, None)

    def _forget(self, path: str) -> None:
        self._articles = {name: article for name, article in self._articles.items() if article.path != path}

    def state(self) -> State:
        return State(dict(self._articles), dict(self._files), self._small, self._capital)


# -- words


def _fits(lookup: Lookup, keys: Keys) -> bool:
    match lookup:
        case Equal(key, value):
            return value in _keys(keys, key)
        case Like(key, pattern):
            signs = "".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern)
            return any(re.fullmatch(signs, value, re.DOTALL) for value in _keys(keys, key))
        case Close(folded, distance):
            return folded[:1] == keys.folded[:1] and edits(folded, keys.folded) <= distance
        case Begins(folded):
            return keys.folded.startswith(folded)


def _keys(keys: Keys, key: WordKey) -> tuple[str, ...]:
    return {
        WordKey.WORD: (keys.word,),
        WordKey.FOLDED: (keys.folded,),
        WordKey.LEMMA: keys.lemmas,
        WordKey.FAMILY: (keys.family,),
    }[key]


def edits(one: str, other: str) -> int:
    """The distance of optimal string alignment, by its recurrence."""
    rows = [[max(i, j) if not (i and j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i, j in product(range(1, len(one) + 1), range(1, len(other) + 1)):
        best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and (one[i - 1], one[i - 2]) == (other[j - 2], other[j - 1]):
            best = min(best, rows[i - 2][j - 2] + 1)
        rows[i][j] = best
    return rows[-1][-1]


# -- scoring


class BM25:
    """The weights of words in texts of one kind, called by keys of any kind: passages, titles, whole articles."""

    def __init__(self, texts: Mapping[Spot, Sequence[Text]]) -> None:
        self.texts = texts
        self._mean = sum(_words(text) for text in texts.values()) / max(1, len(texts))

    def group(self, term: Term, idf: float | None = None) -> Scores:
        """Each text with its best form, with the idf of the whole group, or the one given."""
        scores: Scores = {}
        for form in term.forms:
            for spot, text in self.texts.items():
                often = sum(form.word in place for part in text for place in part)
                if often:
                    scores[spot] = max(scores.get(spot, 0.0), form.weight * self.saturation(often, spot))
        weight = term.weight * (self.group_idf(term.forms) if idf is None else idf)
        return {spot: score * weight for spot, score in scores.items()}

    def group_idf(self, forms: Iterable[Form]) -> float:
        """Forms less surely meant make a group less common than they are."""
        return self.idf(min(len(self.texts), sum(form.weight * len(self.holding([form])) for form in forms)))

    def holding(self, slot: Iterable[Form]) -> set[Spot]:
        words = {form.word for form in slot}
        return {spot for spot, text in self.texts.items() if any(words & set(place) for part in text for place in part)}

    def often(self, slots: Sequence[Sequence[Form]], slop: int) -> dict[Spot, int]:
        """The texts where the slots stand together, and how many times."""
        counts = {spot: sum(together(read, slots, slop) for read in text) for spot, text in self.texts.items()}
        return {spot: count for spot, count in counts.items() if count}

    def pair(self, pair: Phrase) -> Scores:
        """The idf of both sides wherever they stand together, however often."""
        weight = pair.weight * sum(map(self.group_idf, pair.slots))
        return dict.fromkeys(self.often(pair.slots, pair.slop), weight)

    def idf(self, holding: float) -> float:
        return math.log(1 + (len(self.texts) - holding + 0.5) / (holding + 0.5))

    def saturation(self, often: int, spot: Spot) -> float:
        return often / (often + K1 * (1 - B + B * _words(self.texts[spot]) / self._mean))


def _words(text: Sequence[Text]) -> int:
    """How many words a text has: every form of every place."""
    return sum(len(place) for part in text for place in part)


class _Collection:
    """One state, and the answers to every question about it."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._passages = dict(_spots(state.articles.values()))
        read = {spot: seen.read for spot, seen in self._passages.items() if seen.findable}
        self._findable = frozenset(read)
        self._text = BM25({spot: [seen.read] for spot, seen in self._passages.items()})
        self._title = BM25({Spot(name, 0): [announcing(article)] for name, article in state.articles.items()})
        of_articles = {name: [text for spot, text in read.items() if spot.article == name] for name in state.articles}
        self._whole = BM25({Spot(name, 0): [telling(text) for text in texts] for name, texts in of_articles.items()})
        self._lead = BM25({Spot(name, 0): lead(article) for name, article in state.articles.items()})

    # what there is

    def vocabulary(self) -> Iterator[Keys]:
        words = {word for spot in self._findable for place in self._passages[spot].read for word in place}
        return (describe(word, name=word not in self._state.small) for word in words)

    def often(self, word: str) -> int:
        return sum(word in place for spot in self._findable for place in self._passages[spot].read)

    def shown(self, word: str) -> str:
        return self._state.small.get(word) or self._state.capital[word]

    def count(self, word: str) -> int:
        return len(self._text.holding([Form(word)]))

    # what matches

    def matching(self, node: Node) -> frozenset[Spot]:
        match node:
            case Term(forms, field):
                return self._spread(field, self._kind(field).holding(forms))
            case Phrase(slots, slop, field):
                return self._spread(field, self._kind(field).often(slots, slop))
            case All(nodes):
                return self._all(nodes)
            case Any(nodes):
                return frozenset().union(*map(self.matching, nodes))
            case Not(other):
                return self._findable - self.matching(other)
            case Everything():
                return self._findable
            case Where():
                return frozenset(spot for spot in self._passages if _lies(self._state.articles[spot.article], node))

    def _kind(self, field: Field) -> BM25:
        return self._text if field is Field.TEXT else self._title

    def _spread(self, field: Field, spots: Iterable[Spot]) -> frozenset[Spot]:
        """What is said of a title is said of every passage of its article that can be found."""
        if field is Field.TEXT:
            return frozenset(spots)
        names = {head.article for head in spots}
        return frozenset(spot for spot in self._findable if spot.article in names)

    def _all(self, nodes: Sequence[Node]) -> frozenset[Spot]:
        """A Not takes away from what the others match; from all that can be found where it stands alone."""
        wanted = [self.matching(node) for node in nodes if not isinstance(node, Not)]
        barred = [self.matching(node.node) for node in nodes if isinstance(node, Not)]
        spots = frozenset.intersection(*wanted) if wanted else self._findable
        return spots.difference(*barred)

    # what is found

    def search(self, search: Search) -> Found:
        found = self.matching(search.match)
        words = _total(self._text.group(term) for term in search.terms)
        near = _total(self._text.pair(pair) for pair in search.pairs)
        scores = {spot: words.get(spot, 0.0) + search.weights.near * near.get(spot, 0.0) for spot in found}
        whole = _total(self._whole.group(term) for term in search.terms if not _is_stop_word(term))
        lead = _total(self._in_lead(term) for term in search.terms)
        title = _total(self._title.group(term) for term in search.terms)
        evidence = (whole, lead, title)
        hits = [self._hit(head, scores, evidence, search) for head in {Spot(spot.article, 0) for spot in found}]
        hits.sort(key=lambda hit: (-round(hit.score, 9), hit.article.id))
        return Found(len(hits), len(found), hits[search.first : search.first + search.count])

    def _in_lead(self, term: Term) -> Scores:
        """In a lead a word has the idf it has over whole articles, where stop words are not counted."""
        if _is_stop_word(term):
            return {}
        forms = tuple(form for form in term.forms if form.word not in word_set("stopwords"))
        return self._lead.group(replace(term, forms=forms), self._whole.group_idf(forms)) if forms else {}

    def _hit(self, head: Spot, scores: Scores, evidence: tuple[Scores, Scores, Scores], search: Search) -> ArticleHit:
        whole, lead, title = evidence
        own = sorted(spot for spot in scores if spot.article == head.article)
        parts = {
            "passage": search.weights.passage * max(scores[spot] for spot in own),
            "whole": search.weights.whole * whole.get(head, 0.0),
            "lead": search.weights.lead * lead.get(head, 0.0),
            "title": search.weights.title * title.get(head, 0.0),
        }
        if search.passages is not None:
            others = [spot for spot in own if spot.number] or own
            own = sorted(others, key=lambda spot: (-round(scores[spot], 9), spot))[: search.passages]
        passages = [PassageHit(spot.number, scores[spot], self._passages[spot].text) for spot in own]
        article = self._state.articles[head.article]._replace(passages=())
        return ArticleHit(article, sum(parts.values()), parts, passages)


def announcing(article: Article) -> Text:
    """What announces an article: its title, or its first passage where it has none."""
    texts = ["" if passage.echo else passage.text for passage in article.passages]
    return places(article.title) or places(next(iter(texts), ""))


def _is_stop_word(term: Term) -> bool:
    """Whether what a term most surely means is a stop word."""
    weights = [form.weight for form in term.forms]
    return not weights or term.forms[weights.index(max(weights))].word in word_set("stopwords")


def telling(text: Text) -> Text:
    """A text without its stop words."""
    stop_words = word_set("stopwords")
    return [[word for word in place if word not in stop_words] for place in text]


def lead(article: Article) -> Sequence[Text]:
    """The title and whole passages, until there are so many code points."""
    texts = [article.title, *("" if p.echo else p.text for p in article.passages)]
    return [places(text) for n, text in enumerate(texts) if sum(map(len, texts[:n])) < LEAD_SIGNS]


def _spots(articles: Iterable[Article]) -> Iterator[tuple[Spot, Seen]]:
    for article in articles:
        title = places(article.title)
        if article.title:
            yield Spot(article.id, 0), Seen(article.title, title, findable=bool(title))
        for passage in article.passages:
            read = [] if passage.echo else places(passage.text)
            yield Spot(article.id, passage.number), Seen(passage.text, read, findable=not passage.echo)


def _total(parts: Iterable[Scores]) -> Scores:
    total: Scores = {}
    for part in parts:
        for spot, score in part.items():
            total[spot] = total.get(spot, 0.0) + score
    return total


def _lies(article: Article, where: Where) -> bool:
    value = {Key.ARTICLE: article.id, Key.PATH: article.path, Key.TYPE: article.type, Key.DATE: article.date}[where.key]
    if where.key is Key.PATH:
        signs = {"*": ".*", "?": "."}
        pattern = "".join(signs.get(sign, re.escape(sign)) for sign in fold(where.low.casefold()))
        return bool(re.fullmatch(pattern, fold(value.casefold()), re.DOTALL))
    return where.low <= value <= where.high if where.high else value == where.low


def together(read: Text, slots: Sequence[Sequence[Form]], slop: int) -> int:
    """At how many places of the first slot an occurrence begins: a place a slot, all different.

    With slop 0 one after the other; else within so many places that at most ``slop`` of them are none of the slots'.
    """
    stand = [[n for n, words in enumerate(read) if any(form.word in words for form in slot)] for slot in slots]
    starts = {chosen[0] for chosen in product(*stand) if chosen and _close_enough(chosen, slop)}
    return len(starts)


def _close_enough(chosen: Sequence[int], slop: int) -> bool:
    if slop == 0:
        return all(place == chosen[0] + n for n, place in enumerate(chosen))
    return len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) <= len(chosen) - 1 + slop
