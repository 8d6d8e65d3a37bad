"""Records: the lines of a .jsonl file → articles."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import read, texts

from index.documents import Fault, message
from index.model import Article, Passage


def records(*lines: str, end: str = "\n") -> list[Article | Fault]:
    return read("a.jsonl", end.join(lines))


def test_a_record() -> None:
    line = {
        "id": "x", "title": "T", "text": "Un chat.\nUn chien.\n\n t ", "date": "2024-03", "author": "A",
        "source": "S", "tags": ["u"],
    }  # fmt: skip
    passages = (Passage(1, "Un chat."), Passage(2, "Un chien."), Passage(3, "t", echo=True))
    expected = Article("d/a.jsonl#x", "d/a.jsonl", "jsonl", "T", passages, "2024-03", "A", "S", ("u",), "metadata")
    assert records(json.dumps(line)) == [expected]
    assert records(json.dumps(line, ensure_ascii=False), "", end="\r\n") == [expected]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (['"a"', '"a"', '"a"'], ["a", "a~2", "a~3"]),
        (['"a"', '"a~2"', '"a"'], ["a", "a~2", "a~2~2"]),
        (["3", '"3"', "3"], ["3", "3~2", "3~3"]),
        (["null", '""', '" "', "[]", "{}", "1.5", "true"], ["1", "2", "3", "4", "5", "6", "7"]),
        (['" a  b\\n"', '"é/ü#x"', "-1"], ["ab", "é/ü#x", "-1"]),
        (['"2"', "null"], ["2", "2~2"]),
        (['"\\ud800"', '"\\ud83d\\ude00"'], ["\ufffd", "😀"]),
    ],
)
def test_ids(ids: list[str], expected: list[str]) -> None:
    found = records(*(f'{{"id": {given}, "text": "t"}}' for given in ids))
    assert [item.id for item in found if isinstance(item, Article)] == [f"d/a.jsonl#{name}" for name in expected]


@pytest.mark.parametrize(
    "line",
    [
        "non",
        "{",
        "[1]",
        '"texte"',
        "null",
        "3",
        '{"id": 1}',
        '{"a": 1}',
        "{}",
        '{"text": 3}',
        '{"text": null}',
        '{"text": ["a"]}',
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"id": ' + "9" * 5000 + "}",
        "\x00\x01\x02\x03",
    ],
)
def test_a_line_that_is_no_record_is_a_fault_and_the_others_are_read(line: str) -> None:
    first, fault, last = records('{"id": 1, "text": "t"}', line, '{"title": "t"}')
    assert isinstance(first, Article)
    assert isinstance(fault, Fault)
    assert isinstance(last, Article)
    assert fault.line == 2
    assert "\n" not in message(fault)


def test_empty_lines_count_but_are_no_faults() -> None:
    found = records("", '{"text": "a"}', "   ", '{"text": "b"}', "")
    assert [item.id for item in found if isinstance(item, Article)] == ["d/a.jsonl#2", "d/a.jsonl#4"]
    assert len(found) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_records_in_other_encodings(encoding: str) -> None:
    (article,) = read("a.jsonl", '{"id": 1, "text": "L\'été à Noël"}\n'.encode(encoding))
    assert isinstance(article, Article)
    assert texts(article) == ["L'été à Noël"]


def test_half_surrogate_pairs_can_be_stored() -> None:
    half = r"a\ud800b \udfff \ud83d\ude00"
    (article,) = records(f'{{"id": "{half}", "title": "{half}", "text": "{half}", "tags": ["{half}"]}}')
    assert isinstance(article, Article)
    assert texts(article) == ["a\ufffdb \ufffd 😀"]
    repr((article.id, article.title, article.tags)).encode()
    json.dumps([article.id, article.title, *article.tags, *texts(article)], ensure_ascii=False).encode()


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(), max_size=9)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=4,
)
FIELDS = st.sampled_from(["id", "title", "text", "date", "author", "source", "tags"])


@given(st.lists(st.one_of(st.dictionaries(FIELDS, VALUES), VALUES), max_size=5))
def test_any_json_is_read_and_each_id_is_one_of_a_kind(values: list[object]) -> None:
    found = records(*map(json.dumps, values))
    ids = [item.id for item in found if isinstance(item, Article)]
    assert len(set(ids)) == len(ids)
    assert len(found) == len(values)
    for item in found:
        said = [message(item)] if isinstance(item, Fault) else [item.id, item.title, item.author, *texts(item)]
        "".join(said).encode()


# -- what a record says besides its text


@pytest.mark.parametrize(
    ("record", "title", "passages"),
    [
        ({"title": "T", "contents": "Long texte.\nDeux.", "url": "http://x"}, "T", ["Long texte.", "Deux.", "http://x"]),
        ({"titre": "T", "texte": "Un texte.", "text": None}, "T", ["Un texte."]),
        ({"title": "T", "text": "Court.", "body": "Plus long que l’autre."}, "T", ["Court.", "Plus long que l’autre."]),
        ({"title": "T", "text": "", "body": "Corps"}, "T", ["Corps"]),
        ({"text": "Un.", "fullname": "Anne Exemple", "roles": ["maire", "élue"], "lieu": {"ville": "Rennes"}},
         "", ["Un.", "Anne Exemple\nmaire, élue\nRennes"]),
        ({"text": "Un.", "ok": True, "vide": None, "habitants": 1200}, "", ["Un.", "1200"]),
    ],
)  # fmt: skip
def test_all_that_a_record_says_is_kept(record: dict[str, object], title: str, passages: list[str]) -> None:
    (article,) = records(json.dumps(record))
    assert isinstance(article, Article)
    assert (article.title, texts(article)) == (title, passages)


def test_what_is_no_text_is_an_aside() -> None:
    (article,) = records('{"body": "Un.", "role": "Cheffe"}')
    assert isinstance(article, Article)
    assert [passage.aside for passage in article.passages] == [False, True]


def test_a_dateline_dates_a_record_and_the_name_of_the_file_does_not() -> None:
    lines = ('{"text": "Paris, le 3 mai 2023\\nTexte"}', '{"text": "Texte"}')
    found = read("export-2024-03-12.jsonl", "\n".join(lines), 0.0)
    assert [(item.date, item.date_from) for item in found if isinstance(item, Article)] == [
        ("2023-05-03", "text"),
        ("", ""),
    ]


def test_records_may_be_the_items_of_an_array() -> None:
    found = records("[", '{"id": "a", "text": "Un"},', '{"id": "b", "text": "Deux"}', "]")
    assert [item.id for item in found if isinstance(item, Article)] == ["d/a.jsonl#a", "d/a.jsonl#b"]
    assert len(found) == 2


def test_wrong_bytes_are_mended_and_said_with_their_line() -> None:
    data = '{"text": "L’été"}\n{"text": "Déjà, l’été du pr'.encode() + b'\xe9fet"}\n'
    _, article, fault = read("a.ndjson", data)
    assert isinstance(article, Article)
    assert (article.type, texts(article)) == ("jsonl", ["Déjà, l’été du préfet"])
    assert fault == Fault("mended", 2, {"n": 1})
