"""The manual names each field, word and kind that there is, and its example is a kind that loads."""

import re
from pathlib import Path

from reflectory.programmes.kinds import load_kind, load_kinds, loading, shipped_folder, vocabulary

DOCS = Path(__file__).resolve().parents[3] / "docs"
REFERENCE = (DOCS / "reference" / "programme-kinds.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "how-to" / "add-a-kind-of-programme.md").read_text(encoding="utf-8")


def rows_under(heading):
    """The rows of the table under a heading, without its head, as lists of cells."""
    section = re.split(r"^#+ ", REFERENCE.split(f"# {heading}\n")[1], flags=re.MULTILINE)[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return rows[2:]


def fields_under(heading):
    """The fields that the table under a heading explains."""
    return [field for row in rows_under(heading) for field in re.findall(r"`([a-z_]+)`", row[0])]


def test_the_reference_explains_each_field_and_no_other():
    assert fields_under("Fields of a kind") == list(loading.KIND_FIELDS)
    assert sorted(fields_under("Phases")) == sorted(loading.PHASE_FIELDS)
    assert sorted(fields_under("Activities")) == sorted(loading.ACTIVITY_FIELDS)
    assert sorted(fields_under("Roles")) == sorted(loading.ROLE_FIELDS)
    assert sorted(fields_under("Asks")) == sorted(loading.ASK_FIELDS)


def test_the_reference_lists_each_allowed_word_and_no_other():
    listed = {row[0].strip("`"): re.findall(r"`([a-z_]+)`", row[1]) for row in rows_under("Words")}
    assert listed == {
        "stages": list(vocabulary.STAGES),
        "kind": list(vocabulary.ACTIVITY_KINDS),
        "for": list(vocabulary.FOR_WHOM),
        "confidentiality": list(vocabulary.CONFIDENTIALITY),
        "side": list(vocabulary.SIDES),
        "seniority": list(vocabulary.SENIORITY),
        "artefacts": list(vocabulary.ARTEFACTS),
        "purpose": list(vocabulary.PURPOSES),
        "identity": list(vocabulary.IDENTITIES),
        "figures": list(vocabulary.FIGURES),
    }


def test_the_reference_shows_the_kinds_that_ship_with_their_lengths():
    listed = [[row[0].strip("`"), row[2], row[3]] for row in rows_under("The kinds that ship")]
    shipped = [
        [key, str(kind.length_weeks or "open"), str(kind.follow_up_weeks or "none")]
        for key, kind in load_kinds(shipped_folder()).items()
    ]
    assert listed == shipped


def test_every_required_field_says_what_it_holds_when_it_is_missing():
    optional = {
        "follow_up_weeks",
        "every_weeks",
        "to_week",
        "entry",
        "exit",
        "minutes",
        "phase",
        "seniority",
        "questions",
    }
    fields = {
        *loading.KIND_FIELDS,
        *loading.PHASE_FIELDS,
        *loading.ACTIVITY_FIELDS,
        *loading.ROLE_FIELDS,
        *loading.ASK_FIELDS,
        *loading.PROMPT_FIELDS,
    }
    assert fields - optional == set(vocabulary.HOLDS)


def test_the_example_of_the_manual_is_a_kind_that_loads(tmp_path):
    path = tmp_path / "street-clinic.yaml"
    path.write_text(
        re.search(r"^```yaml\n(.*?)^```", HOW_TO, re.DOTALL | re.MULTILINE).group(1), encoding="utf-8"
    )
    kind = load_kind(path)
    assert [kind.occurrences(planned) for planned in (*kind.activities, *kind.asks)] == [
        [1, 2, 3, 4, 5, 6],
        [19],
    ]
