"""This project, engine whoosh."""

from __future__ import annotations

from functools import partial

from benchmarks.native.systems import searcher

prepare = partial(searcher.prepare, "whoosh")
index = partial(searcher.index, "whoosh")
ask = partial(searcher.ask, "whoosh")
