"""What is kept beside the database, letters and files, lies in a folder of its own; what is planted is planted once."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.test import override_settings
from django.utils.functional import cached_property

from tests.leaks.planted import Planted, plant
from tests.leaks.reading import Watched


@pytest.fixture(scope="module")
def _all_planted(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Planted]:  # noqa: ARG001  what needs the tables
    kept = override_settings(
        REFLECTORY_DIR=tmp_path_factory.mktemp("leaks"),
        EMAIL_BACKEND="reflectory.core.mail.FolderBackend",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with kept, django_db_blocker.unblock(), transaction.atomic():
        yield plant()
        transaction.set_rollback(True)


@pytest.fixture
def planted(_all_planted: Planted, db) -> Planted:  # noqa: ARG001  a savepoint of its own
    """Everything there is, the same rows for all tests of a module; what a test changes is taken back after it."""
    cache.clear()
    return _all_planted


@pytest.fixture
def read_words(monkeypatch) -> set[str]:
    """Which words of its address a page read; to be emptied before a page is asked."""
    watched = cached_property(lambda request: Watched(request.META.get("QUERY_STRING", "")))
    watched.__set_name__(WSGIRequest, "GET")
    monkeypatch.setattr(WSGIRequest, "GET", watched)
    Watched.seen.clear()
    return Watched.seen
