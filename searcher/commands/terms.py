"""``searcher terms``: how a text is analysed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

import click

from index.analysis import Token, family, fold, lemmas, tokens
from index.language import tr
from searcher.answering import clean
from searcher.display import harmless
from searcher.settings import FreeText, option


@click.command(
    "terms",
    cls=FreeText,
    help=tr(
        """Show how a text is analysed: its tokens, and their forms as the index holds them.

    \b
    searcher terms "L’O.N.U. a gardé 32 000 étudiant·e·s"
    searcher terms --json marchés
    """
    ),
)
@click.argument("text", nargs=-1, required=True, type=click.UNPROCESSED)
@option("--json", "as_json", is_flag=True, help=tr("Write the analysis as JSON."))
def command(text: tuple[str, ...], *, as_json: bool) -> None:
    """Analyse the text and show its tokens."""
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
    """A token of ``text``: as written, its range in code points, and its forms as the index holds them."""
    return {
        "text": text[token.start : token.end],
        "start": token.start,
        "end": token.end,
        "exact": token.exact,
        "folded": fold(token.exact),
        "lemmas": list(lemmas(token.exact)),
        "family": family(token.exact),
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
