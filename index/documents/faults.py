"""Faults: what could not be read of a file → one line for the user, in the user's language."""

from __future__ import annotations

from index.language import tr, trn
from index.model import Fault

MORE = "more_lines"
"""The code of a fault that stands for ``n`` others."""
MEMBER = "member"
"""The value of a fault that names the file in the file which it is of."""
PAGE = "page"
"""The value of a fault that says from which page on nothing was read."""
PASSING = frozenset({"unreadable", "no_library", "no_worker"})
"""Codes that say more of the moment than of the file, which is read again each time."""
SCANS = frozenset({"scan", "pdf_unmapped"})
"""Codes of pages that show text and hold none: it can be recognised in their pictures."""
OCR_FAILED = "ocr_failed"
LONGEST_REASON = 200


class RefusalError(Exception):
    """A file is not read, or not any further, because of ``fault``."""

    def __init__(self, code: str, **values: int) -> None:
        super().__init__(code)
        self.fault = Fault(code, values=values)


def message(fault: Fault) -> str:
    """The line that says what ``fault`` is; a code of another version of the program is shown as it is."""
    if fault.code == MORE:
        n = int(fault.values.get("n", 0))
        return trn("and {n} more line that is no record", "and {n} more lines that are no records", n)
    template = _templates().get(fault.code, fault.code)
    text = template.format_map(_Values(fault.values)) if fault.values else template
    if fault.line:
        text = tr("line {number}: {message}").format(number=fault.line, message=text)
    if PAGE in fault.values:
        text = tr("from page {number} on: {message}").format(number=fault.values[PAGE], message=text)
    if MEMBER in fault.values:
        text = tr("{name}: {message}").format(name=fault.values[MEMBER], message=text)
    return text


def failure(error: Exception, line: int = 0) -> Fault:
    """The fault of a file that ``error`` kept from being read."""
    match error:
        case OSError():
            return Fault("unreadable", line, {"reason": error.strerror or type(error).__name__})
        case MemoryError():
            return Fault("memory", line)
        case RecursionError():
            return Fault("nested", line)
        case ImportError():
            return Fault("no_library", line, {"reason": error.name or _reason(error)})
        case _:
            return Fault("failed", line, {"reason": _reason(error)})


def broken(error: Exception) -> Fault:
    """The fault of a file that is not plain text and that ``error`` kept from being read: such a file is damaged."""
    fault = failure(error)
    return Fault("broken", values={"reason": _reason(error)}) if fault.code == "failed" else fault


def _reason(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_REASON]


def is_scan(fault: Fault) -> bool:
    """Whether a fault speaks of pages whose text can be recognised in their pictures."""
    return fault.code in SCANS


def is_failed_scan(fault: Fault) -> bool:
    """Whether a fault speaks of pages whose text could not be recognised, which may go well another time."""
    return fault.code == OCR_FAILED


def is_passing(fault: Fault) -> bool:
    """Whether reading the same bytes again may go well."""
    return fault.code in PASSING


class _Values(dict[str, str | int]):
    def __missing__(self, key: str) -> str:
        return "…"


def _templates() -> dict[str, str]:
    return {
        "empty": tr("empty: there is nothing to index"),
        "not_text": tr("not text: its bytes are in no encoding that is read; save it as UTF-8 text, or leave it out"),
        "not_json": tr("not JSON; the other lines are indexed"),
        "not_a_record": tr('not a record: expected {"id": …, "title": …, "text": …}'),
        "text_not_a_string": tr('"text" is not a string'),
        "no_text": tr('not a record with a text: it has no "text", nor any other string'),
        "mended": tr("it holds bytes that are not UTF-8 ({n} in all), read as well as can be; save it as UTF-8 text"),
        "accents": tr("its accents seem wrong; save it as UTF-8 text"),
        "unreadable": tr("cannot be read: {reason}"),
        "memory": tr("cannot be read: there is not enough memory"),
        "nested": tr("cannot be read: it is nested too deeply"),
        "failed": tr("cannot be read, because of an error in searcher: {reason}; please report it"),
        "link_loop": tr("a link that leads back to a folder above it; left out"),
        "dead_link": tr("a link that leads nowhere; left out"),
        "link_out": tr("a link to {target}, which is not indexed; left out"),
        "root_gone": tr("it is not there; what the index holds of it stays, until: searcher forget {folder}"),
        "root_empty": tr(
            "it is empty now; what the index holds of it ({n} in all) stays, until: searcher index --prune"
        ),
        "not_a_pattern": tr("not a pattern of file names; the other lines hold"),
        "name": tr("its name holds a line end, a control character or bytes that are not UTF-8; rename it"),
        "not_a_file": tr("not a regular file; left out"),
        "too_large": tr("{size} MB is more than the {most} MB read as one text; split it or raise --max-mb"),
        "unknown": tr("in no format that is read; give it the suffix of its format, or leave it out"),
        "broken": tr("cannot be read, it seems to be incomplete or damaged ({reason}); get a new copy of it"),
        "damaged": tr("it is incomplete or damaged; get a new copy of it"),
        "encrypted": tr("it is locked by a password; save it without one to have it found"),
        "timeout": tr("reading it took more than {seconds} s and was broken off; save it anew or split it"),
        "crashed": tr("its reader broke down on it; open it with its program and save it anew"),
        "no_library": tr("cannot be read: a part of searcher is not installed ({reason}); install it anew"),
        "no_worker": tr("cannot be read: its reader did not start ({reason})"),
        "gave_up": tr("its reader broke down on several files in it, the others are left out; unpack it"),
        "too_deep": tr("an archive in an archive in an archive is not opened; unpack it"),
        "too_many_members": tr("only the first {most} files in it are read; unpack it"),
        "too_many_bytes": tr("only the first {most} MB of what it holds are read; unpack it"),
        "too_much_text": tr("only the first {most} million characters are read; split it"),
        "member_too_large": tr("more than the {most} MB that are read of a file in an archive; unpack it"),
        "bomb": tr("unpacked it is more than {most} times as large, as archives made to do harm are; left out"),
        "too_wide": tr("a sheet of it has more than {most} million cells from the first to the last one; split it"),
        "too_many_rows": tr("only its first {most} rows are read; split it"),
        "rtf_only": tr("its text is kept in a form that is not read; save it as .eml or as text"),
        "scan": tr("pages without text, probably scanned: {n}; to have them read: searcher index --ocr"),
        OCR_FAILED: tr(
            "scanned pages whose text could not be recognised: {n}; try again: searcher index --ocr; or scan them anew"
        ),
        "pdf_damaged": tr("damaged pages, left out: {n}; get a new copy of the file"),
        "pdf_unmapped": tr("pages whose fonts do not tell their letters: {n}; to have them read: searcher index --ocr"),
        "pdf_cut": tr("pages of which only the first {most} characters are read: {n}; split it"),
        "none_read": tr("no file in it is in a format that is read"),
        "unsupported": tr("in the format of an older program, which is not read; open it and save it anew"),
    }
