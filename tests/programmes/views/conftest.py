"""What tests of these pages share: passwords hashed with what takes no time, and a server for a real browser."""

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def site(db, monkeypatch):  # noqa: ARG001  the test's transaction is what the server reads and writes in
    """The address of a server that answers from within the test's own transaction, which is then rolled back.

    The server of pytest-django empties the database after each test, and the audit, rightly, refuses that.
    """
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's own loop runs in this thread
    connection = connections["default"]
    connection.inc_thread_sharing()
    server = LiveServerThread("localhost", StaticFilesHandler, connections_override={"default": connection})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://localhost:{server.port}"
    server.terminate()
    connection.dec_thread_sharing()
