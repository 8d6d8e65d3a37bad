"""What good files say, and the two ways to mark it up."""

from __future__ import annotations

TITLE = "L’eau du canal"
LINES = (
    "La ville de Sète ferme le pont du canal pour deux mois, dit le maire.",
    "L’aide de 3 250,50 € ira aux étudiant·e·s : « aujourd’hui », pas en 2025 !",
    "Le porte-parole de l’O.N.U. a parlé d’une sécheresse sans précédent (art. L. 121-3).",
)


def each(template: str) -> str:
    """The title and the paragraphs, each in its markup."""
    return "".join(template.format(line=line, number=number) for number, line in enumerate((TITLE, *LINES), start=1))


def within(tag: str, *content: str) -> str:
    """Content in an element; its attributes follow its name."""
    return f"<{tag}>{''.join(content)}</{tag.partition(' ')[0]}>"
