"""Which column is taken for what, by name, by number and by guessing."""

from __future__ import annotations

import pytest

from reflectory.intake import read
from reflectory.intake.profiles import Profile
from tests.intake.planting import plant, refusal, use, why

WORDS = [
    "the",
    "bus",
    "was",
    "late",
    "again",
    "and",
    "nobody",
    "told",
    "us",
    "why",
    "it",
    "happens",
    "every",
    "single",
    "week",
    "in",
    "this",
    "town",
]


def answer(n: int) -> str:
    return " ".join(WORDS[(n + at) % len(WORDS)] for at in range(6 + n % 7))


def table(tmp_path, columns: dict[str, list[str]]):
    rows = [",".join(cells) for cells in zip(*columns.values(), strict=True)]
    return plant(tmp_path, "a.csv", "\n".join([",".join(columns), *rows]))


def survey(n: int = 60) -> dict[str, list[str]]:
    return {
        "Response ID": [f"R{k}" for k in range(n)],
        "Participant": [f"P{k // 2}" for k in range(n)],
        "City": [f"City {k % 5}" for k in range(n)],
        "State": [f"S{k % 3}" for k in range(n)],
        "Role": [("staff", "resident")[k % 2] for k in range(n)],
        "Team": [f"T{k % 4}" for k in range(n)],
        "Colour": [("red", "blue")[k % 2] for k in range(n)],
        "Submitted": [f"2021-03-{k % 28 + 1:02}" for k in range(n)],
        "Score": [str(k % 10) for k in range(n)],
        "What was hard?": [answer(k) for k in range(n)],
        "Anything else?": [answer(k)[:40] for k in range(n)],
    }


def test_all_roles_are_guessed_and_explained(tmp_path):
    reading = read(table(tmp_path, survey()))
    assert [(c.role, c.column, c.guessed) for c in reading.columns] == [
        ("text", "What was hard?", True),
        ("id", "Response ID", True),
        ("respondent", "Participant", True),
        ("date", "Submitted", True),
        ("group", "City", True),
        ("kind", "State", True),
        ("kind", "Team", True),
    ]
    assert why(reading, "text") == (
        "It has the most words: about 9 in each filled cell. "
        "Also text, but with fewer words in all, and not read: “Anything else?”; choose another with --text."
    )
    assert why(reading, "id") == "It is called “Response ID”, and no two of its cells are alike."
    assert (
        why(reading, "respondent")
        == "It is called “Participant”, and the same people come up more than once."
    )
    assert why(reading, "date") == "All its filled cells are dates."
    assert why(reading, "group") == (
        "It is called “City”, and 5 values come up again and again; taken as the unit of independence."
    )
    assert reading.records.groups["City"][:2] == ["City 0", "City 1"]
    assert reading.records.respondents[:3] == ["P0", "P0", "P1"]


def test_a_person_chooses_by_name_by_other_case_and_by_number(tmp_path):
    reading = read(
        table(tmp_path, survey()),
        text="anything ELSE?",
        id="1",
        respondent="Participant",
        groups=["3", "Colour"],
        date="8",
    )
    assert [(c.role, c.column, c.guessed, c.why) for c in reading.columns] == [
        ("text", "Anything else?", False, "Named with --text."),
        ("id", "Response ID", False, "Named with --id."),
        ("respondent", "Participant", False, "Named with --respondent."),
        ("date", "Submitted", False, "Named with --date."),
        ("group", "City", False, "Named with --group."),
        ("kind", "Colour", False, "Named with --group."),
    ]


def test_an_unknown_column_is_refused_with_the_nearest_name(tmp_path):
    path = plant(tmp_path, "a.csv", "id,comment,city\n1,one answer here,Leeds\n")
    assert refusal(path, text="coment") == (
        "There is no column “coment” for --text. The columns are id, comment and city. "
        "Did you mean “comment”?"
    )
    assert (
        refusal(path, groups=["7"])
        == "There is no column “7” for --group. The columns are id, comment and city."
    )


def test_without_hints_little_is_guessed(tmp_path):
    reading = read(plant(tmp_path, "a.csv", "colour,remark\nred,good\nblue,bad\nred,fine\nblue,late\n"))
    assert [(c.role, c.column) for c in reading.columns] == [("text", "remark")]
    assert reading.records.respondents is None
    assert reading.records.groups == {}
    assert reading.records.dates is None
    assert reading.records.ids == ["2", "3", "4", "5"]


def test_short_answers_without_a_telling_name_are_found(tmp_path):
    reading = read(plant(tmp_path, "a.csv", "n,Q7\n1,too late\n2,very good\n3,not here\n"))
    assert use(reading, "text") == "Q7"


