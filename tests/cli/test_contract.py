"""What an exploration writes is what the manual promises, to the letter."""

import csv
import json

import pytest

from reflectory import __version__
from tests.cli.exploring import ANSWERS, FILES, QUICK, explore, seen, table, write_rows

FIXED = [
    "id",
    "row",
    "segment",
    "start",
    "end",
    "theme",
    "subtheme",
    "weight",
    "respondent",
    "date",
    "campaign",
]
AWKWARD = [
    "=SUM(A1:A9) is what the form showed me instead of the name of my street 🙂",
    "+44 is all the form accepts, so my cousin abroad cannot sign up for the bus pass",
    "- the bus\n- the bridge\n- the clinic: in that order, please",
    "@council nobody answers the telephone, and nobody answers here",
    "Cafe\u0301 by the cafe\u0301: the bus stops there, nai\u0308vely, at noon 👩‍👩‍👧‍👦 with all the family",
    "החשבון על המים מגיע מאוחר כל חודש ואיש אינו עונה לטלפון",
    "الحافلة تتأخر كل صباح ولا أحد يخبرنا لماذا",
    "The clinic, she said, \"is shut\".\r\nThen it was shut.\r\nThen the bus was late as well.",
    "Ærlig talt: bussen kom ikke, og klinikken var stengt 🚌🚌🚌.",
    "A line with a tab\tin the middle of the water bill, and a soft\u00adhyphen",
    "𝔗𝔥𝔢 bridge is closed and the water bill is late 💧. " * 12,
    "We waited at the clinic for two hours. " * 30 + "😤 Then the bus had gone. " * 20,
]  # fmt: skip
PLAIN = [
    f"The {what} {did} in {place}, and {who} had to wait."
    for what, did in (("bus", "was late"), ("clinic", "was shut"), ("water bill", "came twice"))
    for place, who in (("Alder", "my mother"), ("Briar", "the children"), ("Cedar", "all of us"))
]


@pytest.fixture(scope="module")
def texts():
    return AWKWARD + PLAIN


@pytest.fixture(scope="module")
def awkward(texts, tmp_path_factory):
    """Texts that are easily broken, with a group that is called like a column of the result."""
    folder = tmp_path_factory.mktemp("awkward")
    rows = [
        [f"{'=' if n == 3 else ''}k{n}", text, ["+Alder", "Briar"][n % 2]] for n, text in enumerate(texts)
    ]
    source = write_rows(folder / "awkward.csv", rows, ("key", "answer", "theme"))
    columns = ["--text", "answer", "--id", "key", "--group", "theme"]
    return explore(source, folder / "out", *columns, *QUICK)


def test_the_six_files_are_written_and_nothing_else(demonstration):
    assert demonstration.status == 0
    assert {path.name for path in demonstration.out.iterdir()} == FILES
    assert [path.name for path in demonstration.out.parent.iterdir()] == [demonstration.out.name]


def test_excerpts_have_the_promised_columns_and_one_for_each_group(demonstration):
    with (demonstration.out / "excerpts.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == [*FIXED, "government", "programme", "role"]


def test_a_group_called_like_a_fixed_column_is_told_apart(awkward):
    assert list(awkward.excerpts[0]) == [*FIXED, "theme (group)"]


def test_each_segment_is_the_source_text_at_its_offsets(demonstration):
    answers = {row["id"]: row for row in table(ANSWERS)}
    for row in demonstration.excerpts:
        words = answers[row["id"]]["answer"][int(row["start"]) : int(row["end"])]
        assert row["segment"].removeprefix("'") == words.removeprefix("'")
        assert row["respondent"] == answers[row["id"]]["respondent"]
        assert row["government"] == answers[row["id"]]["government"]


def test_offsets_count_code_points_whatever_the_letters(awkward, texts):
    assert awkward.status == 0
    for row in awkward.excerpts:
        words = texts[int(row["row"]) - 2][int(row["start"]) : int(row["end"])]
        assert row["segment"] == (f"'{words}" if words[0] in "=+-@" else words)
        assert words == words.strip()


def test_every_word_of_every_used_text_is_in_some_segment(awkward, texts):
    covered = [bytearray(len(text)) for text in texts]
    for row in awkward.excerpts:
        start, end = int(row["start"]), int(row["end"])
        covered[int(row["row"]) - 2][start:end] = b"\1" * (end - start)
    left = [
        "".join(char for char, seen in zip(text, marks, strict=True) if not seen)
        for text, marks in zip(texts, covered, strict=True)
    ]
    assert "".join(left).strip() == ""


def test_no_cell_can_be_taken_for_a_formula(awkward):
    cells = [
        cell
        for name in ("excerpts", "themes", "trends")
        for row in getattr(awkward, name)
        for cell in row.values()
    ]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "@") and not cell[1:2].isdigit()] == []
    assert {row["theme (group)"] for row in awkward.excerpts} == {"'+Alder", "Briar"}
    assert {row["id"] for row in awkward.excerpts if row["row"] == "5"} == {"'=k3"}


