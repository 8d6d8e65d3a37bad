"""Detection: the bytes say which format a file is of, its name where they say nothing."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zip_files import zipped

from index.documents import FORMATS, Source, is_disguised
from index.documents.detect import detect

DOCX = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
PPTX = zipped({"docProps/app.xml": "<a/>", "ppt/presentation.xml": "<p/>"})
XLSX = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"})
ODT = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"}, packed=False)
ODS = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<o/>"}, packed=False)
VARIANTS = {
    kind: zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<o/>"}, packed=False)
    for kind in ("text-web", "text-master", "text-master-template", "presentation-template", "spreadsheet-template")
}
TEMPLATE = zipped({"mimetype": "application/vnd.oasis.opendocument.text-template", "content.xml": "<o/>"}, packed=False)
EPUB = zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<c/>"}, packed=False)
ZIP = zipped({"lettre.docx": DOCX, "a.txt": "mot"}, packed=False)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
RTF = b"{\\rtf1\\ansi mot}"
HTML = b"\n<!-- page -->\n<!DOCTYPE html>\n<html><body>mot</body></html>"
XHTML = b'\xef\xbb\xbf<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"></html>'
MAIL = b"Received: from x\r\nFrom: a@b.fr\r\nSubject: mot\r\n\r\nmot\r\n"
TEXT = "Une lettre à l'été.\n".encode()
BINARY = bytes(range(256)) * 9


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        # as the name says
        ("a.pdf", PDF, "pdf"),
        ("a.docx", DOCX, "docx"),
        ("a.docm", DOCX, "docx"),
        ("a.pptx", PPTX, "pptx"),
        ("a.xlsx", XLSX, "xlsx"),
        ("a.odt", ODT, "odt"),
        ("a.ods", ODS, "ods"),
        ("a.epub", EPUB, "epub"),
        ("a.zip", ZIP, "zip"),
        ("a.gz", gzip.compress(TEXT, mtime=0), "gz"),
        ("a.rtf", RTF, "rtf"),
        ("A.HTM", HTML, "html"),
        ("a.eml", MAIL, "eml"),
        ("a.csv", TEXT, "csv"),
        ("a.markdown", TEXT, "md"),
        # as the bytes say
        ("a.doc", DOCX, "docx"),
        ("a.doc", RTF, "rtf"),
        ("a.doc", HTML, "html"),
        ("a.doc", TEXT, "txt"),
        ("a.doc", ODT, "odt"),
        ("a.odt", TEMPLATE, "odt"),
        ("a.odt", VARIANTS["text-web"], "odt"),
        ("a.odt", VARIANTS["text-master"], "odt"),
        ("a.odt", VARIANTS["text-master-template"], "odt"),
        ("a.odp", VARIANTS["presentation-template"], "odp"),
        ("a.ods", VARIANTS["spreadsheet-template"], "ods"),
        ("a.xls", HTML, "html"),
        ("a.xls", XLSX, "xlsx"),
        ("a.pdf", HTML, "html"),
        ("a.pdf", XHTML, "html"),
        ("a.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + PDF, "pdf"),
        ("a.docx", PDF, "pdf"),
        ("a.zip", DOCX, "docx"),
        ("a.docx", ZIP, "zip"),
        ("a.msg", MAIL, "eml"),
        ("a.txt", PDF, "pdf"),
        ("a.md", DOCX, "docx"),
        ("a.html", PDF, "pdf"),
        # text is what its name says, whatever it is about
        ("a.txt", HTML, "txt"),
        ("a.txt", b"Le signe %PDF- ouvre un fichier.", "txt"),
        ("a.csv", MAIL, "csv"),
        ("a.html", TEXT, "html"),
        ("a.eml", HTML, "eml"),
        ("a.rtf", TEXT, "txt"),
        # the name is all there is
        ("a.pdf", BINARY, "pdf"),
        ("a.docx", DOCX[: len(DOCX) * 2 // 3], "docx"),
        ("a.txt", ZIP[: len(ZIP) * 2 // 3], "zip"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + BINARY, "doc"),
        ("a", DOCX, "docx"),
        ("a.bin", BINARY, None),
        ("a", TEXT, "txt"),
        ("a", MAIL, "eml"),
        ("a", BINARY, None),
        ("a.tar", TEXT, None),
    ],
)
def test_the_format_of_a_file(name: str, data: bytes, found: str | None) -> None:
    stream = io.BytesIO(data)
    one = detect(Source(name, name, stream))
    assert (one.name if one else None) == found
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("data", "is_one"), [(PDF, True), (DOCX, True), (gzip.compress(TEXT, mtime=0), True), (TEXT, False)]
)
def test_text_by_its_name_only(data: bytes, is_one: bool) -> None:
    assert is_disguised(data) == is_one


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=300), st.sampled_from([PDF, DOCX, ODT, RTF, HTML, b""]))
def test_whatever_the_bytes_are_something_is_found(end: str, data: bytes, head: bytes) -> None:
    stream = io.BytesIO(head + data)
    assert detect(Source(f"a{end}", "a", stream)) is not None
    assert stream.tell() == 0
