"""The Whoosh engine's own ways: blocks, merges, a writer that is killed, data of another version."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from index.directory.store import Store
from index.engines.protocol import DamagedError, Engine, Equal, Search, StoreError, WordKey
from index.engines.query import Everything, Form, Phrase, Term
from index.engines.whoosh.engine import WhooshEngine
from index.engines.words_file import NAME
from index.model import Article, FileEntry, Passage
from index.sync.update import update

ROOT = Path(__file__).parent.parent


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with closing(WhooshEngine(tmp_path, wait=0.1)) as opened:
        yield opened


@pytest.fixture
def collected() -> Iterator[None]:
    """Whoosh leaves a file that it cannot read open; it is closed with what the test held, before the next begins."""
    yield
    gc.collect()


def fill(engine: Engine, *names: str, texts: tuple[str, ...] = ("un mot", "le mot juste")) -> None:
    with engine.batch() as batch:
        for name in names:
            passages = tuple(Passage(number, f"{text} {name}") for number, text in enumerate(texts, start=1))
            batch.put(name, [Article(name, name, "txt", f"Titre {name}", passages)])
            batch.note(FileEntry(name, "/racine", 1, 1, "0", 1))


def everything(engine: Engine) -> list[tuple[str, list[str]]]:
    found = engine.search(Search(Everything(), count=999, passages=None))
    return sorted((hit.article.id, [passage.text for passage in hit.passages]) for hit in found.articles)


# -- blocks


def test_many_blocks_say_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are gathered into pages a few at a time, and what is stored one document at a time."""
    names = [f"{n}.txt" for n in range(9)]
    match, scored = Term((Form("mot"), Form("juste"))), Term((Form("mot"),))
    search = Search(match, (scored,), (_pair("mot", "juste"),), passages=None)
    found, left = [], []
    for pending, data, lines in ((1 << 22, 32, 1024), (5, 1, 2)):
        monkeypatch.setattr("index.engines.whoosh.writer.MOST_LINES", lines)
        monkeypatch.setattr("index.engines.whoosh.writer.MOST_PENDING", pending)
        monkeypatch.setattr("index.engines.whoosh.writer.MOST_DATA", data)
        folder = tmp_path / str(data)
        folder.mkdir()
        with closing(WhooshEngine(folder)) as engine:
            fill(engine, *names)
            words = engine.words(Equal(WordKey.WORD, "mot"))
            found.append((engine.search(search), words, everything(engine), dict(engine.files())))
            with engine.batch() as batch:
                batch.drop(names[4])
            left.append((everything(engine), dict(engine.files())))
    assert found[0] == found[1]
    assert left[0] == left[1]
    assert len(left[0][1]) == len(names) - 1


def _pair(*words: str) -> Phrase:
    return Phrase(tuple((Form(word),) for word in words), 1)


# -- merges


def test_segments_that_are_merged_keep_what_is_not_deleted(engine: Engine, tmp_path: Path) -> None:
    """Whoosh merges small segments now and then; what was deleted goes away with that."""
    for n in range(12):
        fill(engine, f"{n}.txt", f"{n % 3}.md")
        if n % 4 == 3:
            with engine.batch() as batch:
                batch.drop(f"{n - 1}.txt")
    names = sorted([*(f"{n}.txt" for n in range(12) if n % 4 != 2), "0.md", "1.md", "2.md"])
    assert [name for name, _ in everything(engine)] == names == sorted(engine.files())
    assert all(len(texts) == 3 and texts[1].endswith(name) for name, texts in everything(engine))
    assert len(list(tmp_path.glob("*.seg"))) < 12
    hits = engine.search(Search(_pair("mot", "juste"), (Term((Form("mot"),)),), count=99)).articles
    assert sorted(hit.article.id for hit in hits) == names


# -- killed

