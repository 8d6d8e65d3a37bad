"""The cache of answers: what was made for a request is given again as long as the index is as it was."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from threading import Lock
from typing import TypeVar
from weakref import ReferenceType, ref

from flask import request

from index.directory import IndexDirectory
from index.language import language
from web.asking import ask, wants_fragment

MB = 2**20
MOST_BYTES, LARGEST = 16 * MB, MB // 4
"""Maximum sizes in bytes of the cache, which evicts the least recently used answers, and of one answer."""

Made = TypeVar("Made")


class AnswerCache:
    """Answers made of one commit of an index, by all that they depend on. Safe in several threads.

    ``trouble`` is what the pages say beside what was asked.
    """

    def __init__(self, directory: IndexDirectory, trouble: Callable[[], str], most: int = MOST_BYTES) -> None:
        self._directory = directory
        self._trouble = trouble
        self._most = most
        self._lock = Lock()
        self._commit: ReferenceType[object] = ref(self)  # none yet
        self._answers = OrderedDict[Hashable, bytes]()
        self._bytes = 0

    def answer(self, make: Callable[[], bytes | Made]) -> bytes | Made:
        """What ``make`` answers to the request; what is no bytes, as what leads elsewhere, is made each time."""
        commit, asked = ask(self._directory, lambda engine: engine.commit()), self._asked()
        with self._lock:
            known = self._known(commit, asked)
        if known is not None:
            return known
        made = make()
        if isinstance(made, bytes) and len(made) <= LARGEST:
            with self._lock:
                self._keep(commit, asked, made)
        return made

    def _asked(self) -> Hashable:
        """All that an answer depends on beside the index."""
        place = request.root_url, request.path, request.query_string
        return *place, wants_fragment(), language(), self._trouble(), date.today()

    def _known(self, commit: object, asked: Hashable) -> bytes | None:
        """The cached answer, marked as most recently used; the cache is cleared if the commit has changed."""
        if self._commit() is not commit:
            self._answers.clear()
            self._bytes, self._commit = 0, ref(commit)
        if asked in self._answers:
            self._answers.move_to_end(asked)
        return self._answers.get(asked)

    def _keep(self, commit: object, asked: Hashable, made: bytes) -> None:
        """Keep an answer, unless there is a newer commit by now."""
        if self._commit() is not commit or asked in self._answers:
            return
        self._answers[asked] = made
        self._bytes += len(made)
        while self._bytes > self._most:
            self._bytes -= len(self._answers.popitem(last=False)[1])
