"""Entries: an article → the terms of each of its fields, the same for every engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from index.analysis import Encoded, encode, fold, fold_case
from index.engines.protocol import Facet
from index.engines.scoring import lead_size
from index.model import Article, Passage


class PassageEntry(NamedTuple):
    """A passage: its ``lemmas`` are terms separated by spaces, none for an echo or for a repeated text.

    ``repeats`` says how often else its text stands in the article; the first of them has the lemmas.
    """

    passage: Passage
    lemmas: str
    repeats: int


class ArticleEntry(NamedTuple):
    """The terms of an article, separated by spaces. ``words`` are those of each paragraph, the title first."""

    words: Sequence[str]
    exact: str
    lemmas: str
    lead: str
    title: str
    title_words: str
    author: str
    source: str
    tags: Sequence[str]
    path: str
    passages: Sequence[PassageEntry]


def entry_of(article: Article) -> ArticleEntry:
    """What an index holds of ``article``. A title without a word is replaced by the first paragraph in TITLE."""
    title = encode(article.title)
    passages = list(_passages(article.passages))
    found = [(p.passage.text, encoded) for p, encoded in passages if encoded]
    texts = [(article.title, title), *found]
    announcing = title if title.words or not found else found[0][1]
    return ArticleEntry(
        words=[encoded.words for _, encoded in texts],
        exact=_joined(encoded.exact for _, encoded in texts),
        lemmas=_joined(encoded.lemmas for _, encoded in texts),
        lead=_joined(encoded.lemmas for _, encoded in texts[: lead_size(text for text, _ in texts)]),
        title=announcing.lemmas,
        title_words=announcing.words,
        author=encode(article.author).words,
        source=encode(article.source).words,
        tags=[encode(tag).words for tag in article.tags],
        path=folded_path(article.path),
        passages=[entry for entry, _ in passages],
    )


def facet_values(article: Article) -> Mapping[Facet, Sequence[str]]:
    """What an article is counted by, its year by its date for one; what is not known of it is not counted."""
    year, month = article.date[: len("2024")], article.date[: len("2024-03")]
    single = {
        Facet.YEAR: year,
        Facet.MONTH: month if month != year else "",
        Facet.FOLDER: article.path.rpartition("/")[0],
        Facet.TYPE: article.type,
        Facet.SOURCE: article.source,
        Facet.AUTHOR: article.author,
    }
    values = {facet: [value] if value else [] for facet, value in single.items()}
    return {**values, Facet.TAG: list(dict.fromkeys(filter(None, article.tags)))}


def folded_path(path: str) -> str:
    """A path, or a pattern for paths, as the field PATH holds it: case and accents aside."""
    return fold(fold_case(path))


def _joined(terms: Iterable[str]) -> str:
    """The terms of several texts; some have none, and leave no second space."""
    return " ".join(filter(None, terms))


def _passages(passages: Sequence[Passage]) -> Iterator[tuple[PassageEntry, Encoded | None]]:
    """Each passage, and how its text was encoded where it can be found: the first time that it stands there."""
    repeats = Counter(passage.text for passage in passages if not passage.echo)
    seen = set[str]()
    for passage in passages:
        if passage.echo or passage.text in seen:
            yield PassageEntry(passage, "", 0), None
            continue
        seen.add(passage.text)
        encoded = encode(passage.text)
        yield PassageEntry(passage, encoded.lemmas, repeats[passage.text] - 1), encoded
