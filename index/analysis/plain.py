"""Plain text: a text rewritten so that its words are its runs of letters and digits.

What reads such a text needs none of the rules of French: a plain expression here, or the tokenizer of a native library.
Only what is rare is rewritten, and what stands right around it. One search finds it in many texts, and nearly all texts
are their own plain text. What is read from a plain text is what ``reading`` reads from the text itself; tests hold them
together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby
from operator import add
from typing import NamedTuple

from index.analysis.chunks import LONG_S, chunks
from index.analysis.rarity import has_long_run
from index.analysis.rows import others_of, row_of
from index.analysis.runs import runs
from index.analysis.spans import Span
from index.analysis.windows import windows_and_compounds
from index.analysis.written import written

BETWEEN = " \n "
"""What stands between texts that are looked through at one go: nothing that is read goes over it."""


class Plain(NamedTuple):
    """``text``: its runs of letters and digits, in lower case, are the words of the places in order, one a place.

    ``others``: the further words of some places (``porteparole`` beside ``porte``), in no order. What of the text as it
    stands was read by the rules: ``compounds``, the runs with hyphens that brought such words, and ``windows``, the
    stretches that were rewritten.
    """

    text: str
    others: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()


class Plains(NamedTuple):
    """The plain texts of many: by number those that are ``found`` to be more than the text, and all that is ``kept``.

    The runs of ``kept`` are those of all texts outside their windows.
    """

    found: dict[int, Plain]
    kept: str


class Spot(NamedTuple):
    """What ``stands`` at ``start``: a compound, or a window and the ``words`` that come in its place."""

    start: int
    stands: str
    others: tuple[str, ...]
    words: str | None = None


def plain(text: str) -> Plain:
    """``text`` so that its words are its runs of letters and digits. Never raises."""
    return plains([text])[0]


def plains(texts: Sequence[str]) -> list[Plain]:
    """The plain text of each."""
    found = plain_among(texts).found
    return [found.get(n) or Plain(text) for n, text in enumerate(texts)]


def plain_among(texts: Sequence[str]) -> Plains:
    """The plain texts of many paragraphs, which are looked through at one go."""
    together = BETWEEN.join(texts)
    if LONG_S in together:
        return _without_long_s(texts)
    firsts = list(accumulate((len(text) + len(BETWEEN) for text in texts), initial=0))
    windows, compounds = windows_and_compounds(together, _whole(texts, firsts) if has_long_run(together) else ())
    spots = [Spot(start, together[start:end], others) for start, end, others in compounds]
    spots += [_by_rules(start, together[start:end]) for start, end in windows]
    by_text = groupby(sorted(spots), key=lambda spot: bisect_right(firsts, spot.start) - 1)
    found = {n: _put_together(texts[n], firsts[n], list(within)) for n, within in by_text}
    return Plains(found, "".join(_around(together, windows)))


def words(text: str) -> list[str]:
    """Every word of ``text`` as :func:`written`: those of the places in order, then the others."""
    return words_of(plain(text))


def words_of(found: Plain) -> list[str]:
    """The words of a plain text, likewise."""
    words = runs(found.text)
    return [*words, *map(written, found.others)] if found.others else words


def _without_long_s(texts: Sequence[str]) -> Plains:
    modern = [text.replace(LONG_S, "s") for text in texts]
    found, kept = plain_among(modern)
    old = {n: Plain(modern[n]) for n, text in enumerate(texts) if LONG_S in text}
    return Plains(old | found, kept)


def _whole(texts: Sequence[str], firsts: Sequence[int]) -> Iterator[Span]:
    """The texts with a run that is too long to be written."""
    return ((first, first + len(text)) for first, text in zip(firsts, texts, strict=False) if has_long_run(text))


def _by_rules(start: int, window: str) -> Spot:
    """The first word of each place, as written, and the others."""
    rows = list(map(row_of, chunks(window)))
    return Spot(start, window, others_of(rows), " ".join([row for row, _ in rows]))


def _put_together(text: str, first: int, spots: Sequence[Spot]) -> Plain:
    """A text that begins at ``first`` of what was looked through, with what was found in it."""
    others = tuple(chain.from_iterable([spot.others for spot in spots]))
    compounds = tuple([spot.stands for spot in spots if spot.words is None])
    if len(compounds) == len(spots):
        return Plain(text, others, compounds)
    windows = [(spot.start - first, spot.stands, spot.words) for spot in spots if spot.words is not None]
    around = _around(text, ((start, start + len(stands)) for start, stands, _ in windows))
    words = chain((words for _, _, words in windows), ("",))
    return Plain("".join(map(add, around, words)), others, compounds, tuple(stands for _, stands, _ in windows))


def _around(text: str, windows: Iterable[Span]) -> Iterator[str]:
    """What stands before, between and after windows."""
    end = 0
    for window in windows:
        yield text[end : window[0]]
        end = window[1]
    yield text[end:]
