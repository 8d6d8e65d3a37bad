"""OCR: the picture of a page → its text, by the Tesseract that is installed on this machine, and its French."""

from __future__ import annotations

import os
import zlib
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import IO, TYPE_CHECKING

from index.documents.drafts import DOTS_PER_INCH, Picture
from index.language import tr

if TYPE_CHECKING:
    import subprocess

PROGRAM = "tesseract"
LANGUAGE = "fra"
TURNED = "osd"
"""The model that tells how a page is turned."""
PAGE_SECONDS = 300.0
"""A page takes two seconds where nothing else is to be done."""
LOOK_SECONDS = 0.1
"""How often is looked whether recognition is to stop."""
LIST_SECONDS = 30.0
PRIORITY = 15


class MissingTesseractError(Exception):
    """Tesseract is not installed, or its French is not; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program, where it lies, whether it can tell how a page is turned, and how long a page may take."""

    program: str
    turns: bool = False
    seconds: float = PAGE_SECONDS

    def recognise(self, picture: Picture, stop: Event) -> str | None:
        """The text of a page; None where that takes too long or the program breaks down, or ``stop`` is set."""
        from tempfile import TemporaryFile

        with TemporaryFile() as file:
            file.write(_pgm(picture))
            file.seek(0)
            with self._started(file) as process:
                return self._answer(process, stop)

    def _started(self, file: IO[bytes]) -> subprocess.Popen[bytes]:
        """The program, with one thread and a low priority: whoever works at this machine goes first."""
        from subprocess import DEVNULL, PIPE, Popen

        command = [self.program, "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(DOTS_PER_INCH)]
        command += ["--psm", "1" if self.turns else "3"]
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        process = Popen(command, stdin=file, stdout=PIPE, stderr=DEVNULL, env=environment, start_new_session=True)  # noqa: S603
        with suppress(OSError, AttributeError):  # it has ended already, or this is Windows
            os.setpriority(os.PRIO_PROCESS, process.pid, PRIORITY)
        return process

    def _answer(self, process: subprocess.Popen[bytes], stop: Event) -> str | None:
        from subprocess import TimeoutExpired

        until = monotonic() + self.seconds
        while not stop.is_set() and monotonic() < until:
            with suppress(TimeoutExpired):
                text, _ = process.communicate(timeout=LOOK_SECONDS)
                return None if process.returncode else text.decode("utf-8", "replace")
        process.kill()
        return None


def find_tesseract() -> Tesseract:
    """The Tesseract on the path of the user. Raises MissingTesseractError."""
    import shutil

    program = shutil.which(PROGRAM)
    if program is None:
        message = tr(
            "--ocr needs the program Tesseract, which is not installed; "
            "on Debian and Ubuntu: apt install tesseract-ocr tesseract-ocr-fra"
        )
        raise MissingTesseractError(message)
    languages = _languages(program)
    if LANGUAGE not in languages:
        message = tr(
            "--ocr needs the French of Tesseract ({language}), which is not installed; "
            "on Debian and Ubuntu: apt install tesseract-ocr-fra"
        )
        raise MissingTesseractError(message.format(language=LANGUAGE))
    return Tesseract(program, turns=TURNED in languages)


def _languages(program: str) -> list[str]:
    """What Tesseract can read; nothing where it does not even start."""
    from subprocess import SubprocessError, run

    try:
        done = run([program, "--list-langs"], capture_output=True, timeout=LIST_SECONDS, check=False)  # noqa: S603
    except (OSError, SubprocessError):
        return []
    return done.stdout.decode("utf-8", "replace").split()


def _pgm(picture: Picture) -> bytes:
    """A picture in the format PGM; empty where it is not what it says, as of a worker that a file took over."""
    size = picture.width * picture.height
    try:
        dots = zlib.decompressobj().decompress(b64decode(picture.data), size + 1)
    except (ValueError, zlib.error):
        return b""
    return b"P5 %d %d 255\n%b" % (picture.width, picture.height, dots) if len(dots) == size else b""
