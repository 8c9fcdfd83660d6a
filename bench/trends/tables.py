"""What the measurements share: seeds, naive tests to stand beside, and tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from bench.trends.simulate import Invented


@dataclass(frozen=True)
class Table:
    title: str
    note: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        lines = [f"### {self.title}", "", self.note, "", _line(self.heads), _line("---" for _ in self.heads)]
        return "\n".join([*lines, *(_line(row) for row in self.rows), ""])


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def seeds(name: str, n: int) -> range:
    """As many seeds as asked for, others for each name."""
    first = int.from_bytes(blake2b(name.encode(), digest_size=6).digest(), "big")
    return range(first, first + n)


def rate(by_world: Sequence[Sequence[float]]) -> str:
    """A share in percent and its standard error, worlds being what is independent."""
    sums = np.array([(sum(values), len(values)) for values in by_world if len(values)], dtype=np.float64)
    if sums.size == 0:
        return "–"
    share = sums[:, 0].sum() / sums[:, 1].sum()
    apart = sums[:, 0] - share * sums[:, 1]
    error = np.sqrt((apart**2).sum()) / sums[:, 1].sum()
    return f"{100 * share:.1f} (± {100 * error:.1f})"


def chi_square(made: Invented, code: NDArray[np.int64]) -> NDArray[np.float64]:
    """The naive test: passages about a theme against passages about anything else, over periods or kinds."""
    n = np.bincount(code, weights=made.passages)
    heard = n > 0
    about = np.stack([np.bincount(code, weights=column, minlength=n.size) for column in made.about.T], axis=1)
    n, about = n[heard][:, None], about[heard]
    share = about.sum(axis=0) / n.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = ((about - n * share) ** 2 / (n * share * (1 - share))).sum(axis=0)
    return np.asarray(stats.chi2.sf(np.nan_to_num(distance), len(n) - 1), dtype=np.float64)
