"""What every test file needs: one language, and properties without a stopwatch."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ["SEARCHER_LANG"] = "en"  # what tests read is English, whatever the locale of the machine

settings.register_profile("searcher", deadline=None, max_examples=200)
settings.load_profile("searcher")
