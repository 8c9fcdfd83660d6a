"""Does what is due and ends: what a server starts every minute. For people there is `reflectory tend`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from reflectory.core.tending import tend


class Command(BaseCommand):
    """`python -m django tend`"""

    help = "Does what the installation does by itself when it is due."

    def handle(self, *_args: Any, **_options: Any) -> None:
        tend()
