"""Somebody who edits the small report, at their browser."""

import pytest
from django.test import Client

from reflectory.accounts.roles import EDITOR
from tests import portfolio as a


@pytest.fixture
def editor(small) -> Client:
    client = Client()
    client.force_login(a.account_with(EDITOR, on=small.edition))
    return client


@pytest.fixture
def lead(small) -> Client:
    client = Client()
    client.force_login(a.account_with("programme_lead", on=small.edition))
    return client
