"""Few texts, and odd ones, are answered honestly."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.exploring import ANSWERS, FILES, QUICK, explore, table, write_rows

LANGUAGES = Path(__file__).with_name("languages.csv")
TOPICS = ("bus", "clinic", "water bill", "playground", "library")
FEELINGS = (
    "is always late",
    "was shut when we came",
    "costs too much",
    "needs somebody who listens",
    "is fine now",
)
CHINESE = [
    "公交车每天早上都晚点，站台上没有人告诉我们为什么。", "诊所离我们太远了，孩子生病的时候走不过去。",
    "水费单来了两次，打电话也没有人接。", "图书馆晚上不开门，可是我只有晚上有时间看书。",
    "新的游乐场很好，孩子们每天放学都去。", "窗口四点就关了，我每次都要请半天假。",
    "路灯坏了三个月，晚上回家很害怕。", "工作人员很耐心，帮我把表格填完了。",
]  # fmt: skip
WORDLESS = re.compile(r"\b(nan|NaN|None|inf|Infinity|null)\b")


def invented(n):
    return [f"The {TOPICS[i % 5]} in street {i} {FEELINGS[i // 5 % 5]}." for i in range(n)]


def checked(run, status=0):
    """The run, once it is sure that everything is there and no number is missing its value."""
    assert run.status == status, run.errors
    assert {path.name for path in run.out.iterdir()} == FILES
    assert (run.out / "report.pdf").read_bytes().startswith(b"%PDF-1.7")
    quoted = "".join(row["segment"] for row in run.excerpts)
    assert WORDLESS.findall(run.text) == WORDLESS.findall(quoted)
    for rows in (run.excerpts, run.themes, run.trends):
        assert [cell for row in rows for cell in row.values() if WORDLESS.fullmatch(cell)] == []
    assert WORDLESS.findall((run.out / "run.json").read_text(encoding="utf-8").replace("null", "")) == []
    told_in_counts(run)
    return run


def told_in_counts(run):
    """Below 500 texts: no percentages outside quotes and method, and what to read comes before the themes."""
    found = run.page
    for name in ("enough", "method", "versions"):
        if f'<section id="{name}"' in found:
            found = found.replace(
                run.page[run.page.index(f'<section id="{name}"') :].split("</section>")[0], ""
            )
    body = re.sub(
        r"<(style|script)>.*?</\1>|<blockquote.*?</blockquote>|<[^>]+>", " ", found, flags=re.DOTALL
    )
    assert "%" not in body
    assert found.index('<section id="reading"') < found.index('<section id="glance"')


def of(folder, texts, *options, **columns):
    """An exploration of these texts, with further columns where given."""
    rows = [[text, *more] for text, *more in zip(texts, *columns.values(), strict=True)]
    source = write_rows(folder / "answers.csv", rows, ("answer", *columns))
    return explore(source, folder / "out", "--text", "answer", *QUICK, *options)


def test_one_text(tmp_path):
    run = checked(of(tmp_path, invented(1)))
    assert "There is one text. It can be read; nothing can be compared." in run.text
    assert [row["segment"] for row in run.excerpts] == invented(1)
    assert "What 1 person said" in run.text


def test_the_pdf_of_one_text_says_the_same(tmp_path, pdftotext):
    run = of(tmp_path, invented(1))
    found = subprocess.run(
        [pdftotext, run.out / "report.pdf", "-"], capture_output=True, text=True, check=True
    )
    said = " ".join(found.stdout.split())
    assert "There is one text. It can be read; nothing can be compared." in said
    assert invented(1)[0] in said
    assert WORDLESS.findall(said) == []


def test_two_texts(tmp_path):
    run = checked(of(tmp_path, invented(2)))
    assert "There are 2 texts. Read them all" in run.text
    assert len(run.excerpts) == 2


def test_ten_texts(tmp_path):
    run = checked(of(tmp_path, invented(10), "--group", "place", place=["Alder", "Briar"] * 5))
    assert "There are 10 texts. Read them all" in run.text
    assert {row["id"] for row in run.excerpts} == {str(row) for row in range(2, 12)}


def test_fifty_texts_without_dates(tmp_path):
    run = checked(
        of(tmp_path, invented(50), "--group", "place", place=["Alder", "Briar", "Cedar", "Dale", "Elm"] * 10)
    )
    assert "There are 50 texts, few enough to read." in run.text
    assert "The answers carry no dates, so nothing is said about change." in run.text
    assert {row["trend"] for row in run.themes} == {"no dates"}


def test_one_group(tmp_path):
    run = checked(of(tmp_path, invented(20), "--group", "place", place=["Alder"] * 20))
    assert "All texts come from one group, so nothing is said of others." in run.text
    assert {row["groups_heard"] for row in run.themes} == {"1"}


def test_people_of_no_known_group_are_counted_as_people(tmp_path):
    places = ["Alder", "Briar", "Alder", "Briar"] + [""] * 26
    run = checked(of(tmp_path, invented(30), "--group", "place", place=places))
    assert "What 30 people said, in 2 places" in run.text
    assert {row["respondents_heard"] for row in run.themes} == {"30"}
    assert [row["respondents"] for row in run.themes] == [row["texts"] for row in run.themes]
    assert "26 respondents in no known group" in run.section("limits")


def test_all_identical(tmp_path):
    run = checked(of(tmp_path, invented(1) * 30))
    assert "All 30 texts are the same to the letter: there is one theme, and nothing to compare." in run.text
    assert len(run.themes) == 1
    assert len(run.excerpts) == 30
    assert (run.themes[0]["respondents"], run.themes[0]["respondents_heard"]) == ("30", "30")


def test_one_letter_sent_by_all(tmp_path):
    letter = (
        "We ask the council to keep the library open at night. Many of us can only read when work is over."
    )
    run = checked(of(tmp_path, [letter] * 30))
    assert {row["campaign"] for row in run.excerpts} == {"C1"}
    assert len({row["id"] for row in run.excerpts}) == 30
    assert {row["respondents_heard"] for row in run.themes} == {"1"}


def test_many_languages(tmp_path):
    texts = [row["answer"] for row in table(LANGUAGES)]
    run = checked(explore(LANGUAGES, tmp_path / "out", "--text", "answer", "--id", "id"))
    assert sorted(row["segment"].removeprefix("'") for row in run.excerpts) == sorted(texts)
    assert len(run.record["found"]["languages"]) >= 40
    assert "The embedding was not made for" in run.section("limits")


def test_empty_cells_are_excluded_and_listed(tmp_path):
    texts = [text if n % 3 else "" for n, text in enumerate(invented(30))]
    run = checked(of(tmp_path, texts))
    assert run.reasons("excluded") == {"the text is empty": list(range(2, 32, 3))}


def test_one_respondent(tmp_path):
    run = checked(of(tmp_path, invented(20), "--respondent", "who", who=["Ada"] * 20))
    assert {row["respondents_heard"] for row in run.themes} == {"1"}
    assert "What 1 person said" in run.text


def test_one_group_per_text_and_kinds_beside(tmp_path):
    places = [f"Place {n}" for n in range(24)]
    run = checked(
        of(tmp_path, invented(24), "--group", "place", "--group", "role", "--group", "size",
           place=places, role=["clerk", "mayor", ""] * 8, size=["small", "large"] * 12)
    )  # fmt: skip
    assert list(run.excerpts[0])[-3:] == ["place", "role", "size"]
    assert {row["compares"] for row in run.trends} - {""} == {"role", "size"}


def test_texts_of_one_word(tmp_path):
    run = checked(of(tmp_path, ["Buses", "Clinic", "Water", "buses", "Nothing", "Parking", "Everything"] * 3))
    assert len(run.excerpts) == 21


def test_one_very_long_text(tmp_path):
    sentences = invented(25)
    text = " ".join(sentences[n * 7 % 25] for n in range(14_000))
    assert len(text.split()) > 100_000
    run = checked(of(tmp_path, [text]))
    assert len(run.excerpts) > 1_000
    for row in run.excerpts[::50]:
        assert row["segment"] == text[int(row["start"]) : int(row["end"])]


def test_texts_in_chinese(tmp_path):
    run = checked(of(tmp_path, CHINESE))
    assert sorted(row["segment"] for row in run.excerpts) == sorted(CHINESE)
    assert run.record["found"]["languages"] == {"zh": 8}


def test_the_demonstration_is_told_in_counts(demonstration):
    told_in_counts(demonstration)
    assert "Read these" in demonstration.section("reading")
    assert ANSWERS.name in demonstration.text


@pytest.mark.parametrize("n", [499, 500])
def test_percentages_begin_with_five_hundred_texts(tmp_path, n):
    run = of(tmp_path, [f"{text} We told the council in week {i}." for i, text in enumerate(invented(n))])
    assert run.status == 0
    assert ("%" in run.section("glance")) == (n == 500)
    reading, glance = (run.page.index(f'<section id="{name}"') for name in ("reading", "glance"))
    assert (reading < glance) == (n == 499)
