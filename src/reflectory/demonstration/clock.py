"""Lets what people did in the demonstration have happened on its day: `with clock_at(moment): …`.

Only for building the demonstration, in one thread: actions that ask Django what time it is are told `moment`. Where
an action takes a day or an instant, give it that instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def clock_at(moment: datetime) -> Iterator[datetime]:
    """Django's clock stands at `moment`, and goes on afterwards whatever happened meanwhile."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield moment
    finally:
        timezone.now = real
