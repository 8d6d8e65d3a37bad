"""Aside: which files of an index's folders are in formats that are not read, by format and number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from index.directory import Catalogue
from index.documents import kind_of
from index.language import grouped, tr, trn
from index.model import Root
from index.sync.plan import Target
from index.sync.scan import Aside, printable

MOST_KINDS = 8
LONGEST_KIND = 12


def count(files: Iterable[Aside]) -> Counter[str]:
    """How many of the files are of each kind."""
    return Counter(kind_of(file.path) for file in files)


def record(files: Sequence[Aside], targets: Sequence[Target], roots: Sequence[Root], catalogue: Catalogue) -> None:
    """Write down what was left aside in the roots that were looked at as a whole; of others it stays as it was."""
    before = catalogue.aside()
    whole = {str(target.root.path) for target in targets if target.within is None}
    kept = {str(root.path) for root in roots} - whole
    now = {root: counts for root, counts in before.items() if root in kept}
    now |= {root: counts for root in whole if (counts := count(file for file in files if file.root == root))}
    if now != before:
        catalogue.set_aside(now)


def left_aside(counts: Mapping[str, int]) -> str:
    """« 9 files of other formats are left aside: xcf 7, mp3 2 »; empty where there are none."""
    if not counts:
        return ""
    n = sum(counts.values())
    files = trn("{n} file of another format is left aside", "{n} files of other formats are left aside", n)
    return tr("{files}: {kinds}.").format(files=files, kinds=", ".join(kinds(counts)))


def kinds(counts: Mapping[str, int]) -> list[str]:
    """The kinds with their numbers, the most frequent ones first; rare ones in one sum where there are many."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{_label(kind)} {grouped(n)}" for kind, n in ordered[:MOST_KINDS]]
    rest = sum(n for _, n in ordered[MOST_KINDS:])
    return [*shown, trn("{n} other", "{n} others", rest)] if rest else shown


def _label(kind: str) -> str:
    return printable(kind[:LONGEST_KIND]) if kind else tr("no suffix")
