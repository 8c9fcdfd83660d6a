"""The files of the portfolio by themselves: names that exist nowhere, keys that exist, moves that are allowed."""

import pytest

from reflectory.demonstration.rows import FOLDER, a_day, read, words
from reflectory.demonstration.work import details_of, steps_of
from reflectory.directory import gazetteer
from reflectory.programmes.actions.artefacts import checked_details
from reflectory.programmes.artefact_kinds import KINDS
from reflectory.programmes.kinds import load_kinds, shipped_folder

TEXTS = sorted(path.stem for path in FOLDER.glob("texts-*.csv"))
USES = {
    "analyse", "quote_without_name", "quote_role_place", "quote_name", "share_government", "share_funder",
    "outside_model",
}  # fmt: skip
KNOWN_LEVELS = ("city", "county", "state", "nation", "tribal_nation", "district")


def keys(name):
    return {row["key"] for row in read(name)}


def test_no_invented_government_bears_a_name_that_the_gazetteer_has_there():
    found = {
        row["name"]
        for row in read("governments")
        if row["level"] in KNOWN_LEVELS
        and gazetteer.resolve(
            row["name"], country=row["country"], region=row["region"] or None, level=row["level"]
        ).places
    }
    assert found == set()


def test_each_step_of_an_artefact_is_allowed_and_its_details_are_those_of_its_kind():
    for row in read("artefacts"):
        kind, now, last = KINDS[row["kind"]], KINDS[row["kind"]].first, a_day(row["on"])
        checked_details(row["kind"], details_of(row))
        for status, on, why in steps_of(row):
            assert (row["key"], status in kind.moves[now]) == (row["key"], True)
            assert (row["key"], a_day(on) >= last) == (row["key"], True)
            assert (row["key"], status in kind.needs_reason and not why) == (row["key"], False)
            now, last = status, a_day(on)


def test_rows_name_teams_of_their_own_edition_and_prompts_of_their_kind():
    editions = {row["key"]: row["programme"] for row in read("editions")}
    kinds = load_kinds(shipped_folder())
    of_team = {row["key"]: row["edition"] for row in read("teams")}
    for name in ("artefacts", "engagements"):
        assert [row for row in read(name) if row["team"] and of_team[row["team"]] != row["edition"]] == []
    for row in read("notes"):
        prompts = getattr(kinds[editions[row["edition"]]], row["page"])
        assert (row["key"], row["key"] in {prompt.key for prompt in prompts}) == (row["key"], True)


@pytest.mark.parametrize("name", TEXTS)
def test_texts_name_what_is_there_and_hold_every_kind_of_consent(name):
    rows = read(name)
    for column, known in (
        ("programme", "programmes"),
        ("edition", "editions"),
        ("government", "governments"),
    ):
        assert {row[column] for row in rows} - keys(known) == set()
    assert {row["person"] for row in rows if row["person"]} - keys("people") == set()
    assert [row["key"] for row in rows if not row["text"].strip()] == []
    said = [word for row in rows for word in words(row["consent"])]
    assert {word for word in said if ":" not in word} == {*USES, "none"}
    assert {word.split(":")[0] for word in said if ":" in word} == {"withdrawn"}
