"""Small articles for the tests of the Whoosh engine, and all that an index of them answers."""

from __future__ import annotations

from pathlib import Path

from index.engines.protocol import Search, Weighted, Word
from index.engines.query import EVERYTHING, Field, Term
from index.engines.whoosh.engine import WhooshEngine
from index.model import Article, Passage


def article(path: str, title: str, *texts: str, date: str = "", tags: tuple[str, ...] = ()) -> Article:
    passages = tuple(Passage(number, text) for number, text in enumerate(texts, start=1))
    return Article(path, path, path.rpartition(".")[2], title, passages, date=date, tags=tags)


CAT = article("a/cat.txt", "Le chat", "Le chat mange une souris grise.", "Il dort.", date="2024-03-01", tags=("bête",))
DOG = article("a/dog.txt", "Le chien", "Le chien mange avec le chat, un chat noir.", date="2023")
COW = article("b/cow.md", "La vache", "La vache regarde passer le train.", "Le train siffle.")
ANIMALS = (CAT, DOG, COW)


def put(engine: WhooshEngine, *articles: Article) -> None:
    with engine.batch() as batch:
        for one in articles:
            batch.put(one.path, [one])


def drop(engine: WhooshEngine, *paths: str) -> None:
    with engine.batch() as batch:
        for path in paths:
            batch.drop(path)


def word(text: str) -> Word:
    """A word that is its own lemma."""
    return Word(text, Term(Field.WORDS, text), (Weighted(Field.LEMMAS, text),), (text,))


def answers(engine: WhooshEngine) -> object:
    """What an index holds and answers, but for the numbers of its articles."""
    listed = engine.search(Search(required=EVERYTHING, count=100))
    ids = [hit.article.id for hit in listed.articles]
    terms = {field: engine.terms(field, "") for field in Field}
    searches = [engine.search(Search((word(text),))) for text in ("chat", "train", "manger")]
    return ids, [engine.read(article_id) for article_id in ids], terms, searches


def index_files(folder: Path) -> list[Path]:
    """The files of an index, without the lock."""
    return sorted(file for file in folder.iterdir() if file.suffix)
