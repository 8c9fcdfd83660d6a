"""Carries a run out in a process of its own, so that nobody waits for a page and the server stays small.

The process is `carry_out_run`, a command of Django's. It tells every few seconds that it is there; one that died is
known by its silence, and its run can be started again from its page. Nothing is queued: a run begins at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from django.conf import settings
from django.db import transaction

from reflectory.sensemaking.actions import carry_out
from reflectory.sensemaking.models import Run


def start(run: Run) -> None:
    """Carries the run out once the transaction is through: beside the server, or here where tests say so."""
    transaction.on_commit(lambda: _start(run.pk))


def _start(pk: int) -> None:
    if getattr(settings, "RUNS_ARE_CARRIED_OUT_BESIDE", True):
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "django", "carry_out_run", str(pk)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # what goes wrong is kept with the run
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": os.environ.get(
                    "DJANGO_SETTINGS_MODULE", "reflectory.config.settings"
                ),
                "REFLECTORY_DIR": str(settings.REFLECTORY_DIR),
            },
            start_new_session=True,  # a server that is stopped lets it finish
        )
        # Waited for, so that it leaves no trace among the processes once it is done.
        threading.Thread(target=process.wait, daemon=True).start()
        return
    carry_out(Run.objects.get(pk=pk))
