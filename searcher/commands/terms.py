"""``searcher terms``: how a text is analysed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

import click

from index.analysis.reading import Token, tokens
from index.analysis.vocabulary import describe
from index.language import tr
from searcher.display import harmless
from searcher.search import clean
from searcher.settings import FreeText, option


@click.command(
    "terms",
    cls=FreeText,
    help=tr(
        """Show how a text is analysed: its words as the index holds them, and their keys.

    \b
    searcher terms "L’O.N.U. a gardé 32 000 étudiant·e·s"
    searcher terms --json marchés
    """
    ),
)
@click.argument("text", nargs=-1, required=True, type=click.UNPROCESSED)
@option("--json", "as_json", is_flag=True, help=tr("Write the analysis as JSON."))
def command(text: tuple[str, ...], *, as_json: bool) -> None:
    """Analyse the text and show its words."""
    typed = clean(" ".join(text))
    rows = [row(typed, token) for token in tokens(typed)]
    if as_json:
        click.echo(json.dumps({"tokens": rows}, ensure_ascii=False))
    elif sys.stdout.isatty():
        _table(rows)
    else:
        for shown in rows:
            click.echo("\t".join(_cells(shown)))


def row(text: str, token: Token) -> dict[str, object]:
    """A word of ``text``: as it stands, its range in code points, as the index holds it, and its keys.

    A word that stands capitalised and that the lexicon lacks is taken for a name, as it is in an index.
    """
    surface = text[token.start : token.end]
    keys = describe(token.word, name=surface[:1].isupper())
    return {
        "text": surface,
        "start": token.start,
        "end": token.end,
        "exact": keys.word,
        "folded": keys.folded,
        "lemmas": list(keys.lemmas),
        "family": keys.family,
    }


def _cells(shown: Mapping[str, object]) -> Sequence[str]:
    lemmas = shown["lemmas"]
    return [
        harmless(" ".join(map(str, lemmas)) if isinstance(lemmas, list) and name == "lemmas" else str(shown[name]))
        for name in ("text", "start", "end", "exact", "folded", "lemmas", "family")
    ]


def _table(rows: Sequence[Mapping[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="dim")
    for title in (tr("text"), tr("start"), tr("end"), tr("exact"), tr("folded"), tr("lemmas"), tr("family")):
        table.add_column(title)
    for shown in rows:
        table.add_row(*(Text(cell) for cell in _cells(shown)))
    Console().print(table)
