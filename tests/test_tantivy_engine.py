"""What is the Tantivy engine's own: commits in one step, the list that is cut short, words gathered natively."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest
from french_texts import TEXTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis.chunks import chunks
from index.analysis.plain import plain_among
from index.engines.gathering import Gathered, Gathering
from index.engines.protocol import Equal, Found, Search, WordKey
from index.engines.query import All, Any, Everything, Form, Node, Not, Phrase, Term
from index.engines.tantivy import counting, field, flow, packing, ranking, records, texts
from index.engines.tantivy.engine import TantivyEngine
from index.engines.tantivy.gathering import PlainGathering
from index.engines.tantivy.records import Records
from index.engines.tantivy.records_rows import ranges
from index.engines.tantivy.within import within
from index.model import Article, FileEntry, Passage


def article(path: str, title: str, *texts: str) -> Article:
    passages = tuple(Passage(number, text) for number, text in enumerate(texts, start=1))
    return Article(path, path, "txt", title, passages)


def fill(engine: TantivyEngine, *articles: Article) -> None:
    with engine.batch() as batch:
        for one in articles:
            batch.put(one.path, [one])
            batch.note(FileEntry(one.path, "/r", 1, 1, "0", 1))


def term(*words: str) -> Term:
    return Term(tuple(Form(word) for word in words))


def ids(found: Found) -> list[str]:
    return [hit.article.id for hit in found.articles]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    with closing(TantivyEngine(tmp_path, wait=0.1)) as opened:
        yield opened


# -- one step


CRASH = """
import os, sys
from pathlib import Path
from index.engines.tantivy.engine import TantivyEngine
from index.engines.tantivy import records, texts
from index.engines.tantivy.{module} import {owner}
from index.model import Article, FileEntry, Passage

before = {owner}.{step}
def step(*arguments):
    if {after}:
        before(*arguments)
    os._exit(9)
{owner}.{step} = step
if {small}:
    texts.STEP = texts.DICTIONARY = records.TOGETHER = records.STEP = 1
engine = TantivyEngine(Path(sys.argv[1]))
with engine.batch() as batch:
    batch.put("a.txt", [Article("a.txt", "a.txt", "txt", "Neuf", (Passage(1, "un loup"),))])
    batch.note(FileEntry("a.txt", "/r", 2, 2, "1", 1))
    batch.put("b.txt", [Article("b.txt", "b.txt", "txt", "Autre", (Passage(1, "un ours"),))])
    batch.note(FileEntry("b.txt", "/r", 2, 2, "1", 1))
    batch.drop("c.txt")
