"""The pages of interviews: what each role sees, holding one with and without a script, the grid, constant queries."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from reflectory.directory.actions.people import add_contact
from reflectory.listening import interview_states as states
from reflectory.listening.actions import interviews as actions
from reflectory.listening.actions.interviews import Wanted
from reflectory.listening.interview_places import interviews_that_wait
from reflectory.listening.models import EmailRefusal, Interview, InterviewCell, SamplingFrame
from tests import interviewing as ask
from tests import portfolio as a
from tests.programmes.views.reading import heading_of, rows_of, words_of

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 4, 6, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.REFLECTORY_DIR = tmp_path


@pytest.fixture
def edition():
    return a.edition()


@pytest.fixture
def frame(edition):
    return ask.a_series(edition, Wanted(2, region="Midwest", role="mayor"))


@pytest.fixture
def lead(client, edition):
    client.force_login(a.account_with("programme_lead", on=edition))
    return client


def as_role(client, role, edition, who=None):
    client.force_login(a.account_with(role, on=edition, who=who))
    return client


def pages_of(frame, interview):
    series, one = frame.get_absolute_url(), interview.get_absolute_url()
    return [
        series, f"{series}edit/", f"{series}frame/", f"{series}add/", f"{series}grid/", one, f"{one}edit/",
        f"{one}time/", f"{one}write/", f"{one}hold/", f"{one}notes/", f"{one}transcript/", f"{one}take-back/",
        f"{one}to/cancelled/",
    ]  # fmt: skip


def test_a_lead_opens_every_page(lead, frame):
    talk = ask.a_talk(frame, at=NOW, notes={"needs": (states.ANSWERED, "Loans")})
    assert {address: lead.get(address).status_code for address in pages_of(frame, talk)} == dict.fromkeys(
        pages_of(frame, talk), 200
    )


@pytest.mark.parametrize("role", ["coach", "editor", "judge", "funder", "team_lead"])
def test_others_are_told_nothing(client, edition, frame, role):
    talk = ask.a_talk(frame, at=NOW, notes={"needs": (states.ANSWERED, "Loans")})
    reader = as_role(client, role, edition)
    assert {reader.get(address).status_code for address in pages_of(frame, talk)} == {404}
    assert "Loans" not in words_of(reader.get("/interviews/"))


def test_a_lead_of_the_same_place_finds_no_way_to_a_confidential_interview(client, edition, frame):
    place, me = a.organisation("Saltmarsh Quay"), a.person()
    a.member(a.team(edition, place), me)
    talk = ask.a_talk(
        frame, at=NOW, organisation=place, notes={"needs": (states.ANSWERED, "My director refuses")}
    )
    reader = as_role(client, "programme_lead", edition, who=me)
    series = frame.get_absolute_url()
    seen = [reader.get(address) for address in pages_of(frame, talk)]
    found = [page.status_code for page in seen]
    assert found == [200] * 5 + [404] * 9
    ways = [series, f"{series}?format=csv", f"{series}grid/", f"{series}grid/?format=csv",
            f"{series}grid/{place.pk}/?domain=Money", f"/history/listening.interview/{talk.pk}/"]  # fmt: skip
    for address in ways:
        page = reader.get(address)
        body = b"".join(page.streaming_content) if page.streaming else page.content
        assert b"director refuses" not in body
        assert talk.person.name.encode() not in body


def test_a_series_is_begun_and_its_cells_are_typed(lead, edition):
    guide = ask.a_guide(edition)
    begun = lead.post(
        f"{edition.get_absolute_url()}interviews/new/",
        {"title": "Roadblocks", "question": "What helps?", "guide": guide.pk},
    )
    frame = SamplingFrame.objects.get()
    assert begun.url == f"/interviews/series/{frame.pk}/frame/"
    sent = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-region": "Midwest",
        "form-0-wanted": "3",
    }
    assert lead.post(begun.url, {**sent, "form-1-role": "mayor"}).status_code == 422
    assert lead.post(begun.url, sent).url == frame.get_absolute_url()
    assert rows_of(lead.get(frame.get_absolute_url()))[0] == [
        "Midwest", "3", "0", "0", "0", "3 still to be held. Invite 3 more.",
    ]  # fmt: skip


def test_somebody_new_enters_the_series_with_the_place_of_their_team(lead, edition, frame):
    place = a.organisation("Saltmarsh Quay")
    who = a.member(a.team(edition, place), a.person("Ines Caldeira")).person
    (cell,) = frame.strata.all()
    address = f"{frame.get_absolute_url()}add/?q=ines"
    sent = {"person": who.pk, "strata": [cell.pk], "state": "agreed"}
    lead.post(address, sent)
    row = Interview.objects.get()
    assert (row.person, row.organisation, row.state, list(row.strata.all())) == (who, place, "agreed", [cell])
    assert lead.post(address, sent).url == row.get_absolute_url()


def test_a_time_is_set_on_the_clocks_that_were_chosen(lead, frame):
    row = ask.an_interview(frame)
    sent = {
        "scheduled_at": "2021-04-06T10:00",
        "time_zone": "America/Bogota",
        "minutes": 45,
        "place": "Room 4",
    }
    lead.post(f"{row.get_absolute_url()}time/", sent)
    row.refresh_from_db()
    assert (row.scheduled_at, row.time_zone, row.state) == (NOW, "America/Bogota", "scheduled")
    file = lead.get(f"{row.get_absolute_url()}calendar.ics")
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20210406T150000Z" in file.content.decode().split("\r\n")


def test_a_letter_goes_to_the_person_with_the_calendar_file(lead, frame):
    who = a.person("Ines Caldeira")
    add_contact(by=a.operator(), person=who, kind="email", value="ines@example.org")
    row = ask.an_interview(frame, who)
    actions.schedule_interview(
        by=a.operator(), interview=row, scheduled_at=NOW, time_zone="UTC", minutes=45, place="", at=NOW
    )
    page = lead.get(f"{row.get_absolute_url()}write/")
    assert "6 Apr 2021, 15:00 (UTC)" in words_of(page)
    lead.post(f"{row.get_absolute_url()}write/", {"subject": "Our talk", "text": "Dear Ines"})
    (letter,) = mail.outbox
    assert (letter.to, letter.subject, letter.body) == (["ines@example.org"], "Our talk", "Dear Ines")
    assert [(name, kind) for name, _content, kind in letter.attachments] == [
        (f"interview-{row.pk}.ics", "text/calendar")
    ]


def test_without_an_address_nothing_is_sent(lead, frame):
    row = ask.an_interview(frame)
    page = lead.post(f"{row.get_absolute_url()}write/", {"subject": "Our talk", "text": "Dear"})
    assert (page.status_code, mail.outbox) == (422, [])


def begun(lead, frame, **more):
    row = ask.an_interview(frame, state=states.AGREED, **more)
    lead.post(f"{row.get_absolute_url()}hold/", {"do": "begin", "uses": ["analyse"]})
    row.refresh_from_db()
    return row


def test_an_interview_is_held_without_a_script_from_consent_to_usable_notes(lead, frame):
    row = ask.an_interview(frame, state=states.AGREED)
    address = f"{row.get_absolute_url()}hold/"
    assert "To what does the person say yes?" in words_of(lead.get(address))
    assert 'name="notes-needs"' not in lead.get(address).content.decode()
    lead.post(address, {"do": "begin", "uses": ["analyse"]})
    typed = {
        "state-needs": "answered",
        "notes-needs": "Loans",
        "state-lending": "asked_no",
        "state-trust": "not_asked",
    }
    assert lead.post(address, {"do": "save", **typed}).url == address
    assert (
        lead.post(address, {"do": "end", **typed, "version-needs": "1", "version-lending": "1"}).url
        == address
    )
    done = lead.post(address, {"do": "written", **typed, "version-needs": "1", "version-lending": "1"})
    row.refresh_from_db()
    assert (done.url, row.state) == (row.get_absolute_url(), "written_up")
    assert list(row.cells.values_list("question", "state", "notes")) == [
        ("needs", "answered", "Loans"), ("lending", "asked_no", ""),
    ]  # fmt: skip


def test_who_does_not_agree_is_asked_nothing_that_is_noted(lead, frame):
    row = ask.an_interview(frame, state=states.AGREED)
    address = f"{row.get_absolute_url()}hold/"
    lead.post(address, {"do": "begin"})
    assert "Nothing is noted here" in words_of(lead.get(address))
    assert lead.post(address, {"state-needs": "answered", "notes-needs": "Loans"}).status_code == 422
    assert InterviewCell.objects.count() == 0


def test_what_the_page_sends_while_typing_is_kept_and_answered(lead, frame):
    row = begun(lead, frame)
    address = f"{row.get_absolute_url()}hold/notes/"
    first = lead.post(address, {"state-needs": "not_asked", "notes-needs": "Lo", "version-needs": "0"}).json()
    then = lead.post(
        address, {"state-needs": "answered", "notes-needs": "Loans", "version-needs": "1"}
    ).json()
    assert (first["versions"], then["versions"]) == ({"needs": 1}, {"needs": 2})
    assert re.fullmatch(r"Saved at \d\d:\d\d:\d\d\.", then["said"])
    stale = lead.post(address, {"state-needs": "answered", "notes-needs": "Grants", "version-needs": "1"})
    assert (stale.status_code, stale.json()["conflicts"]) == (409, ["needs"])
    assert row.cells.get().notes == "Loans"


def test_nothing_typed_is_lost_where_somebody_else_changed_it(lead, frame):
    row = begun(lead, frame)
    address = f"{row.get_absolute_url()}hold/"
    lead.post(address, {"state-needs": "answered", "notes-needs": "Loans"})
    page = lead.post(address, {"state-needs": "answered", "notes-needs": "Grants", "version-needs": "0"})
    assert page.status_code == 409
    body = page.content.decode()
    assert ">Grants</textarea>" in body
    assert "Loans" in words_of(page)
    again = re.search(r'name="version-needs" value="(\d+)"', body).group(1)
    lead.post(address, {"state-needs": "answered", "notes-needs": "Grants", "version-needs": again})
    assert row.cells.get().notes == "Grants"


def test_looking_changes_nothing(lead, frame):
    talk = ask.a_talk(frame, at=NOW, notes={"needs": (states.ANSWERED, "Loans")})
    for address in pages_of(frame, talk):
        lead.get(address)
    talk.refresh_from_db()
    assert (talk.state, talk.cells.get().notes, talk.taken_back_at) == ("agreed", "Loans", None)


def test_the_second_readers_changes_are_shown(client, edition, frame):
    talk = ask.a_talk(frame, at=NOW, notes={"needs": (states.ANSWERED, "Loans")})
    for to in (states.HELD, states.WRITTEN_UP):
        actions.move_interview(by=a.operator(), interview=talk, to=to, at=NOW)
    reader = as_role(client, "analyst", edition)
    sent = {
        "state-needs": "answered",
        "notes-needs": "Small loans",
        "version-needs": "1",
        "why": "Heard again",
    }
    reader.post(f"{talk.get_absolute_url()}notes/", {**sent, "do": "done"})
    page = reader.get(f"{talk.get_absolute_url()}notes/")
    assert "Heard again" in words_of(page)
    assert "<ins>" in page.content.decode()


def test_the_grid_tells_answered_no_silent_and_not_asked_apart(lead, frame):
    one, two = a.organisation("Saltmarsh Quay"), a.organisation("Montepedra")
    ask.a_talk(
        frame,
        at=NOW,
        organisation=one,
        notes={"needs": (states.ANSWERED, "Loans"), "trust": (states.SILENT, "")},
    )
    ask.a_talk(frame, at=NOW, organisation=one, notes={"lending": (states.ASKED_NO, "")})
    ask.a_talk(frame, at=NOW, organisation=two, notes={"needs": (states.ASKED_NO, "Not once")})
    ask.a_talk(frame, at=NOW, organisation=two, uses=())
    page = lead.get(f"{frame.get_absolute_url()}grid/")
    assert rows_of(page) == [
        ["Montepedra 1 interview", "Montepedra, Money: – asked: no", "Montepedra, Trust: · not asked"],
        [
            "Saltmarsh Quay 2 interviews",
            "Saltmarsh Quay, Money: ● answered 1 – asked: no 1",
            "Saltmarsh Quay, Trust: ○ asked: silent 1 · not asked 1",
        ],
    ]
    assert heading_of(page) == "What 2 places said on 2 domains"
    assert "1 more is not shown" in words_of(page)
    cell = words_of(lead.get(f"{frame.get_absolute_url()}grid/{one.pk}/?domain=Money"))
    assert "● answered Loans" in cell
    assert lead.get(f"{frame.get_absolute_url()}grid/{one.pk}/?domain=Weather").status_code == 404


def test_a_transcript_is_brought_and_its_speakers_are_said(lead, frame):
    talk = ask.a_talk(frame, at=NOW)
    address = f"{talk.get_absolute_url()}transcript/"
    words = "Interviewer: What helps?\nInes: A loan.\nInterviewer: Who lends?\nInes: Nobody."
    lead.post(address, {"file": SimpleUploadedFile("talk.txt", words.encode())})
    page = lead.get(address)
    assert "Speaks 2 times. First: “A loan.”" in words_of(page)
    assert page.content.decode().count(" checked") == 2
    lead.post(address, {"speakers": "1", "speaker-0": "interviewer", "speaker-1": "person"})
    talk.transcript.refresh_from_db()
    assert talk.transcript.speakers == {"Interviewer": "interviewer", "Ines": "person"}
    wrong = lead.post(address, {"file": SimpleUploadedFile("talk.pdf", b"%PDF-1.7")})
    assert (wrong.status_code, "talk.pdf is of a kind that is not read here" in words_of(wrong)) == (
        422,
        True,
    )


@pytest.mark.parametrize(
    ("path", "n_queries"),
    [("{series}", 11), ("{series}grid/", 9), ("/interviews/", 6), ("{talk}hold/", 11), ("{talk}", 12)],
    ids=["series", "grid", "all", "hold", "interview"],
)
def test_pages_ask_the_same_queries_for_one_interview_and_for_three(
    lead, frame, django_assert_num_queries, path, n_queries
):
    talk = None
    for n in (1, 2):
        for _more in range(n):
            talk = ask.a_talk(
                frame, at=NOW, organisation=a.organisation(), strata=list(frame.strata.all()),
                notes={"needs": (states.ANSWERED, "Loans")},
            )  # fmt: skip
        address = path.format(series=frame.get_absolute_url(), talk=talk.get_absolute_url())
        lead.get(address)
        with django_assert_num_queries(n_queries):
            lead.get(address)


def test_what_waits_is_told_to_whoever_holds_or_reads(edition, frame):
    holder, reader = a.person(), a.person()
    talk = ask.a_talk(frame, a.person("Ines Caldeira"), at=NOW, interviewer=holder, second_reader=reader)
    held, read = (a.viewer_with("analyst", on=edition, who=who) for who in (holder, reader))

    def told(viewer):
        return [need.label for need in interviews_that_wait(viewer, NOW.date())]

    actions.move_interview(by=a.operator(), interview=talk, to=states.HELD, at=NOW)
    assert (told(held), told(read)) == (["Write up the talk with Ines Caldeira"], [])
    actions.move_interview(by=a.operator(), interview=talk, to=states.WRITTEN_UP, at=NOW)
    assert (told(held), told(read)) == ([], ["Read the notes of Ines Caldeira a second time"])


def test_the_page_of_the_edition_leads_to_its_series(lead, edition, frame):
    ask.an_interview(frame)
    page = lead.get(edition.get_absolute_url())
    assert f'<a href="{frame.get_absolute_url()}">What stands in the way</a>' in page.content.decode()
    assert "0 of 1 held" in words_of(page)


def test_whoever_wants_no_mail_is_not_invited_by_one(lead, frame):
    who = a.person("Ines Caldeira")
    contact = add_contact(by=a.operator(), person=who, kind="email", value="ines@example.org")
    EmailRefusal.objects.create(fingerprint=contact.fingerprint, refused_on=NOW.date())
    row = ask.an_interview(frame, who)
    page = lead.post(f"{row.get_absolute_url()}write/", {"subject": "Our talk", "text": "Dear"})
    assert (page.status_code, mail.outbox) == (422, [])
