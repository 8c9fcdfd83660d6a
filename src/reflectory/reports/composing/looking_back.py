"""What became of the last report's advice, as a report tells readers of it: how often, and why, never by whom.

A decision is an edition's, and its reason its lead's; where few have decided, counts and reasons would point at one. So
advice that fewer than the floor have decided on is named, and nothing is told of it. No total over all advice is told
either, so that nothing can be worked out from what is hidden. Reading all decisions is in `reports.advising`.
"""

from __future__ import annotations

from collections.abc import Sequence

from reflectory.engine.disclosure import FLOOR
from reflectory.press.publication.content import Outcome, Reason
from reflectory.reports import advising
from reflectory.reports.models import Use


def outcomes(rows: Sequence[advising.Became], *, floor: int = FLOOR) -> tuple[Outcome, ...]:
    """One for each piece of advice, in the order of the report that gave it."""
    return tuple(_outcome(row, floor) for row in rows)


def _outcome(row: advising.Became, floor: int) -> Outcome:
    advice = row.recommendation
    key, audience = f"a{advice.pk}", str(advice.get_audience_display())
    if 0 < row.n < floor:
        return Outcome(key, advice.action, audience, 0, 0, 0, (), is_hidden=True)
    return Outcome(
        key, advice.action, audience, row.counts["adopted"], row.counts["adapted"], row.counts["rejected"],
        _reasons(row.uses),
    )  # fmt: skip


def _reasons(uses: Sequence[Use]) -> tuple[Reason, ...]:
    """By decision and then by their words: the order of editions would tell whose they are."""
    found = [Reason(use.decision, " ".join(use.why.split()), " ".join(use.result.split())) for use in uses]
    return tuple(sorted(found, key=lambda one: (advising.DECISIONS.index(one.decision), one.why, one.result)))
