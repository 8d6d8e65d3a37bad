"""The codec, the schema and the files of the Whoosh engine."""

# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.reading import CorruptIndexError

from index.engines.whoosh.codec import Postings, Segment, TermCodec, from_json, json_bytes
from index.engines.whoosh.schema import Positions, Terms, Whole, schema
from index.engines.whoosh.storage import Files, _packed, _unpacked

NUMBERS = st.integers(0, 2**32 - 1)
POSTINGS = st.dictionaries(NUMBERS, st.sets(NUMBERS, min_size=1, max_size=5), max_size=20)


def postings(positions: dict[int, set[int]]) -> Postings:
    docs = sorted(positions)
    flat = [position for doc in docs for position in sorted(positions[doc])]
    return Postings(tuple(docs), tuple(len(positions[doc]) for doc in docs), tuple(flat))


@given(POSTINGS)
def test_postings_are_read_as_they_were_written(positions: dict[int, set[int]]) -> None:
    found = Postings.from_bytes(postings(positions).to_bytes())
    assert found.doc_frequency() == len(positions)
    assert {doc: set(places) for doc, places in found.positions_by_doc()} == positions
    assert found.docs == tuple(sorted(positions))


@given(POSTINGS, st.sets(NUMBERS))
def test_deleted_documents_have_no_postings(positions: dict[int, set[int]], more: set[int]) -> None:
    deleted = more | set(sorted(positions)[::2])
    kept = {doc: places for doc, places in positions.items() if doc not in deleted}
    found = postings(positions).without(deleted)
    assert (found.docs, found.frequencies, found.positions) == (
        postings(kept).docs,
        postings(kept).frequencies,
        postings(kept).positions,
    )


def test_postings_without_positions() -> None:
    found = Postings.from_bytes(Postings((3, 9), (1, 70_000)).to_bytes())
    assert (found.docs, found.frequencies, found.positions) == ((3, 9), (1, 70_000), ())
    assert (found.weight(), found.doc_frequency()) == (70_001, 2)


def test_values_are_apart_by_a_position() -> None:
    indexed = Positions().index(["a b a", "", "c"])
    found = {text.decode(): list(struct.unpack(f"<{len(value) // 4}I", value)) for text, _, _, value in indexed}
    assert found == {"a": [0, 2], "b": [1], "c": [4]}


def test_terms_are_counted() -> None:
    assert list(Terms().index("b a b")) == [(b"b", 2, 2, b""), (b"a", 1, 1, b"")]
    assert list(Whole().index("un chemin/a b")) == [(b"un chemin/a b", 1, 1, b"")]


@given(st.text(st.characters()))
def test_terms_and_texts_may_hold_halves_of_surrogate_pairs(text: str) -> None:
    assert Terms().to_bytes(text).decode("utf-8", "surrogatepass") == text
    assert from_json(json_bytes([text])) == [text]


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_corrupt(data: bytes) -> None:
    with pytest.raises(CorruptIndexError):
        from_json(data)


def test_a_segment_is_kept_as_its_state() -> None:
    segment = Segment(TermCodec(), "MAIN", 7, "abc123", {5, 2})
    found = Segment.from_state(from_json(json_bytes(segment)), "MAIN")
    assert found.segment_id() == segment.segment_id()
    assert (found.doc_count_all(), sorted(found.deleted_docs())) == (7, [2, 5])
    assert not Segment.from_state({"segment": "a", "documents": 1, "deleted": []}, "MAIN").has_deletions()


@pytest.mark.parametrize("state", [{}, [], "x", {"segment": "../a", "documents": 1, "deleted": []}])
def test_what_is_no_segment_is_corrupt(state: dict[str, object]) -> None:
    with pytest.raises(CorruptIndexError, match="no segment"):
        Segment.from_state(state, "MAIN")


def test_files_are_on_disk_only_after_the_commit(tmp_path: Path) -> None:
    files = Files(tmp_path)
    for name in ("MAIN_a.trm", "MAIN_a.words.col", "_MAIN_4.toc.123"):
        file = files.create_file(name)
        file.write_pickle({"name": name})
        file.close()
    assert not list(tmp_path.iterdir())
    files.rename_file("_MAIN_4.toc.123", "_MAIN_4.toc")
    assert sorted(files.list()) == ["MAIN_a.seg", "_MAIN_4.toc"]
    assert files.generation() == 4
    found = Files(tmp_path)
    assert found.open_file("_MAIN_4.toc").read_pickle() == {"name": "_MAIN_4.toc.123"}
    assert found.open_file("MAIN_a.words.col").read_pickle() == {"name": "MAIN_a.words.col"}
    assert found.file_length("MAIN_a.trm") == len(json_bytes({"name": "MAIN_a.trm"})) + 1
    assert not found.file_exists("MAIN_a.tags.col")
    with pytest.raises(CorruptIndexError, match="tags"):
        found.open_file("MAIN_a.tags.col")


@given(st.dictionaries(st.text(), st.binary()))
def test_files_are_unpacked_as_they_were_packed(files: dict[str, bytes]) -> None:
    assert _unpacked(_packed(files)) == files


def test_every_field_has_one_kind() -> None:
    names = schema().names()
    assert {"words", "exact", "lemmas", "passage", "id", "file", "article", "stored", "lemmas_length"} <= set(names)
    assert isinstance(schema()["words"], Positions)
    assert not isinstance(schema()["lemmas"], Positions)
