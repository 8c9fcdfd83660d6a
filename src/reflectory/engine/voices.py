"""Who said what, ready to be counted: one row is one respondent, not one excerpt.

This is the table that every count and every trend starts from. It is for the questions "in how many
places", "how many people" and "does it change"; it does not hold any text. See `breadth`, `prevalence`,
`change`, `difference` and `saturation` for what is asked of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

MISSING = -1

RHO = 0.1  # likeness of people within a group, as met in answers to open questions; sets weights, not claims


@dataclass(frozen=True)
class Column:
    """A kind of grouping: a name for each code, and the code of each voice (`MISSING` where unknown)."""

    name: str
    values: tuple[str, ...]
    codes: NDArray[np.int64]


@dataclass(frozen=True)
class Voices:
    """Respondents and the themes that each of them speaks of.

    A respondent heard in two groups or in two periods has one row for each. A campaign (the same letter sent
    by many) is one row. `says` is boolean, shape (voices, themes). `time` is the middle of the period of each
    row in years (2021.5), `nan` where unknown; `period` has the same information as codes in order of time.
    `group` is the unit of independence, usually the government; without one, `group` is None. `respondent`
    has a code for each person, so that one heard in two periods is known to be one; without it each row is
    another person.
    """

    says: NDArray[np.bool_]
    group: Column | None = None
    period: Column | None = None
    time: NDArray[np.float64] | None = None
    kinds: tuple[Column, ...] = field(default=())
    respondent: NDArray[np.int64] | None = None

    @property
    def n_voices(self) -> int:
        return int(self.says.shape[0])

    @property
    def n_themes(self) -> int:
        return int(self.says.shape[1])

    def only(self, rows: NDArray[np.bool_]) -> Voices:
        """The same table with some of its rows."""
        return Voices(
            says=self.says[rows],
            group=_cut(self.group, rows),
            period=_cut(self.period, rows),
            time=None if self.time is None else self.time[rows],
            kinds=tuple(Column(kind.name, kind.values, kind.codes[rows]) for kind in self.kinds),
            respondent=None if self.respondent is None else self.respondent[rows],
        )


@dataclass(frozen=True)
class Tally:
    """Respondents in each occupied cell of a table: `of` were heard, `says` of them speak of each theme.

    Cells come in order of their codes; the counts are whole numbers, so the order of rows cannot matter.
    """

    codes: NDArray[np.int64]  # (cells, keys)
    of: NDArray[np.int64]  # (cells,)
    says: NDArray[np.int64]  # (cells, themes)


def tally(says: NDArray[np.bool_], *keys: NDArray[np.int64]) -> Tally:
    """Counts for every combination of codes that occurs. Rows with a `MISSING` code must be gone already."""
    codes, cell = distinct(*keys)
    n_cells, n_themes = codes.shape[0], says.shape[1]
    rows, themes = np.nonzero(says)
    counts = np.bincount(cell[rows] * n_themes + themes, minlength=n_cells * n_themes)
    return Tally(codes, np.bincount(cell, minlength=n_cells), counts.reshape(n_cells, n_themes))


def distinct(*keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The combinations of codes that occur, in order, and which of them each row has."""
    combined = np.zeros(keys[0].shape[0], dtype=np.int64)
    for key in keys:
        combined = combined * (int(key.max(initial=0)) + 2) + key + 1
    _, first, inverse = np.unique(combined, return_index=True, return_inverse=True)
    return np.stack([key[first] for key in keys], axis=1), inverse.reshape(-1)


def people(voices: Voices) -> Voices:
    """One row per person and group, whatever the period: a person says what they said in any of them."""
    if voices.respondent is None:
        return voices
    group = np.zeros_like(voices.respondent) if voices.group is None else voices.group.codes
    return _gather(voices, *distinct(voices.respondent, group), has_period=False)


def gather(
    *,
    respondent: NDArray[np.int64],
    mentions: tuple[NDArray[np.int64], NDArray[np.int64]],
    n_themes: int,
    group: Column | None = None,
    period: Column | None = None,
    time: NDArray[np.float64] | None = None,
    kinds: tuple[Column, ...] = (),
) -> Voices:
    """Voices from rows of text, several of which may come from one person.

    `mentions` are pairs (row, theme). However often a person says a thing, in however many rows, it counts
    once for each group and period in which they say it. A person with two values of a kind has none.
    """
    says = np.zeros((respondent.shape[0], n_themes), dtype=np.bool_)
    says[mentions] = True
    texts = Voices(says, group, period, time, kinds, respondent)
    when = periods_of(texts)
    none = np.zeros_like(respondent)
    keys = (none if group is None else group.codes, none if when is None else when.codes)
    return _gather(texts, *distinct(respondent, *keys), has_period=True)


def periods_of(voices: Voices) -> Column | None:
    """The periods of the voices, or one for each time that occurs where only times are known."""
    if voices.period is not None or voices.time is None:
        return voices.period
    times, codes = np.unique(voices.time, return_inverse=True)
    known = ~np.isnan(times)
    codes = np.where(np.isnan(voices.time), MISSING, codes).astype(np.int64)
    return Column("time", tuple(f"{time:g}" for time in times[known]), codes)


def _gather(voices: Voices, cells: NDArray[np.int64], cell: NDArray[np.int64], *, has_period: bool) -> Voices:
    n_cells = cells.shape[0]
    first = np.full(n_cells, cell.shape[0], dtype=np.int64)
    np.minimum.at(first, cell, np.arange(cell.shape[0]))
    says = np.zeros((n_cells, voices.n_themes), dtype=np.bool_)
    rows, themes = np.nonzero(voices.says)
    says[cell[rows], themes] = True
    return Voices(
        says=says,
        group=_cut(voices.group, first),
        period=_cut(voices.period, first) if has_period else None,
        time=voices.time[first] if has_period and voices.time is not None else None,
        kinds=tuple(_agreed(kind, cell, n_cells) for kind in voices.kinds),
        respondent=cells[:, 0],
    )


def _agreed(kind: Column, cell: NDArray[np.int64], n_cells: int) -> Column:
    """The one known value in each cell, `MISSING` where there is none or more than one."""
    known = kind.codes != MISSING
    low = np.full(n_cells, len(kind.values), dtype=np.int64)
    high = np.full(n_cells, MISSING, dtype=np.int64)
    np.minimum.at(low, cell[known], kind.codes[known])
    np.maximum.at(high, cell[known], kind.codes[known])
    return Column(kind.name, kind.values, np.where(low == high, high, MISSING))


def _cut(column: Column | None, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Column | None:
    return None if column is None else Column(column.name, column.values, column.codes[rows])


def damped(of: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much a group's respondents weigh together: n / (1 + RHO (n - 1)).

    People of one place resemble each other, so a further one adds less (Kish 1965, Survey Sampling, 5.4: the
    design effect of a cluster). With RHO = .1 one respondent weighs 1.0, ten weigh 10 / 1.9 = 5.3, a
    thousand weigh 1000 / 100.9 = 9.9, and nobody's flood weighs more than 10.
    """
    return of / (1.0 + RHO * (of - 1.0))
