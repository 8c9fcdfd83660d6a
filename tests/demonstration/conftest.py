"""The whole portfolio, loaded once for all tests here that follow each other; each test's changes are undone."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from reflectory.core.visibility import system
from reflectory.demonstration.loading import load

TODAY = date(2026, 3, 4)
_kept: dict[str, Any] = {"stays": False}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Notes whether the test that comes next wants the portfolio too: loading it takes half a minute."""
    _kept["stays"] = nextitem is not None and "loaded" in getattr(nextitem, "fixturenames", ())


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):  # noqa: ARG001 - the database must be there first
    with django_db_blocker.unblock():
        if "whole" not in _kept:
            _kept["within"] = transaction.atomic()
            _kept["within"].__enter__()
            _kept["whole"] = load(by=system("Demonstration"), today=TODAY)
        yield _kept["whole"]
        if not _kept["stays"]:
            del _kept["whole"]
            transaction.set_rollback(True)
            _kept.pop("within").__exit__(None, None, None)


@pytest.fixture
def portfolio(loaded):
    with transaction.atomic():
        yield loaded
        transaction.set_rollback(True)
