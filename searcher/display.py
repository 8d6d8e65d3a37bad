"""Display: an answer on a terminal, in colour, or as plain text where the output goes elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from index.analysis import Span
from index.language import tr, trn
from searcher.answer import Answer, AnswerArticle, AnswerPassage
from searcher.snippets import snippet

if TYPE_CHECKING:
    from rich.text import Text

INDENT = 3
WIDEST = 100
SHARE = "share"
"""The part of a score that is a factor."""


def show(answer: Answer, *, first: int, explain: bool, colour: bool) -> None:
    """Print the articles on standard output, and what is to be said about them on standard error."""
    _talk(answer)
    show_article = _in_colour if colour else _plain
    for number, hit in enumerate(answer.articles, start=first + 1):
        show_article(number, hit, explanation(hit) if explain else "")
    if note := _rest(answer, first):
        click.echo(note, err=True)


def _rest(answer: Answer, first: int) -> str:
    """What to say where more articles were found than are shown; empty where they are all there."""
    if first and not answer.articles:
        return tr("There is no such page; ask for an earlier one.")
    left = answer.articles_total - first - len(answer.articles)
    if left <= 0 or not answer.articles:
        return ""
    more = trn("+ {n} more article", "+ {n} more articles", left)
    return f"{more} (--page {first // len(answer.articles) + 2})"


def _talk(answer: Answer) -> None:
    if not answer.read_as:
        click.echo(tr("There is no word to look for."), err=True)
        return
    if not answer.articles_total:
        read_as = answer.read_otherwise or answer.read_as
        click.echo(tr("Nothing found for: {query}").format(query=harmless(read_as)), err=True)
    elif answer.read_otherwise:
        click.echo(tr("Read as: {query}").format(query=harmless(answer.read_otherwise)), err=True)
    if answer.suggestion:
        click.echo(tr("Did you mean: {query}").format(query=harmless(answer.suggestion)), err=True)
    elif not answer.articles_total:
        click.echo(tr("Try fewer words, a beginning (génér*), near spellings (mot~) or --family."), err=True)
    if answer.articles_total:
        click.echo(_counted(answer), err=True)
    if answer.exhausted:
        click.echo(tr("The query asks for too much: this is a part of the answer."), err=True)


def _counted(answer: Answer) -> str:
    """How many articles there are, and what they hold."""
    if answer.relaxed:
        return trn(
            "No article holds all these words; {n} holds some of them.",
            "No article holds all these words; {n} hold some of them.",
            answer.articles_total,
        )
    if answer.partial:
        return trn(
            "{n} article holds all these words; then come articles that hold some of them.",
            "{n} articles hold all these words; then come articles that hold some of them.",
            answer.articles_total,
        )
    return trn("{n} article", "{n} articles", answer.articles_total)


def harmless(text: str) -> str:
    """``text`` with each control character as its picture: a document cannot send commands to the terminal."""
    pictures = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
    return text.translate({**pictures, 0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)})


def explanation(hit: AnswerArticle) -> str:
    """Where the score of an article comes from, in one line: its summands, times the factor of the share held."""
    summands = " + ".join(f"{name} {part:.3f}" for name, part in hit.parts.items() if part and name != SHARE) or "0"
    share = f"({summands}) × {SHARE} {hit.parts[SHARE]:.3f}" if SHARE in hit.parts else summands
    return f"{hit.score:.3f} = {share}"


def _notes(hit: AnswerArticle) -> list[str]:
    """What is to be said of an article after its passages: the words it lacks, and how many passages are not shown."""
    notes = []
    if hit.missing:
        notes.append(tr("without: {words}").format(words=", ".join(hit.missing)))
    if hit.passages_left:
        notes.append(trn("+ {n} more paragraph", "+ {n} more paragraphs", hit.passages_left))
    return notes


def _title(hit: AnswerArticle) -> tuple[str, Sequence[Span]]:
    """The title with its marks, or the id where there is no title."""
    return (hit.article.title, hit.title_marks) if hit.article.title else (hit.article.id, ())


def _plain(number: int, hit: AnswerArticle, why: str) -> None:
    date = f" ({hit.article.own_date})" if hit.article.own_date else ""
    lines = [hit.article.id, *map(_line, hit.passages), *_notes(hit), why]
    indented = [f"{number}. {_title(hit)[0]}{date}", *(f"{' ' * INDENT}{line}" for line in lines if line)]
    click.echo(harmless("\n".join(indented)) + "\n")


def _line(passage: AnswerPassage) -> str:
    part = snippet(passage.text, passage.marks)
    return _page(passage) + ("… " if part.before else "") + " ".join(part.text.split()) + (" …" if part.after else "")


def _page(passage: AnswerPassage) -> str:
    """The page of a paged document that a passage begins on."""
    return f"p. {passage.page} " if passage.page else ""


def _in_colour(number: int, hit: AnswerArticle, why: str) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    console.width = min(WIDEST, console.width)
    date = f"  {hit.article.own_date}" if hit.article.own_date else ""
    console.print(Text.assemble((f"{number}. ", "dim"), _marked(*_title(hit), style="bold"), (date, "dim")))
    notes = [Text(harmless(note), style="dim") for note in (*_notes(hit), why)]
    lines = [Text(harmless(hit.article.id), style="cyan"), *map(_coloured, hit.passages), *notes]
    for line in lines:
        if line:
            console.print(Padding(line, (0, 0, 0, INDENT), expand=False))
    console.print()


def _coloured(passage: AnswerPassage) -> Text:
    from rich.text import Text

    part = snippet(passage.text, passage.marks)
    before, after = "… " if part.before else "", " …" if part.after else ""
    return Text.assemble((_page(passage) + before, "dim"), _marked(part.text, part.marks), (after, "dim"))


def _marked(text: str, marks: Sequence[Span], style: str = "") -> Text:
    from rich.text import Text

    line = Text(harmless(text), style=style)
    for start, end in marks:
        line.stylize("bold yellow", start, end)
    return line
