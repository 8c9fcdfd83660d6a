"""An installation is brought up to date when it is opened."""

import pytest
from django.db import connection

from reflectory.workspace.installation import refresh_statistics
from tests import portfolio as a

pytestmark = pytest.mark.django_db


def test_sqlite_knows_how_its_tables_are_filled():
    a.team()
    refresh_statistics()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'programmes_team'")
        assert cursor.fetchone()[0] > 0
