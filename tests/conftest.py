"""What every room's tests share: one thread per process, an installation folder of their own, and the tools.

A tool that is missing (a browser, pdftotext) fails the test in CI, where script/test installs it; on a
person's machine the test is skipped and says why.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# Playwright keeps an event loop in the thread that the tests use the database from; nothing here runs in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Before numpy is imported anywhere: the answers do not depend on it, the time that two workers take does.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import pytest  # noqa: E402 - the threads above must be set before anything imports numpy
from playwright.sync_api import Browser, sync_playwright  # noqa: E402 - as above, threads first

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
]


def find_tool(*names: str, package: str) -> str:
    """The path of a program; where there is none, CI fails, a person's run skips, both saying what to do."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    reason = f"{names[0]} is not here: install it (Debian, Ubuntu: sudo apt-get install {package})"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """The path of Poppler's pdftotext."""
    return find_tool("pdftotext", package="poppler-utils")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless browser for all tests of a worker; each test opens contexts of its own."""
    path = find_tool("chromium", "chromium-browser", "google-chrome", package="chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(db):  # noqa: ARG001  the test's transaction is what the server reads and writes in
    """The address of a server that answers from within the test's own transaction, which is then rolled back.

    The server of pytest-django empties the database after each test, and the audit, rightly, refuses that.
    """
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.db import connections
    from django.test.testcases import LiveServerThread

    class LendingServer(ThreadedWSGIServer):
        """A thread that outlives its test (a browser keeps lines open) leaves the lent connection alone."""

        def _close_connections(self) -> None:
            return

    connection = connections["default"]
    connection.inc_thread_sharing()
    server = LiveServerThread("localhost", StaticFilesHandler, connections_override={"default": connection})
    server.server_class = LendingServer
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://localhost:{server.port}"
    server.terminate()
    connection.dec_thread_sharing()


def pytest_configure(config: pytest.Config) -> None:
    """Registers the one marker there is."""
    config.addinivalue_line(
        "markers", "browser: looks at pages in a real browser; left out by script/test --quick"
    )


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """A password costs a tenth of a second on purpose; here it is nobody's."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def in_english() -> None:
    """A page in another language leaves its language to whatever runs next; each test begins in English."""
    from django.utils import translation

    translation.activate("en-gb")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser that is closed leaves the test server's threads in the middle of an answer: no mistake of ours."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))
            item.add_marker(
                pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
            )
