"""Language: messages for people in French or English, by the user's locale."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "searcher"
FOLDER = Path(__file__).parent / "translations"


_REQUESTED: ContextVar[str] = ContextVar("requested", default="")


def language() -> str:
    """``fr`` or ``en``: the language of the request that is answered, else that of the user's environment.

    There it is ``SEARCHER_LANG``, else the first of ``LC_ALL``, ``LC_MESSAGES``, ``LANG`` that is set.
    """
    if requested := _REQUESTED.get():
        return requested
    names = ("SEARCHER_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "fr" if said.lower().startswith("fr") else "en"


def answer_in(requested: str) -> None:
    """Have messages of this thread in the language that a request asks for, or with "" in that of the environment."""
    _REQUESTED.set(requested)


def speak(domain: str) -> None:
    """Have what a library passes through ``gettext`` come from our catalogue ``domain``, in the user's language."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(domain, FOLDER)
    gettext.textdomain(domain)


class Message(str):  # noqa: SLOT000  # few are kept, and they have defaults
    """A message in the language it was made in, with what it was made of: ``again`` says it in another one."""

    source = ""
    values: Mapping[str, object] = {}

    def format(self, *args: object, **values: object) -> Message:
        """The message with its values filled in."""
        made = Message(super().format(*args, **values))
        made.source, made.values = self.source, values
        return made


def again(message: str) -> str:
    """``message`` in the language of now, where ``tr`` made it, else as it is: who reads it may not be who met it."""
    if not isinstance(message, Message) or not message.source:
        return message
    said = _translated(message.source)
    values = {name: again(value) if isinstance(value, str) else value for name, value in message.values.items()}
    return said.format(**values) if values else said


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, FOLDER, languages=[name], fallback=True)


def tr(message: str) -> str:
    """``message`` in the user's language."""
    return _translated(message)


def _translated(message: str) -> Message:
    said = Message(_catalogue(language()).gettext(message))
    said.source = message
    return said


def plural(one: str, many: str, count: int) -> str:
    """The singular or plural for ``count``, in the user's language, as it is in the catalogue."""
    return _catalogue(language()).ngettext(one, many, count)


def trn(one: str, many: str, count: int) -> str:
    """The singular or plural for ``count``, in the user's language, with ``{n}`` filled in."""
    return plural(one, many, count).format(n=grouped(count))


def grouped(count: int) -> str:
    """``count`` with its digits in groups of three."""
    return f"{count:,}".replace(",", "\u202f")
