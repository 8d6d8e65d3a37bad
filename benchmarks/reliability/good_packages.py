"""Good files that are packages: a zip file of parts, most of them XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from benchmarks.reliability.good_texts import TITLE, each, within

OPEN = "http://schemas.openxmlformats.org"
MAIN = f'xmlns:w="{OPEN}/wordprocessingml/2006/main"'
LINKED = f'xmlns:r="{OPEN}/officeDocument/2006/relationships"'
SLIDES = f'xmlns:p="{OPEN}/presentationml/2006/main" xmlns:a="{OPEN}/drawingml/2006/main" {LINKED}'
SHEETS = f'xmlns="{OPEN}/spreadsheetml/2006/main" {LINKED}'
OASIS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "manifest", "meta")
)
DRAWN = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
Parts = Mapping[str, str | bytes]


def zipped(members: Parts) -> bytes:
    """A zip file of members, in their order, always the same: none of them has a date of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def docx() -> bytes:
    """Paragraphs, numbered and styled, once more in a table; a head."""
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    style = within("w:pPr", '<w:pStyle w:val="Heading1"/>', numbered)
    lines = each(within("w:p", style, within("w:r", "<w:rPr><w:b/></w:rPr>", within("w:t", "{line}"))))
    table = within("w:tbl", within("w:tr", within("w:tc", lines)))
    level = within('w:lvl w:ilvl="0"', '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>')
    numbering = within('w:abstractNum w:abstractNumId="1"', level)
    numbering += within('w:num w:numId="1"', '<w:abstractNumId w:val="1"/>')
    styles = within('w:style w:styleId="Heading1"', '<w:name w:val="heading 1"/>')
    return zipped(
        {
            "_rels/.rels": _relations(officeDocument="word/document.xml"),
            "word/_rels/document.xml.rels": _relations(styles="styles.xml", numbering="numbering.xml", header1="h.xml"),
            "word/styles.xml": within(f"w:styles {MAIN}", styles),
            "word/numbering.xml": within(f"w:numbering {MAIN}", numbering),
            "word/h.xml": within(f"w:hdr {MAIN}", within("w:p", within("w:r", within("w:t", "En-tête")))),
            "word/document.xml": within(f"w:document {MAIN}", within("w:body", lines, table)),
        }
    )


def pptx() -> bytes:
    """Two slides with a title of many paragraphs."""
    lines = each(within("a:p", within("a:r", within("a:t", "{line}"))))
    place = within("p:nvSpPr", within("p:nvPr", '<p:ph type="title"/>'))
    tree = within("p:cSld", within("p:spTree", within("p:sp", place, within("p:txBody", lines))))
    order = '<p:sldId r:id="slide1"/><p:sldId r:id="slide2"/>'
    return zipped(
        {
            "_rels/.rels": _relations(officeDocument="ppt/presentation.xml"),
            "ppt/_rels/presentation.xml.rels": _relations(slide1="slides/1.xml", slide2="slides/2.xml"),
            "ppt/presentation.xml": within(f"p:presentation {SLIDES}", within("p:sldIdLst", order)),
            "ppt/slides/1.xml": within(f"p:sld {SLIDES}", tree),
            "ppt/slides/2.xml": within(f"p:sld {SLIDES}", tree),
        }
    )


def xlsx() -> bytes:
    """A sheet with a column of texts and one of numbers."""
    text = within('c r="A{number}" t="inlineStr"', within("is", within("t", "{line}")))
    rows = each(within('row r="{number}"', text, within('c r="B{number}"', within("v", "{number}.5"))))
    return zipped(
        {
            "_rels/.rels": _relations(officeDocument="xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": _relations(worksheet="worksheets/1.xml"),
            "xl/workbook.xml": within(
                f"workbook {SHEETS}", within("sheets", '<sheet name="Un" sheetId="1" r:id="worksheet"/>')
            ),
            "xl/worksheets/1.xml": within(f"worksheet {SHEETS}", within("sheetData", rows)),
        }
    )


def _relations(**targets: str) -> str:
    """By the kind of each; a number at its end only tells it from others."""
    kinds = f"{OPEN}/officeDocument/2006/relationships"
    rows = (
        f'<Relationship Id="{kind}" Type="{kinds}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return within(f'Relationships xmlns="{OPEN}/package/2006/relationships"', *rows)


def odt() -> bytes:
    """A heading, paragraphs, a list and a table of them."""
    lines = each(within("text:p", "{line}<text:s text:c='3'/>fin"))
    table = within("table:table", within("table:table-row", within("table:table-cell", lines)))
    items = within("text:list", within("text:list-item", lines))
    return _opendocument("text", within("text:h text:outline-level='1'", TITLE), lines, items, table)


def odp() -> bytes:
    """Two slides with a box of paragraphs."""
    box = within("draw:text-box", each(within("text:p", "{line}")))
    return _opendocument("presentation", *[within("draw:page", within("draw:frame", box))] * 2)


def ods() -> bytes:
    """A sheet with each row and column repeated."""
    kind = "office:value-type='string' table:number-columns-repeated='2'"
    cell = within(f"table:table-cell {kind}", within("text:p", "{line}"))
    rows = each(within("table:table-row table:number-rows-repeated='2'", cell))
    return _opendocument("spreadsheet", within("table:table table:name='Un'", rows))


def _opendocument(kind: str, *body: str) -> bytes:
    about = within("office:meta", within("dc:title", TITLE), within("dc:date", "2024-03-26T10:00:00"))
    content = within("office:body", within(f"office:{kind}", *body))
    listed = '<manifest:file-entry manifest:full-path="content.xml"/>'
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": within(f"manifest:manifest {OASIS}", listed),
            "meta.xml": within(f"office:document-meta {OASIS} {DRAWN}", about),
            "content.xml": within(f"office:document-content {OASIS} {DRAWN}", content),
        }
    )


def epub() -> bytes:
    """A chapter with a heading."""
    lines = within("body", within("h1", TITLE), each(within("p", "{line}")))
    about = within("metadata", within("dc:title", TITLE), within("dc:creator", "Zola"), within("dc:date", "1885"))
    item = '<item id="c" href="c%201.xhtml" media-type="application/xhtml+xml"/>'
    spine = within("manifest", item) + within("spine", '<itemref idref="c"/>')
    space = 'xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    place = within("rootfiles", '<rootfile full-path="a/livre.opf"/>')
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": within(
                'container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"', place
            ),
            "a/livre.opf": within(f"package {space}", about, spine),
            "a/c 1.xhtml": within('html xmlns="http://www.w3.org/1999/xhtml"', within("head", "<title/>"), lines),
        }
    )
