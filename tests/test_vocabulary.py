"""Vocabulary: which words may stand for one another, and which must not."""

from __future__ import annotations

import csv
import os
import random
import sqlite3
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from Stemmer import Stemmer

from index.analysis.folding import fold
from index.analysis.lexicon import Lexicon, LoadedLexicon, lexicon_version, open_lexicon
from index.analysis.vocabulary import LONGEST_WORD, describe, describe_all
from index.engines.gathering import Gathered
from index.engines.words_rows import rows
from index.model import Keys

ROOT = Path(__file__).parent.parent
TREEBANKS = ROOT.parent / "shared" / "lemmas" / "ud_fr_form_lemma.tsv"


def meet(one: str, other: str) -> bool:
    return bool(set(describe(one).lemmas) & set(describe(other).lemmas))


# -- folding


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("", ""),
        ("chat", "chat"),
        ("été", "ete"),
        ("çà", "ca"),
        ("cœur", "coeur"),
        ("œil", "oeil"),
        ("ex æquo", "ex aequo"),
        ("naïve", "naive"),
        ("aïeul", "aieul"),
        ("łódź", "lodz"),
        ("ñandú", "nandu"),
        ("þing", "thing"),
        ("groß", "gross"),
        ("nº", "nº"),
        ("o'brien", "o'brien"),
        ("3,5", "3,5"),
        ("غزة", "غزة"),
        ("москва", "москва"),
        ("αθήνα", "αθήνα"),
        ("東京", "東京"),
        ("한국", "한국"),
        ("😀", "😀"),
    ],
)
def test_folding(word: str, folded: str) -> None:
    assert fold(word) == folded


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.text(st.characters(exclude_categories=["Cs", "Lu", "Lt"])))
def test_only_latin_letters_are_folded(word: str) -> None:
    latin = "".join(sign for sign in word if unicodedata.name(sign, "").startswith("LATIN"))
    others = "".join(sign for sign in word if sign not in latin)
    assert fold(others) == others
    assert fold(word) == "".join(map(fold, word))


# -- the lexicon


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("chevaux", "cheval"), ("yeux", "œil"), ("était", "être"), ("zblurf", ""), ("", ""), ("'; DROP", "")],
)
def test_lemmas_of_the_dictionary(form: str, lemma: str) -> None:
    assert open_lexicon().lemma(form) == lemma


@pytest.mark.parametrize(("word", "known"), [("cheval", True), ("chevaux", False), ("zblurf", False), ("", False)])
def test_what_is_a_lemma(word: str, known: bool) -> None:
    assert open_lexicon().is_lemma(word) is known


def test_spellings() -> None:
    assert {"marche", "marché"} <= set(open_lexicon().spellings("marche"))
    assert open_lexicon().spellings("marché") == []


# -- words that meet

FAMILY = """
    loi lois | œil yeux | acteur actrice | acteurs actrices | blanc blanche | blanc blanches | public publique
    travail travaux | cheval chevaux | élu élue | élus élues | parler parle | parler parlait | parler parleront
    finir finissait | aller ira | aller vont | être était | être sont | avoir aurait | vendre vendu | prendre pris
    mettre mises | heureux heureuses | vieux vieille | beau belle | nouveau nouvelle | national nationaux
    journal journaux | bijou bijoux | eau eaux | feu feux | ciel cieux | madame mesdames | monsieur messieurs
    lecteur lectrices | chanteur chanteuse | infirmier infirmières | sportif sportives | grec grecque | long longue
    doux douce | faux fausse | frais fraîche | sec sèche | turc turque | maire maires | élection élections
    étudiant étudiantes | marché marchés | bail baux | fou folle | mou molle | européen européenne | roi rois
    canadien canadiennes | ouvrir ouvert | naître né | mourir mort | voir vu | lire lu | devoir dû | peindre peint
    pouvoir peut | vouloir veulent | savoir su | faire fait | dire dit | écrire écrite | construire construit
    courir couru | boire bu | venir viennent | recevoir reçu | manger mangeons | commencer commençait
    appeler appelle | jeter jette | femme femmes | pneu pneus | chou choux | genou genoux | vitrail vitraux
"""
STRANGERS = """
    parlement parler | mali mal | damas dame | logement loge | département départ | conseil consul | gaza gaz
    gazas gaz | général générer | nation natation | université univers | commission commettre | police politique
    port porte | histoire histrion | organe organiser | organisation organe | sol soleil | canal canaliser
    lyon lion | tour tourner | santé sain | marche marché | cote côte | pêche pécher | mur mûr | sur sûr
    jeune jeûne | vers ver | avocat avoir | national nation | maire mairie | mari maire | chat château | chien chier
    zblurf zblurg | gazaoui gaz | importance importer | science scier | poisson poison
"""


def pairs(table: str) -> list[tuple[str, str]]:
    words = table.replace("|", " ").split()
    return list(zip(words[::2], words[1::2], strict=True))


@pytest.mark.parametrize(("one", "other"), pairs(FAMILY))
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert meet(one, other)


