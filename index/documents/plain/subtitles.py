"""Subtitles: ``.srt`` and ``.vtt`` → paragraphs, each with the time at which it begins."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index.documents.damage import guarded
from index.documents.drafts import About, Block, Piece, Source, title_of_name
from index.documents.text.encoding import decode
from index.documents.text.paragraphs import LINE_ENDS
from index.model import Fault

ENOUGH = 300
"""A paragraph of so many code points ends with the next sentence."""
TOO_LONG = 900
"""And one of so many ends anyhow."""
PAUSE = 4
"""Seconds without a word that end a paragraph after a sentence."""
LONG_PAUSE = 30
"""And those that end it anyhow."""
_TIMES = re.compile(r"\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,]\d{1,3})?\s*-->\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})")
_SPEAKER = re.compile(r"<v(?:\.[\w.-]{1,40})?[ \t]+([^<>]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z\d][^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}")
_SENTENCE_END = re.compile(r"""[.!?…♪][»”"’)\]\s]*$""")
_HEADER = re.compile(r"WEBVTT[ \t]+(?:[-–—:][ \t]*)?(\S.*)")


class Cue(NamedTuple):
    """What is shown at one time, in seconds."""

    start: int
    end: int
    lines: tuple[str, ...]


@guarded
def read_subtitles(source: Source) -> Iterator[Piece]:
    """The subtitles of a film as paragraphs: cues joined up to the end of a sentence."""
    text = decode(source.stream.read())
    lines = LINE_ENDS.split(text)
    blocks = [Block(paragraph) for paragraph in _paragraphs(_cues(lines))]
    if not blocks:
        yield Fault("damaged" if text.strip() else "empty")
        return
    header = _HEADER.fullmatch(lines[0])
    yield About(title=header[1].strip() if header else title_of_name(source.file))
    yield from blocks


def _cues(lines: Iterable[str]) -> Iterator[Cue]:
    """The cues: lines after one with times, up to an empty one. What else there is, numbers, notes, styles, is none."""
    times: re.Match[str] | None = None
    shown: list[str] = []
    for line in (*lines, ""):
        match = _TIMES.match(line)
        if times and (match or not line.strip()):
            yield Cue(_seconds(times[1], times[2], times[3]), _seconds(times[4], times[5], times[6]), tuple(shown))
            times = None
        if match:
            times, shown = match, []
        elif times:
            shown.append(_plain(line))


def _plain(line: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", _SPEAKER.sub(r"\1 : ", line))).split())


def _seconds(hours: str | None, minutes: str, seconds: str) -> int:
    return 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds)


def _paragraphs(cues: Iterable[Cue]) -> Iterator[str]:
    start, text = 0, ""
    before = Cue(0, 0, ())
    for cue in cues:
        words, pause = _new_words(cue, before), cue.start - before.end
        if text and words and _is_whole(text, pause):
            yield _timed(start, text)
            text = ""
        start = start if text else cue.start
        text = f"{text} {words}".strip()
        before = cue
    if text:
        yield _timed(start, text)


def _new_words(cue: Cue, before: Cue) -> str:
    """What a cue shows that was not on the screen just before: live captions roll up line by line."""
    stays = before.lines if cue.start <= before.end else ()
    return " ".join(line for line in cue.lines if line and line not in stays)


def _is_whole(text: str, pause: int) -> bool:
    if pause >= LONG_PAUSE or len(text) >= TOO_LONG:
        return True
    return (pause >= PAUSE or len(text) >= ENOUGH) and _SENTENCE_END.search(text, max(0, len(text) - 12)) is not None


def _timed(start: int, text: str) -> str:
    return f"[{start // 3600:02}:{start // 60 % 60:02}:{start % 60:02}] {text}"
