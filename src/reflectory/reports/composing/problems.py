"""What stands in the way of publishing, in a sentence that says where and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Nothing is published while there is one. `piece` names the row to mend: "quote 12"."""

    code: str
    where: str
    sentence: str
    piece: str = ""
