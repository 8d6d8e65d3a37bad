"""Texts: what is packed comes out as it stood, and rows hold for their generations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.tantivy import packing
from index.engines.tantivy.packing import Block, Packed, Packing, Unpacked, pack, place
from index.engines.tantivy.texts import Texts

PASSAGES = st.lists(st.text(st.characters(codec="utf-8")) | st.text("a\x1b\x1e\x1f[\\]^_"), min_size=1, max_size=5)


@given(st.integers(0, 1 << 30), st.integers(1, 1000), st.lists(PASSAGES, min_size=1, max_size=5))
def test_a_block_comes_out_as_it_went_in(article: int, number: int, articles: Sequence[Sequence[str]]) -> None:
    packed = Unpacked(pack(Block(article, number, articles)))
    for n, passages in enumerate(articles):
        first = 1 if n else number
        assert [packed.text(article + n, first + m) for m in range(len(passages))] == passages


@given(st.lists(st.tuples(st.sampled_from("ab"), st.lists(st.text("é ", max_size=9), max_size=6)), max_size=8))
def test_every_passage_is_in_the_last_block_that_begins_before_it(articles: list[tuple[str, list[str]]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "BLOCK", 10)
        blocks = dict(packed(articles))
    files: dict[int, set[str]] = {}
    for article, (path, texts) in enumerate(articles, start=1):
        for number, text in enumerate(texts, start=1):
            first = max(found for found in blocks if found <= place(article, number))
            block = Unpacked((first, blocks[first]))
            assert block.text(article, number) == text
            files.setdefault(first, set()).add(path)
    assert all(len(paths) == 1 for paths in files.values())


def packed(articles: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Packed]:
    packer = Packing()
    for number, (path, texts) in enumerate(articles, start=1):
        yield from packer.add(path, number, texts)
    yield from packer.rest()


def test_texts_hold_for_their_generations(tmp_path: Path) -> None:
    with closing(Texts(tmp_path)) as texts:
        texts.begin(0)
        texts.add(packed([("a", ["un", "deux"]), ("a", ["trois"]), ("b", ["quatre"])]), 1)
        texts.commit()

        def text(article: int, number: int) -> str:
            return texts.block(texts.place(article, number)).text(article, number)

        assert [text(1, 1), text(1, 2), text(2, 1), text(3, 1)] == ["un", "deux", "trois", "quatre"]
        texts.begin(1)
        texts.end([1, 2], 2)
        texts.rollback()
        texts.begin(1)
        texts.end([1, 2], 2)
        texts.add([pack(Block(4, 1, [["jamais"]]))], 2)
        texts.commit()  # and the passages are not: the generation is still 1
        texts.begin(1)
        texts.end([3], 2)
        texts.commit()
        assert text(1, 2) == "deux"
        texts.begin(2)
        texts.commit()
        texts.begin(3)
        texts.commit()
        assert text(2, 1) == "trois"
        assert texts._base.execute("SELECT count(*) FROM block").fetchone() == (1,)