"""
STEPS = [
    ("records", "Records", "begin", "False"),
    ("records", "Records", "add_file", "True"),
    ("batch", "TantivyBatch", "commit", "False"),
    ("texts", "Texts", "begin", "False"),
    ("texts", "Texts", "commit", "False"),
    ("texts", "Texts", "commit", "True"),
    ("records", "Records", "commit", "False"),
    ("records", "Records", "commit", "True"),  # the articles and the records are written, the passages are not
]


@pytest.mark.parametrize("small", [False, True], ids=["at one go", "in small steps"])
@pytest.mark.parametrize(("module", "owner", "step", "after"), STEPS)
def test_a_process_that_dies_before_the_passages_are_committed_changes_nothing(
    tmp_path: Path, module: str, owner: str, step: str, after: str, small: bool
) -> None:
    old = [article("a.txt", "Vieux", "un chat"), article("c.txt", "Reste", "un chien")]
    with closing(TantivyEngine(tmp_path)) as engine:
        fill(engine, *old)
        files = engine.files()
    code = CRASH.format(module=module, owner=owner, step=step, after=after, small=small)
    done = subprocess.run([sys.executable, "-c", code, tmp_path], check=False)
    assert done.returncode == 9
    with closing(TantivyEngine(tmp_path)) as engine:
        assert engine.files() == files
        assert ids(engine.search(Search(Everything()))) == ["a.txt", "c.txt"]
        assert ids(engine.search(Search(term("chat"), (term("chat"),)))) == ["a.txt"]
        assert not engine.words(Equal(WordKey.WORD, "loup"))
        fill(engine, article("a.txt", "Neuf", "un loup"))
        assert ids(engine.search(Search(term("loup"), (term("loup"),)))) == ["a.txt"]
        assert engine.search(Search(term("chat"))).articles_total == 0
        assert set(engine.files()) == {"a.txt", "c.txt"}
        # Nothing is left of the batch that died; what it dropped may lack its evidence until it is indexed again.
        assert engine._fresh().articles.searcher.num_docs <= 2


def test_what_a_batch_puts_on_disk_step_by_step_is_seen_with_its_commit(
    tmp_path: Path, engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "STEP", 1)
    monkeypatch.setattr(texts, "DICTIONARY", 1)
    monkeypatch.setattr(records, "TOGETHER", 1)
    monkeypatch.setattr(records, "STEP", 1)
    monkeypatch.setattr(flow, "BLOCK", 1)
    monkeypatch.setattr(packing, "BLOCK", 1)
    old, new = [article("a.txt", "Vieux", "un chat")], [article(f"{n}.txt", "Neuf", "un chat", "loup") for n in "ab"]
    fill(engine, *old)
    with closing(TantivyEngine(tmp_path)) as other, suppress(ZeroDivisionError), engine.batch() as batch:
        for one in new:
            batch.put(one.path, [one])
            batch.note(FileEntry(one.path, "/r", 2, 2, "1", 1))
        with closing(sqlite3.connect(tmp_path / "texts.sqlite")) as base:
            assert base.execute("SELECT count(*) FROM block").fetchone() > (1,)
        for reader in (engine, other):
            (hit,) = reader.search(Search(term("chat"))).articles
            assert (hit.article.title, [passage.text for passage in hit.passages]) == ("Vieux", ["un chat"])
            assert [file.size for file in reader.files().values()] == [1]
        raise ZeroDivisionError
    assert ids(engine.search(Search(Everything()))) == ["a.txt"]
    fill(engine, *new)
    assert sorted(hit.article.title for hit in engine.search(Search(term("chat"))).articles) == ["Neuf", "Neuf"]
    with closing(sqlite3.connect(tmp_path / "records.sqlite")) as base:
        assert base.execute("SELECT count(*) FROM article WHERE until > 1 << 60").fetchone() == (2,)


def test_a_process_that_dies_right_after_the_commit_has_written_all(tmp_path: Path) -> None:
    code = CRASH.format(module="batch", owner="TantivyBatch", step="commit", after="True", small=False)
    done = subprocess.run([sys.executable, "-c", code, tmp_path], check=False)
    assert done.returncode == 9
    with closing(TantivyEngine(tmp_path)) as engine:
        assert set(engine.files()) == {"a.txt", "b.txt"}
        assert ids(engine.search(Search(term("loup")))) == ["a.txt"]
        fill(engine, article("b.txt", "Autre", "un chat"))
        assert engine.search(Search(term("ours"))).articles_total == 0


FULL = """
import resource, signal, sys
from pathlib import Path
from index.engines.protocol import StoreError
from index.engines.tantivy.engine import TantivyEngine
from index.model import Article, Passage

