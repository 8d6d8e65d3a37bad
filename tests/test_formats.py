"""Every format through a real worker: as it should be, under a wrong name, cut off, and with bytes changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random

import pytest
from mixed_files import MAKERS

from index.documents import FORMATS, Workers, message
from index.documents.formats import Kind
from index.model import ASIDE, Article, Fault

TITLE = "Compte rendu de la séance"
TEXTS = ("Le maire a présenté le budget de la commune à l'assemblée.", "L'été sera consacré à l'école et à la forêt.")
INSIDE = {"zip": "txt", "gz": "txt", "mbox": "eml"}
"""What the articles of files of files are."""
CHANGED = 20


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers() as workers:
        yield workers


def read(workers: Workers, place: Path, data: bytes) -> tuple[list[Article], list[Fault]]:
    place.write_bytes(data)
    items = list(workers.read(str(place), f"r/{place.name}"))
    return [item for item in items if isinstance(item, Article)], [item for item in items if isinstance(item, Fault)]


def text_of(articles: list[Article]) -> str:
    return " ".join(" ".join(passage.text for passage in article.passages) for article in articles)


def test_there_is_a_file_of_every_format() -> None:
    assert set(MAKERS) == {one.name for one in FORMATS.values()}


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_is_written_is_found(workers: Workers, tmp_path: Path, suffix: str) -> None:
    name = FORMATS[suffix].name
    articles, faults = read(workers, tmp_path / f"a{suffix}", MAKERS[name](TITLE, TEXTS))
    assert faults == []
    assert {article.type for article in articles} == {INSIDE.get(name, name)}
    assert {article.path for article in articles} == {f"r/a{suffix}"}
    for text in TEXTS:
        assert text in text_of(articles)


BINARY = [one.name for one in FORMATS.values() if one.kind in {Kind.BINARY, Kind.ARCHIVE}]


NAMED = ["pdf", "docx", "doc", "txt", "html", "zip"]
AS_NAMED = {("rtf", "txt"), ("rtf", "html"), ("gz", "html")}
"""Text is what its name says."""


@pytest.mark.parametrize(("name", "named"), sorted(set(product(BINARY, NAMED)) - AS_NAMED))
def test_the_name_may_be_wrong(workers: Workers, tmp_path: Path, name: str, named: str) -> None:
    articles, faults = read(workers, tmp_path / f"lettre.{named}", MAKERS[name](TITLE, TEXTS))
    assert (faults, TEXTS[0] in text_of(articles)) == ([], True)
    if name != "gz":
        assert {article.type for article in articles} == {INSIDE.get(name, name)}


@pytest.mark.parametrize("name", MAKERS)
def test_files_that_are_damaged_are_read_as_far_as_they_go(workers: Workers, tmp_path: Path, name: str) -> None:
    """Nothing hangs and no worker is lost; what is wrong with a file is said in a few lines."""
    random, whole = Random(name), MAKERS[name](TITLE, TEXTS * 9)  # noqa: S311
    damaged = [whole[: len(whole) * 2 // 3], random.randbytes(2_000), whole[:40] + random.randbytes(2_000)]
    for _ in range(CHANGED):
        changed = bytearray(whole)
        for _ in range(random.randint(1, 30)):
            changed[random.randrange(len(changed))] = random.randrange(256)
        damaged.append(bytes(changed))
    for data in damaged:
        _, faults = read(workers, tmp_path / f"a.{name}", data)
        said = [message(fault) for fault in faults if fault.code != ASIDE]
        assert not {fault.code for fault in faults} & {"crashed", "timeout"}, said
        assert all(len(line.splitlines()) == 1 and " " in line for line in said), said
    articles, faults = read(workers, tmp_path / f"b.{name}", whole)
    assert (faults, bool(articles)) == ([], True)
