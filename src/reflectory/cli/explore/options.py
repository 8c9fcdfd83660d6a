"""What can be asked of an exploration: plain values, so that reading the command line loads nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Options:
    """What was asked for, as on the command line."""

    source: Path
    text: str | None = None
    id: str | None = None
    respondent: str | None = None
    groups: tuple[str, ...] = ()
    date: str | None = None
    mask_file: Path | None = None
    out: Path | None = None
    n_themes: int | None = None
    seed: int = 0
    cluster: str | None = None
    embedder: str | None = None
    invented: bool = False

    def parameters(self) -> dict[str, Any]:
        """What shapes the result: not where it is written nor where it is worked out."""
        return {
            "text": self.text, "id": self.id, "respondent": self.respondent, "groups": list(self.groups),
            "date": self.date, "mask_file": self.mask_file.name if self.mask_file else None,
            "themes": self.n_themes, "seed": self.seed, "embedder": self.embedder, "invented": self.invented,
        }  # fmt: skip
