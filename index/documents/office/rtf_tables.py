"""Tables of Rich Text Format: a paragraph says in how many tables it is, and a mark ends each cell and each row."""

from __future__ import annotations

from index.documents.office.flow import Flow


class Tables:
    """The rows that are open in a flow, each within a cell of the one before."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._rows: list[bool] = []
        """Of each row, whether a cell is open."""

    def reach(self, level: int) -> None:
        """Go to where text in so many tables belongs: rows and cells begin with the first text that is in them."""
        while len(self._rows) > level:
            self.close_row()
        while len(self._rows) < level:
            self._open_cell()
            self.flow.open_row()
            self._rows.append(False)
        self._open_cell()

    def close_cell(self, level: int) -> None:
        """End a cell of the innermost of so many tables."""
        self.reach(level)
        self.flow.close_cell()
        self._rows[-1] = False

    def close_row(self) -> None:
        """End the innermost row."""
        if self._rows:
            if self._rows.pop():
                self.flow.close_cell()
            self.flow.close_row()

    def _open_cell(self) -> None:
        if self._rows and not self._rows[-1]:
            self.flow.enter()
            self._rows[-1] = True
