"""The search for cycles is put off, and comes back."""

from __future__ import annotations

import gc

import pytest

from index.cycles import ALLOCATIONS, seldom_searched


@pytest.mark.parametrize(("before", "meanwhile"), [(700, ALLOCATIONS), (2 * ALLOCATIONS, 2 * ALLOCATIONS)])
def test_it_is_put_off_and_never_brought_forward(before: int, meanwhile: int) -> None:
    kept = gc.get_threshold()
    gc.set_threshold(before, *kept[1:])
    try:
        with seldom_searched():
            during = gc.get_threshold()[0]
        assert (during, gc.get_threshold()[0]) == (meanwhile, before)
    finally:
        gc.set_threshold(*kept)
