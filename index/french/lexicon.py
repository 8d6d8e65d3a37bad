"""The lexicon: French forms and their lemmas, in a compact file that opens in milliseconds.

simplemma carries a French dictionary that takes a quarter of a second to load. It is turned once, on the user's
machine, into a small SQLite file in the user's cache folder; every later process only opens that file.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

from index.french.folding import fold
from index.french.normalise import fold_case

LAYOUT = 3
"""Raised when the tables or what goes into them changes."""
FOLDING = Path(__file__).with_name("folding.py")
DICTIONARY = Path("strategies", "dictionaries", "data", "fr.plzma")
"""Where simplemma keeps its French dictionary; asking for its release would take longer than a whole query may."""


class Lexicon:
    """Look-ups in the compact file. Words are given and returned case-folded, in NFC."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        weakref.finalize(self, self._base.close)

    def lemma(self, form: str) -> str:
        """The lemma that the dictionary gives for ``form``, or an empty string where it has none."""
        row = self._base.execute("SELECT lemma FROM form WHERE word = ?", (form,)).fetchone()
        return row[0] if row else ""

    def is_lemma(self, word: str) -> bool:
        """Whether ``word`` is the lemma of some form of two letters or more."""
        return self._base.execute("SELECT 1 FROM lemma WHERE word = ?", (word,)).fetchone() is not None

    def spellings(self, folded: str) -> list[str]:
        """Every form of the dictionary that reads ``folded`` once folded: ``marche`` → marche, marché."""
        rows = self._base.execute("SELECT word FROM form WHERE folded = ? ORDER BY word", (folded,))
        return [word for (word,) in rows]


def lexicon_version() -> str:
    """What decides the lexicon's answers: its layout, how words are folded, and the dictionary by its size and time."""
    spec = find_spec("simplemma")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("simplemma is not installed; install searcher again")
    dictionary = (Path(spec.origin).parent / DICTIONARY).stat()
    return f"{LAYOUT}-{dictionary.st_size}-{dictionary.st_mtime_ns:x}-{crc32(FOLDING.read_bytes()):x}"


@cache
def open_lexicon() -> Lexicon:
    """The lexicon, built first where this user has none yet (about two seconds, once)."""
    name = f"lexicon-{lexicon_version()}.sqlite"
    try:
        return Lexicon(_built(_cache_folder() / name))
    except OSError:
        return Lexicon(_built(_temporary_folder() / name))


def _cache_folder() -> Path:
    """``$XDG_CACHE_HOME/searcher`` or ``~/.cache/searcher``."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base).absolute() / "searcher"


def _temporary_folder() -> Path:
    """A folder of this user's, where the cache folder cannot be written."""
    import tempfile

    return Path(tempfile.gettempdir()) / f"searcher-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"


def _built(path: Path) -> Path:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _build(path)
    return path


def _build(path: Path) -> None:
    """Write the file beside its place and move it there: a killed process leaves no half lexicon."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
    os.close(handle)
    try:
        _write(sqlite3.connect(name), dict(_entries(_dictionary())))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _write(base: sqlite3.Connection, entries: Mapping[str, str]) -> None:
    base.execute("PRAGMA synchronous = OFF")
    base.execute("PRAGMA journal_mode = OFF")
    base.execute("CREATE TABLE form (word TEXT PRIMARY KEY, lemma TEXT, folded TEXT) WITHOUT ROWID")
    base.execute("CREATE TABLE lemma (word TEXT PRIMARY KEY) WITHOUT ROWID")
    base.executemany("INSERT INTO form VALUES (?, ?, ?)", ((w, m, fold(w)) for w, m in sorted(entries.items())))
    base.executemany("INSERT INTO lemma VALUES (?)", ((m,) for m in sorted(set(entries.values()))))
    base.execute("CREATE INDEX form_folded ON form (folded)")
    base.commit()
    base.close()


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