WRITER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from index.engines.whoosh import writer
from test_whoosh import fill
from index.engines.whoosh.engine import WhooshEngine
writer.MOST_PENDING, writer.MEMORY_MB = 1000, 1
engine = WhooshEngine(Path(sys.argv[3]))
with engine.batch() as batch:
    batch.drop("a.txt")
    from index.model import Article, Passage
    for n in range(10 ** 6):
        batch.put(f"{n}.md", [Article(f"{n}.md", f"{n}.md", "md", "Neuf", (Passage(1, f"un lapin {n}"),))])
        if n == 2000:
            print("writing", flush=True)
"""


def test_a_killed_writer_leaves_the_index_as_it_was(engine: Engine, tmp_path: Path) -> None:
    fill(engine, "a.txt", "b.txt")
    before = everything(engine)
    command = [sys.executable, "-c", WRITER, str(ROOT), str(ROOT / "tests"), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
    assert everything(engine) == before
    with closing(WhooshEngine(tmp_path, wait=5)) as again:
        assert everything(again) == before
        fill(again, "c.txt")
        assert [name for name, _ in everything(again)] == ["a.txt", "b.txt", "c.txt"]


# -- another version


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("part", ["words", "schema"])
def test_data_of_another_version_is_not_read(tmp_path: Path, part: str) -> None:
    with closing(WhooshEngine(tmp_path)) as engine:
        fill(engine, "a.txt")
    if part == "words":
        with closing(sqlite3.connect(tmp_path / NAME)) as base:
            base.execute("PRAGMA user_version = 1")
    else:
        (toc,) = tmp_path.glob("_MAIN_*.toc")
        toc.write_bytes(toc.read_bytes().replace(b"BlockFormat", b"PlaceFormat"))
    with pytest.raises(StoreError):
        WhooshEngine(tmp_path)


DAMAGES: list[Callable[[bytes], bytes]] = [
    lambda _: b"",
    lambda _: bytes(50),
    lambda toc: toc[:100],
    lambda toc: toc[:-100],
    lambda toc: b"x" + toc,
    lambda toc: toc.replace(b"index.engines", b"index.motors"),
]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_table_of_contents_is_said_to_be_that(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    with closing(WhooshEngine(tmp_path)) as engine:
        fill(engine, "a.txt")
    (toc,) = tmp_path.glob("_MAIN_*.toc")
    toc.write_bytes(damage(toc.read_bytes()))
    with pytest.raises(DamagedError, match="damaged") as error:
        WhooshEngine(tmp_path)
    assert str(tmp_path) in str(error.value)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("collected")
def test_damage_that_comes_while_the_index_is_open_is_told_as_well(engine: Engine, tmp_path: Path) -> None:
    fill(engine, "a.txt")
    assert engine.files()
    with closing(WhooshEngine(tmp_path)) as other:
        fill(other, "b.txt")
    (toc,) = tmp_path.glob("_MAIN_*.toc")
    whole = toc.read_bytes()
    toc.write_bytes(whole[:100])
    with pytest.raises(DamagedError):
        engine.files()
    toc.write_bytes(whole)
    assert sorted(engine.files()) == ["a.txt", "b.txt"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize(
    ("language", "advice"), [("en", "; delete {0} and index again"), ("fr", "\u202f; supprimez {0} et")]
)
def test_who_opens_a_damaged_index_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, advice: str
) -> None:
    monkeypatch.setenv("SEARCHER_LANG", language)
    (tmp_path / "texte.txt").write_text("Un mot juste.", encoding="utf-8")
    store = Store(tmp_path / "index")
    update([tmp_path / "texte.txt"], store, engine="whoosh")
    store.close()
    (toc,) = store.folder.glob("*/_MAIN_*.toc")
    toc.write_bytes(bytes(50))
    for opened in (store.engine, partial(update, [tmp_path / "texte.txt"], store)):
        with pytest.raises(DamagedError) as error:
            opened()
        assert advice.format(store.folder) in str(error.value)
    shutil.rmtree(store.folder)
    update([tmp_path / "texte.txt"], store, engine="whoosh")
    with closing(store):
        assert store.engine().search(Search(Everything())).articles_total == 1
