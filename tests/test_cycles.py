"""The search for cycles is put off, and comes back."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from index.sync import rare_collection
from index.sync.writing import ALLOCATIONS


@pytest.mark.parametrize(("before", "meanwhile"), [(700, ALLOCATIONS), (2 * ALLOCATIONS, 2 * ALLOCATIONS)])
def test_it_is_put_off_and_never_brought_forward(before: int, meanwhile: int) -> None:
    kept = gc.get_threshold()
    gc.set_threshold(before, *kept[1:])
    try:
        with rare_collection():
            during = gc.get_threshold()[0]
        assert (during, gc.get_threshold()[0]) == (meanwhile, before)
    finally:
        gc.set_threshold(*kept)


START = """
import gc, sys
import searcher.start
assert "click" not in sys.modules
sys.argv = ["searcher", "--version"]
try:
    searcher.start.main()
finally:
    print(gc.get_threshold()[0])
"""


def test_a_start_searches_seldom_from_before_the_rest_is_imported() -> None:
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == str(ALLOCATIONS)
