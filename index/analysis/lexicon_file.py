"""The lexicon's file: made once from simplemma's dictionary and the rules of ``inflection``."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from index.analysis.inflection import lemmas, pairs
from index.analysis.lexicon import without_ligatures
from index.analysis.normalization import fold, fold_case
from index.analysis.wordlists import word_set
from index.language import tr

_TABLE = "CREATE TABLE form (word TEXT PRIMARY KEY, lemmas TEXT, folded TEXT) WITHOUT ROWID"
"""``lemmas`` are separated by spaces; NULL where the word is its only lemma, and ``folded`` where it has no accents."""
_LISTS = "CREATE TABLE list (name TEXT PRIMARY KEY, lines TEXT) WITHOUT ROWID"
"""The same once more, a line each, which is read at one go: ``words`` with their ``lemmas`` (an empty line for a word
that is its only one), words that are their ``own`` lemma, ``folded`` spellings with the ``accented`` ones, ``verbs``,
and those that are nothing else (``infinitives``)."""
_FORMS = "CREATE TABLE lemma (word TEXT PRIMARY KEY, forms TEXT) WITHOUT ROWID"
"""The forms of each lemma, separated by spaces."""
_VERBS = "CREATE TABLE verb (word TEXT PRIMARY KEY, is_name INTEGER) WITHOUT ROWID"
"""Every verb, and whether it is a noun or an adjective as well."""
_COMPOUNDS = "CREATE TABLE compound (word TEXT PRIMARY KEY, parts TEXT) WITHOUT ROWID"
"""The compounds that are written with hyphens, each as one word, with its parts separated by spaces."""
_INDEX = "CREATE INDEX form_folded ON form (folded) WHERE folded IS NOT NULL"


def build(path: Path) -> None:
    """Write the file beside its place and move it there: a killed process leaves no half lexicon. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
    os.close(handle)
    try:
        dictionary = _dictionary()
        _write(sqlite3.connect(name), dict(_entries(dictionary)), _compounds(dictionary))
        os.replace(name, path)
    except BaseException as error:
        os.unlink(name)
        if isinstance(error, sqlite3.Error):  # as on a full disk
            said = tr("{folder} cannot hold the lexicon: {reason}")
            raise OSError(said.format(folder=path.parent, reason=error)) from error
        raise


_INFINITIVES = ("er", "ir", "ïr", "re")
_VERBAL = ("ait", "ent", "ez", "ra", "ront", "ant", "é", "ée", "és", "ées")
"""How forms of an infinitive end that no plural or feminine does."""
_NAMING = re.compile("(?<![âîûï][mt])(?<![âîû]nt)(?<!é)es$")
"""How plurals end whose singular the dictionary may lack: « séquences »; no verbs: « chantâtes », « marchées »."""
_ENOUGH = 2
"""So many of them make a verb: « hiver » and « ministre » have none."""


class _Pairs:
    """The dictionary's own pairs, as the rules ask for them."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = entries
        self._lemmas = frozenset(entries.values())
        infinitives = ((form, lemma) for form, lemma in entries.items() if lemma.endswith(_INFINITIVES))
        forms = Counter(lemma for form, lemma in infinitives if form.endswith(_VERBAL))
        self.verbs = frozenset(verb for verb, number in forms.items() if number >= _ENOUGH)

    def lemma(self, form: str) -> str:
        return self._entries.get(form, "")

    def is_lemma(self, word: str) -> bool:
        return word in self._lemmas

    def is_verb(self, word: str) -> bool:
        return word in self.verbs

    def is_name(self, word: str) -> bool:
        """A verb with a plural is a noun too: « bouchers »."""
        return word in self._lemmas and (word not in self.verbs or self.lemma(f"{word}s") == word)


def _write(base: sqlite3.Connection, entries: Mapping[str, str], compounds: Iterable[tuple[str, str]]) -> None:
    base.execute("PRAGMA synchronous = OFF")
    base.execute("PRAGMA journal_mode = OFF")
    base.execute(_TABLE)
    dictionary = _Pairs(entries)
    rows = list(_rows(entries, dictionary))
    base.executemany("INSERT INTO form VALUES (?, ?, ?)", rows)
    base.execute(_INDEX)
    base.execute(_FORMS)
    base.executemany("INSERT INTO lemma VALUES (?, ?)", _forms(rows))
    base.execute(_VERBS)
    verbs = [(verb, dictionary.is_name(verb)) for verb in sorted(dictionary.verbs)]
    base.executemany("INSERT INTO verb VALUES (?, ?)", verbs)
    base.execute(_COMPOUNDS)
    base.executemany("INSERT OR REPLACE INTO compound VALUES (?, ?)", compounds)
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


def _forms(rows: Sequence[_Row]) -> Iterator[tuple[str, str]]:
    forms = dict[str, list[str]]()
    for word, found, _ in rows:
        for lemma in (found or word).split():
            forms.setdefault(lemma, []).append(word)
    return ((lemma, " ".join(words)) for lemma, words in sorted(forms.items()))


def _rows(entries: Mapping[str, str], dictionary: _Pairs) -> Iterator[_Row]:
    for word in sorted(entries):
        found, folded = lemmas(word, dictionary), fold(word)
        yield word, None if found == (word,) else " ".join(found), None if folded == word else folded


def _dictionary() -> Mapping[str, str]:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    return DefaultDictionaryFactory().get_dictionary("fr")


def _entries(dictionary: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The dictionary's pairs as reading writes words: case folded, compounds joined; and words that it lacks."""
    read = ((_as_read(form), _as_read(lemma)) for form, lemma in dictionary.items())
    usable = [(form, lemma) for form, lemma in read if form.isalpha() and lemma.isalpha()]
    yield from ((word, word) for word in (*word_set("invariable"), *pairs().values()))
    yield from ((lemma, lemma) for _, lemma in usable)
    yield from ((form[:-1], lemma) for form, lemma in usable if _NAMING.search(form))
    yield from usable


def _compounds(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The words of two parts and more, as one word and in parts."""
    for word in map(fold_case, words):
        parts = without_ligatures(word).split("-")
        if len(parts) > 1 and all(map(str.isalpha, parts)):
            yield "".join(parts), " ".join(parts)


def _as_read(word: str) -> str:
    return without_ligatures(fold_case(word)).replace("-", "").replace("'", "").replace("’", "")
