"""Readers: files of every format and encoding → articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.documents import Fault, Source, message, read_articles
from index.documents.drafts import About
from index.documents.encoding import NotTextError, decode, storable
from index.documents.metadata import metadata, split_front_matter
from index.model import Article, Passage


def read(folder: Path, name: str, content: bytes | str) -> list[Article | Fault]:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with file.open("rb") as stream:
        return list(read_articles(Source(str(file), f"d/{name}", stream)))


def one(folder: Path, name: str, content: bytes | str) -> Article:
    (article,) = read(folder, name, content)
    assert isinstance(article, Article)
    return article


def texts(article: Article) -> list[str]:
    return [passage.text for passage in article.passages]


# -- encodings

FRENCH = "L’été, « cœur » à 5 € – naïveté, Œuvre…\r\n\r\nDeuxième çà et là.\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("utf-32-be", b"\x00\x00\xfe\xff"),
        ("cp1252", b""),
    ],
)
def test_encodings(encoding: str, mark: bytes) -> None:
    assert decode(mark + FRENCH.encode(encoding)) == FRENCH


def test_latin_1() -> None:
    assert decode("Été \x81 à Noël".encode("latin-1")) == "Été \x81 à Noël"
    assert decode("Été à Noël".encode("latin-1")) == "Été à Noël"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"\x00" * 10, b"\x7fELF\x01\x01\x00\x00\x00", b"PK\x03\x04\x00"]
)
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)


def test_a_few_control_characters_are_let_through() -> None:
    """One in a hundred; tabs and line ends are none, nor are letters whose UTF-8 holds bytes like theirs."""
    few = "\x01" + "é\t\n" * 33
    assert decode(few.encode()) == few
    with pytest.raises(NotTextError):
        decode((few + "\x1f").encode())


@pytest.mark.parametrize("data", [b"", b"a", b"\xff\xfea", b"\xe9", b"a\tb\x0c\r\n"])
def test_small_texts(data: bytes) -> None:
    decode(data).encode()


@given(st.binary(max_size=200))
def test_any_bytes_are_text_that_can_be_stored_or_none(data: bytes) -> None:
    try:
        decode(data).encode()
    except NotTextError:
        return


@given(
    st.text(st.characters(exclude_categories=["Cc"], codec="utf-8"), max_size=60).filter(lambda t: t[:1] != "\ufeff")
)
def test_utf_8_is_always_known(text: str) -> None:
    assert decode(text.encode()) == text


# -- plain text


def test_a_text_with_a_title(tmp_path: Path) -> None:
    article = one(tmp_path, "a.txt", "Le titre\n\nUn chat.\n\nUn chien.\n")
    assert article == Article(
        "d/a.txt", "d/a.txt", "txt", "Le titre", (Passage(1, "Un chat."), Passage(2, "Un chien."))
    )


@pytest.mark.parametrize(
    ("name", "content", "title", "passages"),
    [
        ("a.txt", "Titre", "Titre", []),
        ("mon_beau texte.txt", "- un élément\n- deux", "mon beau texte", ["- un élément", "- deux"]),
        ("été.txt", "x" * 201, "été", ["x" * 201]),
        ("vers.txt", "Un vers,\nun autre\n\nfin", "vers", ["Un vers,\nun autre", "fin"]),
        ("A.TXT", "Titre\n\ntexte", "Titre", ["texte"]),
        ("b.md", "# Titre\n\ntexte", "Titre", ["texte"]),
        ("c.md", "texte court\n\n# Titre", "texte court", ["Titre"]),
        ("d.md", "# \n\n---\n", "d", []),
    ],
)
def test_titles(tmp_path: Path, name: str, content: str, title: str, passages: list[str]) -> None:
    article = one(tmp_path, name, content)
    assert (article.title, texts(article)) == (title, passages)


def test_a_repeated_headline_is_an_echo(tmp_path: Path) -> None:
    article = one(tmp_path, "a.txt", "Le titre\n\nLE TITRE !\n\nUn chat.\n\nLe titre\n")
    assert [(passage.number, passage.echo) for passage in article.passages] == [(1, True), (2, False), (3, True)]


def test_a_file_name_that_serves_as_title_has_no_echo(tmp_path: Path) -> None:
    article = one(tmp_path, "liste.txt", "- liste\n\nliste")
    assert not any(passage.echo for passage in article.passages)


@pytest.mark.parametrize("content", [b"", b"  \n\t", b"\xef\xbb\xbf", bytes(range(256)) * 3, b"\x00\x01\x02"])
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_empty_and_binary_files_are_one_fault(tmp_path: Path, suffix: str, content: bytes) -> None:
    (fault,) = read(tmp_path, f"a{suffix}", content)
    assert isinstance(fault, Fault)
    assert fault.line == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\n\n\t\f"), max_size=80))
def test_every_sign_ends_up_in_the_title_or_a_passage(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, "fichier.txt", text)
    inked = "".join(text.lstrip("\ufeff").split()) if text[:1] == "\ufeff" else "".join(text.split())
    if isinstance(found[0], Fault):
        assert not inked or "\ufffe" in text or not text.strip("\ufeff").strip()
        return
    whole = "".join("".join([found[0].title, *texts(found[0])]).split())
    if not text.lstrip().startswith("---"):
        assert whole in (inked, f"fichier{inked}")
    assert [passage.number for passage in found[0].passages] == list(range(1, len(found[0].passages) + 1))


# -- front matter


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("end", ["---", "..."])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_front_matter(tmp_path: Path, suffix: str, end: str, line_end: str) -> None:
    front = ["---", "title: Un « titre »", "Date: 26 mars 2024", "author: [A, B]", "source: 3", "tags: x, y"]
    article = one(tmp_path, f"a{suffix}", line_end.join([*front, end, "Un « titre »", "", "Un chat."]))
    assert (article.title, article.date, article.author) == ("Un « titre »", "2024-03-26", "A, B")
    assert (article.source, article.tags) == ("3", ("x", "y"))
    assert [(passage.text, passage.echo) for passage in article.passages] == [
        ("Un « titre »", True),
        ("Un chat.", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: [\n---\ntexte",
        "---\nun simple texte\n---\ntexte",
        "---\n- liste\n---\ntexte",
        "---\ntitle: T\n\nsans fin",
        "---\n---\ntexte",
        "--- \n\n---\ntexte",
        "texte\n---\ntitle: T\n---\n",
        "----\ntitle: T\n----\n",
        "---\n&a [*a]\n---\n",
        "---\n" + "[" * 5000 + "\n---\n",
    ],
)
def test_what_is_no_front_matter_stays_in_the_text(text: str) -> None:
    assert split_front_matter(text) == (About(), text)


def test_yaml_is_only_ever_text(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    about, _ = split_front_matter(f"---\ntitle: !!python/object/apply:os.mkdir ['{marker}']\ndate: 2024-03-26\n---\n")
    assert not marker.exists()
    assert about.date == "2024-03-26"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, About()),
        ({"title": None, "tags": None, "date": None}, About()),
        ({"title": "  un\n titre "}, About(title="un titre")),
        ({"title": 7, "author": ["A", "", "B"]}, About(title="7", author="A, B")),
        ({"title": {"a": 1}}, About()),
        ({"tags": "a, b,,c "}, About(tags=("a", "b", "c"))),
        ({"tags": ["a", " b ", 3, None, ""]}, About(tags=("a", "b", "3"))),
        ({"tags": {"a": 1}}, About()),
        ({"date": 2024}, About(date="2024")),
        ({"date": "jadis"}, About(date="jadis")),
        ({"title": "a\ud800b"}, About(title="a\ufffdb")),
    ],
)
def test_metadata(fields: dict[str, object], expected: About) -> None:
    assert metadata(fields) == expected


# -- records


def records(folder: Path, *lines: str, end: str = "\n") -> list[Article | Fault]:
    return read(folder, "a.jsonl", end.join(lines))


def test_a_record(tmp_path: Path) -> None:
    line = {
        "id": "x", "title": "T", "text": "Un chat.\nUn chien.\n\n t ", "date": "2024-03", "author": "A",
        "source": "S", "tags": ["u"],
    }  # fmt: skip
    passages = (Passage(1, "Un chat."), Passage(2, "Un chien."), Passage(3, "t", echo=True))
    expected = Article("d/a.jsonl#x", "d/a.jsonl", "jsonl", "T", passages, "2024-03", "A", "S", ("u",))
    assert records(tmp_path, json.dumps(line)) == [expected]
    assert records(tmp_path, json.dumps(line, ensure_ascii=False), "", end="\r\n") == [expected]


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
def test_ids(tmp_path: Path, ids: list[str], expected: list[str]) -> None:
    found = records(tmp_path, *(f'{{"id": {given}}}' for given in ids))
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
        '{"text": 3}',
        '{"text": null}',
        '{"text": ["a"]}',
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"id": ' + "9" * 5000 + "}",
        "\x00\x01\x02\x03",
    ],
)
def test_a_line_that_is_no_record_is_a_fault_and_the_others_are_read(tmp_path: Path, line: str) -> None:
    first, fault, last = records(tmp_path, '{"id": 1}', line, '{"id": 3}')
    assert isinstance(first, Article)
    assert isinstance(fault, Fault)
    assert isinstance(last, Article)
    assert fault.line == 2
    assert "\n" not in message(fault)


@pytest.mark.parametrize("content", ["", "\n\n \n"])
def test_no_records_at_all(tmp_path: Path, content: str) -> None:
    (fault,) = read(tmp_path, "a.jsonl", content)
    assert isinstance(fault, Fault)
    assert fault.line == 0


def test_empty_lines_count_but_are_no_faults(tmp_path: Path) -> None:
    found = records(tmp_path, "", '{"text": "a"}', "   ", '{"text": "b"}', "")
    assert [item.id for item in found if isinstance(item, Article)] == ["d/a.jsonl#2", "d/a.jsonl#4"]
    assert len(found) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_records_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    (article,) = read(tmp_path, "a.jsonl", '{"id": 1, "text": "L\'été à Noël"}\n'.encode(encoding))
    assert isinstance(article, Article)
    assert texts(article) == ["L'été à Noël"]


def test_half_surrogate_pairs_can_be_stored(tmp_path: Path) -> None:
    half = r"a\ud800b \udfff \ud83d\ude00"
    (article,) = records(tmp_path, f'{{"id": "{half}", "title": "{half}", "text": "{half}", "tags": ["{half}"]}}')
    assert isinstance(article, Article)
    assert texts(article) == ["a\ufffdb \ufffd 😀"]
    repr((article.id, article.title, article.tags)).encode()
    json.dumps([article.id, article.title, *article.tags, *texts(article)], ensure_ascii=False).encode()


@given(st.text())
def test_storable_text_is_storable_and_else_unchanged(text: str) -> None:
    storable(text).encode()
    assert len(storable(text)) == len(text)
    assert storable(storable(text)) == storable(text)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(), max_size=9)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=4,
)
FIELDS = st.sampled_from(["id", "title", "text", "date", "author", "source", "tags"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.dictionaries(FIELDS, VALUES), VALUES), max_size=5))
def test_any_json_is_read_and_each_id_is_one_of_a_kind(tmp_path: Path, values: list[object]) -> None:
    found = records(tmp_path, *map(json.dumps, values))
    ids = [item.id for item in found if isinstance(item, Article)]
    assert len(set(ids)) == len(ids)
    assert len(found) == max(1, len(values))
    for item in found:
        said = [message(item)] if isinstance(item, Fault) else [item.id, item.title, item.author, *texts(item)]
        "".join(said).encode()
