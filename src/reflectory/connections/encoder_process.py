"""A process of its own that runs the multilingual embedding, so that several cores can.

This module is both ends: `EncoderProcess` asks and `python -m reflectory.connections.encoder_process` answers
until its input ends, so none outlives the process that started it, even one that was killed. It is started as
a program and not through `multiprocessing`, which would run the caller's own script again in each child.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import CancelledError
from typing import IO

import numpy as np

from reflectory.connections.encoder_start import end, start_encoder
from reflectory.engine.embedding import Matrix, MultilingualEmbedder
from reflectory.engine.parallel import one_blas_thread

_LENGTH = 8  # bytes before each message: how long it is


class EncoderProcess:
    """The asking end; one caller at a time. A process that died is replaced for the next request."""

    def __init__(self, started: subprocess.Popen[bytes] | None = None) -> None:
        self._process = started
        self._has_answered = False
        self._stopped = False
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Matrix | None:
        """The vectors; None where the process cannot be started or died. CancelledError once stopped."""
        process = self._running()
        answer = None if process is None else _exchange(process, json.dumps(list(texts)).encode("ascii"))
        if self._stopped:
            raise CancelledError
        if answer is None:
            self._end(process)
            return None
        self._has_answered = True
        return np.asarray(np.load(io.BytesIO(answer), allow_pickle=False), dtype=np.float32)

    def stop(self) -> None:
        """Ends the process for good, also in the middle of a request; from any thread."""
        with self._lock:
            self._stopped = True
            process = self._process
        self._end(process)

    def _running(self) -> subprocess.Popen[bytes] | None:
        """The process, started where there is none. One that died before it ever answered stays as it is."""
        with self._lock:
            has_died = self._process is not None and self._process.poll() is not None and self._has_answered
            if not self._stopped and (self._process is None or has_died):
                self._end(self._process)
                with contextlib.suppress(OSError):
                    self._process = start_encoder()
            return self._process

    def _end(self, process: subprocess.Popen[bytes] | None) -> None:
        if process is not None:
            end(process)


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytes | None:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        _send(process.stdin, request)
        return _receive(process.stdout)
    except (OSError, ValueError):  # ValueError: the pipe was closed by `stop`
        return None


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(len(message).to_bytes(_LENGTH, "little") + message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    """The next message, None when the other end has gone."""
    length = pipe.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    size = int.from_bytes(length, "little")
    message = pipe.read(size)
    return message if len(message) == size else None


def answer(asks: IO[bytes], answers: IO[bytes]) -> None:
    """Answers until nothing more is asked."""
    embedder = MultilingualEmbedder()
    embedder.embed(["Load."])  # before anything is asked: whoever starts this wants the next answer soon
    with one_blas_thread():
        while (request := _receive(asks)) is not None:
            held = io.BytesIO()
            np.save(held, embedder.embed(json.loads(request)), allow_pickle=False)
            _send(answers, held.getvalue())


def _main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the answers
    with contextlib.suppress(BrokenPipeError):
        answer(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
