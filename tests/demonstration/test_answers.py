"""The invented answers are whole: their shape, their accents, and what they were made to contain.

Says nothing about what the engine finds in them; the tests of `explore` do that.
"""

import csv
import datetime
import re
from collections import Counter, defaultdict
from pathlib import Path

import reflectory.demonstration

FOLDER = Path(reflectory.demonstration.__file__).parent
COLUMNS = ["id", "respondent", "government", "role", "programme", "answered_on", "answer"]
LETTER = "warm, quiet"


def read_answers() -> list[dict[str, str]]:
    with (FOLDER / "answers.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        assert reader.fieldnames == COLUMNS
        return list(reader)


ANSWERS = read_answers()


def test_there_are_158_answers_each_with_an_id_of_its_own() -> None:
    assert len(ANSWERS) == 158
    assert [row["id"] for row in ANSWERS] == [f"A-{number:03d}" for number in range(1, 159)]


def test_the_file_is_utf_8_without_a_mark_and_its_lines_end_in_a_newline() -> None:
    raw = (FOLDER / "answers.csv").read_bytes()
    assert raw.startswith(b"id,respondent,")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


def test_every_day_is_a_date_from_2021_to_2024() -> None:
    years = Counter(datetime.date.fromisoformat(row["answered_on"]).year for row in ANSWERS)
    assert years == {2021: 38, 2022: 41, 2023: 38, 2024: 41}


def test_twelve_governments_one_much_louder_and_each_heard_in_three_years_or_more() -> None:
    counts = Counter(row["government"] for row in ANSWERS)
    assert counts == {
        "Port Senna": 25,
        "Quill River": 17,
        "Marrow County": 16,
        "Alder Falls": 15,
        "Tessaly": 15,
        "Brindle Bay": 13,
        "Kestrel County": 13,
        "Hollin Ferry": 12,
        "Loma Verana": 12,
        "Vantry": 10,
        "Saint-Orme": 5,
        "Wendmoor County": 5,
    }
    heard = defaultdict(set)
    for row in ANSWERS:
        heard[row["government"]].add(row["answered_on"][:4])
    assert [place for place, years in heard.items() if len(years) < 3] == []


def test_there_are_four_roles_and_four_programmes() -> None:
    assert {row["role"] for row in ANSWERS} == {"frontline staff", "manager", "executive", "resident"}
    assert {row["programme"] for row in ANSWERS} == {
        "The Long Workshop",
        "Open Drawer Coaching",
        "Mayors' Lantern Challenge",
        "Kitchen Chair Listening Series",
    }


def test_eleven_people_answered_twice_in_different_years_from_the_same_place() -> None:
    by_person = defaultdict(list)
    for row in ANSWERS:
        by_person[row["respondent"]].append(row)
    again = [rows for rows in by_person.values() if len(rows) > 1]
    assert [len(rows) for rows in again] == [2] * 11
    assert [rows for rows in again if rows[0]["answered_on"][:4] == rows[1]["answered_on"][:4]] == []
    assert [rows for rows in again if rows[0]["government"] != rows[1]["government"]] == []


def test_accented_text_is_intact() -> None:
    texts = {row["id"]: row["answer"] for row in ANSWERS}
    whole = "\n".join(texts.values())
    assert sorted(set(re.findall(r"[^\x00-\x7f]", whole))) == sorted("áèéêíñóùú🙃")
    assert [key for key, text in texts.items() if re.search("[Ã\ufffd]", text)] == []
    assert sum("une clé USB vide" in text for text in texts.values()) == 1
    assert sum("séance" in text for text in texts.values()) == 1


def test_what_says_nothing_is_there_in_every_form_that_people_use() -> None:
    short = Counter(row["answer"] for row in ANSWERS if len(row["answer"].split()) < 2)
    assert short == {"": 2, "Nothing.": 2, "n/a": 1, "-": 1}


def test_answers_run_from_four_words_to_a_hundred_and_forty() -> None:
    lengths = sorted(len(row["answer"].split()) for row in ANSWERS)
    assert lengths[6] == 4
    assert lengths[-1] == 139


def test_six_residents_in_two_governments_sent_the_same_letter() -> None:
    letters = [row for row in ANSWERS if LETTER in row["answer"]]
    assert Counter(row["government"] for row in letters) == {"Brindle Bay": 4, "Hollin Ferry": 2}
    assert {row["role"] for row in letters} == {"resident"}
    assert [row["id"] for row in letters if not 40 <= len(row["answer"].split()) <= 60] == []
    assert len({row["answer"] for row in letters}) == 6


def test_no_seven_words_in_a_row_occur_in_two_answers_except_in_the_letters() -> None:
    found_in = defaultdict(set)
    for row in ANSWERS:
        if LETTER not in row["answer"]:
            words = re.findall(r"\w+", row["answer"].casefold())
            for start in range(len(words) - 6):
                found_in[" ".join(words[start : start + 7])].add(row["id"])
    assert {phrase: ids for phrase, ids in found_in.items() if len(ids) > 1} == {}


def test_the_garage_is_spoken_of_in_port_senna_only() -> None:
    garage = re.compile(r"\bgarage\b|parking structure|estacionamiento", re.IGNORECASE)
    assert Counter(row["government"] for row in ANSWERS if garage.search(row["answer"])) == {"Port Senna": 13}


def test_the_readme_says_that_everything_is_invented() -> None:
    readme = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())
    assert "Everything in `answers.csv` is invented" in readme
    assert f"It holds {len(ANSWERS)} answers" in readme
