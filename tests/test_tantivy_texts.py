"""Texts: what is packed comes out as it stood, and rows hold for their generations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.tantivy import compression, packing, texts
from index.engines.tantivy.compression import Compression
from index.engines.tantivy.packing import Block, Packing, block, place
from index.engines.tantivy.texts import Texts

TEXT = st.text(st.characters(codec="utf-8")) | st.text("a\x1b\x1e\x1f[\\]^_")
PASSAGES = st.lists(TEXT, min_size=1, max_size=5)
FILES = st.lists(st.tuples(st.sampled_from("ab"), st.lists(TEXT, max_size=6)), max_size=8)


@given(st.integers(0, 1 << 30), st.integers(1, 1000), st.lists(PASSAGES, min_size=1, max_size=5))
def test_a_block_comes_out_as_it_went_in(article: int, number: int, articles: Sequence[Sequence[str]]) -> None:
    made = block(article, number, articles)
    for n, passages in enumerate(articles):
        first = 1 if n else number
        assert [made.text(article + n, first + m) for m in range(len(passages))] == passages


@given(st.lists(st.tuples(st.sampled_from("ab"), st.lists(st.text("é ", max_size=9), max_size=6)), max_size=8))
def test_every_passage_is_in_the_last_block_that_begins_before_it(articles: list[tuple[str, list[str]]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "BLOCK", 10)
        blocks = {made.place: made for made in packed(articles)}
    files: dict[int, set[str]] = {}
    for article, (path, passages) in enumerate(articles, start=1):
        for number, text in enumerate(passages, start=1):
            first = max(found for found in blocks if found <= place(article, number))
            assert blocks[first].text(article, number) == text
            files.setdefault(first, set()).add(path)
    assert all(len(paths) == 1 for paths in files.values())


def packed(articles: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Block]:
    packer = Packing()
    for number, (path, passages) in enumerate(articles, start=1):
        yield from packer.add(path, number, passages)
    yield from packer.rest()


@given(st.binary(max_size=40), st.binary(max_size=200))
def test_what_is_compressed_comes_out_whatever_the_dictionary(dictionary: bytes, data: bytes) -> None:
    one, other = Compression(dictionary), Compression(dictionary)
    assert other.unpack(one.pack(data)) == data


def test_a_dictionary_of_like_text_makes_short_texts_smaller() -> None:
    text = "Le conseil municipal se réunit à la mairie, rue de la République, le premier lundi du mois.".encode()
    assert len(Compression(text).pack(text)) < len(Compression(b"").pack(text)) / 2


@pytest.mark.parametrize("where", range(4, 60, 7))
def test_damaged_bytes_are_no_text(where: int) -> None:
    packing = Compression(b"")
    data = bytearray(packing.pack("Un texte qui ne se répète guère, et dont chaque octet compte.".encode()))
    data[where] ^= 0x55
    with pytest.raises(compression.Error):
        packing.unpack(bytes(data))


@given(FILES, FILES, st.integers(0, 200))
def test_every_passage_is_read_as_it_was_written(
    first: list[tuple[str, list[str]]], second: list[tuple[str, list[str]]], dictionary: int
) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder, closing(Texts(Path(folder))) as base:
        patch.setattr(packing, "BLOCK", 10)
        patch.setattr(texts, "DICTIONARY", dictionary)
        packer = Packing()
        for batch, files in enumerate((first, second)):
            base.begin(batch)
            for article, (path, passages) in enumerate(files, start=1 + batch * len(first)):
                base.add(packer.add(path, article, passages))
            base.add(packer.rest())
            base.commit()
        wanted = {
            (article, number): text
            for article, (_, passages) in enumerate([*first, *second], start=1)
            for number, text in enumerate(passages, start=1)
        }
        for reader in (base, Texts(Path(folder))):
            assert reader.read(list(wanted)) == list(wanted.values())
            assert reader.read(list(reversed(wanted))) == list(reversed(wanted.values()))


def test_texts_hold_for_their_generations(tmp_path: Path) -> None:
    with closing(Texts(tmp_path)) as base:
        base.begin(0)
        base.add(packed([("a", ["un", "deux"]), ("a", ["trois"]), ("b", ["quatre"])]))
        base.commit()
        assert base.read([(1, 1), (1, 2), (2, 1), (3, 1)]) == ["un", "deux", "trois", "quatre"]
        base.begin(1)
        base.end([1, 2])
        base.rollback()
        base.begin(1)
        base.end([1, 2])
        base.add([block(4, 1, [["jamais"]])])
        base.commit()  # and the passages are not: the generation is still 1
        base.begin(1)
        base.end([3])
        base.commit()
        assert base.read([(1, 2)]) == ["deux"]
        base.begin(2)
        base.commit()
        base.begin(3)
        base.commit()
        assert base.read([(2, 1)]) == ["trois"]
        assert base._base.execute("SELECT count(*) FROM block").fetchone() == (1,)


def test_a_first_batch_that_is_rolled_back_leaves_no_dictionary(tmp_path: Path) -> None:
    with closing(Texts(tmp_path)) as base:
        base.begin(0)
        base.add([block(1, 1, [["une chose à oublier " * 9_000]])])
        base.rollback()
        base.begin(0)
        base.add([block(1, 1, [["une chose à garder"]])])
        base.commit()
        (dictionary,) = base._base.execute("SELECT data FROM dictionary").fetchone()
    assert dictionary.decode() == "une chose à garder"
    with closing(Texts(tmp_path)) as base:
        assert base.read([(1, 1)]) == ["une chose à garder"]
