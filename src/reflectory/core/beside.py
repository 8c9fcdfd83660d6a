"""Starts a command of Django's in a process of its own beside the server, over the same installation.

For work that nobody should wait for. Nothing is queued, and whoever starts it is told nothing: what was done, or why
not, the command itself keeps where a page finds it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from django.conf import settings


def start_beside(command: str, *arguments: str) -> subprocess.Popen[bytes]:
    """The process that carries the command out. A server that is stopped lets it finish."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "django", command, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "reflectory.config.settings"),
            "REFLECTORY_DIR": str(settings.REFLECTORY_DIR),
        },
        start_new_session=True,
    )
    # Waited for, so that it leaves no trace among the processes once it is done.
    threading.Thread(target=process.wait, daemon=True).start()
    return process
