"""The articles of the contract tests: shortly written down, and compared."""

from __future__ import annotations

from index.engines.query import Field, Term
from index.model import Article, Passage


def article(path: str, title: str, *texts: str, name: str = "", date: str = "", tags: tuple[str, ...] = ()) -> Article:
    """An article; a passage that begins with ``=`` is an echo, and the third stands on page 3."""
    passages = tuple(
        Passage(number, text.removeprefix("="), text.startswith("="), 3 if number == 3 else None)
        for number, text in enumerate(texts, start=1)
    )
    identity = f"{path}#{name}" if name else path
    return Article(identity, path, path.rpartition(".")[2], title, passages, date, "Ève Dupré", "L'Écho du soir", tags)


def term(text: str, field: Field = Field.WORDS) -> Term:
    return Term(field, text)


def whole(article: Article | None) -> Article | None:
    """An article that can be compared, whatever holds its passages."""
    return article and article._replace(passages=tuple(article.passages))


ARTICLES = (
    article("a.txt", "Le chat noir", "Le chat dort.", "Un chien aboie, le chat fuit.", "Rien.", date="2024-03-26"),
    article("b.txt", "Chiens", "Le chien noir dort.", "=Chiens", "Le chien et le chat gris.", date="2024-03"),
    article("c/d.md", "", "Les chats de l'été", "Chats, chats, chats !", date="2023", tags=("bête à poil", "été")),
    article("e.jsonl", "Été", "un chat", name="1", date="2025-01-01", tags=("été",)),
    article("e.jsonl", "Hiver", "", "…", "un grand-père", name="2"),
)
