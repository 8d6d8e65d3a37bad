"""The original: the file that an article was read from, as it is now, asked for by the id of the article."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from flask import Blueprint, Response, request, send_file
from werkzeug.exceptions import NotFound, RequestedRangeNotSatisfiable

from index.directory import IndexDirectory
from index.documents import suffix
from index.language import tr
from index.model import Article, Root
from searcher import clean
from web.asking import ask
from web.security import PRIVATE, RefusedError

PDF, TEXT, DATA = "application/pdf", "text/plain", "application/octet-stream"
SHOWN: Mapping[str, str] = {".pdf": PDF, **dict.fromkeys((".txt", ".text", ".md", ".markdown", ".srt", ".vtt"), TEXT)}
"""What a browser may show, and as what. All else is saved: above all HTML, whose scripts would run as ours."""
POLICY = "sandbox; default-src 'none'"
HEAD = 1 << 16
"""The encoding of a text is told from so many bytes."""
_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_FOLDER, _NO_LINK = getattr(os, "O_DIRECTORY", 0), getattr(os, "O_NOFOLLOW", 0)


class GoneError(RefusedError):
    """An original that is there no more, or is no plain file now; the description says so."""

    code = 410


def blueprint(directory: IndexDirectory) -> Blueprint:
    """``/original?id=``: the file as it is now. NotFound for an id that the index does not hold, GoneError."""
    pages = Blueprint("original", __name__)

    @pages.get("/original")
    def original() -> Response:
        name = clean(request.args.get("id", ""))
        article = ask(directory, lambda engine: engine.read(name)) if name else None
        if article is None:
            raise NotFound
        return _sent(original_of(article, directory), Path(article.path).name)

    return pages


def is_shown(article: Article) -> bool:
    """Whether a browser shows the original of an article; others are saved."""
    return suffix(article.path) in SHOWN


def original_of(article: Article, directory: IndexDirectory) -> BinaryIO:
    """The file that an article was read from. Raises GoneError, RefusedError."""
    return open_below(*_place(article, directory))


def _place(article: Article, directory: IndexDirectory) -> tuple[Path, Sequence[str]]:
    """The root that the file of an article lies in, and the names below it, none for a root that is the file itself.

    The request has no part in it: the catalogue says what is indexed, the state of the index where that lies.
    """
    entry = directory.generation().catalogue.entries((article.path,)).get(article.path)
    for root in directory.current_state().roots:
        if entry and str(root.path) == entry.root and _is_below(article.path, root):
            below = article.path.removeprefix(root.label).removeprefix("/")
            return root.path, below.split("/") if below else ()
    raise _gone()


def _is_below(path: str, root: Root) -> bool:
    return path == root.label or path.startswith(f"{root.label}/")


def open_below(root: Path, names: Sequence[str]) -> BinaryIO:
    """The plain file of these ``names`` below ``root``; no link is followed there. Raises GoneError, RefusedError."""
    if any(name in ("", os.curdir, os.pardir) or "\0" in name or os.sep in name for name in names):
        raise _gone()
    try:
        opened = _open_by_folders(root, names) if os.open in os.supports_dir_fd else _open_resolved(root, names)
        return os.fdopen(opened, "rb")
    except PermissionError as error:
        raise RefusedError(tr("The original may not be read here.")) from error
    except OSError as error:
        raise _gone() from error


def _open_by_folders(root: Path, names: Sequence[str]) -> int:
    """A descriptor, got at by one folder after the other: none of them can become a link meanwhile."""
    *folders, last = (root, *names)
    with ExitStack() as stack:
        place, no_link = None, 0
        for folder in folders:
            place = os.open(folder, _FLAGS | _FOLDER | no_link, dir_fd=place)
            stack.callback(os.close, place)
            no_link = _NO_LINK  # the root itself may be one
        _check_plain(os.stat(last, dir_fd=place, follow_symlinks=not no_link))
        return os.open(last, _FLAGS | no_link, dir_fd=place)


def _open_resolved(root: Path, names: Sequence[str]) -> int:
    """A descriptor, where the system has none for folders."""
    place = root.resolve(strict=True).joinpath(*names)
    if place.resolve(strict=True) != place:
        raise _not_plain()
    _check_plain(place.stat())
    return os.open(place, _FLAGS)


def _check_plain(facts: os.stat_result) -> None:
    """Raise GoneError where it is no plain file. Such a thing is not even opened: a device may do something then."""
    if not stat.S_ISREG(facts.st_mode):
        raise _not_plain()


def _gone() -> GoneError:
    return GoneError(tr("The original is no longer there. What the index holds of it can still be read."))


def _not_plain() -> GoneError:
    return GoneError(tr("What is there now in place of the original is no plain file, and is not opened."))


def _sent(file: BinaryIO, name: str) -> Response:
    """The answer: the file called ``name``, or the range of it that is asked for."""
    facts = os.fstat(file.fileno())
    kind = SHOWN.get(suffix(name), DATA)
    answer = send_file(
        file,
        mimetype=kind,
        as_attachment=kind == DATA,
        download_name=name,
        conditional=False,  # ranges need the length, which is said below
        etag=f"{facts.st_mtime_ns:x}-{facts.st_size:x}",
        last_modified=int(facts.st_mtime),
    )
    answer.call_on_close(file.close)
    answer.content_length = facts.st_size
    answer.headers.update({"Cache-Control": PRIVATE, "Content-Security-Policy": POLICY})
    if kind == TEXT:
        answer.content_type = f"{TEXT}; charset={_charset(file)}"
    try:
        answer.make_conditional(request.environ, accept_ranges=True, complete_length=facts.st_size)
    except RequestedRangeNotSatisfiable:
        file.close()
        raise
    return answer


def _charset(file: BinaryIO) -> str:
    """What a browser reads a text by."""
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"
