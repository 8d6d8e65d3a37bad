"""Entries: an article → the terms of each of its fields, the same for every engine."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from index.analysis import Encoded, encode, fold, fold_case
from index.engines.query import Facet
from index.engines.scoring import lead_size
from index.model import Article, Passage

_SUFFIX = re.compile(r"\.\w{1,9}$")


class PassageEntry(NamedTuple):
    """A passage: its ``lemmas`` are terms separated by spaces, none for an echo or for a repeated text.

    ``repeats`` says how often else its text occurs in the article; the first of them has the lemmas.
    """

    passage: Passage
    lemmas: str
    repeats: int


class ArticleEntry(NamedTuple):
    """The terms of an article, separated by spaces. ``words`` are those of each paragraph, the title first.

    The name of its file is the last paragraph, where the title does not say it.
    """

    words: Sequence[str]
    exact: str
    lemmas: str
    joined: str
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
    found = [(p.passage, encoded) for p, encoded in passages if encoded]
    running = [(article.title, title), *((passage.text, encoded) for passage, encoded in found if not passage.aside)]
    texts = [title, *(encoded for _, encoded in found), *_name(article, title)]
    announcing = title if title.words or len(running) == 1 else running[1][1]
    return ArticleEntry(
        words=[encoded.words for encoded in texts],
        exact=_joined(encoded.exact for encoded in texts),
        lemmas=_joined(encoded.lemmas for encoded in texts),
        joined=_joined(dict.fromkeys(_joined(encoded.joined for encoded in texts).split())),
        lead=_joined(encoded.lemmas for _, encoded in running[: lead_size(text for text, _ in running)]),
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
    year, month = article.own_date[: len("2024")], article.own_date[: len("2024-03")]
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


def name_of(article: Article) -> str:
    """The name of the file that an article is, without its suffix; empty for a record, which is named by its id.

    A member of an archive and an attachment have names of their own. A single letter is no name.
    """
    member = article.id.removeprefix(article.path)
    if article.type == "jsonl" or (member and not _SUFFIX.search(member)):
        return ""
    name = _SUFFIX.sub("", (member.rpartition("#")[2] or article.path).rpartition("/")[2])
    return name.replace("_", " ") if len(name) > 1 else ""


def _name(article: Article, title: Encoded) -> Iterator[Encoded]:
    """The name of the file, where it has words that the title lacks."""
    name = encode(name_of(article))
    if not set(name.words.split()) <= set(title.words.split()):
        yield name


def folded_path(path: str) -> str:
    """A path, or a pattern for paths, as the field PATH holds it: case and accents aside."""
    return fold(fold_case(path))


def _joined(terms: Iterable[str]) -> str:
    """The terms of several texts; some have none, and leave no second space."""
    return " ".join(filter(None, terms))


def _passages(passages: Sequence[Passage]) -> Iterator[tuple[PassageEntry, Encoded | None]]:
    """Each passage, and how its text was encoded where it can be found: the first time that it occurs there."""
    repeats = Counter(passage.text for passage in passages if not passage.echo)
    seen = set[str]()
    for passage in passages:
        if passage.echo or passage.text in seen:
            yield PassageEntry(passage, "", 0), None
            continue
        seen.add(passage.text)
        encoded = encode(passage.text)
        yield PassageEntry(passage, encoded.lemmas, repeats[passage.text] - 1), encoded
