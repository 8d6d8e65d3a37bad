"""``searcher check``: the index compared with the folders it covers."""

from __future__ import annotations

from pathlib import Path

import click

from index.directory import MB, IndexDirectory
from index.documents import failure
from index.language import tr, trn
from index.sync import Changes, FileSeen, Problem, Target, digest_of, find_changes, kinds, printable
from searcher.settings import index_options, option, size_option

DIFFERENT = 1


@click.command(
    "check",
    help=tr(
        """Compare the index with the folders it covers, without changing it.

    \b
    searcher check
    searcher check --files      also name the files of formats that are not read
    searcher check --deep       also read every byte of the index

    \b
    + new, ~ changed, - gone, ! not read or not in whole, ? of another format

    Exit code: 0 up to date, 1 not up to date or some files unreadable, 2 cannot work.
    """
    ),
)
@index_options
@size_option
@option("--files", "show_aside", is_flag=True, help=tr("Also name the files that are left aside, of other formats."))
@option("--deep", is_flag=True, help=tr("Also read every byte of the index, and compare it with what was written."))
def command(index_dir: Path, max_mb: int, *, show_aside: bool, deep: bool) -> int:
    """Compare, say what differs, and return the exit code."""
    directory = IndexDirectory(index_dir)
    try:
        state = directory.current_state()
        generation = directory.generation()
        generation.check_bytes() if deep else generation.check_parts()
        articles = generation.engine.size()
        targets = [Target(root) for root in state.roots]
        changes = find_changes(targets, generation.catalogue, largest=max_mb * MB)
    finally:
        directory.close()
    differences = _differences(changes)
    lines = [line for entry in differences.values() for line in entry]
    for line in [*lines, *(_aside(changes) if show_aside else ())]:
        click.echo(line)
    if state.outdated:
        click.echo(tr("texts are read in a new way: searcher index will build the index anew"))
    said = trn("{n} article can be found", "{n} articles can be found", articles)
    problems = len(differences.pop("!"))
    same = not any(differences.values()) and not state.outdated
    click.echo(f"{said}, {_verdict(problems, is_fresh=same)}", err=True)
    return 0 if same and not problems else DIFFERENT


def _verdict(problems: int, *, is_fresh: bool) -> str:
    """Whether the index is up to date. What cannot be read as it is makes it no older."""
    if not is_fresh:
        return tr("not up to date; bring it there with: searcher index")
    said = [tr("up to date")] + ([trn("{n} problem", "{n} problems", problems)] if problems else [])
    return ", ".join(said) + "."


def _differences(changes: Changes) -> dict[str, list[str]]:
    """By its sign, a line for each file that differs or cannot be read; one that only has another time is the same."""
    signs: dict[str, list[str]] = {"+": [], "~": [], "-": list(map(printable, changes.missing)), "!": []}
    for file in changes.fresh:
        sign, line = _compared(file, changes)
        signs.get(sign, []).append(line)
    signs["!"].extend(map(str, changes.problems))
    return {sign: [f"{sign} {line}" for line in sorted(lines)] for sign, lines in signs.items()}


def _aside(changes: Changes) -> list[str]:
    """A line for each file that is left aside, or holds some that are, which is no difference."""
    inside = [f"? {printable(path)}: {', '.join(kinds(n))}" for path, n in sorted(changes.inside.items()) if n]
    return [f"? {printable(file.path)}" for file in sorted(changes.aside)] + inside


def _compared(file: FileSeen, changes: Changes) -> tuple[str, str]:
    """The sign of a fresh file, which is empty where its bytes are as they were, and what to say of it."""
    known = changes.known.get(file.path)
    try:
        digest = digest_of(file.file)
    except OSError as error:
        return "!", str(Problem(file.path, failure(error)))
    if known is None or not known.digest:
        return "+", file.path
    return ("" if known.digest == digest and not known.pending else "~"), file.path
