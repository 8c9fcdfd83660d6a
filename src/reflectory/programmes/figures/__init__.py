"""The figures of programmes: importing this registers them with `core.ledger`.

Who was worked with is in `worked_with`, what was done in `work`. Both begin from the same few queries, in
`taking_part`.
"""

from reflectory.programmes.figures import work, worked_with

__all__ = ["work", "worked_with"]
