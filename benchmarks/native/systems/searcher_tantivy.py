"""This project, engine tantivy."""

from __future__ import annotations

from functools import partial

from benchmarks.native.systems import searcher

prepare = partial(searcher.prepare, "tantivy")
index = partial(searcher.index, "tantivy")
ask = partial(searcher.ask, "tantivy")
