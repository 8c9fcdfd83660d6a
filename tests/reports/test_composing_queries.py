"""Composing asks as much of the database for three programmes as for one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reflectory.reports.actions.pieces import add_figure, add_programme_block
from reflectory.reports.composing import compose
from reflectory.reports.models import Report
from tests import portfolio as a

pytestmark = pytest.mark.django_db


def asked(report):
    with CaptureQueriesContext(connection) as found:
        compose(Report.objects.get(pk=report.pk))
    return [one["sql"] for one in found.captured_queries]


def test_three_programmes_take_as_many_queries_as_one(small):
    before = asked(small.report)
    place = a.organisation("Saltgrass County", "county", latitude=44.0, longitude=-93.0)
    for n in range(2):
        programme = a.programme(f"Programme {n}")
        a.team(a.edition(programme, ends_on=date(2021, 11, 30)), place)
        block = add_programme_block(
            by=a.operator(), report=small.report, programme=programme, blurb="A year."
        )
        add_figure(by=a.operator(), place=block, key="governments", label="governments")
    after = asked(small.report)
    where = compose(small.report).publication.section("where")
    assert [(one.name, one.programmes) for one in where.places] == [
        ("Larkspur County", ("Open Doors",)),
        ("Quill", ("Open Doors",)),
        ("Saltgrass County", ("Programme 0", "Programme 1")),
    ]
    assert len(after) == len(before)
