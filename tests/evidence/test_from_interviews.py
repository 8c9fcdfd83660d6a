"""What was said in an interview becomes texts: the person's own turns alone, and they go when they are taken back."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from reflectory.core.models import Revision
from reflectory.evidence.actions.from_interviews import pull_interviews
from reflectory.evidence.models import Intake, Source
from reflectory.listening.actions import withdraw
from reflectory.listening.actions.interview_notes import note_consent, take_back
from reflectory.listening.actions.interview_transcripts import bring_transcript, match_speakers
from reflectory.sensemaking.models import Passage, Run, Theme
from reflectory.sensemaking.showing import PASSAGE_READS, shown
from tests import interviewing as ask
from tests import portfolio as a

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 4, 6, 15, tzinfo=UTC)
TALK = (
    "Interviewer: What do small firms need?\nInes: Loans, and somebody who answers.\nBo: And cake.\n"
    "Interviewer: Who lends?\nInes: Nobody here does."
)
WHO = {"Interviewer": "interviewer", "Ines": "person", "Bo": "other"}


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.REFLECTORY_DIR = tmp_path


@pytest.fixture
def edition():
    return a.edition()


@pytest.fixture
def talk(edition):
    place = a.organisation("Saltmarsh Quay")
    team = a.team(edition, place)
    member = a.member(team, a.person("Ines Caldeira"))
    return ask.a_talk(ask.a_series(edition), member.person, at=NOW, organisation=place, membership=member)


def heard(talk, tmp_path, text=TALK, who=WHO):
    path = tmp_path / "sent"
    path.write_text(text)
    bring_transcript(by=a.operator(), interview=talk, path=path, name="talk.txt", at=NOW, on=NOW.date())
    if who:
        match_speakers(by=a.operator(), interview=talk, speakers=who)
    return talk


def texts():
    return sorted(row.latest.text for row in Source.objects.filter(taken_back_on__isnull=True))


def test_each_turn_of_the_person_becomes_a_text_with_the_question_before_it(talk, tmp_path, edition):
    heard(talk, tmp_path)
    assert [pull_interviews(), pull_interviews()] == [["2 turns were taken in as texts."], []]
    found = Source.objects.order_by("place_in_file").values_list(
        "versions__text",
        "question",
        "kind",
        "language",
        "place_in_file",
        "voice",
        "edition",
        "team__organisation__name",
    )
    shared = ("interview", "en")
    assert list(found) == [
        ("Loans, and somebody who answers.", "What do small firms need?", *shared, "line 2", talk.voice.pk, edition.pk,
         "Saltmarsh Quay"),
        ("Nobody here does.", "Who lends?", *shared, "line 5", talk.voice.pk, edition.pk, "Saltmarsh Quay"),
    ]  # fmt: skip


def test_what_was_left_out_is_counted_with_its_reason(talk, tmp_path):
    heard(talk, tmp_path)
    pull_interviews()
    found = Intake.objects.get().accounting
    assert (found["received"], found["used"], found["excluded"]) == (5, 2, 3)
    assert [(row["reason"], row["rows"]) for row in found["reasons"]] == [
        ("Said by whoever interviews.", ["line 1", "line 4"]), ("Said by somebody else.", ["line 3"]),
    ]  # fmt: skip


def test_nothing_is_taken_in_before_a_person_said_who_the_speakers_are(talk, tmp_path):
    heard(talk, tmp_path, who=None)
    assert (pull_interviews(), Intake.objects.count()) == ([], 0)


def test_a_speaker_who_turns_out_to_be_somebody_else_loses_their_words(talk, tmp_path):
    heard(talk, tmp_path)
    pull_interviews()
    match_speakers(by=a.operator(), interview=talk, speakers={**WHO, "Ines": "other", "Bo": "person"})
    pull_interviews()
    assert texts() == ["And cake."]
    match_speakers(by=a.operator(), interview=talk, speakers=WHO)
    pull_interviews()
    assert texts() == ["Loans, and somebody who answers.", "Nobody here does."]


def test_a_second_file_takes_the_place_of_the_first(talk, tmp_path):
    heard(talk, tmp_path)
    pull_interviews()
    heard(talk, tmp_path, text="Interviewer: So?\nInes: Loans.\nInterviewer: And?\nInes: No more.",
          who={"Interviewer": "interviewer", "Ines": "person"})  # fmt: skip
    pull_interviews()
    assert texts() == ["Loans.", "No more."]


def test_taking_back_empties_the_texts_at_once(talk, tmp_path):
    heard(talk, tmp_path)
    pull_interviews()
    take_back(by=a.operator(), interview=talk, at=timezone.now(), on=timezone.localdate())
    assert texts() == []
    assert set(Source.objects.values_list("versions__text", flat=True)) == {""}
    assert pull_interviews() == []
    assert not Revision.objects.filter(values__icontains="somebody who answers").exists()


def test_taking_back_one_use_leaves_the_words_where_they_are_read(talk, tmp_path):
    heard(talk, tmp_path)
    pull_interviews()
    on = timezone.localdate()
    note_consent(by=a.operator(), interview=talk, uses=["analyse", "share_funder"], at=NOW, on=on)
    note_consent(by=a.operator(), interview=talk, uses=["analyse"], at=NOW, on=on)
    pull_interviews()
    assert texts() == ["Loans, and somebody who answers.", "Nobody here does."]


def test_a_withdrawal_elsewhere_empties_them_within_the_minute(talk, tmp_path):
    heard(talk, tmp_path)
    pull_interviews()
    withdraw(by=a.operator(), voice=talk.voice, on=timezone.localdate())
    pull_interviews()
    assert texts() == []


def test_confidential_words_are_read_by_the_readers_of_the_guide_and_never_by_their_own_place(
    talk, tmp_path, edition
):
    heard(talk, tmp_path)
    pull_interviews()
    colleague = a.person()
    a.member(talk.membership.team, colleague)
    viewers = {
        "lead": a.viewer_with("programme_lead", on=edition),
        "analyst": a.viewer_with("analyst", on=edition),
        "editor": a.viewer_with("editor", on=edition),
        "lead of the same place": a.viewer_with("programme_lead", on=edition, who=colleague),
    }
    found = {name: Source.objects.visible_to(viewer).count() for name, viewer in viewers.items()}
    assert found == {"lead": 2, "analyst": 2, "editor": 0, "lead of the same place": 0}


def test_a_theme_shows_confidential_words_to_nobody_of_their_own_place(talk, tmp_path, edition):
    heard(talk, tmp_path)
    pull_interviews()
    colleague = a.person()
    a.member(talk.membership.team, colleague)
    theme = Theme.objects.create(run=Run.objects.create(title="What we heard"), number=1, label="Loans")
    excerpt = a.excerpt(Source.objects.get(question="Who lends?"))
    Passage.objects.create(theme=theme, excerpt=excerpt, weight=1.0)
    rows = Passage.objects.select_related(*PASSAGE_READS)
    found = [
        [one.words for one in shown(rows, by=a.viewer_with("programme_lead", on=edition, who=who))]
        for who in (None, colleague)
    ]
    assert found == [["Nobody here does."], [""]]


def test_words_of_a_guide_for_analysts_alone_are_closed_to_the_lead(tmp_path, edition):
    frame = ask.a_series(edition, guide=ask.a_guide(edition, readers=("analyst",)))
    heard(ask.a_talk(frame, a.person("Ines Caldeira"), at=NOW), tmp_path)
    pull_interviews()
    found = [
        Source.objects.visible_to(a.viewer_with(role, on=edition)).count()
        for role in ("programme_lead", "analyst")
    ]
    assert found == [0, 2]
