"""Faults: what could not be read of a file → one line for the user, in the user's language."""

from __future__ import annotations

from index.language import tr, trn
from index.model import Fault

MORE = "more_lines"
"""The code of a fault that stands for ``n`` others."""
LONGEST_REASON = 200


def message(fault: Fault) -> str:
    """The line that says what ``fault`` is; a code of another version of the program is shown as it is."""
    if fault.code == MORE:
        n = int(fault.values.get("n", 0))
        return trn("and {n} more line that is no record", "and {n} more lines that are no records", n)
    template = _templates().get(fault.code, fault.code)
    text = template.format_map(_Values(fault.values)) if fault.values else template
    return tr("line {number}: {message}").format(number=fault.line, message=text) if fault.line else text


def failure(error: Exception, line: int = 0) -> Fault:
    """The fault of a file that ``error`` kept from being read."""
    match error:
        case OSError():
            return Fault("unreadable", line, {"reason": error.strerror or type(error).__name__})
        case MemoryError():
            return Fault("memory", line)
        case RecursionError():
            return Fault("nested", line)
        case _:
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            return Fault("failed", line, {"reason": reason[:LONGEST_REASON]})


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
        "unreadable": tr("cannot be read: {reason}"),
        "memory": tr("cannot be read: there is not enough memory"),
        "nested": tr("cannot be read: it is nested too deeply"),
        "failed": tr("cannot be read, because of an error in searcher: {reason}; please report it"),
        "link_loop": tr("a link that leads back to a folder above it; left out"),
        "dead_link": tr("a link that leads nowhere; left out"),
        "name": tr("its name holds a line end, a control character or bytes that are not UTF-8; rename it"),
        "not_a_file": tr("not a regular file; left out"),
        "too_large": tr("{size} MB is more than the {most} MB read as one text; split it or raise --max-mb"),
    }
