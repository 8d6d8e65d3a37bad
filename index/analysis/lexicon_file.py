"""The lexicon's file: made once from simplemma's dictionary and the rules of ``inflection``."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from index.analysis.inflection import lemmas
from index.analysis.normalization import fold, fold_case

_TABLE = "CREATE TABLE form (word TEXT PRIMARY KEY, lemmas TEXT, folded TEXT) WITHOUT ROWID"
"""``lemmas`` are separated by spaces; NULL where the word is its only lemma, and ``folded`` where it has no accents."""
_LISTS = "CREATE TABLE list (name TEXT PRIMARY KEY, lines TEXT) WITHOUT ROWID"
"""The same once more, a line each, which is read at one go: ``words`` with their ``lemmas`` (an empty line for a word
that is its only one), words that are their ``own`` lemma, ``folded`` spellings with the ``accented`` ones."""
_FORMS = "CREATE TABLE lemma (word TEXT PRIMARY KEY, forms TEXT) WITHOUT ROWID"
"""The forms of each lemma, separated by spaces."""
_INDEX = "CREATE INDEX form_folded ON form (folded) WHERE folded IS NOT NULL"


def build(path: Path) -> None:
    """Write the file beside its place and move it there: a killed process leaves no half lexicon."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
    os.close(handle)
    try:
        _write(sqlite3.connect(name), dict(_entries(_dictionary())))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


class _Pairs:
    """The dictionary's own pairs, as the rules ask for them."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = entries
        self.is_lemma = frozenset(entries.values()).__contains__

    def lemma(self, form: str) -> str:
        return self._entries.get(form, "")


def _write(base: sqlite3.Connection, entries: Mapping[str, str]) -> None:
    base.execute("PRAGMA synchronous = OFF")
    base.execute("PRAGMA journal_mode = OFF")
    base.execute(_TABLE)
    rows = list(_rows(entries))
    base.executemany("INSERT INTO form VALUES (?, ?, ?)", rows)
    base.execute(_INDEX)
    base.execute(_FORMS)
    base.executemany("INSERT INTO lemma VALUES (?, ?)", _forms(rows))
    base.execute(_LISTS)
    lists = ((name, "\n".join(lines)) for name, lines in _lists(rows).items())
    base.executemany("INSERT INTO list VALUES (?, ?)", lists)
    base.commit()
    base.close()


_Row = tuple[str, str | None, str | None]
"""A word, its lemmas and its folded spelling."""


def _lists(rows: Sequence[_Row]) -> Mapping[str, Iterable[str]]:
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
    }


def _forms(rows: Sequence[_Row]) -> Iterator[tuple[str, str]]:
    forms = dict[str, list[str]]()
    for word, found, _ in rows:
        for lemma in (found or word).split():
            forms.setdefault(lemma, []).append(word)
    return ((lemma, " ".join(words)) for lemma, words in sorted(forms.items()))


def _rows(entries: Mapping[str, str]) -> Iterator[_Row]:
    pairs = _Pairs(entries)
    for word in sorted(entries):
        found, folded = lemmas(word, pairs), fold(word)
        yield word, None if found == (word,) else " ".join(found), None if folded == word else folded


def _dictionary() -> Mapping[str, str]:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    return DefaultDictionaryFactory().get_dictionary("fr")


def _entries(dictionary: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The dictionary's pairs as reading writes words: case folded, compounds joined. A word's own form comes first."""
    pairs = ((_as_read(form), _as_read(lemma)) for form, lemma in dictionary.items())
    usable = [(form, lemma) for form, lemma in pairs if form.isalpha() and lemma.isalpha()]
    yield from ((lemma, lemma) for _, lemma in usable)
    yield from usable


def _as_read(word: str) -> str:
    return fold_case(word).replace("-", "").replace("'", "").replace("’", "")