def test_the_accounting_adds_up_and_names_the_rows(demonstration):
    sums = demonstration.accounting
    assert sums["received"] == sums["used"] + sums["excluded"] + sums["failed"]
    assert [type(sums[name]) for name in ("received", "used", "excluded", "failed")] == [int] * 4
    empty = {
        number for number, row in enumerate(table(ANSWERS), start=2)
        if not any(char.isalpha() for char in row["answer"]) or row["answer"].casefold().strip(". ") in ("n/a", "na")
    }  # fmt: skip
    assert {row for rows in demonstration.reasons("excluded").values() for row in rows} == empty
    assert sums["excluded"] == len(empty)
    assert {int(row["row"]) for row in demonstration.excerpts} == set(range(2, 160)) - empty
    assert f"{sums['used']} of {sums['received']} rows received were used" in demonstration.text


def counted_rows(run):
    """The rows of excerpts.csv that count: of each letter sent by many, only the first."""
    first = {}
    for row in run.excerpts:
        if row["campaign"]:
            key = (row["date"] or "9", row["id"])
            first[row["campaign"]] = min(first.get(row["campaign"], key), key)
    return [
        row for row in run.excerpts
        if not row["campaign"] or first[row["campaign"]] == (row["date"] or "9", row["id"])
    ]  # fmt: skip


def test_every_count_in_the_themes_is_a_number_of_rows_in_the_excerpts(demonstration):
    counted = counted_rows(demonstration)
    assert len(counted) < len(demonstration.excerpts)
    assert len({row["theme"] for row in demonstration.themes}) == len(demonstration.themes)
    for theme in demonstration.themes:
        rows = [row for row in demonstration.excerpts if row["theme"] == theme["theme"]]
        once = [row for row in counted if row["theme"] == theme["theme"]]
        people = {row["respondent"] for row in once}
        by_group = {}
        for row in once:
            by_group.setdefault(row["government"], set()).add(row["respondent"])
        assert int(theme["segments"]) == len(rows)
        assert int(theme["texts"]) == len({row["id"] for row in rows})
        assert int(theme["respondents"]) == len(people)
        assert int(theme["respondents_heard"]) == len({row["respondent"] for row in counted})
        assert float(theme["share"]) == pytest.approx(len(people) / int(theme["respondents_heard"]), abs=1e-6)
        assert int(theme["groups"]) == len(by_group)
        assert int(theme["groups_firm"]) == sum(len(members) >= 3 for members in by_group.values())
        assert int(theme["groups_heard"]) == len({row["government"] for row in counted})
        assert {row["subtheme"] for row in rows} - {""} <= set(theme["fine"].split("; "))


def test_the_themes_of_the_excerpts_are_those_of_the_table(demonstration):
    assert {row["theme"] for row in demonstration.excerpts} - {""} == {
        row["theme"] for row in demonstration.themes
    }
    assert {row["theme"] for row in demonstration.trends} == {row["theme"] for row in demonstration.themes}
    assert demonstration.record["found"]["themes"] == len(demonstration.themes)


def test_the_counts_over_time_are_respondents_in_the_excerpts(demonstration):
    counted = counted_rows(demonstration)
    for line in [row for row in demonstration.trends if row["compares"] == "year"]:
        heard = [row for row in counted if row["date"].startswith(line["value"])]
        says = {row["respondent"] for row in heard if row["theme"] == line["theme"]}
        assert (int(line["says"]), int(line["of"])) == (len(says), len({row["respondent"] for row in heard}))


def test_the_report_says_the_numbers_of_the_tables(demonstration):
    for theme in demonstration.themes:
        section = demonstration.section(theme["theme"])
        assert f"{theme['respondents']} of {theme['respondents_heard']} people" in section
        assert f"theme = {theme['theme']}: {theme['segments']} rows" in section
        assert f"{theme['texts']} texts" in section
        silent = int(theme["groups_heard"]) - int(theme["groups"])
        if silent:
            assert f"Nobody says it in {silent} government" in section
        else:
            assert "Nowhere: somebody says it in each" in section


def test_quotes_in_the_report_are_verbatim(demonstration):
    answers = {row["id"]: row["answer"] for row in table(ANSWERS)}
    quotes = demonstration.page.split("<blockquote")[1:]
    assert len(quotes) > len(demonstration.themes)
    whole = [" ".join(answer.split()) for answer in answers.values()]
    for quote in quotes:
        words = seen(f"<blockquote{quote.split('</blockquote>')[0]}").strip()
        assert any(words in answer for answer in whole), words


def test_the_record_names_versions_parameters_and_the_file(demonstration):
    record = demonstration.record
    assert record["versions"]["reflectory"] == __version__
    assert record["parameters"]["groups"] == ["government", "programme", "role"]
    assert record["input"]["bytes"] == ANSWERS.stat().st_size
    assert record["input"]["encoding"] == "UTF-8"
    assert set(record["timings"]) >= {"reading", "themes", "trends", "writing"}
    assert json.dumps(record).count("NaN") == 0


def test_the_console_says_what_was_read_and_where_to_look(demonstration):
    assert "answer (as told: Named with --text.)" in demonstration.said
    assert "158 texts received: 154 used, 4 excluded, 0 failed." in demonstration.said
    assert "CSV; read as UTF-8; Cells are separated by commas." in demonstration.said
    assert f"Open {demonstration.out / 'report.html'}" in demonstration.said
