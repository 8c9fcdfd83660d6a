"""Carries a run out in a process of its own, so that nobody waits for a page and the server stays small.

The process is `carry_out_run`, a command of Django's. It tells every few seconds that it is there; one that died is
known by its silence, and its run can be started again from its page. Nothing is queued: a run begins at once.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from reflectory.core.beside import start_beside
from reflectory.sensemaking.actions import carry_out
from reflectory.sensemaking.models import Run


def start(run: Run) -> None:
    """Carries the run out once the transaction is through: beside the server, or here where tests say so."""
    transaction.on_commit(lambda: _start(run.pk))


def _start(pk: int) -> None:
    if getattr(settings, "RUNS_ARE_CARRIED_OUT_BESIDE", True):
        start_beside("carry_out_run", str(pk))  # what goes wrong is kept with the run
        return
    carry_out(Run.objects.get(pk=pk))
