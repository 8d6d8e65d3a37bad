"""Workbooks made by code: the few parts without which nobody reads them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from outlook_files import ole

_OPEN = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_OPEN}/spreadsheetml/2006/main" xmlns:r="{_OPEN}/officeDocument/2006/relationships"'
_OASIS = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "table": "table", "text": "text", "meta": "meta"}.items()
)
Cell = str | float


def zipped(members: Mapping[str, str]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def xlsx(sheets: Mapping[str, Sequence[Sequence[Cell]] | str], properties: str = "") -> bytes:
    """A workbook; a sheet is rows of cells, or the XML of its rows."""
    named = list(enumerate(sheets.items(), start=1))
    return zipped(
        {
            "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml", "core-properties": "docProps/core.xml"}),
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_OPEN}/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{properties}</cp:coreProperties>',
            "xl/workbook.xml": f"<workbook {_MAIN}><sheets>"
            + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in named)
            + "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _relations({f"worksheet {n}": f"worksheets/s{n}.xml" for n, _ in named}),
            "xl/styles.xml": f'<styleSheet {_MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
        }
        | {
            f"xl/worksheets/s{n}.xml": f"<worksheet {_MAIN}><sheetData>"
            + (rows if isinstance(rows, str) else _rows(rows))
            + "</sheetData></worksheet>"
            for n, (_, rows) in named
        }
    )


def _relations(targets: Mapping[str, str]) -> str:
    parts = (
        f'<Relationship Id="r{n}" Type="{_relation(kind.split()[0])}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_OPEN}/package/2006/relationships">' + "".join(parts) + "</Relationships>"


def _relation(kind: str) -> str:
    family = "package/2006/relationships/metadata" if kind == "core-properties" else "officeDocument/2006/relationships"
    return f"{_OPEN}/{family}/{kind}"


def _rows(rows: Sequence[Sequence[Cell]]) -> str:
    return "".join(
        f'<row r="{number}">'
        + "".join(_cell(f"{chr(65 + column)}{number}", value) for column, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )


def _cell(place: str, value: Cell) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
    return f'<c r="{place}"><v>{value}</v></c>'


def ods(cells: Sequence[Sequence[str]], title: str = "") -> bytes:
    """A workbook of one sheet; a cell is its attributes, or a text."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell {cell}/>"
            if cell.startswith("office:")
            else f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in cells
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "meta.xml": f'<office:document-meta {_OASIS} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
            f"<dc:title>{title}</dc:title></office:meta></office:document-meta>",
            "content.xml": f"<office:document-content {_OASIS}><office:body><office:spreadsheet>"
            f'<table:table table:name="Feuille1">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def xls(rows: Sequence[Sequence[Cell]], name: str = "Feuil1") -> bytes:
    """A workbook of Excel 97 with one sheet."""
    sheet = _record(0x809, struct.pack("<HH12x", 0x600, 0x10))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, str):
                sheet += _record(0x204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
            else:
                sheet += _record(0x203, place + struct.pack("<d", cell))
    book = _record(0x809, struct.pack("<HH12x", 0x600, 0x5))
    bound = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    book += _record(0x85, struct.pack("<LH", len(book) + 10 + len(bound) + 4, 0) + bound) + _record(0xA, b"")
    return ole({"Workbook": book + sheet + _record(0xA, b"")})


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
