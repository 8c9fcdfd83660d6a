"""Serves an installation on this machine: `serve(directory, port)`.

Bound to the loopback address only: nothing here speaks https, and a password must not travel without it. Whoever
wants others to reach it puts a proxy in front. What an installation is made of: `installation`.
"""

import gc
import socket
import threading
from pathlib import Path

from gunicorn.app.base import BaseApplication

from reflectory.workspace.installation import open_installation

HOST = "127.0.0.1"
N_THREADS = 4


class PortTaken(Exception):
    """Another program listens there; the text says so and what to do."""


class _Server(BaseApplication):
    """Gunicorn with our few settings in place of its command line."""

    def __init__(self, *, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", f"{HOST}:{self.port}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("workers", 1)
        self.cfg.set("threads", N_THREADS)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("proc_name", "reflectory")
        self.cfg.set("post_worker_init", _tend)

    def load(self) -> object:
        from django.core.wsgi import (
            get_wsgi_application,
        )  # settings are read here, after `serve` has named the folder
        from django.urls import get_resolver

        application = get_wsgi_application()
        _ = get_resolver().url_patterns  # loads every page, so that the first reader does not wait for it
        # What is loaded by now stays to the end: a sweep of the garbage collector need not walk through it each time.
        gc.collect()
        gc.freeze()
        return application


def _tend(_worker: object) -> None:
    """Has done what is due, every minute, for as long as the server lives."""
    from reflectory.core.tending import keep_tending  # settings are read by now, and not before

    threading.Thread(target=keep_tending, args=(threading.Event(),), daemon=True).start()


def check_port(port: int) -> None:
    """Raises `PortTaken` where nothing could be served."""
    with socket.socket() as probe:
        # As gunicorn does, so that a server that has just stopped is not in its own way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            raise PortTaken(
                f"Port {port} on {HOST} cannot be used ({problem.strerror}). "
                f"Stop what listens there, or choose another with --port."
            ) from None


def serve(directory: Path, port: int = 8000) -> None:
    """Serves until interrupted, making the folder where there is none and bringing its database up to date.

    Raises `PortTaken` before anything is made.
    """
    check_port(port)
    open_installation(directory)
    _Server(port=port).run()
