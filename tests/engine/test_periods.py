"""Dates are cut into as few periods as show a course."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflectory.engine.periods import periods
from reflectory.engine.reference import periods as plain
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
    found = periods([None, date(2021, 3, 1), date(2021, 10, 1)])
    assert found.codes.tolist() == [MISSING, 0, 0]
    assert np.isnan(found.time[0])
    assert (found.time[1], found.column.name, found.column.values) == (2021.5, "year", ("2021",))


def test_no_dates_at_all():
    found = periods([None])
    assert (found.labels, found.codes.tolist()) == ((), [MISSING])
    assert np.isnan(found.time).tolist() == [True]


def test_middles_are_in_years():
    assert periods(monthly(2021, 12)).middles.tolist() == [2021.125, 2021.375, 2021.625, 2021.875]
    assert periods(monthly(2021, 3)).middles[0] == pytest.approx(2021 + 1 / 24)


def from_day(first, n_days, each=6):
    return [first + timedelta(k) for k in range(n_days) for _ in range(each)]


def test_ten_days_cut_by_the_end_of_a_month_are_one_period():
    found = periods(from_day(date(2022, 4, 27), 10))
    assert (found.unit, found.labels, set(found.codes.tolist())) == ("period", ("2022-04 to 2022-05",), {0})
    assert found.middles.tolist() == [pytest.approx(2022 + 4 / 12)]


def test_days_on_both_sides_of_new_year_are_one_period():
    assert periods(from_day(date(2021, 12, 20), 20)).labels == ("2021-12 to 2022-01",)
    assert periods([date(2021, 12, 31), date(2022, 1, 1)]).labels == ("2021-12 to 2022-01",)


def test_days_within_one_month_carry_its_name():
    assert periods(from_day(date(2022, 5, 2), 20)).labels == ("2022-05",)


@pytest.mark.parametrize(("n_days", "labels"), [(44, ("2022-04 to 2022-05",)), (45, ("2022-04", "2022-05"))])
def test_months_need_forty_five_days(n_days, labels):
    assert periods(from_day(date(2022, 4, 10), n_days)).labels == labels


def test_two_years_that_are_not_a_year_and_a_half_are_cut_finer():
    found = periods(from_day(date(2021, 9, 1), 200, each=1))
    assert (found.unit, found.labels) == ("month", tuple(
        f"{year}-{month:02d}" for year, month in [(2021, 9), (2021, 10), (2021, 11), (2021, 12), (2022, 1),
                                                  (2022, 2), (2022, 3)]
    ))  # fmt: skip


def test_few_dates_about_a_year_apart_are_one_period():
    assert periods([date(2020, 8, 3), date(2021, 7, 5)]).labels == ("2020-08 to 2021-07",)


@pytest.mark.parametrize(
    ("dates", "labels"),
    [
        ([date(2021, 1, 1), date(2022, 1, 1)], ("2021", "2022")),
        ([date(2021, 1, 1)], ("2021",)),
        ([date(2021, 4, 1), date(2021, 7, 1)], ("2021 Q2", "2021 Q3")),
        ([date(2021, 4, 1), date(2021, 5, 1)], ("2021-04", "2021-05")),
        ([date(2021, 5, 1)], ("2021-05",)),
        ([date(2021, 5, 1), date(2021, 5, 31)], ("2021-05",)),
    ],
)
def test_years_quarters_and_months_that_came_without_days_count_whole(dates, labels):
    assert periods(dates * 10).labels == labels


days = st.dates(date(2019, 1, 1), date(2022, 12, 31))


@given(st.lists(st.one_of(st.none(), days, days.map(lambda day: day.replace(day=1))), max_size=12))
def test_no_order_matters_and_plain_loops_agree(dates):
    found = periods(dates * 6)
    assert (found.unit, found.labels) == plain.cut(dates * 6)
    assert periods(dates[::-1] * 6).labels == found.labels


@given(st.lists(days, min_size=1, max_size=40), st.integers(1, 44))
def test_what_was_said_in_less_than_forty_five_days_is_one_period(dates, n_days):
    first = min(dates) + timedelta(1 if min(dates).day == 1 else 0)
    near = [first + timedelta((day - first).days % n_days) for day in dates]
    assert len(periods(near).labels) == 1