def test_a_long_question_repeated_in_each_row_is_no_answer(tmp_path):
    question = "What would you say was the hardest thing of all in this programme for you and your team"
    columns = {
        "id": [str(k) for k in range(40)],
        "question": [question] * 40,
        "answer": [answer(k) for k in range(40)],
    }
    assert use(read(table(tmp_path, columns)), "text") == "answer"


def test_identical_answers_are_answers(tmp_path):
    columns = {"id": [str(k) for k in range(40)], "comment": ["the very same letter from all of us"] * 40}
    assert use(read(table(tmp_path, columns)), "text") == "comment"


def test_addresses_and_keys_are_not_text(tmp_path):
    columns = {
        "Comment ID": [f"North East PTS {k} - Q1" for k in range(30)],
        "response url": [f"https://example.org/{k}" for k in range(30)],
        "said": ["good thing" for _ in range(30)],
    }
    assert use(read(table(tmp_path, columns)), "text") == "said"


@pytest.mark.parametrize(
    ("name", "values", "day"),
    [
        ("timestamp", [str(1518501496471 + k * 86_400_000) for k in range(9)], "2018-02-13"),
        ("created", [str(1518501496 + k * 86_400) for k in range(9)], "2018-02-13"),
        ("year", [str(2010 + k) for k in range(9)], "2010-01-01"),
        ("date", [str(44259 + k) for k in range(9)], "2021-03-04"),
    ],
)
def test_numbers_are_dates_where_the_name_says_so(tmp_path, name, values, day):
    columns = {
        name: values,
        "agrees": [str(2000 + k) for k in range(9)],
        "text": [answer(k) for k in range(9)],
    }
    reading = read(table(tmp_path, columns))
    assert use(reading, "date") == name
    assert reading.records.dates[0].isoformat() == day


def test_dates_in_most_cells_are_enough(tmp_path):
    days = [f"2021-03-{k + 1:02}" for k in range(9)] + ["spring"]
    reading = read(table(tmp_path, {"day": days, "text": [answer(k) for k in range(10)]}))
    assert why(reading, "date") == "90 % of its filled cells are dates."
    assert (
        use(
            read(table(tmp_path, {"day": days[:2] + ["x"] * 8, "text": [answer(k) for k in range(10)]})),
            "date",
        )
        is None
    )


def test_written_dates_come_before_years(tmp_path):
    columns = {
        "year": ["2021"] * 5,
        "when": [f"2021-0{k + 1}-01" for k in range(5)],
        "text": [answer(k) for k in range(5)],
    }
    assert use(read(table(tmp_path, columns)), "date") == "when"


@pytest.mark.parametrize(
    "values",
    [
        ["Leeds"] * 12,
        [f"City {k}" for k in range(12)],
        ["Leeds", "York"] + [""] * 10,
        [f"2021-03-0{k % 3 + 1}" for k in range(12)],
    ],
    ids=["one value", "no value repeats", "mostly empty", "dates"],
)
def test_a_city_column_that_cannot_group_is_left_alone(tmp_path, values):
    reading = read(table(tmp_path, {"city": values, "text": [answer(k) for k in range(12)]}))
    assert reading.records.groups == {}


def test_a_few_kinds_of_people_are_no_respondents(tmp_path):
    columns = {
        "person": [("staff", "resident")[k % 2] for k in range(60)],
        "text": [answer(k) for k in range(60)],
    }
    assert use(read(table(tmp_path, columns)), "respondent") is None
    columns = {"author type": [f"k{k // 2}" for k in range(60)], "text": [answer(k) for k in range(60)]}
    assert use(read(table(tmp_path, columns)), "respondent") is None


def test_a_unique_respondent_serves_as_id(tmp_path):
    columns = {"respondent_id": [f"p{k}" for k in range(9)], "text": [answer(k) for k in range(9)]}
    assert use(read(table(tmp_path, columns)), "id") == "respondent_id"


def test_names_are_split_into_words():
    assert Profile(0, "LessonId", []).tokens == ("lesson", "id")
    assert Profile(0, "event_start-date 2", []).tokens == ("event", "start", "date", "2")
    assert Profile(0, "FFTAnswer", []).tokens == ("fft", "answer")
    assert Profile(0, "", []).words_per_cell == 0


def test_columns_without_names_are_named_by_number(tmp_path):
    reading = read(
        plant(tmp_path, "a.csv", ",text,text\n1,a good answer here,x\n2,another good answer,y\n"),
        groups=["column 1"],
    )
    assert list(reading.records.groups) == ["column 1"]
    assert use(reading, "text") == "text"
