"""Effective number of groups of one theme, in a loop."""

from __future__ import annotations

from collections.abc import Sequence


def effective_groups(groups: Sequence[tuple[int, int]]) -> float:
    """Inverse Simpson of damped parts, each group (says, of)."""
    parts = [says / (1 + 0.1 * (of - 1)) for says, of in groups]
    total = sum(parts)
    return 1 / sum((part / total) ** 2 for part in parts) if total else 0.0
