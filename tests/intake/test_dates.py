"""Dates in many forms, the order of day and month decided by the column, nonsense kept out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflectory.intake import read
from reflectory.intake.dates import day_in_name, read_days, share_of_days, share_of_numeric_days
from tests.intake.planting import plant, reasons, use, why

FOURTH = date(2021, 3, 4)


@pytest.mark.parametrize(
    "written",
    [
        "2021-03-04",
        "2021/3/4",
        "2021.03.04",
        "20210304",
        "2021-03-04T12:00:00Z",
        "2021-03-04T23:30:00+09:00",
        "2021-03-04 12:00:00.123 UTC",
        "20210304T120000Z",
        "04.03.2021",
        "4.3.21",
        "04.03.2021 09:15",
        "4 March 2021",
        "4th March 2021",
        "4 Mar 2021",
        "4-Mar-2021",
        "4-Mar-21",
        "Thursday, 4 March 2021",
        "Thu 4 Mar 2021 10:00",
        "March 4, 2021",
        "Mar 4, 2021",
        "Mar. 4 2021",
        "March 4th, 2021",
        "Thursday, March 4, 2021 3:05 PM",
        "Thu Mar 04 12:58:16 WIB 2021",
        "Thu Mar  4 12:58:16 2021",
        "Thu, 04 Mar 2021 12:00:00 +0000",
        "4. März 2021",
        "4 mars 2021",
        "4 de marzo de 2021",
        "4 marzo 2021",
        "4 maart 2021",
        "4 марта 2021",
        "1614859200",
        "1614859200000",
        "1614859200000000",
        " 2021-03-04 ",
    ],
)
def test_a_day_is_read_however_it_is_written(written):
    assert read_days([written]).of == {written: FOURTH}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-03", date(2021, 3, 1)),
        ("03/2021", date(2021, 3, 1)),
        ("March 2021", date(2021, 3, 1)),
        ("2021", date(2021, 1, 1)),
        ("2021-Q2", date(2021, 4, 1)),
        ("Q4 2021", date(2021, 10, 1)),
        ("31/12/68", date(2068, 12, 31)),
        ("31/12/69", date(1969, 12, 31)),
        ("44259", FOURTH),
        ("44259.5", FOURTH),
    ],
)
def test_months_years_and_short_forms_have_a_first_day(written, day):
    assert read_days([written]).of == {written: day}


@pytest.mark.parametrize(
    "written",
    [
        "last summer",
        "31/02/2021",
        "2021-13-01",
        "00/00/0000",
        "1066-10-14",
        "Smarch 4, 2021",
        "4 2021 March x",
        "12",
        "99999999",
        "-5",
        "2021-03-04 or so",
        "x" * 100 + "1",
        "n/a",
        "32 March 2021",
    ],
)
def test_nonsense_is_no_day(written):
    assert read_days([written]).of == {written: None}


def test_days_beyond_twelve_decide_for_the_whole_column():
    assert read_days(["04/03/2021", "25/03/2021"]).of["04/03/2021"] == FOURTH
    american = read_days(["03/04/2021", "03/25/2021"])
    assert american.of["03/04/2021"] == FOURTH
    assert american.note == "Read as month first, as 03/25/2021 shows."
    assert american.assumed == frozenset()


def test_what_the_column_does_not_decide_is_read_as_day_first_and_said():
    days = read_days(["04/03/2021", "05/05/2021", "4.3.2021"])
    assert days.of["04/03/2021"] == FOURTH
    assert (
        days.note
        == "Nothing shows whether 04/03/2021 gives the day or the month first; it was read as day first."
    )
    assert days.assumed == {"04/03/2021"}


def test_a_column_that_contradicts_itself_says_so():
    days = read_days(["30/03/2021", "29/03/2021", "03/31/2021", "04/03/2021", "05/05/2021"])
    assert days.of["03/31/2021"] == date(2021, 3, 31)
    assert days.of["04/03/2021"] == FOURTH
    assert days.assumed == {"04/03/2021"}
    assert days.note == (
        "2 different dates can only be day first and 1 only the other way, and were read so; "
        "the 1 that could be either were read as day first."
    )


def test_only_years_or_only_months_are_said():
    assert read_days(["2021", "2022"]).note == "Only years are given; each counts as 1 January."
    assert read_days(["2021-03", "March 2022"]).note == "Only months are given; each counts as its first day."


def test_serials_are_days_only_where_all_numbers_are():
    assert read_days(["44259", "44260"]).of["44259"] == FOURTH
    assert read_days(["44259", "5"]).of["44259"] is None


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%b %d, %Y", "%Y%m%d"]),
)
def test_every_day_comes_back_from_unambiguous_forms(day, form):
    assert read_days([day.strftime(form)]).of == {day.strftime(form): day}


@given(
    st.lists(st.dates(date(1970, 1, 1), date(2060, 12, 31)), min_size=1),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]),
)
def test_a_slashed_column_comes_back_once_one_day_is_beyond_twelve(days, form):
    days = [*days, date(2021, 3, 25)]
    found = read_days([day.strftime(form) for day in days]).of
    assert [found[day.strftime(form)] for day in days] == days


def test_shares_of_days():
    assert share_of_days(["2021-03-04", "", "word"]) == 0.5
    assert share_of_days(["2021", "5"]) == 0
    assert share_of_numeric_days(["2021", "x"]) == 0.5
    assert share_of_days([]) == share_of_numeric_days([]) == 0


def test_days_in_names_of_files():
    assert day_in_name("interview 2024_03_01.docx") == date(2024, 3, 1)
    assert day_in_name("20240230 and 20240301.txt") == date(2024, 3, 1)
    assert day_in_name("notes.txt") is None
    assert day_in_name("id 1202403011.txt") is None


def test_rows_with_nonsense_dates_are_used_without_and_listed(tmp_path):
    dates = ["25/03/2021", "last summer", "31/02/2021", "04/03/2021", ""]
    rows = [f"{n},a good answer here,{day}" for n, day in enumerate(dates)]
    reading = read(plant(tmp_path, "a.csv", "\n".join(["id,text,date", *rows])), date="date")
    assert reading.records.dates == [date(2021, 3, 25), None, None, FOURTH, None]
    assert reasons(reading.warnings) == {"the date cannot be read; the row is used without it": (3, 4)}
    assert why(reading, "date") == "Named with --date. Read as day first, as 25/03/2021 shows."


def test_undecided_dates_are_warned_about(tmp_path):
    reading = read(
        plant(tmp_path, "a.csv", "id,text,when\n1,a good answer,04/03/2021\n2,another answer,5/5/2021\n")
    )
    assert use(reading, "date") == "when"
    assert reasons(reading.warnings) == {
        "day and month could be the other way round; read as the column's note says": (2,)
    }
