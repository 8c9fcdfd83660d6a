"""A sample of a table's rows that does not depend on their order.

Guesses about columns need some rows, not all. Rows with the smallest checksums are kept, so the same rows are
drawn from a file however it is sorted, and a file of up to `SAMPLE_ROWS` rows is taken whole.
"""

from __future__ import annotations

import heapq
import zlib

from reflectory.intake.tables import Position, Table

SAMPLE_ROWS = 5_000
_CELL_CHARS = 4_000  # enough to know what a cell is like; a thousand long documents stay small


class Sample:
    """The cells of the sampled rows by column, and how many rows there were in all."""

    def __init__(self, table: Table, told: Position | None = None, size: int = SAMPLE_ROWS) -> None:
        kept: list[tuple[int, list[str]]] = []
        whole_below = 1 << 32
        self.n_rows = 0
        self.n_whole = 0
        for _, cells in table.rows(told):
            self.n_rows += 1
            if not cells or isinstance(cells, str):
                continue
            self.n_whole += 1
            checksum = zlib.crc32("\x1f".join(cells).encode("utf-8", "surrogatepass"))
            if checksum <= whole_below:
                kept.append((checksum, [cell[:_CELL_CHARS] for cell in cells]))
                if len(kept) >= 2 * size:
                    kept = heapq.nsmallest(size, kept)
                    whole_below = kept[-1][0]
        rows = heapq.nsmallest(size, kept)
        self.columns: list[list[str]] = [[cells[at] for _, cells in rows] for at in range(len(table.names))]
