"""Looks for themes in what people said in each year: `look_for_themes`. What the engine finds stays a suggestion.

Deterministic: the same words give the same themes. People of the demonstration decide on some of them where its
reports are written, see `published`.
"""

from __future__ import annotations

from datetime import date

from reflectory.core.visibility import Viewer
from reflectory.demonstration.teams import Taking
from reflectory.sensemaking.actions import begin_run, carry_out
from reflectory.sensemaking.models import Run

YEARS = (2021, 2022)


def look_for_themes(*, by: Viewer, taking: Taking) -> list[Run]:
    """For each year a run over all that was said in it, in whichever edition."""
    return [_run(by, taking, year) for year in YEARS]


def _run(by: Viewer, taking: Taking, year: int) -> Run:
    editions = [
        edition for edition in taking.editions.values() if edition.sources.filter(said_on__year=year).exists()
    ]
    run = begin_run(
        by=by, title=f"What we heard in {year}", editions=editions, first=date(year, 1, 1), last=date(year, 12, 31)
    )  # fmt: skip
    return carry_out(run)
