"""The whole portfolio, loaded once for the tests of a module; each test's changes are undone."""

from datetime import date

import pytest
from django.db import transaction

from reflectory.core.visibility import system
from reflectory.demonstration.loading import load

TODAY = date(2026, 3, 4)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):  # noqa: ARG001 - the database must be there first
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(by=system("Demonstration"), today=TODAY)
        transaction.set_rollback(True)


@pytest.fixture
def portfolio(loaded):
    with transaction.atomic():
        yield loaded
        transaction.set_rollback(True)