@pytest.mark.parametrize(("one", "other"), pairs(STRANGERS))
def test_strangers_do_not_meet(one: str, other: str) -> None:
    assert not meet(one, other)


@pytest.mark.parametrize(("one", "other"), [("etudiant", "étudiante"), ("marche", "marché"), ("oeil", "yeux")])
def test_a_word_without_accents_keeps_what_it_means_with_them(one: str, other: str) -> None:
    assert meet(one, other) or fold(one) == fold(other)


# -- keys


@pytest.mark.parametrize(
    ("word", "name", "lemmas"),
    [
        ("zblurf", False, ("~zblurf",)),
        ("zblurfs", False, ("~zblurf",)),
        ("zblurf", True, ("zblurf",)),
        ("zblurfs", True, ("zblurfs",)),
        ("chevaux", True, ("cheval",)),  # the lexicon knows better than a capital
        ("3,5", False, ("3,5",)),
        ("o'brien", False, ("o'brien",)),
        ("2024", True, ("2024",)),
        ("", False, ("",)),
    ],
)
def test_lemmas(word: str, name: bool, lemmas: tuple[str, ...]) -> None:
    assert describe(word, name=name).lemmas == lemmas


@pytest.mark.parametrize(
    ("word", "family"), [("chevaux", "cheval"), ("étudiante", "etudi"), ("nationale", "national"), ("3,5", "3,5")]
)
def test_the_family_is_the_stem_folded(word: str, family: str) -> None:
    assert describe(word).family == family


@pytest.mark.parametrize("word", ["gaza", "zblurfs", "chevaux"])
def test_a_name_has_no_family_but_itself(word: str) -> None:
    assert describe(word, name=True).family == word


def test_a_very_long_word_stands_for_itself() -> None:
    word = "a" * LONGEST_WORD + "s"
    assert describe(word).lemmas == (word,)
    assert describe(word).family == word


@given(st.text(), st.booleans())
def test_any_string_has_keys(word: str, name: bool) -> None:
    keys = describe(word, name=name)
    assert keys.word == word
    assert keys.folded == fold(word)
    assert keys.lemmas
    assert len(set(keys.lemmas)) == len(keys.lemmas)
    assert describe(word, name=name) == keys


@given(st.text("aeiourstlnméèçœ", min_size=1, max_size=12))
def test_every_form_of_french_letters_has_keys(word: str) -> None:
    keys = describe(word)
    assert keys.lemmas
    assert all(lemma.startswith("~") or lemma.isalpha() for lemma in keys.lemmas)
    assert keys.family == fold(keys.family)


# -- measured against treebanks

Form = tuple[str, str]
"""A form and its part of speech."""


@cache
def treebank_lemmas() -> dict[Form, set[str]]:
    """Every form of letters that is a noun, a verb or an adjective, with its lemmas."""
    if not TREEBANKS.exists():
        pytest.skip(f"the treebanks' forms are not here: {TREEBANKS}")
    lemmas: dict[Form, set[str]] = defaultdict(set)
    with TREEBANKS.open(encoding="utf-8", newline="") as stream:
        for form, lemma, kind, *_ in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            word = form.casefold()
            if kind in ("NOUN", "VERB", "ADJ") and word.isalpha() and lemma.isalpha():
                lemmas[word, kind].add(lemma.casefold())
    return dict(lemmas)


def forms_of_one_word() -> list[tuple[str, str]]:
    by_lemma: dict[Form, list[str]] = defaultdict(list)
    for (form, kind), lemmas in treebank_lemmas().items():
        for lemma in lemmas:
            by_lemma[lemma, kind].append(form)
    return [(forms[0], other) for forms in map(sorted, by_lemma.values()) for other in forms[1:]]


def strangers() -> list[tuple[str, str]]:
    """Pairs that begin alike, as those do that are ever taken for one another, and share no lemma of any kind."""
    lemmas: dict[str, set[str]] = defaultdict(set)
    for (form, _), found in treebank_lemmas().items():
        lemmas[form] |= found
    by_start: dict[str, list[str]] = defaultdict(list)
    for form in sorted(lemmas):
        by_start[form[:3]].append(form)
    every = [(one, other) for forms in by_start.values() for n, one in enumerate(forms) for other in forms[n + 1 :]]
    apart = [(one, other) for one, other in every if not lemmas[one] & lemmas[other]]
    return random.Random(1).sample(apart, min(len(apart), 20_000))  # noqa: S311


def stem_alike(one: str, other: str, stemmer: Stemmer) -> bool:
    return bool(stemmer.stemWord(one) == stemmer.stemWord(other))


def share(answers: Iterable[bool]) -> float:
    found = list(answers)
    return sum(found) / len(found)


def test_forms_of_one_word_meet_more_often_than_with_snowball_alone() -> None:
    stemmer = Stemmer("french")
    forms = forms_of_one_word()
    ours = share(meet(one, other) for one, other in forms)
    snowball = share(stem_alike(one, other, stemmer) for one, other in forms)
    assert len(forms) > 1000
    assert ours > 0.85
    assert ours > snowball


