"""The lexicon's file: made once from simplemma's dictionary and the rules of ``inflection``."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice, product
from pathlib import Path

from index.analysis.dictionary import Entries, compounds, entries, simplemma_pairs
from index.analysis.endings import feminines
from index.analysis.inflection import lemmas
from index.analysis.normalization import fold
from index.language import tr

_TABLE = "CREATE TABLE form (word TEXT PRIMARY KEY, lemmas TEXT, folded TEXT) WITHOUT ROWID"
"""``lemmas`` are separated by spaces; NULL where the word is its only lemma, and ``folded`` where it has no accents."""
_LISTS = "CREATE TABLE list (name TEXT PRIMARY KEY, lines TEXT) WITHOUT ROWID"
"""The same once more, a line each, which is read as a whole: ``words`` with their ``lemmas`` (an empty line for a word
that is its only one), words that are their ``own`` lemma, ``folded`` spellings with the ``accented`` ones, ``verbs``,
and those that are nothing else (``infinitives``)."""
_FORMS = "CREATE TABLE lemma (word TEXT PRIMARY KEY, forms TEXT) WITHOUT ROWID"
"""The forms of each lemma, separated by spaces."""
_VERBS = "CREATE TABLE verb (word TEXT PRIMARY KEY, is_name INTEGER) WITHOUT ROWID"
"""Every verb, and whether it is a noun or an adjective as well."""
_COMPOUNDS = "CREATE TABLE compound (word TEXT PRIMARY KEY, parts TEXT) WITHOUT ROWID"
"""The compounds that are written with hyphens, each as one word, with its parts separated by spaces."""
_INDEX = "CREATE INDEX form_folded ON form (folded) WHERE folded IS NOT NULL"
MOST_FORMS = 1_000
"""Maximum number of forms of a compound."""


def build(path: Path) -> None:
    """Write the file beside its place and move it there: a killed process leaves no half lexicon. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
    os.close(handle)
    try:
        dictionary = simplemma_pairs()
        _write(sqlite3.connect(name), Entries(dict(entries(dictionary))), dict(compounds(dictionary)))
        os.replace(name, path)
    except BaseException as error:
        os.unlink(name)
        if isinstance(error, sqlite3.Error):  # as on a full disk
            said = tr("{folder} cannot hold the lexicon: {reason}")
            raise OSError(said.format(folder=path.parent, reason=error)) from error
        raise


def _write(base: sqlite3.Connection, dictionary: Entries, compounds: Mapping[str, str]) -> None:
    base.execute("PRAGMA synchronous = OFF")
    base.execute("PRAGMA journal_mode = OFF")
    base.execute(_TABLE)
    rows = _with_compounds([_row(word, lemmas(word, dictionary)) for word in dictionary.words()], compounds)
    base.executemany("INSERT INTO form VALUES (?, ?, ?)", rows)
    base.execute(_INDEX)
    base.execute(_FORMS)
    forms = ((lemma, " ".join(words)) for lemma, words in sorted(_by_lemma(rows).items()))
    base.executemany("INSERT INTO lemma VALUES (?, ?)", forms)
    base.execute(_VERBS)
    verbs = [(verb, dictionary.is_name(verb)) for verb in sorted(dictionary.verbs)]
    base.executemany("INSERT INTO verb VALUES (?, ?)", verbs)
    base.execute(_COMPOUNDS)
    base.executemany("INSERT INTO compound VALUES (?, ?)", compounds.items())
    base.execute(_LISTS)
    lists = ((name, "\n".join(lines)) for name, lines in _lists(rows, verbs).items())
    base.executemany("INSERT INTO list VALUES (?, ?)", lists)
    base.commit()
    base.close()


_Row = tuple[str, str | None, str | None]
"""A word, its lemmas and its folded spelling."""


def _lists(rows: Sequence[_Row], verbs: Sequence[tuple[str, bool]]) -> Mapping[str, Iterable[str]]:
    accented = dict[str, list[str]]()
    for word, _, folded in rows:
        if folded is not None:
            accented.setdefault(folded, []).append(word)
    return {
        "words": (word for word, _, _ in rows),
        "lemmas": (lemmas or "" for _, lemmas, _ in rows),
        "own": (word for word, lemmas, _ in rows if lemmas is None or word in lemmas.split()),
        "folded": accented.keys(),
        "accented": map(" ".join, accented.values()),
        "verbs": (verb for verb, _ in verbs),
        "infinitives": (verb for verb, is_name in verbs if not is_name),
    }


def _by_lemma(rows: Iterable[_Row]) -> Mapping[str, Sequence[str]]:
    """The forms of each lemma."""
    forms = dict[str, list[str]]()
    for word, found, _ in rows:
        for lemma in (found or word).split():
            forms.setdefault(lemma, []).append(word)
    return forms


def _row(word: str, found: Sequence[str]) -> _Row:
    folded = fold(word)
    return word, None if found == (word,) else " ".join(found), None if folded == word else folded


def _with_compounds(rows: Sequence[_Row], compounds: Mapping[str, str]) -> Sequence[_Row]:
    """The rows with those of what the dictionary lacks of its compounds: « petit-déjeunes », « sapeuses-pompières »."""
    forms, known = _by_lemma(rows), {word for word, _, _ in rows}
    found = dict[str, list[str]]()
    for compound in sorted(compounds.keys() & forms.keys()):
        parts = compounds[compound].split()
        ways = chain(product(*(forms.get(part, [part]) for part in parts)), product(*map(feminines, parts)))
        for word in dict.fromkeys(map("".join, islice(ways, MOST_FORMS))):
            if word not in known:
                found.setdefault(word, []).append(compound)
    return sorted([*rows, *(_row(word, tuple(owners)) for word, owners in found.items())])
