"""What teams make: each action's trace, and each kind's own table of moves."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.core.audit import history
from reflectory.core.editing import Conflict
from reflectory.core.refusal import Refused
from reflectory.programmes.actions.artefacts import (
    add_artefact,
    checked_details,
    edit_artefact,
    move_artefact,
)
from reflectory.programmes.artefact_kinds import KINDS
from reflectory.programmes.models import Step
from tests import portfolio as a

DAY = date(2021, 2, 1)
PAIRS = [
    (kind.key, now, to)
    for kind in KINDS.values()
    for now, _name in kind.statuses
    for to, _word in kind.statuses
]


@pytest.mark.django_db
def test_an_artefact_begins_in_the_first_status_with_a_step():
    row = a.artefact(a.team(), kind="commitment")
    assert (row.status, row.status_on) == ("proposed", DAY)
    steps = list(row.steps.values_list("from_status", "to_status", "on", "by_name"))
    assert steps == [(None, "proposed", DAY, "A test")]
    assert history([row])[0].event.verb == "add_artefact"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(KINDS))
def test_exactly_the_moves_of_the_table_are_made(kind):
    team, definition = a.team(), KINDS[kind]
    made = set()
    for now, _name in definition.statuses:
        for to, _word in definition.statuses:
            row = a.artefact(team, kind=kind)
            type(row).objects.filter(pk=row.pk).update(status=now)
            try:
                move_artefact(by=a.operator(), artefact=row, to=to, on=DAY, reason="because")
            except Refused:
                continue
            made.add((now, to))
    assert made == {(now, to) for now, allowed in definition.moves.items() for to in allowed}


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_table_speaks_of_statuses_there_are_and_every_status_can_be_reached(kind):
    definition = KINDS[kind]
    statuses = [key for key, _name in definition.statuses]
    assert list(definition.moves) == statuses
    assert {to for allowed in definition.moves.values() for to in allowed} | set(
        definition.needs_reason
    ) <= set(statuses)
    reached, ahead = set(), [definition.first]
    while ahead:
        now = ahead.pop()
        if now not in reached:
            reached.add(now)
            ahead += definition.moves[now]
    assert reached == set(statuses)
    assert set(definition.comes_from) <= set(KINDS)


@pytest.mark.django_db
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_the_steps_of_any_walk_join_up_and_end_where_the_artefact_is(data):
    kind = KINDS[data.draw(st.sampled_from(list(KINDS)))]
    row, day = a.artefact(a.team(), kind=kind.key), DAY
    for _n in range(data.draw(st.integers(0, 5))):
        if not kind.moves[row.status]:
            break
        day += timedelta(days=data.draw(st.integers(0, 3)))
        to = data.draw(st.sampled_from(kind.moves[row.status]))
        row = move_artefact(by=a.operator(), artefact=row, to=to, on=day, reason="because")
    steps = list(Step.objects.filter(artefact=row))
    assert [one.from_status for one in steps] == [None, *[one.to_status for one in steps[:-1]]]
    assert (steps[-1].to_status, steps[-1].on) == (row.status, row.status_on)
    assert [one.on for one in steps] == sorted(one.on for one in steps)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "to"),
    [
        (kind.key, to)
        for kind in KINDS.values()
        for to in sorted(kind.needs_reason & set(kind.moves[kind.first]))
    ],
)
def test_a_move_that_needs_a_reason_is_refused_without_one(kind, to):
    row = a.artefact(a.team(), kind=kind)
    with pytest.raises(Refused, match="Say why it becomes"):
        move_artefact(by=a.operator(), artefact=row, to=to, on=DAY, reason=" ")
    assert move_artefact(by=a.operator(), artefact=row, to=to, on=DAY, reason="Too dear").status == to


@pytest.mark.django_db
def test_an_edit_never_moves_the_status():
    row = a.artefact(a.team())
    edited = edit_artefact(
        by=a.operator(),
        artefact=row,
        values={"title": "New", "status": "implemented", "kind": "harm"},
        version=1,
    )
    assert (edited.title, edited.status, edited.kind) == ("New", "raised", "idea")
    with pytest.raises(Conflict):
        edit_artefact(by=a.operator(), artefact=row, values={"title": "Newer"}, version=1)


@pytest.mark.django_db
def test_a_coach_adds_and_moves_for_their_own_team_only():
    who, edition = a.person(), a.edition()
    own, other = a.team(edition, coach=who), a.team(edition)
    by = a.viewer_with("coach", on=edition, who=who)
    row = add_artefact(by=by, kind="idea", edition=edition, team=own, title="x", on=DAY)
    assert move_artefact(by=by, artefact=row, to="considered", on=DAY).status == "considered"
    for team in (other, None):
        with pytest.raises(Refused):
            add_artefact(by=by, kind="idea", edition=edition, team=team, title="x", on=DAY)
    with pytest.raises(
        Refused, match="Only the lead of the programme and the coach of the team can change this"
    ):
        move_artefact(by=by, artefact=a.artefact(other), to="considered", on=DAY)


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        ("commitment", {"due_on": "31 June"}, "due: “31 June” is no day. Write it as 2021-09-30."),
        ("commitment", {"amount": "a lot"}, "amount: “a lot” is no number."),
        ("outcome", {"intended": "perhaps"}, "intended: “perhaps” is none of: yes, no."),
        ("resource", {"address": "javascript:alert(1)"}, "address: an address begins with https://"),
        ("idea", {"colour": "green"}, "idea has no field called colour."),
    ],
)
def test_own_fields_that_are_not_of_their_type_are_named(kind, said, sentence):
    with pytest.raises(Refused) as refused:
        checked_details(kind, said)
    assert str(refused.value) == sentence


def test_own_fields_are_kept_as_text_and_empty_ones_are_left_out():
    said = {"due_on": " 2021-09-30 ", "amount": "1,200.50", "promised_by": " ", "promised_to": None}
    assert checked_details("commitment", said) == {"due_on": "2021-09-30", "amount": "1200.50"}
