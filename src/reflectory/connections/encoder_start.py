"""Starts the process that runs the multilingual embedding, if need be before anybody knows what it will be asked.

Loading the encoder takes longer than most small files take to read, so a command that will probably need it
starts it first and loads everything else meanwhile. This module imports nothing slow. What is asked of the
process is in `encoder_process`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_waiting: list[subprocess.Popen[bytes]] = []


def start_encoder() -> subprocess.Popen[bytes]:
    """A process that loads the encoder and then answers."""
    return subprocess.Popen(
        # -P: what lies in the folder where the command is run is data and not to be imported.
        [sys.executable, "-P", "-m", "reflectory.connections.encoder_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # an error is met again, and told, where its work is then done: here
        env={**os.environ, **_ONE_THREAD},
        start_new_session=True,  # Ctrl-C is for the process that asks
    )


def warm_up(n: int) -> None:
    """Starts `n` encoders that `take_warm` hands over; none where they cannot be started."""
    with contextlib.suppress(OSError):
        while len(_waiting) < n:
            _waiting.append(start_encoder())


def take_warm() -> list[subprocess.Popen[bytes]]:
    """The encoders that were started early, once."""
    taken = _waiting.copy()
    _waiting.clear()
    return taken


def cool_down() -> None:
    """Ends encoders that were started early and that nobody took."""
    for process in take_warm():
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and leaves no pipe open."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError, ValueError):
                pipe.close()
