"""Asking: what a request says, and the question put to the engine that is current."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import request

from index.directory import IndexDirectory
from index.engines.protocol import Engine

Answered = TypeVar("Answered")


class NumberError(ValueError):
    """A number of a request that is none, or too small or too great; the message says which are right."""


def ask(directory: IndexDirectory, question: Callable[[Engine], Answered]) -> Answered:
    """What the current engine answers to ``question``.

    Where another index takes its place in the midst of a question that then fails, the new one is asked again.
    Raises StoreError where the index cannot be read, NoIndexError where there is none.
    """
    engine = directory.engine()
    try:
        return question(engine)
    except Exception:
        if directory.engine() is engine:
            raise
    return question(directory.engine())


def asked_number(name: str, default: int, most: int) -> int:
    """The number ``name`` of the request, from 1 to ``most``, or ``default`` where it is absent. Raises NumberError."""
    text = request.args.get(name, "")
    try:
        value = int(text) if text else default
    except ValueError:
        value = 0
    if not 1 <= value <= most:
        raise NumberError(f"{name} has to be a whole number from 1 to {most}")
    return value


def wants_all() -> bool:
    """Whether the request asks for articles that hold all the words only."""
    return request.args.get("all") == "1"
