"""The sum of an intake: everything that was received is used, excluded or failed, and each reason names its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

EMPTY = "empty"
SAME_KEY = "same_key"
HERE_ALREADY = "here_already"
TOO_LONG = "too_long"
NOT_AGREED = "not_agreed"
TOO_FEW = "too_few"
REASONS = {
    EMPTY: _("It holds no words."),
    SAME_KEY: _("Its key stands in the file more than once, so none of these rows was taken."),
    HERE_ALREADY: _("A text with its key is here already."),
    TOO_LONG: _("It has more than a million characters."),
    NOT_AGREED: _("Whoever answered has not agreed that it may be read and analysed."),
    TOO_FEW: _("Fewer people answered than the smallest group that is shown."),
}


def summed_up(
    *, used: int, excluded: Iterable[tuple[str, str]], failed: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """The sum as it is kept; each row that was left out is a place and a reason.

    >>> summed_up(used=2, excluded=[("row 3", "empty")], failed=[])["received"]
    3
    """
    out, wrong = list(excluded), list(failed)
    return {
        "received": used + len(out) + len(wrong),
        "used": used,
        "excluded": len(out),
        "failed": len(wrong),
        "reasons": [*_by_reason("excluded", out), *_by_reason("failed", wrong)],
    }


def in_words(reason: str) -> str:
    """The sentence of a reason."""
    return str(REASONS.get(reason, reason))


def _by_reason(outcome: str, rows: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    found: dict[str, list[str]] = defaultdict(list)
    for place, reason in rows:
        found[reason].append(place)
    return [
        {"outcome": outcome, "reason": reason, "n": len(places), "rows": places}
        for reason, places in found.items()
    ]
