"""Recent: what was found last, kept in memory for the questions that follow."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from itertools import islice
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values of the last ``most`` keys or so. Safe in several threads; any value may be gone the next moment."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """The value of ``key``, if it is still there."""
        return self._values.get(key)

    def update(self, values: Mapping[Key, Value]) -> None:
        """Keep ``values``; half of the oldest go where there are too many."""
        with self._lock:
            self._values.update(values)
            if len(self._values) > self._most:
                for key in list(islice(self._values, len(self._values) - self._most // 2)):
                    del self._values[key]
