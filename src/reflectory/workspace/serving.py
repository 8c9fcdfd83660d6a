"""Serves an installation on this machine: `serve(directory, port)`.

Bound to the loopback address only, because there is no sign-in: whoever can open the page can read every
answer.
"""

import os
import secrets
import socket
from pathlib import Path

from gunicorn.app.base import BaseApplication

HOST = "127.0.0.1"
N_THREADS = 4
# As in config.environment, which reads what is kept here; a room does not import config, and a test
# compares the two.
SECRET_FILE = "secret-key"


class PortTaken(Exception):
    """Another program listens there; the text says so and what to do."""


def prepare_installation(directory: Path) -> None:
    """Makes the folder where there is none, and a secret key that only its owner can read, once."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / SECRET_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")


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

    def load(self) -> object:
        from django.core.wsgi import (
            get_wsgi_application,
        )  # settings are read here, after `serve` has named the folder

        return get_wsgi_application()


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
    """Serves until interrupted, making the folder where there is none.

    Raises `PortTaken` before anything is made.
    """
    check_port(port)
    directory = directory.expanduser().absolute()
    prepare_installation(directory)
    os.environ["REFLECTORY_DIR"] = str(directory)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reflectory.config.settings")
    _Server(port=port).run()
