"""Names: what the indices of a generation are called in the cluster."""

from __future__ import annotations

from typing import NamedTuple


class Names(NamedTuple):
    """The indices of the generation ``prefix``."""

    prefix: str

    @property
    def articles(self) -> str:
        """The entries of articles."""
        return f"{self.prefix}-articles"

    @property
    def passages(self) -> str:
        """The entries of passages."""
        return f"{self.prefix}-passages"

    @property
    def control(self) -> str:
        """What can be seen, and who writes."""
        return f"{self.prefix}-control"

    @property
    def all(self) -> str:
        """All of them."""
        return f"{self.prefix}-*"