def test_strangers_meet_less_often_than_with_snowball_alone() -> None:
    stemmer = Stemmer("french")
    apart = strangers()
    assert len(apart) > 1000
    assert sum(meet(*pair) for pair in apart) < sum(stem_alike(*pair, stemmer) for pair in apart)


# -- the lexicon's file

LOOK_UP = "from index.analysis.lexicon import open_lexicon; print(open_lexicon().lemma('chevaux'))"


def look_up(cache_home: Path, **more: str) -> subprocess.Popen[str]:
    """A process of its own, whose cache folder is ``cache_home``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache_home), **more}
    command = [sys.executable, "-W", "error", "-c", LOOK_UP]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def answers(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.strip()


def test_the_lexicon_is_built_once_by_processes_that_race(tmp_path: Path) -> None:
    leftover = tmp_path / "searcher" / f"lexicon-{lexicon_version()}xyz"
    leftover.parent.mkdir()
    leftover.write_bytes(b"SQLite format 3\0 half written")
    first, second = look_up(tmp_path), look_up(tmp_path)
    assert (answers(first), answers(second)) == ("cheval", "cheval")
    built = tmp_path / "searcher" / f"lexicon-{lexicon_version()}.sqlite"
    assert {entry.name for entry in built.parent.iterdir()} == {built.name, leftover.name}
    before = built.stat()
    assert answers(look_up(tmp_path)) == "cheval"
    assert built.stat().st_mtime_ns == before.st_mtime_ns
    assert Lexicon(built).lemma("yeux") == "œil"


def test_a_killed_build_leaves_no_lexicon_that_is_taken_for_whole(tmp_path: Path) -> None:
    process = look_up(tmp_path)
    folder = tmp_path / "searcher"
    while process.poll() is None and not (folder.exists() and any(folder.iterdir())):
        pass
    process.kill()
    process.communicate()
    for finished in folder.glob("lexicon-*.sqlite"):
        assert Lexicon(finished).lemma("chevaux") == "cheval"
    assert answers(look_up(tmp_path)) == "cheval"


@pytest.mark.parametrize("obstacle", ["a file for a folder", "a folder that nobody can write to"])
def test_a_cache_folder_that_cannot_be_written_is_done_without(tmp_path: Path, obstacle: str) -> None:
    cache_home, temporary = tmp_path / "cache", tmp_path / "tmp"
    temporary.mkdir()
    if obstacle == "a file for a folder":
        cache_home.write_text("", encoding="utf-8")
    else:
        cache_home.mkdir()
        (cache_home / "searcher").symlink_to("/proc/self")  # not even root can
    assert answers(look_up(cache_home, TMPDIR=str(temporary))) == "cheval"
    assert list(temporary.glob("searcher-*/lexicon-*.sqlite"))


def test_the_lexicon_is_read_only() -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        open_lexicon()._base.execute("DELETE FROM form")


# -- many words at once


def test_many_words_at_once_have_the_keys_they_have_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    known = ["chevaux", "marche", "márche", "précieux", "actrices", "zblurfs", "3,5", "", "москва", "a" * 99, "gazas"]
    words = known + [word + ending for word in ("nation", "étud", "etudiant", "ferm") for ending in ("s", "é", "trice")]
    names = [len(word) % 3 == 0 for word in words]
    one_by_one = [describe(word, name=name) for word, name in zip(words, names, strict=True)]
    for many in (0, 1000):
        monkeypatch.setattr("index.analysis.vocabulary.MANY", many)
        found = zip(words, describe_all(words, names), strict=True)
        assert [Keys(word, *keys) for word, keys in found] == one_by_one


def test_words_that_come_with_their_keys_have_the_rows_of_others() -> None:
    words = [
        Gathered(word, word, lower) for word in ("chevaux", "marché", "gazas", "zblurfs") for lower in (True, False)
    ]
    keyed = [
        replace(new, keys=describe(new.word, name=not new.lower)[1:]) if n % 3 else new for n, new in enumerate(words)
    ]
    lemmas: list[tuple[str, str]] = []
    lemmas_of_keyed: list[tuple[str, str]] = []
    assert list(rows(keyed, lemmas_of_keyed)) == list(rows(words, lemmas))
    assert lemmas_of_keyed == lemmas


@given(st.text(max_size=9) | st.text("aeilmnrstuéè", max_size=9))
def test_the_lexicon_in_memory_answers_as_its_file(word: str) -> None:
    lexicon, loaded = open_lexicon(), loaded_lexicon()
    for asked in (word, fold(word)):
        assert loaded.lemmas(asked) == lexicon.lemmas(asked)
        assert loaded.is_lemma(asked) is lexicon.is_lemma(asked)
        assert list(loaded.spellings(asked)) == lexicon.spellings(asked)


@cache
def loaded_lexicon() -> LoadedLexicon:
    return open_lexicon().loaded()
