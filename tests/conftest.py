"""What every test file needs: one language, properties without a stopwatch, and the fixtures that several files use."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ["SEARCHER_LANG"] = "en"  # what tests read is English, whatever the locale of the machine

settings.register_profile("searcher", deadline=None, max_examples=200)
settings.load_profile("searcher")

pytest_plugins = [
    "browsing",
    "command_line",
    "engine_contract",
    "indexing",  # which those below import
    "cluster_indexes",
    "searching",
    "syncing",
    "web_pages",
    "working",
]
"""Modules beside this one, whose fixtures are known to every file; one of a file's own goes before them."""


def pytest_sessionfinish() -> None:
    """Stop the cluster that tests have started."""
    from real_cluster import stop_shared

    stop_shared()
