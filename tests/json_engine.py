"""An engine of one JSON file, for tests of what happens around an engine: it stores articles, and finds a word."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.analysis import encode
from index.engines.protocol import (
    ArticleHit,
    DamagedError,
    Dictionary,
    Found,
    Made,
    Search,
    StoreError,
    TermCount,
)
from index.engines.query import EVERYTHING, Field, Term
from index.engines.registry import Engines, Factory
from index.model import Article, Passage

NAME = "articles.json"


class JsonEngine:
    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._file = folder / NAME
        if create and not self._file.exists():
            self.replace({})
        self.load()

    def load(self) -> dict[str, list[Article]]:
        try:
            read = json.loads(self._file.read_text(encoding="utf-8"))
            return {path: [_article(fields) for fields in articles] for path, articles in read.items()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise DamagedError(f"{self._file} is damaged") from error

    def replace(self, articles: Mapping[str, Sequence[Article]]) -> None:
        fresh = self._file.with_suffix(".new")
        try:
            with fresh.open("w", encoding="utf-8") as stream:
                json.dump(articles, stream)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(self._file)
        except OSError as error:
            raise StoreError(f"cannot write to the index: {error}") from error

    @contextmanager
    def batch(self) -> Iterator[JsonBatch]:
        batch = JsonBatch(self.load())
        yield batch
        self.replace(batch.articles)

    def is_unfinished(self) -> bool:
        return False

    def search(self, search: Search) -> Found:
        """The articles that hold the word of a term, in the order of their ids."""
        required = search.required
        everything = [article for articles in self.load().values() for article in articles]
        found = [
            article
            for article in sorted(everything)
            if required == EVERYTHING
            or (isinstance(required, Term) and required.field is Field.WORDS and _holds(article, required.text))
        ]
        page = found[search.first : search.first + search.count]
        return Found(len(found), False, False, [ArticleHit(article, 0.0, {}, (), 0, ()) for article in page])

    def read(self, article_id: str) -> Article | None:
        return next((a for articles in self.load().values() for a in articles if a.id == article_id), None)

    def size(self) -> int:
        return sum(map(len, self.load().values()))

    def close(self) -> None:
        pass

    def commit(self) -> object:
        raise NotImplementedError

    def similar(self, article_id: str, count: int = 5) -> Sequence[ArticleHit]:
        raise NotImplementedError

    def consult(self, make: Callable[[Dictionary], Made]) -> Made:
        raise NotImplementedError

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        raise NotImplementedError

    def frequency(self, field: Field, text: str) -> int:
        raise NotImplementedError


class JsonBatch:
    def __init__(self, articles: dict[str, list[Article]]) -> None:
        self.articles = articles

    def put(self, path: str, articles: Iterable[Article]) -> int:
        self.articles[path] = list(articles)
        return len(self.articles[path])

    def drop(self, path: str) -> None:
        self.articles.pop(path, None)


def _article(fields: Sequence[object]) -> Article:
    article = Article(*fields)  # type: ignore[arg-type]  # as it was dumped
    return article._replace(passages=[Passage(*passage) for passage in article.passages], tags=tuple(article.tags))


def _holds(article: Article, word: str) -> bool:
    texts = (article.title, *(passage.text for passage in article.passages))
    return any(word in encode(text).words.split() for text in texts)


def _json() -> Factory:
    return JsonEngine


JSON_ENGINES: Engines = {"whoosh": _json, "tantivy": _json}
"""The small and the large engine, of which only the names differ: for tests of who decides between them."""
