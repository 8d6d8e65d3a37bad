"""Workbooks: the sheets of ``.xlsx``, ``.xls`` and ``.ods`` files, by python-calamine."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from index.documents.damage import guarded
from index.documents.drafts import About, Piece, Source, title_of_name
from index.documents.faults import RefusalError
from index.documents.office import ooxml, opendocument
from index.documents.office.package import OLE, Package
from index.documents.office.properties import about_of
from index.documents.tables.rows import Row, row_blocks, row_pieces

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
T = TypeVar("T")
MOST_CELLS = 10_000_000
"""Calamine makes room for every cell between the first and the last one, whatever there is between."""
_CELL = re.compile(rb"""<(?:\w{1,9}:)?c\s(?:[^<>]{0,99}\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]{0,99}(?<!/)>""")
_NO_NAME = re.compile(r"(?:feuil|feuille|sheet|tabelle|hoja|foglio)\s?\d*", re.IGNORECASE)
_OVERLAP = 256
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PRECISION = 15
"""Digits of a number that are shown; what comes after them is how computers count in halves."""


@guarded
def read_sheet(source: Source) -> Iterator[Piece]:
    """A workbook, an ``.xlsx``, ``.xls`` or ``.ods`` file: its sheets one after the other, each below its name."""
    workbook = Workbook(source.stream)
    about = workbook.about()
    about = about if about.title else about._replace(title=title_of_name(source.file))
    yield from row_pieces(about, workbook.blocks())


class Workbook:
    """A workbook of any of the three kinds. Raises RefusalError where it is none, or does harm."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._package = None if _is_old(stream) else _checked(stream)

    def about(self) -> About:
        """What the workbook says of itself."""
        if self._package is None:
            return About()
        is_open_document = "meta.xml" in self._package
        return about_of((opendocument if is_open_document else ooxml).properties(self._package))

    def blocks(self) -> Iterator[str]:
        """The rows of all sheets, each below its name, unless it is the only one and goes without."""
        from python_calamine import SheetVisibleEnum, load_workbook

        self._stream.seek(0)
        workbook = _called(partial(load_workbook, self._stream))
        seen = [sheet for sheet in workbook.sheets_metadata if sheet.visible is not SheetVisibleEnum.VeryHidden]
        for sheet in seen:
            blocks = row_blocks(_rows(_called(partial(workbook.get_sheet_by_name, sheet.name))))
            first = next(blocks, None)
            if first is None:
                continue
            if len(seen) > 1 or not _NO_NAME.fullmatch(sheet.name):
                yield sheet.name
            yield first
            yield from blocks


def shown(value: Value) -> str:
    """A value as people see it in a French spreadsheet, but dates, which are ISO 8601."""
    match value:
        case bool():
            return "VRAI" if value else "FAUX"
        case float():
            return _number(value)
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
        case dt.time():
            return value.isoformat("minutes" if value.second == 0 else "seconds")
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 10**_PRECISION:
        return str(int(value))
    return f"{value:.{_PRECISION}g}".replace(".", ",")


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    return ([shown(value) for value in row] for row in sheet.iter_rows())


def _called(function: Callable[[], T]) -> T:
    """What calamine gives back, or a refusal: it is written in Rust, where errors that nobody expected are panics."""
    from python_calamine import CalamineError, PasswordError

    try:
        return function()
    except PasswordError as error:
        raise RefusalError("encrypted") from error
    except CalamineError as error:
        raise RefusalError("damaged") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RefusalError("damaged") from error


def _is_old(stream: BinaryIO) -> bool:
    """Whether it is a file of Excel 97; new ones that are locked by a password look alike."""
    data = stream.read(len(OLE))
    is_old = data == OLE
    if is_old and _LOCKED in stream.read():
        raise RefusalError("encrypted")
    stream.seek(0)
    return is_old


def _checked(stream: BinaryIO) -> Package:
    """The package, once all that is in it was unpacked and counted: calamine itself takes whatever comes."""
    package = Package(stream)
    for name in zipfile.ZipFile(stream).namelist():
        if not name.endswith("/") and _area(package, name) > MOST_CELLS:
            raise RefusalError("too_wide", most=MOST_CELLS // 1_000_000)
    return package


def _area(package: Package, name: str) -> int:
    """How many cells a sheet would have from its first row and column on; cells without a value are not counted."""
    rows, columns, member, tail = 0, 0, package.open(name), b""
    while data := member.read(1 << 20):
        for letters, number in _CELL.findall(tail + data):
            rows, columns = max(rows, int(number)), max(columns, _column(letters))
        tail = data[-_OVERLAP:]
    return rows * columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number
