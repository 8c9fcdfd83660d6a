"""A broken kind file is refused with file, line, field and what would be right, all problems at once."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.programmes.kinds import KindError, load_kind, load_kinds
from reflectory.programmes.kinds.reading import MOST_BYTES

from .conftest import SMALL

KNOWN = (
    "key, name, summary, team_is, length_weeks, follow_up_weeks, stages, phases, activities, roles, artefacts, asks, "
    "figures, before, during"
)
ACTIVITY_KINDS = (
    "session, coaching, workshop, masterclass, foundry, interview, prototype_test, call, camp, demo, check_in, "
    "reflection, milestone"
)
BEYOND = (
    "is beyond the end: the kind has 12 weeks and 4 of follow-up. "
    "Choose an earlier week, or change 'length_weeks' or 'follow_up_weeks'."
)
NO_TIME_AFTER = (
    "A programme without an end has no time after it. Leave the field out, or give 'length_weeks'."
)
OUTSIDE = "is outside the phase 'start', which has weeks 1 to 4. Choose a week within it, or another phase."

# What is swapped in the small kind, for what, and the one line that is said.
FIELDS = {
    "an unknown field": (
        ("name: Ninth kind", "nmae: Ninth kind"),
        f"line 2, nmae: There is no such field. Did you mean 'name'? Allowed: {KNOWN}.",
    ),
    "a missing field": (
        ("name: Ninth kind\n", ""),
        "line 1, name: The field is missing. It holds the name that people read.",
    ),
    "a field twice": (
        ("team_is: a city", "team_is: a city\nteam_is: a county"),
        "line 5, team_is: The field stands twice; the first is on line 4. Keep one.",
    ),
    "a list for a name": (("name: Ninth kind", "name: [a]"), "line 2, name: Text is expected, not a list."),
    "fields for a name": (
        ("name: Ninth kind", "name: {a: b}"),
        "line 2, name: Text is expected, not fields of its own.",
    ),
    "nothing for a name": (
        ("name: Ninth kind", "name:"),
        "line 2, name: Text is expected, but nothing is there.",
    ),
    "an empty name": (
        ("name: Ninth kind", 'name: ""'),
        "line 2, name: Text is expected, but there is none between the quotes.",
    ),
    "a long name": (
        ("name: Ninth kind", "name: " + "x" * 121),
        "line 2, name: The text has 121 characters; at most 120 fit. Shorten it.",
    ),
    "a name with a character that is none": (
        ("name: Ninth kind", 'name: "a\\0"'),
        "line 2, name: The text holds a character that cannot be shown. Remove it.",
    ),
    "a yes or no": (
        ("name: Ninth kind", "name: no"),
        "line 2, name: Text is expected, but without quotes no is a yes-or-no value. Write it as 'no', with quotes.",
    ),
    "a date": (
        ("name: Ninth kind", "name: 2021-01-01"),
        "line 2, name: Text is expected, but without quotes 2021-01-01 is a date. "
        "Write it as '2021-01-01', with quotes.",
    ),
    "a number for a name": (
        ("name: Ninth kind", "name: 173"),
        "line 2, name: Text is expected, but without quotes 173 is a number. Write it as '173', with quotes.",
    ),
    "a near miss": (
        ("kind: session", "kind: Sesion"),
        "line 19, activities, entry 1, kind: 'Sesion' is not known here. Did you mean 'session'? "
        f"Allowed: {ACTIVITY_KINDS}.",
    ),
    "an unknown word": (
        ("identity: anonymous", "identity: zzz"),
        "line 42, asks, entry 1, identity: 'zzz' is not known here. Allowed: named, confidential, anonymous.",
    ),
    "a yes or no for a word": (
        ("identity: anonymous", "identity: off"),
        "line 42, asks, entry 1, identity: Text is expected, but without quotes off is a yes-or-no value. "
        "Write it as 'off', with quotes.",
    ),
    "a word twice": (
        ("artefacts: [idea]", "artefacts: [idea, idea]"),
        "line 35, artefacts, entry 2: 'idea' stands twice. Keep one.",
    ),
    "one word for a list": (
        ("figures: [people]", "figures: people"),
        "line 43, figures: A list is expected, in brackets or with '-' before each entry, not 'people'.",
    ),
    "an empty field for a list": (
        ("figures: [people]", "figures:"),
        "line 43, figures: A list is expected, in brackets or with '-' before each entry, not an empty field.",
    ),
    "an empty list": (
        ("stages: [invited, active, completed]", "stages: []"),
        "line 7, stages: The list is empty. Give at least one entry.",
    ),
    "a word for an entry": (
        ("  - key: member\n    name: Member\n    side: government", "  - member"),
        "line 32, roles, entry 1: Fields such as 'key', 'name' are expected here, not 'member'.",
    ),
    "a field whose name is a list": (
        ("artefacts: [idea]", "artefacts: [idea]\n? [a]\n: b"),
        "line 36: The name of a field should be one plain word.",
    ),
    "a word for a number": (
        ("length_weeks: 12", "length_weeks: twelve"),
        "line 5, length_weeks: A whole number from 1 to 520 is expected, not 'twelve'.",
    ),
    "a number in quotes": (
        ("starts_in_week: 5", "starts_in_week: '5'"),
        "line 15, phases, entry 2, starts_in_week: A whole number is expected, not text. Write 5 without quotes.",
    ),
    "a time that YAML takes for a number": (
        ("starts_in_week: 5", "starts_in_week: 1:30"),
        "line 15, phases, entry 2, starts_in_week: A whole number from 1 to 520 is expected, not '1:30'.",
    ),
    "a file with another key": (
        ("key: ninth", "key: tenth"),
        "line 1, key: The key 'tenth' and the file's name differ. Write 'ninth', or rename the file.",
    ),
    "a key that is none": (
        ("key: talk", "key: The Talk"),
        "line 24, activities, entry 2, key: 'The Talk' is no key. Use lower-case letters a to z, digits and, between "
        "them, '-' or '_'; begin with a letter.",
    ),
    "a key twice": (
        ("key: talk", "key: opening"),
        "line 24, activities, entry 2, key: 'opening' is the key of another entry, on line 17. Choose another.",
    ),
}
WEEKS = {
    "a phase that there is not": (
        ("phase: start", "phase: strat"),
        "line 20, activities, entry 1, phase: 'strat' is not known here. Did you mean 'start'? Allowed: start, rest.",
    ),
    "a week beyond the end": (
        ("weeks: [1, 3]", "weeks: [1, 17]"),
        f"line 21, activities, entry 1, weeks: Week 17 {BEYOND}",
    ),
    "a week outside the phase": (
        ("weeks: [1, 3]", "weeks: [1, 5]"),
        f"line 21, activities, entry 1, weeks: Week 5 {OUTSIDE}",
    ),
    "a series outside the phase": (
        ("weeks: [1, 3]", "every_weeks: 2\n    from_week: 5"),
        f"line 22, activities, entry 1, from_week: Week 5 {OUTSIDE}",
    ),
    "a week twice": (
        ("weeks: [1, 3]", "weeks: [3, 3]"),
        "line 21, activities, entry 1, weeks, entry 2: 3 does not come after 3. List them in order, each once.",
    ),
    "week nought": (
        ("weeks: [1, 3]", "weeks: [0]"),
        "line 21, activities, entry 1, weeks, entry 1: A whole number from 1 to 520 is expected, not '0'.",
    ),
    "no weeks": (
        ("weeks: [1, 3]", "weeks: []"),
        "line 21, activities, entry 1, weeks: The list is empty. Give weeks, or 'weeks: when_needed'.",
    ),
    "nothing about weeks": (
        ("    weeks: [1, 3]\n", ""),
        "line 17, activities, entry 1, weeks: Nothing says when. Give 'weeks: [1, 5]', or 'every_weeks' with "
        "'from_week', or 'weeks: when_needed'.",
    ),
    "weeks and a series": (
        ("    every_weeks: 2", "    weeks: [2]\n    every_weeks: 2"),
        "line 27, activities, entry 2, weeks: Either 'weeks' or 'every_weeks' is expected, not both. Remove one.",
    ),
    "a series that starts nowhere": (
        ("    from_week: 2\n", ""),
        "line 24, activities, entry 2, from_week: The field is missing. It holds the first week of a series.",
    ),
    "a series that ends before it starts": (
        ("from_week: 2", "from_week: 2\n    to_week: 1"),
        "line 29, activities, entry 2, to_week: The series ends in week 1, before it starts in week 2.",
    ),
    "the end of a series that is none": (
        ("weeks: [1, 3]", "weeks: [1, 3]\n    to_week: 4"),
        "line 22, activities, entry 1, to_week: This belongs to a series. Add 'every_weeks', or remove it.",
    ),
    "a phase that starts beyond the end": (
        ("starts_in_week: 5", "starts_in_week: 17"),
        f"line 15, phases, entry 2, starts_in_week: Week 17 {BEYOND}",
    ),
    "a phase that lasts beyond the end": (
        ("    weeks: 4\n", "    weeks: 40\n"),
        f"line 12, phases, entry 1, weeks: Week 40 {BEYOND}",
    ),
    "phases out of order": (
        ("  - key: rest", "  - {key: late, name: Late, starts_in_week: 6}\n  - key: rest"),
        "line 16, phases, entry 3, starts_in_week: The phase starts in week 5, before 'late' above it, in week 6. "
        "List phases in order of their start.",
    ),
    "a follow-up of what has no end": (
        ("length_weeks: 12", "length_weeks: null"),
        f"line 6, follow_up_weeks: {NO_TIME_AFTER}",
    ),
}
YAML = {
    "a name for references": (
        ("team_is: a city", "team_is: &x a city"),
        "line 4: '&x' names a place to be repeated. Remove it and write out what is meant.",
    ),
    "a reference": (
        ("name: Talk", "name: *x"),
        "line 25: '*x' repeats another place. Write out what is meant here.",
    ),
    "a tag": (
        ("team_is: a city", "team_is: !!str a city"),
        "line 4: The tag '!!str' is not allowed. Remove it: plain values do.",
    ),
    "a tag that would run a program": (
        ("team_is: a city", "team_is: !!python/object/apply:os.system a city"),
        "line 4: The tag '!!python/object/apply:os.system' is not allowed. Remove it: plain values do.",
    ),
    "a tag on a list": (
        ("artefacts: [idea]", "artefacts: !x [idea]"),
        "line 35: The tag '!x' is not allowed. Remove it: plain values do.",
    ),
    "a colon too many": (
        ("team_is: a city", "team_is: a city: big"),
        "line 4: A colon stands where none can be. Put text that holds a colon in quotes, and check the indentation.",
    ),
    "a bracket that is not closed": (
        ("figures: [people]", "figures: [people"),
        "line 44: This cannot be read as YAML (expected ',' or ']', but got ':'). "
        "Check brackets, quotes and indentation here and in the line before.",
    ),
    "a quotation mark that is not closed": (
        ("team_is: a city", "team_is: 'a city"),
        "line 4: A quotation mark opens here and is never closed.",
    ),
    "a sign that begins no text": (
        ("team_is: a city", "team_is: @city"),
        "line 4: A text cannot begin with '@'. Remove it, or put the text in quotes.",
    ),
    "a tab within a line": (
        ("team_is: a city", "team_is: \ta city"),
        "line 4: A text cannot begin with a tab. Remove it, or put the text in quotes.",
    ),
    "a tab at the beginning": (
        ("    side: government", "\tside: government"),
        "line 34: The line begins with a tab. Indent it with spaces.",
    ),
    "a bell": (
        ("team_is: a city", "team_is: a\x07city"),
        "line 4: The line holds a character that is no text (U+0007). Remove it.",
    ),
    "an escape beyond all characters": (
        ("team_is: a city", 'team_is: "\\UFFFFFFFF"'),
        "line 4: The escape after '\\' names no character. Write the character.",
    ),
    "a second document": (
        ("artefacts: [idea]", "artefacts: [idea]\n---\nkey: other"),
        "line 36: A second document begins here. One file holds one kind: remove the line '---'.",
    ),
    "lists without end": (
        ("artefacts: [idea]", "artefacts: " + "[" * 5000 + "]" * 5000),
        "line 35: Lists lie more than 12 deep in each other here. No kind needs that.",
    ),
}
FILES = {
    "nothing": (b"", "line 1: The file is empty. Begin with 'key:' and the file's name without '.yaml'."),
    "a comment": (
        b"# soon\n",
        "line 1: The file is empty. Begin with 'key:' and the file's name without '.yaml'.",
    ),
    "a list": (
        b"\n- a\n",
        "line 2: The file should hold fields such as 'key: \u2026' and 'name: \u2026', one a line.",
    ),
    "another encoding": (
        "key: ninth\nname: été\n".encode("latin-1"),
        "line 2: The line is not UTF-8. Save the file with that encoding.",
    ),
    "too much": (
        b"#" * (MOST_BYTES + 1),
        "line 1: The file is larger than 1 MB. A kind fits in a few pages; is this the right file?",
    ),
}


@pytest.mark.parametrize(("replace", "said"), [*FIELDS.values()], ids=[*FIELDS])
def test_a_wrong_field_is_named_with_what_would_be_right(complaints, replace, said):
    assert complaints(replace=replace) == [said]


@pytest.mark.parametrize(("replace", "said"), [*WEEKS.values()], ids=[*WEEKS])
def test_a_plan_that_cannot_be_is_named_with_its_week(complaints, replace, said):
    assert complaints(replace=replace) == [said]


@pytest.mark.parametrize(("replace", "said"), [*YAML.values()], ids=[*YAML])
def test_what_is_no_plain_yaml_is_named_with_its_line(complaints, replace, said):
    assert complaints(replace=replace) == [said]


@pytest.mark.parametrize(("data", "said"), [*FILES.values()], ids=[*FILES])
def test_a_file_that_holds_no_kind_says_so(complaints, data, said):
    assert complaints(data) == [said]


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(KindError) as caught:
        load_kind(tmp_path / "gone.yaml")
    said = f"{tmp_path / 'gone.yaml'}, line 1: The file cannot be read: No such file or directory."
    assert str(caught.value) == said


def test_all_problems_of_a_file_are_told_in_order_of_line(complaints):
    text = SMALL.replace("identity: anonymous", "identity: zzz").replace("name: Ninth kind", "name: no")
    text = text.replace("weeks: [1, 3]", "weeks: [1, 17]").replace(
        "artefacts: [idea]", "artefacts: !x [idee]"
    )
    assert [line.split(":")[0] for line in complaints(text)] == [
        "line 2, name",
        "line 21, activities, entry 1, weeks",
        "line 35",
        "line 35, artefacts, entry 1",
        "line 42, asks, entry 1, identity",
    ]


def test_every_line_that_begins_with_a_tab_is_told(complaints):
    assert complaints("key: ninth\n\tname: a\n  \tsummary: b\n") == [
        "line 2: The line begins with a tab. Indent it with spaces.",
        "line 3: The line begins with a tab. Indent it with spaces.",
    ]


def test_a_phase_that_cannot_be_read_is_not_told_again_where_it_is_mentioned(complaints):
    assert complaints(replace=("key: start", "key: Start")) == [
        "line 9, phases, entry 1, key: 'Start' is no key. Use lower-case letters a to z, digits and, between them, "
        "'-' or '_'; begin with a letter."
    ]


def test_line_ends_and_marks_of_other_systems_change_nothing(write_kind):
    plain = load_kind(write_kind())
    assert load_kind(write_kind(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())) == plain


def test_what_an_editor_hides_in_a_folder_is_no_kind(write_kind, tmp_path):
    write_kind()
    write_kind("not a kind", name=".#ninth.yaml")
    assert set(load_kinds(tmp_path)) == {"ninth"}


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 2**32),
    piece=st.text(max_size=6) | st.sampled_from(["*a", "&a ", "!", "- ", "{", "\t", "?"]),
)
def test_whatever_stands_in_a_file_it_loads_or_is_refused_in_words(tmp_path_factory, seed, piece):
    chance = random.Random(seed)
    start = chance.randrange(len(SMALL))
    text = SMALL[:start] + piece + SMALL[start + chance.randrange(12) :]
    path = tmp_path_factory.mktemp("kinds") / "ninth.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    sentences = []
    try:
        load_kind(path)
    except KindError as error:
        sentences = [problem.sentence for problem in error.problems]
    assert [sentence for sentence in sentences if not sentence.endswith((".", "?"))] == []
