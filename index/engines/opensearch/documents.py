"""Documents: articles and passages ↔ the JSON of the cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from index.engines.cluster import Body, Hit
from index.engines.entries import ArticleEntry, PassageEntry, facet_values
from index.engines.opensearch.schema import COUNTED, MARKER, SCORED, counted_field
from index.engines.protocol import PassageHit
from index.engines.query import Field, Key
from index.engines.values import day, latest, value, value_field
from index.model import Article, Passage


def article_document(article: Article, entry: ArticleEntry, number: int, batch: int) -> Body:
    """The entry of an article: what it is found by, what it is counted by, and its metadata as they are."""
    document: dict[str, object] = {}
    for field in Field:
        if field is not Field.PATH:
            texts = getattr(entry, field)
            document[field] = _marked(texts) if field in SCORED else texts
    for field in COUNTED:
        document[counted_field(field)] = _distinct(getattr(entry, field))
    document |= {Field.PATH: value(entry.path), Key.ID: value(article.id), Key.FILE: value(article.path)}
    document |= {"latest": latest(article.own_date, article.id), "number": number, "batch": batch}
    if article.own_date:
        document["date"] = day(article.own_date)
    document |= {value_field(facet): [*map(value, values)] for facet, values in facet_values(article).items()}
    document["about"] = {"article": _sendable(article._replace(passages=()))}
    return document


def _marked(texts: str | Sequence[str]) -> str | Sequence[str]:
    """A text of terms, or several, with the marker before the first term."""
    if isinstance(texts, str):
        return f"{MARKER}{texts}"
    kept = [text for text in texts if text]
    return [f"{MARKER}{kept[0]}", *kept[1:]] if kept else MARKER


def _distinct(texts: str | Iterable[str]) -> Sequence[str]:
    joined = texts if isinstance(texts, str) else " ".join(texts)
    return list(dict.fromkeys(joined.split()))


def article_of(hit: Hit) -> Article:
    """The metadata of an article, without its passages."""
    values = cast("Mapping[str, list[object]]", hit["_source"]["about"])["article"]
    article = Article(*map(_read, values))  # type: ignore[arg-type]  # as they were sent
    return article._replace(passages=(), tags=tuple(map(str, article.tags)))


def passage_document(entry: PassageEntry, article: int, file: str, batch: int) -> Body:
    """The entry of a passage of the article of that number, in the file of that path."""
    return {
        Field.LEMMAS: f"{MARKER}{entry.lemmas}",
        Key.FILE: value(file),
        "article": article,
        "number": entry.passage.number,
        "batch": batch,
        "passage": {"passage": _sendable(entry.passage), "repeats": entry.repeats},
    }


def passage_of(hit: Hit) -> Passage:
    """A passage, as it was put in."""
    return Passage(*map(_read, _kept(hit)["passage"]))  # type: ignore[arg-type]  # as they were sent


def passage_hit(hit: Hit) -> PassageHit:
    """A passage as it is shown, its score 0."""
    passage, repeats = passage_of(hit), _kept(hit)["repeats"]
    return PassageHit(passage.number, 0.0, passage.text, passage.page, int(str(repeats)))


def _kept(hit: Hit) -> Mapping[str, list[object]]:
    return cast("Mapping[str, list[object]]", hit["_source"]["passage"])


def _sendable(values: Iterable[object]) -> list[object]:
    """Values as JSON holds them; half of a surrogate pair is no text that can be sent, so it is escaped once more."""
    return [_escaped(one) if isinstance(one, str) else one for one in values]


def _escaped(text: str) -> str | Mapping[str, str]:
    try:
        text.encode()
    except UnicodeEncodeError:
        return {"escaped": text.encode("utf-16-le", "surrogatepass").hex()}
    return text


def _read(one: object) -> object:
    if isinstance(one, Mapping):
        return bytes.fromhex(str(one["escaped"])).decode("utf-16-le", "surrogatepass")
    return one
