"""Reading a file that a test writes down."""

from __future__ import annotations

from io import BytesIO

from index.documents import Fault, Source, read_articles
from index.model import Article


def read(name: str, content: bytes | str, modified: float | None = None) -> list[Article | Fault]:
    data = content if isinstance(content, bytes) else content.encode()
    return list(read_articles(Source(f"/ici/{name}", f"d/{name}", BytesIO(data), modified)))


def one(name: str, content: bytes | str, modified: float | None = None) -> Article:
    (article,) = read(name, content, modified)
    assert isinstance(article, Article)
    return article


def texts(article: Article) -> list[str]:
    return [passage.text for passage in article.passages]
