"""Interviews from the frame to the second reading: moves, consent, notes that two may write, words taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from reflectory.core.models import Revision
from reflectory.core.refusal import Refused
from reflectory.listening import interview_states as states
from reflectory.listening.actions import agree, withdraw
from reflectory.listening.actions import interview_notes as notes
from reflectory.listening.actions import interviews as actions
from reflectory.listening.actions.interview_notes import Noted
from reflectory.listening.actions.interviews import Wanted
from reflectory.listening.interview_calendar import as_calendar, when_in_words
from reflectory.listening.models import (
    Consent,
    FormVersion,
    Interview,
    InterviewCell,
    InterviewMove,
    SecondReading,
)
from reflectory.listening.sampling import progress_of, turnaround_of
from tests import interviewing as ask
from tests import portfolio as a

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 4, 6, 15, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def edition():
    return a.edition()


@pytest.fixture
def frame(edition):
    return ask.a_series(edition)


def save(interview, *noted, by=None, at=NOW):
    return notes.save_notes(by=by or a.operator(), interview=interview, noted=noted, at=at, on=at.date())


def test_every_state_can_be_left_or_is_an_end_and_every_move_leads_to_a_state():
    known = {key for key, _name in states.STATES}
    assert set(states.MOVES) == known
    assert {to for moves in states.MOVES.values() for to in moves} <= known
    assert [key for key, moves in states.MOVES.items() if not moves] == [states.SECOND_READ]


def test_the_frame_says_in_words_what_is_missing(edition):
    frame = ask.a_series(
        edition,
        Wanted(3, region="Midwest", role="mayor"),
        Wanted(1, region="South"),
        Wanted(0, size="large", why_fewer="No large place has answered in a year."),
    )
    midwest, south, _large = frame.strata.all()
    ask.an_interview(frame, strata=[midwest])
    ask.an_interview(frame, strata=[midwest], state=states.AGREED)
    held = ask.a_talk(frame, strata=[south])
    actions.move_interview(by=a.operator(), interview=held, to=states.HELD, at=NOW)
    cells, total = progress_of(frame)
    assert [(one.label, one.wanted, one.invited, one.agreed, one.held, one.missing) for one in cells] == [
        (
            "Midwest, mayor",
            3,
            2,
            1,
            0,
            "3 still to be held. 1 has agreed. 1 has not said yet. Invite 1 more.",
        ),
        ("South", 1, 1, 1, 1, "Complete."),
        ("large", 0, 0, 0, 0, "No large place has answered in a year."),
    ]
    assert (total.wanted, total.invited, total.held) == (4, 3, 1)


def test_somebody_in_two_cells_counts_in_both_and_once_in_the_sum(edition):
    frame = ask.a_series(edition, Wanted(1, region="Midwest"), Wanted(1, role="mayor"))
    ask.an_interview(frame, strata=list(frame.strata.all()))
    ask.an_interview(frame)
    cells, total = progress_of(frame)
    assert [(one.label, one.invited) for one in cells] == [("Midwest", 1), ("mayor", 1), ("in no cell", 1)]
    assert total.invited == 2


def test_a_cell_with_people_in_it_is_not_taken_out(edition):
    frame = ask.a_series(edition, Wanted(1, region="Midwest"), Wanted(2, region="South"))
    midwest, south = frame.strata.all()
    ask.an_interview(frame, strata=[midwest])
    with pytest.raises(Refused, match="Move them to another cell first"):
        actions.set_strata(by=a.operator(), frame=frame, strata=[Wanted(2, region="South", pk=south.pk)])
    kept = [Wanted(4, region="Middle West", pk=midwest.pk)]
    actions.set_strata(by=a.operator(), frame=frame, strata=kept)
    assert [(str(one), one.wanted) for one in frame.strata.all()] == [("Middle West", 4)]


def test_two_cells_can_swap_their_names(edition):
    frame = ask.a_series(edition, Wanted(1, region="Midwest"), Wanted(2, region="South"))
    one, two = frame.strata.all()
    swapped = [Wanted(1, region="South", pk=one.pk), Wanted(2, region="Midwest", pk=two.pk)]
    actions.set_strata(by=a.operator(), frame=frame, strata=swapped)
    assert [str(row) for row in frame.strata.all()] == ["South", "Midwest"]


@pytest.mark.parametrize("identity", ["anonymous"])
def test_an_anonymous_guide_is_refused(edition, identity):
    with pytest.raises(Refused, match="whoever interviews knows who answers"):
        ask.a_series(edition, guide=ask.a_guide(edition, identity=identity))


def test_adding_somebody_twice_gives_the_interview_that_there_is(frame):
    who = a.person("Ines Caldeira")
    assert ask.an_interview(frame, who) == ask.an_interview(frame, who)
    assert InterviewMove.objects.count() == 1


def test_moves_keep_their_instant_and_reason_and_others_are_refused(frame):
    row = ask.an_interview(frame)
    with pytest.raises(Refused, match="cannot become written up"):
        actions.move_interview(by=a.operator(), interview=row, to=states.WRITTEN_UP, at=NOW)
    with pytest.raises(Refused, match="Say why"):
        actions.move_interview(by=a.operator(), interview=row, to=states.CANCELLED, at=NOW)
    actions.move_interview(by=a.operator(), interview=row, to=states.CANCELLED, at=NOW, reason="A flood")
    actions.move_interview(by=a.operator(), interview=row, to=states.AGREED, at=NOW + timedelta(days=9))
    assert [(one.from_state, one.to_state, one.at, one.reason) for one in row.moves.all()] == [
        (None, "invited", ask.OPENED, ""),
        ("invited", "cancelled", NOW, "A flood"),
        ("cancelled", "agreed", NOW + timedelta(days=9), ""),
    ]


def test_an_interview_is_not_held_before_the_person_was_asked(frame):
    row = ask.an_interview(frame, state=states.AGREED)
    with pytest.raises(Refused, match="Say first what the person agrees to"):
        actions.move_interview(by=a.operator(), interview=row, to=states.HELD, at=NOW)


def test_a_time_is_an_instant_on_the_clocks_that_were_agreed(frame):
    row = ask.an_interview(frame, a.person("Ines Caldeira"), state=states.AGREED)
    row = actions.schedule_interview(
        by=a.operator(), interview=row, scheduled_at=NOW, time_zone="America/Bogota", minutes=45,
        place="https://call.example/x", at=NOW,
    )  # fmt: skip
    assert (row.state, when_in_words(row)) == ("scheduled", "6 Apr 2021, 10:00 (America/Bogota)")
    lines = as_calendar(row, now=NOW).decode().split("\r\n")
    assert [
        line for line in lines if line.startswith(("DTSTART", "DTEND", "UID", "SEQUENCE", "SUMMARY"))
    ] == [
        "SUMMARY:Interview: What stands in the way",
        "DTSTART:20210406T150000Z",
        "DTEND:20210406T154500Z",
        f"UID:interview-{row.pk}@reflectory",
        f"SEQUENCE:{row.version - 1}",
    ]
    assert "Ines" not in "".join(lines)


def test_beginning_pins_the_guide_and_notes_what_was_agreed_to(frame):
    row = ask.a_talk(frame, uses=("analyse", "quote_without_name"), at=NOW)
    assert row.guide_version == frame.guide.form_version
    assert FormVersion.objects.get(pk=row.guide_version_id).frozen_at == NOW
    given = Consent.objects.filter(voice=row.voice).values_list("use", "basis", "given_on", "text__key")
    assert sorted(given) == [
        ("analyse", "spoken", TODAY, "listening"),
        ("quote_without_name", "spoken", TODAY, "listening"),
    ]
    frame.guide.refresh_from_db()
    assert frame.guide.fixed_at == NOW


def test_a_guide_that_changes_later_leaves_the_pinned_one_alone(frame):
    row = ask.a_talk(frame)
    other = ask.a_guide(frame.edition, title="Second guide")
    later = ask.an_interview(frame)
    actions.edit_frame(by=a.operator(), frame=frame, values={"guide": other}, version=frame.version)
    assert [one.ask.title for one in Interview.objects.filter(pk__in=[row.pk, later.pk]).order_by("pk")] == [
        "The guide", "Second guide",
    ]  # fmt: skip


def test_the_database_refuses_a_talk_without_consent_asked(frame):
    row = ask.an_interview(frame)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.filter(pk=row.pk).update(begun_at=NOW)


def test_nothing_is_noted_of_somebody_who_does_not_agree_to_be_read(frame):
    row = ask.a_talk(frame, uses=(), at=NOW)
    with pytest.raises(Refused, match="nothing of it is kept"):
        save(row, Noted("needs", states.ANSWERED, "Loans"))
    notes.note_consent(by=a.operator(), interview=row, uses=["analyse"], at=NOW, on=TODAY)
    assert save(row, Noted("needs", states.ANSWERED, "Loans")).n_changed == 1


def test_what_has_notes_was_asked_and_what_was_not_asked_has_no_row(frame):
    row = ask.a_talk(frame, at=NOW)
    save(
        row,
        Noted("needs", states.NOT_ASKED, " Loans "),
        Noted("lending", states.ASKED_NO),
        Noted("trust", states.NOT_ASKED),
    )
    assert list(row.cells.values_list("question", "domain", "state", "notes")) == [
        ("needs", "Money", "answered", "Loans"),
        ("lending", "Money", "asked_no", ""),
    ]


def test_saving_again_changes_nothing_and_the_history_holds_no_word(frame):
    row = ask.a_talk(frame, at=NOW)
    first = save(row, Noted("needs", states.ANSWERED, "Loans from the corner shop"))
    again = save(row, Noted("needs", states.ANSWERED, "Loans from the corner shop", first.versions["needs"]))
    assert (first.n_changed, again.n_changed) == (1, 0)
    assert not Revision.objects.filter(values__icontains="corner shop").exists()


def test_two_who_write_at_once_are_shown_each_others_words(frame):
    row = ask.a_talk(frame, at=NOW)
    save(row, Noted("needs", states.ANSWERED, "Loans"))
    save(row, Noted("needs", states.ANSWERED, "Loans, quickly", version=1))
    late = save(row, Noted("needs", states.ANSWERED, "Grants", version=1), Noted("trust", states.SILENT))
    assert {key: cell.notes for key, cell in late.conflicts.items()} == {"needs": "Loans, quickly"}
    assert late.n_changed == 1
    assert list(row.cells.values_list("question", "state", "notes")) == [
        ("needs", "answered", "Loans, quickly"),
        ("trust", "silent", ""),
    ]


def test_saving_asks_the_same_queries_for_one_note_and_for_three(frame, django_assert_num_queries):
    one, three = ask.a_talk(frame, at=NOW), ask.a_talk(frame, at=NOW)
    keys = ("needs", "lending", "trust")
    save(one, Noted("needs", states.ANSWERED, "First"))
    save(three, *(Noted(key, states.ANSWERED, "First") for key in keys))
    soon = NOW + timedelta(seconds=3)
    with django_assert_num_queries(6):
        save(one, Noted("needs", states.ANSWERED, "Then", 1), at=soon)
    with django_assert_num_queries(6):
        save(three, *(Noted(key, states.ANSWERED, "Then", 1) for key in keys), at=soon)


def test_a_question_that_the_guide_does_not_have_is_refused(frame):
    with pytest.raises(Refused, match="no question of this guide"):
        save(ask.a_talk(frame, at=NOW), Noted("elsewhere", states.ANSWERED, "x"))


def written_up(frame, *, interviewer=None, took=timedelta(hours=5), **more):
    row = ask.a_talk(
        frame, at=NOW, notes={"needs": (states.ANSWERED, "Loans")}, interviewer=interviewer, **more
    )
    actions.move_interview(by=a.operator(), interview=row, to=states.HELD, at=NOW)
    return actions.move_interview(by=a.operator(), interview=row, to=states.WRITTEN_UP, at=NOW + took)


def test_the_median_time_until_a_note_can_be_used(frame):
    for hours in (1, 5, 30):
        written_up(frame, took=timedelta(hours=hours))
    waiting = ask.a_talk(frame, at=NOW)
    actions.move_interview(by=a.operator(), interview=waiting, to=states.HELD, at=NOW)
    found = turnaround_of(frame)
    assert (found.n, found.n_waiting, found.words) == (3, 1, "5.0 hours")


def test_what_the_second_reader_changes_is_kept_beside_what_stood_there(frame):
    row = written_up(frame)
    with pytest.raises(Refused, match="kept"):
        save(row, Noted("needs", states.ANSWERED, "Other", 1))
    notes.read_again(
        by=a.operator(), interview=row, noted=[Noted("needs", states.ANSWERED, "Small loans", 1)],
        at=NOW + timedelta(days=1), on=TODAY, why="From the recording", is_done=True,
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.second_read_at) == ("second_read", NOW + timedelta(days=1))
    assert list(SecondReading.objects.values_list("question", "before", "after", "why")) == [
        ("needs", "Loans", "Small loans", "From the recording")
    ]
    assert row.cells.get().notes == "Small loans"


def test_whoever_held_the_interview_is_not_its_second_reader(edition, frame):
    who = a.person("Coretta Vance")
    by = a.viewer_with("programme_lead", on=edition, who=who)
    row = written_up(frame, interviewer=who)
    with pytest.raises(Refused, match="somebody else"):
        notes.read_again(by=by, interview=row, noted=[], at=NOW, on=TODAY)
    with pytest.raises(Refused, match="second person"):
        ask.an_interview(frame, interviewer=who, second_reader=who)


def test_taking_back_leaves_no_word_and_no_consent(frame):
    row = written_up(frame)
    cell = row.cells.get()
    notes.read_again(
        by=a.operator(), interview=row, noted=[Noted("needs", states.ANSWERED, "Small loans", cell.version)],
        at=NOW, on=TODAY,
    )  # fmt: skip
    notes.take_back(by=a.operator(), interview=row, at=NOW, on=TODAY)
    row.refresh_from_db()
    assert (row.cells.count(), SecondReading.objects.count(), row.taken_back_at) == (0, 0, NOW)
    assert not Consent.objects.standing(on=TODAY + timedelta(days=1)).filter(voice=row.voice).exists()
    assert not Revision.objects.filter(values__icontains="loans").exists()


def test_what_was_withdrawn_elsewhere_is_emptied_once(frame):
    row, other = written_up(frame), written_up(frame)
    withdraw(by=a.operator(), voice=row.voice, on=TODAY)
    on = TODAY + timedelta(days=1)
    assert [notes.empty_what_was_taken_back(by=a.operator(), at=NOW, on=on) for _ in range(2)] == [1, 0]
    assert list(InterviewCell.objects.values_list("interview", flat=True)) == [other.pk]


def test_the_notes_are_not_kept_while_reading_them_is_taken_back(frame):
    row = written_up(frame)
    with pytest.raises(Refused, match="Take back what was said"):
        notes.note_consent(by=a.operator(), interview=row, uses=[], at=NOW, on=TODAY)


def test_a_use_can_be_given_and_taken_back_by_itself(frame):
    row = ask.a_talk(frame, at=NOW, uses=("analyse", "quote_without_name"))
    on = TODAY + timedelta(days=1)
    notes.note_consent(by=a.operator(), interview=row, uses=["analyse", "share_funder"], at=NOW, on=on)
    live = Consent.objects.standing(on=on + timedelta(days=1)).filter(voice=row.voice)
    assert sorted(live.values_list("use", flat=True)) == ["analyse", "share_funder"]


# --- who sees and does what


def people_of(edition, place):
    """Somebody of each role, and a lead who works in the place that was interviewed."""
    mine = a.person()
    a.member(a.team(edition, place), mine)
    return {
        "lead": a.viewer_with("programme_lead", on=edition),
        "analyst": a.viewer_with("analyst", on=edition),
        "editor": a.viewer_with("editor", on=edition),
        "coach": a.viewer_with("coach", on=edition),
        "funder": a.viewer_with("funder", on=edition),
        "other lead": a.viewer_with("programme_lead", on=a.edition()),
        "lead of the same place": a.viewer_with("programme_lead", on=edition, who=mine),
    }


def test_confidential_notes_are_read_by_lead_and_analyst_and_never_by_their_own_place(edition, frame):
    place = a.organisation("Saltmarsh Quay")
    row = ask.a_talk(
        frame, at=NOW, organisation=place, notes={"needs": (states.ANSWERED, "My director refuses")}
    )
    found = {
        name: (
            Interview.objects.visible_to(viewer).filter(pk=row.pk).exists(),
            InterviewCell.objects.visible_to(viewer).filter(interview=row).exists(),
        )
        for name, viewer in people_of(edition, place).items()
    }
    nothing, all_of_it = (False, False), (True, True)
    assert found == {
        "lead": all_of_it, "analyst": all_of_it, "editor": nothing, "coach": nothing, "funder": nothing,
        "other lead": nothing, "lead of the same place": nothing,
    }  # fmt: skip


def test_whoever_holds_an_interview_sees_that_one_alone(edition, frame):
    who = a.person()
    coach = a.viewer_with("coach", on=edition, who=who)
    mine = ask.an_interview(frame, interviewer=who)
    ask.an_interview(frame)
    assert list(Interview.objects.visible_to(coach)) == [mine]
    begun = notes.begin_interview(by=coach, interview=mine, uses=["analyse"], at=NOW, on=TODAY)
    assert save(begun, Noted("needs", states.ANSWERED, "Loans"), by=coach).n_changed == 1


def test_notes_are_for_the_readers_that_the_guide_names(edition):
    frame = ask.a_series(edition, guide=ask.a_guide(edition, readers=("analyst",)))
    ask.a_talk(frame, at=NOW, notes={"needs": (states.ANSWERED, "Loans")})
    lead, analyst = (a.viewer_with(role, on=edition) for role in ("programme_lead", "analyst"))
    assert [Interview.objects.visible_to(one).count() for one in (lead, analyst)] == [1, 1]
    assert [InterviewCell.objects.visible_to(one).count() for one in (lead, analyst)] == [0, 1]


def test_notes_of_somebody_who_withdrew_are_read_by_nobody(edition, frame):
    row = ask.a_talk(frame, at=NOW, notes={"needs": (states.ANSWERED, "Loans")})
    withdraw(by=a.operator(), voice=row.voice, on=date(2021, 5, 1))
    assert not InterviewCell.objects.visible_to(a.viewer_with("programme_lead", on=edition)).exists()


@pytest.mark.parametrize("role", ["editor", "coach", "funder", "judge"])
def test_others_lay_out_no_series_and_hold_no_interview(edition, frame, role):
    by = a.viewer_with(role, on=edition)
    row = ask.an_interview(frame)
    with pytest.raises(Refused):
        actions.lay_out_frame(by=by, edition=edition, title="X", question="Y", guide=frame.guide)
    with pytest.raises(Refused):
        notes.begin_interview(by=by, interview=row, uses=["analyse"], at=NOW, on=TODAY)
    with pytest.raises(Refused):
        actions.move_interview(by=by, interview=row, to=states.AGREED, at=NOW)


def test_whoever_holds_an_interview_records_consent_of_that_voice_alone(edition, frame):
    who = a.person()
    coach = a.viewer_with("coach", on=edition, who=who)
    mine, other = ask.a_talk(frame, interviewer=who), ask.a_talk(frame)
    agree(by=coach, voice=mine.voice, uses=["share_funder"], basis="spoken", on=TODAY)
    with pytest.raises(Refused):
        agree(by=coach, voice=other.voice, uses=["share_funder"], basis="spoken", on=TODAY)
