"""Suggestions: how often what was meant is offered first, and how often a real word is called in question.

The index is made of the articles of the test collections. Misspellings are made by ``slips``, and read from a file
where one is given (a misspelling, a tab and what was meant on each line; those that no article holds are left out).
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from benchmarks.data import COLLECTIONS, CONTENT_WORDS, LEMMAS, collection_names, lemma_rows
from benchmarks.measures import mean, table
from benchmarks.slips import SHORTEST, Slip, slips
from index.analysis import fold, fold_case, spellings
from index.directory import AUTO, IndexDirectory
from index.engines.protocol import Engine
from index.engines.query import Field
from index.sync import update
from searcher.suggest import did_you_mean

MADE = 1_000
TIMED = 200
HELD_BY = 5
"""Words that so many articles hold are misspelt."""
Corrector = Callable[[str], str | None]


def suggestions(misspellings: Path | None) -> str:
    """The tables: misspellings put right, real words called in question, and how long a word takes."""
    if not collection_names():
        return "Skipped: no collection in ../shared/collections."
    with _index() as engine:
        made = list(slips(_frequent(engine), MADE, lambda typed: _is_word(typed, engine)))
        given = [slip for slip in _read(misspellings) if _is_held(slip.meant, engine)] if misspellings else []
        correctors: dict[str, Corrector] = {
            "Searcher": lambda word: did_you_mean(word, engine),
            "fewest edits": _FewestEdits(engine),
        }
        about = f"{engine.size():,} articles; {len(made):,} made misspellings, {len(given):,} given.\n\n"
        return about + "\n\n".join((_right(made, given, correctors), _alarms(correctors), _times(made, correctors)))


@contextmanager
def _index() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "texts")
        folder.mkdir()
        for name in collection_names():
            packed = COLLECTIONS / name / "corpus.jsonl.gz"
            with gzip.open(packed) as source, (folder / f"{name}.jsonl").open("wb") as target:
                shutil.copyfileobj(source, target)
        with closing(IndexDirectory(Path(place, "index"))) as directory:
            update([folder], directory, engine=AUTO)
            yield directory.engine()


def _frequent(engine: Engine) -> Sequence[str]:
    """The words of the lexicon that some articles hold, in the order of the alphabet."""
    held = (entry.text for entry in engine.terms(Field.EXACT, "") if entry.articles >= HELD_BY)
    return sorted(word for word in held if word.isalpha() and len(word) >= SHORTEST and word in spellings(fold(word)))


def _is_word(typed: str, engine: Engine) -> bool:
    return bool(spellings(fold(typed)) or engine.frequency(Field.WORDS, fold(typed)))


def _read(path: Path) -> Iterator[Slip]:
    for line in path.read_text(encoding="utf-8").splitlines():
        typed, _, meant = line.partition("\t")
        yield Slip(typed, meant, "given")


def _is_held(meant: str, engine: Engine) -> bool:
    parts = fold(fold_case(meant)).replace("'", " ").replace("-", " ").split()
    return bool(
        engine.frequency(Field.WORDS, "".join(parts)) or all(engine.frequency(Field.WORDS, part) for part in parts)
    )


def _right(made: Sequence[Slip], given: Sequence[Slip], correctors: Mapping[str, Corrector]) -> str:
    groups = {"given": given, "made": made}
    for slip in made:
        groups[slip.kind] = [*groups.get(slip.kind, ()), slip]
    rows = [[name, f"{len(group):,}", *_shares(group, correctors)] for name, group in groups.items() if group]
    return table(["misspellings", "", *(f"{name}: {what}" for name in correctors for what in ("right", "none"))], rows)


def _shares(group: Sequence[Slip], correctors: Mapping[str, Corrector]) -> Iterator[str]:
    """For each corrector, how often it offers what was meant, accents aside, and how often nothing."""
    for correct in correctors.values():
        offered = [correct(slip.typed) or "" for slip in group]
        right = sum(_plain(better) == _plain(slip.meant) for better, slip in zip(offered, group, strict=True))
        yield from (f"{right / len(group):.1%}", f"{offered.count('') / len(group):.1%}")


def _plain(text: str) -> str:
    return fold(fold_case(text)).replace("’", "'")


def _alarms(correctors: Mapping[str, Corrector]) -> str:
    """The table of real words that are called in question; names, in small letters here, cannot be told from slips."""
    if not LEMMAS.exists():
        return "Real words skipped: no ../shared/lemmas/ud_fr_form_lemma.tsv."
    rows = lemma_rows()
    groups = {
        "words": sorted({form for form, _, pos in rows if pos in {*CONTENT_WORDS, "ADV"}}),
        "names": sorted({form for form, _, pos in rows if pos == "PROPN"}),
    }
    shown = [[name, f"{len(words):,}", *_questioned(words, correctors)] for name, words in groups.items()]
    return table(["real", "", *(f"{name}: called in question" for name in correctors)], shown)


def _questioned(words: Sequence[str], correctors: Mapping[str, Corrector]) -> list[str]:
    return [f"{mean(correct(word) is not None for word in words):.2%}" for correct in correctors.values()]


def _times(made: Sequence[Slip], correctors: Mapping[str, Corrector]) -> str:
    """Milliseconds of processor time for a misspelling."""
    return table(
        ["ms a misspelling", "median", "95 %", "most"], [_time(name, made, correctors[name]) for name in correctors]
    )


def _time(name: str, made: Sequence[Slip], correct: Corrector) -> list[str]:
    times = []
    for slip in made[:TIMED]:
        began = time.process_time()
        correct(slip.typed)
        times.append((time.process_time() - began) * 1000)
    times.sort()
    return [name, *(f"{times[place]:.1f}" for place in (len(times) // 2, len(times) * 19 // 20, -1))]


class _FewestEdits:
    """The plain way: the word with the fewest edits, at most two, and the same first letter; then the most frequent."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: dict[str, Mapping[str, int]] = {}

    def __call__(self, typed: str) -> str | None:
        folded = fold(fold_case(typed))
        if not folded or self._engine.frequency(Field.WORDS, folded):
            return None
        entries = self._entries(folded[0])
        near = extract(folded, entries.keys(), scorer=OSA.distance, score_cutoff=2, limit=None)
        return min(((edits, -entries[text], text) for text, edits, _ in near), default=(0, 0, None))[2]

    def _entries(self, letter: str) -> Mapping[str, int]:
        if letter not in self._held:
            found = self._engine.terms(Field.WORDS, letter)
            self._held[letter] = {text: count for text, count in found if text.isalpha()}
        return self._held[letter]
