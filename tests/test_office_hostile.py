"""Files made to do harm, and files that came to harm: one fault each at most, no exception, and no waiting."""

from __future__ import annotations

import io
import random
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from office_doc import SHOWN, Doc, ole
from office_files import (
    OOXML,
    OPEN_DOCUMENT,
    Read,
    docx_members,
    epub_members,
    faults,
    opendocument_members,
    par,
    pieces,
    pptx_members,
    shape,
    table,
    zipped,
)

from index.documents.drafts import Block
from index.documents.office import read_doc, read_docx, read_epub, read_opendocument, read_pptx, read_rtf
from index.model import Fault

PARAGRAPHS = [f"Un paragraphe assez long, le numéro {n}, avec des mots." for n in range(40)]
DOCX = docx_members("".join(map(par, PARAGRAPHS)) + table((par("a"), par("b"))))
ODT = opendocument_members("".join(f"<text:p>{text}</text:p>" for text in PARAGRAPHS))
PPTX = pptx_members(*map(shape, PARAGRAPHS))
EPUB = epub_members(*(f"<p>{text}</p>" for text in PARAGRAPHS))
RTF = (r"{\rtf1\ansi " + r"\par ".join(PARAGRAPHS) + r"\trowd\intbl a\cell b\cell\row{\footnote c}}").encode("cp1252")
DOC = Doc([("\r".join(PARAGRAPHS), SHOWN), ("\rfin\r", b"")]).data()
FILES: dict[str, tuple[Read, bytes]] = {
    "docx": (read_docx, zipped(DOCX)),
    "odt": (read_opendocument, zipped(ODT)),
    "pptx": (read_pptx, zipped(PPTX)),
    "epub": (read_epub, zipped(EPUB)),
    "rtf": (read_rtf, RTF),
    "doc": (read_doc, DOC),
}
MAIN: dict[str, tuple[Read, dict[str, str | bytes], str]] = {
    "docx": (read_docx, DOCX, "word/document.xml"),
    "odt": (read_opendocument, ODT, "content.xml"),
    "pptx": (read_pptx, PPTX, "ppt/slides/s1.xml"),
    "epub": (read_epub, EPUB, "OEBPS/texte/chapitre 0.xhtml"),
}
each_file = pytest.mark.parametrize("name", FILES)
each_package = pytest.mark.parametrize("name", MAIN)


@pytest.fixture(autouse=True)
def no_waiting() -> object:
    begin = time.process_time()
    yield
    assert time.process_time() - begin < 20


def main_part(name: str, content: str | bytes) -> list[str]:
    """The faults of a file whose main part is ``content``."""
    read, members, part = MAIN[name]
    return faults(read, zipped({**members, part: content}))


@each_file
def test_cut_at_two_thirds(name: str) -> None:
    read, data = FILES[name]
    found = pieces(read, data[: len(data) * 2 // 3])
    assert [piece.code for piece in found if isinstance(piece, Fault)] in (["damaged"], [])
    assert isinstance(found[-1], (Fault, Block))


@each_file
def test_random_bytes_changed(name: str) -> None:
    read, data = FILES[name]
    for seed in range(20):
        chance = random.Random(seed)  # noqa: S311
        changed = bytearray(data)
        for place in chance.sample(range(len(data)), 20):
            changed[place] = chance.randrange(256)
        assert isinstance(pieces(read, bytes(changed))[-1], (Fault, Block))


@each_package
def test_bytes_of_the_text_changed(name: str) -> None:
    """In a package without compression, so that the damage is in the text and not in the zip file."""
    read, members, _ = MAIN[name]
    data = zipped(members, zipfile.ZIP_STORED)
    for seed in range(20):
        chance = random.Random(seed)  # noqa: S311
        changed = bytearray(data)
        for place in chance.sample(range(len(data)), 5):
            changed[place] = chance.randrange(256)
        assert isinstance(pieces(read, bytes(changed))[-1], (Fault, Block))


@pytest.mark.parametrize("name", ["docx", "odt", "pptx", "epub", "doc"])
@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"Un texte.", b"%PDF-1.7\n", zipped({"a.txt": "Un"}), zipped({}), b"\xd0\xcf\x11\xe0" + b"x" * 600],
)
def test_files_with_a_wrong_suffix(name: str, data: bytes) -> None:
    assert faults(FILES[name][0], data) in (["damaged"], ["encrypted"])


@pytest.mark.parametrize("name", MAIN)
def test_a_package_of_another_format(name: str) -> None:
    for other in MAIN:
        if other != name:
            assert faults(MAIN[name][0], FILES[other][1])[0] == "damaged"


@each_package
def test_a_password(name: str) -> None:
    """Office puts a locked file into a compound file; a zip file can be locked, too."""
    assert faults(MAIN[name][0], ole({"EncryptedPackage": b"x"})) == ["encrypted"]
    data = bytearray(FILES[name][1])
    for place in range(len(data)):
        if data[place : place + 4] == b"PK\1\2":
            data[place + 8] |= 1
    assert faults(MAIN[name][0], bytes(data)) == ["encrypted"]