engine = TantivyEngine(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
texts = tuple(Passage(n, " ".join(f"mot{n * 50 + m}" for m in range(50))) for n in range(1, 2_000))
try:
    with engine.batch() as batch:
        batch.put("gros.txt", [Article("gros.txt", "gros.txt", "txt", "Gros", texts)])
except StoreError as error:
    print(error)
"""


def test_a_full_disk_is_a_store_error_and_changes_nothing(tmp_path: Path) -> None:
    with closing(TantivyEngine(tmp_path)) as engine:
        fill(engine, article("a.txt", "Vieux", "un chat"))
    done = subprocess.run(
        [sys.executable, "-c", FULL, tmp_path],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "SEARCHER_LANG": "en"},
    )
    assert done.returncode == 0, done.stderr
    assert "cannot write to the index" in done.stdout
    with closing(TantivyEngine(tmp_path)) as engine:
        assert ids(engine.search(Search(Everything()))) == ["a.txt"]
        fill(engine, article("b.txt", "Neuf", "un loup"))
        assert ids(engine.search(Search(Everything()))) == ["a.txt", "b.txt"]


def test_records_are_seen_with_their_generation(tmp_path: Path) -> None:
    records = Records(tmp_path)
    assert records.generation(0) == 0
    records.begin(0, 0)
    entry = FileEntry("a.txt", "/r", 1, 1, "0", 1)
    records.add_file(entry, 1)
    number = records.add_article(article("a.txt", "Un")._replace(tags=("x", "y")), 1, 1)
    records.commit()
    assert records.files(0) == {}
    assert records.generation(0) == 0
    assert records.generation(17) == 1  # a commit that is not written down yet
    assert records.files(1) == {"a.txt": entry}
    assert records.articles([number])[number].tags == ("x", "y")
    records.begin(1, 17)
    assert records.generation(17) == 1
    assert list(records.end_articles("a.txt", 2)) == [number]
    assert (records.findable(1), records.findable(2)) == (1, 0)
    records.rollback()
    assert records.findable(2) == 1
    records.close()


@given(st.sets(st.integers(0, 40)))
def test_ranges_hold_just_their_numbers(numbers: set[int]) -> None:
    spans = ranges(sorted(numbers))
    assert [n for low, high in spans for n in range(low, high + 1)] == sorted(numbers)
    assert len(spans) == sum(n - 1 not in numbers for n in numbers)


# -- lists that are cut short


WORDS = ["chat", "chien", "loup", "ours", "un", "le"]
COLLECTION = st.lists(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), min_size=1, max_size=4),
    min_size=1,
    max_size=12,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=COLLECTION, words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
def test_a_list_cut_short_finds_the_same(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], words: list[str]
) -> None:
    terms = tuple(map(term, words))
    with closing(TantivyEngine(tmp_path_factory.mktemp("index"))) as engine, pytest.MonkeyPatch.context() as patch:
        fill(engine, *(article(f"{n:02}.txt", row[0], *row[1:]) for n, row in enumerate(texts)))
        for match in (All(terms), Any(terms), All((terms[0], Not(terms[-1]))), Everything()):
            for first in (0, 2):
                search = Search(match, terms, first=first, count=3)
                patch.setattr(ranking, "SHORTEST", 1000)
                whole = engine.search(search)
                patch.setattr(ranking, "SHORTEST", 1)
                assert engine.search(search) == whole


def test_many_articles_are_estimated_and_said_to_be(engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(engine, *(article(f"{n:04}.txt", f"chat {n}", "un chat noir") for n in range(400)))
    both: Node = All((term("chat"), term("noir")))
    assert engine.search(Search(both, count=1)).about is False
    monkeypatch.setattr(counting, "MOST_COUNTED", 10)
    found = engine.search(Search(both, count=1))
    assert found.about is True
    assert found.passages_total == 400
    assert found.articles_total == pytest.approx(400, rel=0.05)
    for exact in (term("chat"), Any((term("chat"), term("noir"))), Everything()):
        found = engine.search(Search(exact, count=1))
        assert (found.articles_total, found.about) == (400, False)


@pytest.mark.parametrize("most", [0, 12])
def test_phrases_of_many_forms(engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(field, "MOST_PHRASES", most)
    fill(
        engine,
        article("a.txt", "", "le porte-parole parle", "étudiant·e·s du soir", "le chat noir", "noir le chat"),
        article("b.txt", "", "porteparole", "le soir"),
    )

    def spots(*slots: str, slop: int = 0) -> set[str]:
        phrase = Phrase(tuple(tuple(map(Form, slot.split("|"))) for slot in slots), slop)
        found = engine.search(Search(phrase, passages=10))
        return {f"{hit.article.id}/{passage.number}" for hit in found.articles for passage in hit.passages}

    assert spots("le", "porte|porteparole") == {"a.txt/1"}
    assert spots("le", "porteparole", "parole") == {"a.txt/1"}
    assert spots("porteparole", "parle") == set()
    assert spots("parle", "porteparole") == set()
    assert spots("étudiantes|x", "du", "soir") == {"a.txt/2"}
    assert spots("chat|chats", "noir") == {"a.txt/3"}
    assert spots("noir", "chat", slop=1) == {"a.txt/3", "a.txt/4"}
    assert spots("chat", "noir", "le", slop=1) == {"a.txt/3", "a.txt/4"}


# -- what is loaded


@pytest.mark.parametrize("most", [0, 1, 3])
def test_no_text_is_loaded_that_is_not_shown(engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    fill(engine, *(article(f"{n}.txt", "Un chat", *["un chat dort"] * 6) for n in range(4)))
    loaded: list[tuple[int, int]] = []
    read = texts.Texts.read

    def watched(self: texts.Texts, wanted: Sequence[tuple[int, int]]) -> list[str]:
        loaded.extend(wanted)
        return read(self, wanted)

    monkeypatch.setattr(texts.Texts, "read", watched)
    found = engine.search(Search(term("chat"), (term("chat"),), count=2, passages=most))
    shown = [(hit.article.id, passage.number) for hit in found.articles for passage in hit.passages]
    assert (found.passages_total, len(shown)) == (28, 2 * most)
    assert [number for _, number in loaded] == [number for _, number in shown]


# -- words


@given(st.lists(TEXTS, max_size=6))
def test_words_are_gathered_as_by_the_rules(texts: list[str]) -> None:
    rules, native = Gathering(), PlainGathering()
    for text in texts:
        rules.see(chunks(text))
    told = [entry for text in texts for entry in native.new_words(plain_among([text]))]
    assert _known(told) == _known(rules.words())


def test_a_spelling_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engines.tantivy.gathering.FIRST", 1)
    gathering = PlainGathering()
    texts = ("Le chat le chien", "Le Chat Le Gaza", "gaz LE chats")
    told = [entry for text in texts for entry in gathering.new_words(plain_among([text]))]
    assert len(told) <= len({entry.word for entry in told}) + 1  # Le, then le
    assert _known(told) == {
        "le": ("le", True),
        "chat": ("chat", True),
        "chien": ("chien", True),
        "gaza": ("Gaza", False),
        "gaz": ("gaz", True),
        "chats": ("chats", True),
    }


def _known(words: Iterable[Gathered]) -> dict[str, tuple[str, bool]]:
    """How to show a word is settled where it was seen small; of several capital spellings any will do."""
    words = sorted(words, key=lambda word: word.lower)
    return {word.word: (word.shown if word.lower else word.word.capitalize(), word.lower) for word in words}


# -- a few articles at a time


@pytest.mark.parametrize("most", [1, 2, 50])
def test_no_article_takes_the_place_of_another(engine: TantivyEngine, most: int) -> None:
    fill(
        engine,
        article("a.txt", "", *["chat"] * 40),
        article("b.txt", "", "un chat et beaucoup d'autres mots"),
        article("c.txt", "", "chien"),
    )
    snapshot = engine._fresh()
    side = snapshot.passages
    query = snapshot.text.holding(term("chat").forms)
    numbers = {snapshot.records.articles([number])[number].id: number for number in (1, 2, 3)}
    found = within(query, side, list(numbers.values()), most)
    assert {article: min(most, len(hits)) for article, hits in found.items()} == {
        numbers["a.txt"]: min(most, 40),
        numbers["b.txt"]: 1,
    }
    for number, hits in found.items():
        alone = side.best(side.within([number], query), most)
        assert [score for score, _ in hits[:most]] == [score for score, _ in alone]
