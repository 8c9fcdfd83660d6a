"""Carries out one run: what `starting` begins beside the server. For people there are the pages."""

from __future__ import annotations

import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from reflectory.sensemaking.actions import carry_out
from reflectory.sensemaking.models import Run

EVERY = 10.0  # seconds


class Command(BaseCommand):
    """`python -m django carry_out_run 12`"""

    help = "Carries out one run of the engine that was begun in the workspace."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int)

    def handle(self, *_args: Any, **options: Any) -> None:
        run = Run.objects.get(pk=options["run"])
        over = threading.Event()
        teller = threading.Thread(target=_tell, args=(run.pk, over), daemon=True)
        teller.start()
        try:
            carry_out(run)
        finally:
            over.set()
            teller.join()


def _tell(pk: int, over: threading.Event) -> None:
    """Says that the run is being carried out, again and again, on a connection of its own."""
    while not over.wait(EVERY):
        Run.objects.filter(pk=pk, state="running").update(seen_at=timezone.now())
    connection.close()