BOMB = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(20))
DOCTYPES = {
    "bomb": f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{BOMB}]>',
    "file": '<!DOCTYPE x [<!ENTITY u SYSTEM "file:///etc/passwd">]>',
    "address": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
}
ROOTS = {
    "docx": (f"<w:document {OOXML}><w:body>", par("&u;"), "</w:body></w:document>"),
    "odt": (f"<office:body {OPEN_DOCUMENT}>", "<text:p>&u;</text:p>", "</office:body>"),
    "pptx": (f"<p:sld {OOXML}>", shape("<a:r><a:t>&u;</a:t></a:r>"), "</p:sld>"),
    "epub": ("<html>", "<p>&u;</p>", "</html>"),
}


@each_package
@pytest.mark.parametrize("kind", DOCTYPES)
def test_entities_are_never_resolved(name: str, kind: str) -> None:
    """Chapters of e-books may have a DOCTYPE: what it declares means nothing."""
    begin, content, end = ROOTS[name]
    read, members, part = MAIN[name]
    found = pieces(read, zipped({**members, part: DOCTYPES[kind] + begin + content.replace("&amp;", "&") + end}))
    assert name == "epub" or [piece.code for piece in found if isinstance(piece, Fault)] == ["damaged"]
    text = "".join(piece.text for piece in found if isinstance(piece, Block))
    assert "root:" not in text
    assert len(text) < 10_000


@pytest.mark.parametrize(
    ("name", "opened"),
    [("docx", "<w:tbl><w:tr><w:tc>"), ("odt", "<text:section>"), ("pptx", "<p:grpSp>"), ("epub", "<b>")],
)
@pytest.mark.parametrize("levels", [900, 200_000])
def test_levels(name: str, opened: str, levels: int) -> None:
    begin, content, end = ROOTS[name]
    count = levels // opened.count("<")
    closed = "".join(f"</{tag[:-1]}>" for tag in reversed(opened.split("<")[1:]))
    content = content.replace("&amp;", "&").replace("&u;", "Un")
    assert main_part(name, begin + opened * count + content + closed * count + end) == (
        [] if levels == 900 else ["nested"]
    )


@each_package
def test_a_bomb(name: str) -> None:
    """150 MB of spaces in a file of 150 kB; memory stays small."""
    begin, _, end = ROOTS[name]
    read, members, part = MAIN[name]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for other, data in members.items():
            if other != part:
                file.writestr(other, data)
        with file.open(part, "w") as member:
            member.write(begin.encode())
            for _ in range(150):
                member.write(b" " * (1 << 20))
            member.write(end.encode())
    tracemalloc.start()
    try:
        assert faults(read, buffer.getvalue()) in (["bomb"], ["member_too_large"])
        assert tracemalloc.get_traced_memory()[1] < 200 << 20
    finally:
        tracemalloc.stop()


@each_package
@pytest.mark.parametrize("size", [10, 1 << 30])
def test_sizes_that_are_lies(name: str, size: int) -> None:
    read, members, part = MAIN[name]
    data = bytearray(zipped(members))
    place = data.rindex(b"PK\1\2", 0, data.rindex(part.encode()))
    struct.pack_into("<I", data, place + 24, size)
    assert faults(read, bytes(data)) in (["damaged"], [])


@each_package
def test_methods_that_are_not_of_the_format(name: str) -> None:
    """Some can unpack to any size at once."""
    read, members, _ = MAIN[name]
    assert faults(read, zipped(members, zipfile.ZIP_BZIP2)) == ["damaged"]


@each_package
def test_names_out_of_the_package(name: str) -> None:
    read, members, _ = MAIN[name]
    added = {"../../etc/x": "y", "/abs": "y", "C:\\x": "y", "..\\..\\z": "y"}
    assert faults(read, zipped({**members, **added})) == []


def test_relations_out_of_the_package() -> None:
    for target in ("../../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/x"):
        members = {**DOCX, "_rels/.rels": str(DOCX["_rels/.rels"]).replace("word/document.xml", target)}
        assert faults(read_docx, zipped(members)) == ["damaged"]


def test_many_members() -> None:
    assert faults(read_docx, zipped({f"{n}": "" for n in range(10_001)})) == ["too_many_members"]


def test_a_tag_that_does_not_end() -> None:
    """A parser that begins anew with each part would take the square of its length."""
    begin, _, end = ROOTS["docx"]
    noise = random.Random(1).randbytes(6 << 20).hex()  # noqa: S311
    assert main_part("docx", f'{begin}<w:x a="{noise}"/>{end}') == ["empty"]


def test_a_note_that_is_referred_to_many_times_comes_once() -> None:
    refer = par('<w:r><w:footnoteReference w:id="1"/></w:r>')
    note = f'<w:footnote w:id="1">{par("mot " * 1000)}</w:footnote>'
    found = pieces(read_docx, zipped(docx_members(refer * 1000, parts={"footnotes": note})))
    assert sum(isinstance(piece, Block) for piece in found) == 1


def test_pieces_of_a_doc_that_overlap_without_end() -> None:
    data = bytearray(DOC)
    table_at = data.index(b"\1\3\0abc\2")
    struct.pack_into("<I", data, table_at + 7 + 4 + 4, 0x7FFFFFFF)
    assert faults(read_doc, bytes(data)) == ["damaged"]


@pytest.mark.parametrize("repeat", [lambda n: "{\\b x" * n, lambda n: "\\" * n, lambda n: "\\'" * n, lambda n: "}" * n])
def test_rtf_that_goes_on(repeat: Callable[[int], str]) -> None:
    assert len(pieces(read_rtf, b"{\\rtf1 Un\\par " + repeat(300_000).encode())) > 0
