"""Telling: what came in for the alerts → lines for a person, or a program's standard input."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from index.directory import IndexDirectory
from index.engines.protocol import StoreError
from index.language import tr, trn
from searcher.alerts.store import AlertHit, Alerts
from searcher.alerts.trying import try_alerts

SECONDS = 60.0
"""A program that is told of hits may take so long."""
Say = Callable[[str], None]


def after_update(folder: Path, say: Say, warn: Say, command: Sequence[str] = ()) -> None:
    """Try the alerts of an index directory on what an update brought, and say how many hits there are.

    They are handed to ``command`` if that is given. Whatever goes wrong is one line, a warning: it stops no watching.
    """
    try:
        with closing(IndexDirectory(folder)) as directory:
            count = try_alerts(directory)
        if count:
            say(trn("{n} new article for the alerts.", "{n} new articles for the alerts.", count))
        if command:
            tell(Alerts(folder), command, warn)
    except (StoreError, OSError) as error:
        warn(str(error))


def tell(alerts: Alerts, command: Sequence[str], warn: Say) -> bool:
    """Hand the hits that nobody was told of to ``command``; they are told once it has ended well. Whether it has."""
    hits = alerts.untold()
    failure = _failure(command, "".join(map(as_line, hits))) if hits else ""
    if failure:
        warn(
            tr("{command} failed: {reason}; the same hits are handed to it again").format(
                command=command[0], reason=failure
            )
        )
        return False
    alerts.mark_told(hits)
    return True


def as_line(hit: AlertHit) -> str:
    """A hit as a line of JSON: the article as in an answer, with the name of its alert and when it was found."""
    return json.dumps({"alert": hit.alert, "found": hit.found, **hit.article}, ensure_ascii=False) + "\n"


def _failure(command: Sequence[str], lines: str) -> str:
    """Run ``command``, without a shell, with ``lines`` on its input; what went wrong, empty where nothing did."""
    try:
        done = subprocess.run(  # noqa: S603  # it is the user's own command
            command, input=lines.encode("utf-8", "replace"), timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return tr("it took longer than {seconds} seconds").format(seconds=round(SECONDS))
    except OSError as error:
        return str(error.strerror)
    return tr("exit code {code}").format(code=done.returncode) if done.returncode else ""
