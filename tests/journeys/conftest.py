"""The demonstration, built once and served as anybody would serve it, and people who walk through it.

Nothing here uses the tests' own database: the pages come from `reflectory serve` over a real socket. Each worker of a
test run serves a copy of its own; what a person on a journey does is in `people`.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.people import PASSWORD, SCREENS, address_of, sign_in

COMMAND = [sys.executable, "-c", "from reflectory.cli import main; main()"]


def _environment() -> dict[str, str]:
    """The tests' own, without what would lead the commands to another installation or database."""
    return {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REFLECTORY_DIR"}
    }


def environment_of(installation: Path) -> dict[str, str]:
    """That of a process which works on one installation without the command line."""
    return {
        **_environment(), "DJANGO_SETTINGS_MODULE": "reflectory.config.settings", "REFLECTORY_DIR": str(installation),
    }  # fmt: skip


def run(*arguments: str | Path) -> str:
    """What a `reflectory` command says when it has done its work."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], env=_environment(), capture_output=True, text=True, timeout=240,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def serving(installation: Path) -> Iterator[str]:
    """The address at which `reflectory serve` answers for the folder, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*COMMAND, "serve", "--dir", str(installation), "--port", str(port)],
        env=_environment(), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, "the server stopped before it answered"
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The folder of the demonstration, built by whichever worker comes first."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "demonstration-of-the-journeys"
    with (shared / "journeys.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            run("demo", "--dir", unfinished, "--no-serve")
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def served(built, tmp_path_factory) -> Iterator[str]:
    """The address of a demonstration that this worker has to itself."""
    own = tmp_path_factory.mktemp("journeys") / "demonstration"
    shutil.copytree(built, own)
    with serving(own) as address:
        yield address


@pytest.fixture(scope="session")
def signed_in_once() -> dict[str, object]:
    """What a browser keeps after each role has signed in: signing in is slow on purpose, and one journey's matter."""
    return {}


@pytest.fixture
def person(chromium: Browser, served: str, signed_in_once) -> Iterator[Callable[..., Page]]:
    """Opens a browser for somebody: `person("lead", screen="phone")`. Errors in the browser's console fail the test."""
    contexts = []
    complaints: list[str] = []

    def opened(
        role: str | None, *, screen: str = "desk", mode: str = "light", has_scripts: bool = True
    ) -> Page:
        if role and role not in signed_in_once:
            with_scripts = chromium.new_context(base_url=served)
            page = with_scripts.new_page()
            sign_in(page, email=address_of(role), password=PASSWORD)
            signed_in_once[role] = with_scripts.storage_state()
            with_scripts.close()
        context = chromium.new_context(
            base_url=served, color_scheme=mode, java_script_enabled=has_scripts,
            storage_state=signed_in_once.get(role), **SCREENS[screen],
        )  # fmt: skip
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        return page

    yield opened
    for context in contexts:
        context.close()
    # A page that is refused or not found is told on the console too; the tests look at those themselves.
    assert [one for one in complaints if "the server responded with a status of" not in one] == []
