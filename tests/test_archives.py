"""Archives: what is in them becomes articles, and no archive takes more time or memory than it is worth."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from random import Random
from zipfile import BadZipFile, ZipFile

import pytest
from zip_files import ENCRYPTED, UTF8, RawZip, zipped

from index.documents import Source, message, read_articles
from index.documents.limits import BYTES, MEMBERS
from index.model import ASIDE, Article, Fault

TEXT = "Titre\n\nUn chat.\n"


def read(name: str, data: bytes) -> tuple[list[Article], list[Fault]]:
    items = list(read_articles(Source(name, f"d/{name}", io.BytesIO(data))))
    return [item for item in items if isinstance(item, Article)], [item for item in items if isinstance(item, Fault)]


def ids(name: str, data: bytes) -> tuple[list[str], list[str]]:
    """The ids of the articles, and the codes of the faults, which can be shown."""
    articles, faults = read(name, data)
    faults = [fault for fault in faults if fault.code != ASIDE]
    assert all(message(fault) != fault.code for fault in faults)
    return [article.id for article in articles], [fault.code for fault in faults]


def test_members_are_articles_of_their_own_formats() -> None:
    members = {"dir/b.txt": TEXT, "c.md": "# Un *titre*\n\nmot", "r.jsonl": '{"id": "x", "text": "un"}\n', "i.png": "-"}
    articles, faults = read("a.zip", zipped(members))
    assert [(article.id, article.path, article.type) for article in articles] == [
        ("d/a.zip#dir/b.txt", "d/a.zip", "txt"),
        ("d/a.zip#c.md", "d/a.zip", "md"),
        ("d/a.zip#r.jsonl#x", "d/a.zip", "jsonl"),
    ]
    assert faults == [Fault("aside", values={"png": 1})]


@pytest.mark.parametrize(
    ("members", "codes"),
    [
        ({}, ["empty"]),
        ({"a.png": "-", "b/c.mp3": "-"}, ["none_read"]),
        ({"a.txt": "", "b.md": " "}, ["empty"]),
        ({"a.png": "-", "in.zip": zipped({"b.png": "-"})}, ["none_read"]),
        ({"a.docx": ""}, ["damaged"]),
    ],
)
def test_an_archive_without_anything_to_read_is_a_fault(members: dict[str, str | bytes], codes: list[str]) -> None:
    assert ids("a.zip", zipped(members)) == ([], codes)


def test_a_member_has_the_day_it_was_written_in_the_archive() -> None:
    raw = RawZip()
    raw.add(b"a.txt", TEXT.encode())
    ((article,), _) = read("a.zip", raw.data())
    assert article.date == "2024-01-01"


def test_archives_in_archives_are_read_two_deep() -> None:
    data = zipped({"un.txt": TEXT})
    for depth in range(10):
        data = zipped({f"{depth}.txt": TEXT, "in.zip": data})
    articles, faults = read("a.zip", data)
    assert [article.id for article in articles] == ["d/a.zip#9.txt", "d/a.zip#in.zip#8.txt"]
    (fault,) = faults
    assert (fault.code, fault.values["member"]) == ("too_deep", "in.zip#in.zip")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("C:\\a.txt", "C:/a.txt"),
        ("./x//a.txt", "x/a.txt"),
        ("un\ndeux\x1b[31m.txt", "un_deux_[31m.txt"),
        ("été/à l'œuvre.txt", "été/à l'œuvre.txt"),
    ],
)
def test_a_name_is_only_a_name(name: str, path: str) -> None:
    raw = RawZip()
    raw.add(name.encode(), TEXT.encode(), flags=UTF8)
    assert ids("a.zip", raw.data()) == ([f"d/a.zip#{path}"], [])


@pytest.mark.parametrize("encoding", ["utf-8", "cp850"])
def test_names_that_do_not_say_how_they_are_written(encoding: str) -> None:
    raw = RawZip()
    raw.add("À l'été.txt".encode(encoding), TEXT.encode())
    assert ids("a.zip", raw.data()) == (["d/a.zip#À l'été.txt"], [])


def test_two_names_that_come_to_the_same_stay_two_articles() -> None:
    raw = RawZip()
    for name in (b"a.txt", b"../a.txt", b"./a.txt"):
        raw.add(name, TEXT.encode())
    assert ids("a.zip", raw.data()) == (["d/a.zip#a.txt", "d/a.zip#a.txt~2", "d/a.zip#a.txt~3"], [])


def test_what_is_nobodys_document_is_passed_over() -> None:
    members = {"__MACOSX/._a.txt": "x", ".git/a.txt": "x", "~$a.docx": "x", "dir/.b.txt": "x", "a.txt": TEXT}
    assert ids("a.zip", zipped(members)) == (["d/a.zip#a.txt"], [])


def test_encrypted_members_are_told() -> None:
    raw = RawZip()
    raw.add(b"a.txt", TEXT.encode(), flags=ENCRYPTED)
    assert ids("a.zip", raw.data()) == ([], ["encrypted"])
    raw.add(b"b.txt", TEXT.encode())
    articles, (fault,) = read("a.zip", raw.data())
    assert ([article.id for article in articles], fault.values["member"]) == (["d/a.zip#b.txt"], "a.txt")


@pytest.mark.parametrize("said", [0, 5, 1 << 30])
def test_what_headers_say_of_a_size_is_not_believed(said: int) -> None:
    raw = RawZip()
    raw.add(b"a.txt", TEXT.encode(), said=said)
    raw.add(b"b.txt", TEXT.encode())
    articles, faults = ids("a.zip", raw.data())
    assert "d/a.zip#b.txt" in articles
    assert faults in ([], ["damaged"])


def test_a_bomb_is_left_out_and_the_others_are_read() -> None:
    raw = RawZip()
    raw.add(b"bomb.txt", bytes(200_000_000), said=10)
    raw.add(b"large.txt", b"mot " * 900_000)  # well packed, and small enough to be harmless
    raw.add(b"b.txt", TEXT.encode())
    tracemalloc.start()
    articles, faults = ids("a.zip", raw.data())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert articles == ["d/a.zip#large.txt", "d/a.zip#b.txt"]
    assert faults in (["bomb"], ["damaged"])
    assert most < 150_000_000


def test_members_that_are_harmless_each_are_a_bomb_together() -> None:
    raw = RawZip()
    for number in range(30):
        raw.add(b"%d.txt" % number, b"mot " * 1_000_000)
    articles, faults = ids("a.zip", raw.data())
    assert 1 <= len(articles) < 20
    assert faults == ["bomb"]


def test_so_many_bytes_are_read_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (MEMBERS, BYTES) == (10_000, 1 << 30)
    monkeypatch.setattr("index.documents.damage.BYTES", 1_000_000)
    text = Random(1).randbytes(200_000).hex()  # noqa: S311
    articles, faults = ids("a.zip", zipped({f"{number}.txt": text for number in range(9)}))
    assert articles == ["d/a.zip#0.txt", "d/a.zip#1.txt"]
    assert faults == ["too_many_bytes"]


def test_the_same_member_many_times_is_read_once() -> None:
    raw = RawZip()
    place = raw.add(b"a.txt", TEXT.encode())
    for _ in range(1_000):
        raw.add(b"a.txt", TEXT.encode(), at=place)
    articles, faults = ids("a.zip", raw.data())
    assert (articles, faults) == (([], ["damaged"]) if _refuses_overlaps(raw.data()) else (["d/a.zip#a.txt"], []))


def _refuses_overlaps(data: bytes) -> bool:
    """Whether zipfile reads no members that overlap, as it does from 3.12.2 and 3.13 on."""
    with ZipFile(io.BytesIO(data)) as archive:
        try:
            return not archive.read("a.txt")
        except BadZipFile:
            return True


@pytest.mark.slow
def test_of_very_many_members_the_first_are_read() -> None:
    raw = RawZip()
    for number in range(200_000):
        raw.add(b"%d.txt" % number, b"mot")
    articles, faults = ids("a.zip", raw.data())
    assert (len(articles), faults) == (MEMBERS, ["too_many_members"])


def test_an_archive_in_an_archive_counts_with_what_is_around() -> None:
    inner = zipped({f"{number}.txt": "mot" for number in range(6_000)})
    articles, faults = ids("a.zip", zipped({"a.zip": inner, "b.zip": inner, "c.zip": inner, "z.txt": "mot"}))
    assert len(articles) == MEMBERS - 2
    assert set(faults) == {"too_many_members"}


def test_bytes_of_archives_in_archives_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    text = Random(1).randbytes(100_000).hex()  # noqa: S311
    inner = [zipped({f"{number}.txt": text}) for number in range(3)]
    monkeypatch.setattr("index.documents.worker.running.BYTES", sum(map(len, inner[:2])) + 2 * len(text))
    articles, faults = ids("a.zip", zipped({f"{number}.zip": data for number, data in enumerate(inner)}))
    assert articles == ["d/a.zip#0.zip#0.txt", "d/a.zip#1.zip#1.txt"]
    assert faults == ["too_many_bytes"]


def test_a_member_is_no_larger_than_memory_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.documents.archives.LARGEST", 2_000_000)
    members = {"a.txt": "m" * 2_000_001, "b.txt": "m" * 2_000_000}
    articles, faults = ids("a.zip", zipped(members))
    assert (articles, faults) == (["d/a.zip#b.txt"], ["member_too_large"])


@pytest.mark.parametrize("end", [1 / 3, 2 / 3, 0.99])
def test_a_zip_file_that_is_cut_off_is_damaged(end: float) -> None:
    data = zipped({"a.txt": TEXT, "b.zip": zipped({"c.txt": TEXT}), "d.txt": bytes(900)}, packed=False)
    assert ids("a.zip", data[: int(len(data) * end)]) == ([], ["damaged"])


def test_a_member_that_is_damaged_costs_the_others_nothing() -> None:
    data = bytearray(zipped({"a.txt": TEXT * 9, "b.txt": TEXT}, packed=False))
    data[60] ^= 0xFF
    articles, (fault,) = read("a.zip", bytes(data))
    assert [article.id for article in articles] == ["d/a.zip#b.txt"]
    assert (fault.code, fault.values["member"]) == ("damaged", "a.txt")


# -- gzip


def test_a_gzip_file_is_the_file_in_it() -> None:
    articles, faults = read("note.txt.gz", gzip.compress(TEXT.encode()))
    assert [(article.id, article.type) for article in articles] == [("d/note.txt.gz#note.txt", "txt")]
    assert faults == []
    assert ids("a.gz", gzip.compress(zipped({"b.txt": TEXT}))) == (["d/a.gz#a#b.txt"], [])


def test_gzip_files_that_are_not_as_they_should_be() -> None:
    whole = gzip.compress(TEXT.encode() * 1_000)
    assert ids("a.txt.gz", whole[:-9]) == ([], ["damaged"])
    assert ids("a.txt.gz", gzip.compress(bytes(50_000_000))) == ([], ["bomb"])
    assert ids("a.tar.gz", gzip.compress(bytes(1_000))) == ([], ["none_read"])
    assert ids("a.gz", b"") == ([], ["empty"])
