"""A small kind that is right, to be broken in one place at a time."""

import pytest

from reflectory.programmes.kinds import KindError, load_kind

SMALL = """\
key: ninth
name: Ninth kind
summary: A small programme that is right in every field.
team_is: a city
length_weeks: 12
follow_up_weeks: 4
stages: [invited, active, completed]
phases:
  - key: start
    name: Start
    starts_in_week: 1
    weeks: 4
  - key: rest
    name: Rest
    starts_in_week: 5
activities:
  - key: opening
    name: Opening
    kind: session
    phase: start
    weeks: [1, 3]
    for: all
    confidentiality: open
  - key: talk
    name: Talk
    kind: call
    every_weeks: 2
    from_week: 2
    for: each_team
    confidentiality: not_attributable
roles:
  - key: member
    name: Member
    side: government
artefacts: [idea]
asks:
  - key: pulse
    name: Pulse
    purpose: pulse
    audience: every member
    weeks: when_needed
    identity: anonymous
figures: [people]
before:
  - key: issues
    prompt: What matters here?
during:
  - key: rhythm
    prompt: When do we pause?
"""


@pytest.fixture
def write_kind(tmp_path):
    """Writes a kind file and gives its path; `replace` swaps one piece of the small kind for another."""

    def write(text=SMALL, *, replace=None, name="ninth.yaml", folder=tmp_path):
        if replace is not None:
            old, new = replace
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the small kind"
            text = text.replace(old, new)
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def complaints(write_kind):
    """What loading says, line by line, each without the path of the file."""

    def complain(text=SMALL, *, replace=None):
        path = write_kind(text, replace=replace)
        with pytest.raises(KindError) as caught:
            load_kind(path)
        lines = str(caught.value).split("\n")
        assert [line.startswith(f"{path}, ") for line in lines] == [True] * len(lines)
        return [line.removeprefix(f"{path}, ") for line in lines]

    return complain
