"""What was expected, on the page of an ask and above its answers."""

from __future__ import annotations

from reflectory.core.panels import Panel, panel
from reflectory.core.visibility import Viewer
from reflectory.listening.expected import reckon, wrong_first
from reflectory.listening.models import Ask
from reflectory.listening.models.expectations import Expectation
from reflectory.listening.policies.expectations import can_expect


@panel("ask")
def of_ask(viewer: Viewer, ask: Ask) -> Panel | None:
    """How many claims there are, or the first step, for those who may write them."""
    rows = list(Expectation.objects.visible_to(viewer).filter(ask=ask))
    may = can_expect(viewer, ask)
    if not rows and (not may or ask.fixed_at is not None):
        return None
    n_locked = sum(row.locked_at is not None for row in rows)
    return Panel(
        "listening/expectations/panel.html",
        {"ask": ask, "n": len(rows), "n_locked": n_locked, "reckoning": reckon(rows)}, order=30,
    )  # fmt: skip


@panel("ask-answers")
def of_answers(viewer: Viewer, ask: Ask) -> Panel | None:
    """Where the team was wrong, before anything else is read."""
    rows = [
        row for row in Expectation.objects.visible_to(viewer).filter(ask=ask) if row.locked_at is not None
    ]
    if not rows:
        return None
    return Panel(
        "listening/expectations/beside_answers.html",
        {"ask": ask, "rows": wrong_first(rows), "reckoning": reckon(rows)}, order=10,
    )  # fmt: skip
