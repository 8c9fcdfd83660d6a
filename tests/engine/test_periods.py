"""Dates are cut into as few periods as show a course."""

from datetime import date

import numpy as np
import pytest

from reflectory.engine.periods import periods
from reflectory.engine.voices import MISSING


def monthly(first, n, each=6):
    return [date(first + k // 12, k % 12 + 1, 3) for k in range(n) for _ in range(each)]


@pytest.mark.parametrize(
    ("dates", "unit", "labels"),
    [
        (monthly(2019, 60), "year", ("2019", "2020", "2021", "2022", "2023")),
        (monthly(2020, 24), "half-year", ("2020 H1", "2020 H2", "2021 H1", "2021 H2")),
        (monthly(2021, 12), "quarter", ("2021 Q1", "2021 Q2", "2021 Q3", "2021 Q4")),
        (monthly(2021, 5), "month", ("2021-01", "2021-02", "2021-03", "2021-04", "2021-05")),
        (monthly(2021, 3), "month", ("2021-01", "2021-02", "2021-03")),
    ],
)
def test_the_coarsest_unit_that_shows_four_periods_is_taken(dates, unit, labels):
    found = periods(dates)
    assert (found.unit, found.labels) == (unit, labels)


def test_few_dates_are_left_in_years():
    found = periods([date(2019, 5, 1), date(2021, 5, 1), date(2021, 8, 1)])
    assert (found.unit, found.labels, found.codes.tolist()) == ("year", ("2019", "2021"), [0, 1, 1])


def test_more_than_twelve_years_stay_years():
    found = periods(monthly(2000, 20 * 12))
    assert (found.unit, len(found.labels)) == ("year", 20)


def test_unknown_dates_have_no_period_and_no_time():
    found = periods([None, date(2021, 7, 1)])
    assert found.codes.tolist() == [MISSING, 0]
    assert np.isnan(found.time[0])
    assert (found.time[1], found.column.name, found.column.values) == (2021.5, "year", ("2021",))


def test_no_dates_at_all():
    found = periods([None])
    assert (found.labels, found.codes.tolist()) == ((), [MISSING])
    assert np.isnan(found.time).tolist() == [True]


def test_middles_are_in_years():
    assert periods(monthly(2021, 12)).middles.tolist() == [2021.125, 2021.375, 2021.625, 2021.875]
    assert periods(monthly(2021, 3)).middles[0] == pytest.approx(2021 + 1 / 24)
