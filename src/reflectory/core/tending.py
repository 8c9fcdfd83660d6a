"""What an installation does by itself when it is due: each room registers its own, `tend` does all of it and ends.

`reflectory tend` does it once; a server does it every minute in a process of its own; `tend_soon` does it now. What a
room registers finds out by itself what is due, does it, and does nothing where nothing is: it may be called at any
time, twice too. No two processes tend one installation at once. What went wrong stands in a file until it goes well,
and the first page of those who run the installation says so.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.core.beside import start_beside
from reflectory.core.navigation import Need, needs
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer

FIRST, EVERY = 10.0, 60.0  # seconds after a server has started, and between two times
FAILED_FILE, LOCK_FILE = "tending-failed.json", "tending.lock"
HEADING = gettext_lazy("What does itself, and could not")
log = logging.getLogger(__name__)

# Says in a sentence each what it did; nothing where nothing was due.
Tend = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Tended:
    """One thing that is done by itself: what it is called for people, and the page on which it is mended by hand."""

    name: str
    do: Tend
    label: Any
    url_name: str


@dataclass(frozen=True)
class Done:
    """What came of one of them: what it did, or why it could not."""

    name: str
    label: Any
    sentences: tuple[str, ...] = ()
    failed: str = ""


_tends: dict[str, Tended] = {}


def register_tend(name: str, function: Tend, *, label: Any, url_name: str = "home") -> None:
    """Adds something that is done whenever it is due. Registered again under the same name, it replaces the first."""
    _tends[name] = Tended(name, function, label, url_name)


def tend() -> list[Done]:
    """Does everything that is due, in the order of its registration. One that fails keeps none of the others back."""
    with _alone():
        done = [_done(one) for one in _tends.values()]
        _keep({one.name: one.failed for one in done if one.failed})
    return done


def tend_soon() -> None:
    """Has it done beside the server once the transaction is through, for what should not wait a minute."""
    transaction.on_commit(_start)


def keep_tending(over: threading.Event, *, first: float = FIRST, every: float = EVERY) -> None:
    """Has it done again and again, each time in a process of its own that is waited for, until it is over."""
    pause = first
    while not over.wait(pause):
        start_beside("tend").wait()
        pause = every


def failures() -> dict[str, str]:
    """By name, why it could not be done the last time that it was tried."""
    try:
        kept = json.loads(_file(FAILED_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(why) for name, why in kept.items()} if isinstance(kept, dict) else {}


@needs
def could_not_be_done(viewer: Viewer, _on: date) -> Iterator[Need]:
    """For those who run the installation: what it could not do by itself, and why."""
    if not viewer.is_operator:
        return
    for name, why in failures().items():
        if name in _tends:
            one = _tends[name]
            label = _("{what} did not work: {why}").format(what=one.label, why=why)
            yield Need(label, reverse(one.url_name), None, HEADING, is_late=True)


def _done(one: Tended) -> Done:
    try:
        return Done(one.name, one.label, sentences=tuple(one.do()))
    except Refused as refused:
        return Done(one.name, one.label, failed=str(refused))
    except Exception as problem:  # whatever it is, it is told, and the others are done
        log.exception("%s failed", one.name)
        return Done(one.name, one.label, failed=f"{type(problem).__name__}: {problem}")


def _start() -> None:
    if getattr(settings, "RUNS_ARE_CARRIED_OUT_BESIDE", True):
        start_beside("tend")
    else:
        tend()


@contextmanager
def _alone() -> Iterator[None]:
    """Waits until no other process tends this installation; the lock dies with its process."""
    with _file(LOCK_FILE).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep(failed: dict[str, str]) -> None:
    path = _file(FAILED_FILE)
    if not failed:
        path.unlink(missing_ok=True)
        return
    hidden = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    hidden.write_text(json.dumps(failed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(hidden, path)


def _file(name: str) -> Path:
    return Path(settings.REFLECTORY_DIR) / name
