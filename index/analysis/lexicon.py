"""The lexicon: French forms and their lemmas, in a compact file that opens in milliseconds.

simplemma carries a French dictionary that takes a quarter of a second to load. It is turned once, on the user's
machine, into a small SQLite file in the user's cache folder; every later process only opens that file. It holds the
finished lemmas of each form, those that the rules of ``inflection`` add too, so that a word takes one look-up.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

from index.analysis.normalization import fold

LAYOUT = 11
"""Raised when the tables or what goes into them changes."""
HERE = Path(__file__).parent
RULES = ("inflections", "participles", "irregular", "presents", "pairs", "invariable", "stopwords")
DECIDING = ("normalization.py", "inflection.py", "endings.py", *(f"data/{name}.txt" for name in RULES))
"""What decides the file's content besides simplemma, and ``dictionary`` and ``lexicon_file`` of this package."""
DICTIONARY = Path("strategies", "dictionaries", "data", "fr.plzma")
"""Where simplemma keeps its French dictionary; asking for its release would take longer than a whole query may."""


class Lexicon:
    """Look-ups in the compact file. Words are given and returned case-folded, in NFC."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        weakref.finalize(self, self._base.close)

    def lemmas(self, form: str) -> tuple[str, ...]:
        """The lemmas of a form of the dictionary, the one that the dictionary gives first; empty for other words."""
        row = self._base.execute("SELECT lemmas FROM form WHERE word = ?", (form,)).fetchone()
        return tuple((row[0] or form).split()) if row else ()

    def lemma(self, form: str) -> str:
        """The lemma that the dictionary gives for ``form``, or an empty string where it has none."""
        return next(iter(self.lemmas(form)), "")

    def is_lemma(self, word: str) -> bool:
        """Whether ``word`` is the lemma of some form."""
        return word in self.lemmas(word)

    def is_verb(self, word: str) -> bool:
        """Whether ``word`` is a verb by forms that nothing but a verb has."""
        return self._base.execute("SELECT 1 FROM verb WHERE word = ?", (word,)).fetchone() is not None

    def is_name(self, word: str) -> bool:
        """Whether ``word`` is a lemma and more than a verb: « boucher », but not « manier »."""
        query = "SELECT 1 FROM verb WHERE word = ? AND NOT is_name"
        return self.is_lemma(word) and self._base.execute(query, (word,)).fetchone() is None

    def spellings(self, folded: str) -> Sequence[str]:
        """Every form of the dictionary that reads ``folded`` once folded: ``marche`` → marche, marché."""
        query = "SELECT word FROM form WHERE folded = ? UNION SELECT word FROM form WHERE word = ? AND folded IS NULL"
        return [word for (word,) in self._base.execute(query, (folded, folded))]

    def forms(self, lemma: str) -> Sequence[str]:
        """Every form of the dictionary that has ``lemma`` among its lemmas."""
        row = self._base.execute("SELECT forms FROM lemma WHERE word = ?", (lemma,)).fetchone()
        return row[0].split() if row else ()

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound that the dictionary writes with hyphens: ``weekend`` → week, end; else none."""
        row = self._base.execute("SELECT parts FROM compound WHERE word = ?", (word,)).fetchone()
        return tuple(row[0].split()) if row else ()

    def loaded(self) -> LoadedLexicon:
        """All of it in memory: a quarter of a second and some 50 MB, which pays from ten thousand words on."""
        return LoadedLexicon(self._base)


class LoadedLexicon:
    """The lexicon in memory; it answers as :class:`Lexicon` does."""

    def __init__(self, base: sqlite3.Connection) -> None:
        lists = {name: lines.split("\n") for name, lines in base.execute("SELECT name, lines FROM list")}
        self._lemmas = dict(zip(lists["words"], lists["lemmas"], strict=True))
        self._accented = dict(zip(lists["folded"], lists["accented"], strict=True))
        own = frozenset(lists["own"])
        self.is_lemma = own.__contains__
        self.is_verb = frozenset(lists["verbs"]).__contains__
        self.is_name = (own - frozenset(lists["infinitives"])).__contains__

    def words(self) -> Iterable[str]:
        """Every form of the dictionary."""
        return self._lemmas.keys()

    def lemmas(self, form: str) -> tuple[str, ...]:
        """See :class:`Lexicon`."""
        found = self._lemmas.get(form)
        if found is None:
            return ()
        return tuple(found.split(" ")) if found else (form,)

    def lemma(self, form: str) -> str:
        """See :class:`Lexicon`."""
        return next(iter(self.lemmas(form)), "")

    def spellings(self, folded: str) -> Sequence[str]:
        """See :class:`Lexicon`."""
        accented: Sequence[str] = self._accented.get(folded, "").split()
        if folded not in self._lemmas or fold(folded) != folded:
            return accented
        return sorted((folded, *accented))


def without_ligatures(word: str) -> str:
    """A word as the lexicon spells it: « œil » as « oeil », for people write either."""
    return word.replace("œ", "oe").replace("æ", "ae")


def lexicon_version() -> str:
    """What decides the lexicon's answers: its layout, folding and rules, and the dictionary by its size and time."""
    spec = find_spec("simplemma")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("simplemma is not installed; install searcher again")
    dictionary = (Path(spec.origin).parent / DICTIONARY).stat()
    rules = crc32(b"".join((HERE / name).read_bytes() for name in DECIDING))
    return f"{LAYOUT}-{dictionary.st_size}-{dictionary.st_mtime_ns:x}-{rules:x}"


@cache
def open_lexicon() -> Lexicon:
    """The lexicon, built first where this user has none yet (about five seconds, once)."""
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
        from index.analysis.lexicon_file import build

        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        build(path)
    return path
