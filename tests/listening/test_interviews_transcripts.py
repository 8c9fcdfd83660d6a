"""Transcripts: four formats with speakers, matched by a person; only the person's own turns go on, with consent."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import docx
import pytest

from reflectory.core.models import Revision
from reflectory.core.refusal import Refused
from reflectory.listening import interview_states as states
from reflectory.listening.actions import interview_notes as notes
from reflectory.listening.actions import withdraw
from reflectory.listening.actions.interview_transcripts import bring_transcript, match_speakers
from reflectory.listening.models import Transcript, Upload
from reflectory.listening.transcripts import path_of, suggested, turns_to_pull
from tests import interviewing as ask
from tests import portfolio as a

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 4, 6, 15, tzinfo=UTC)
TODAY = NOW.date()
SAID = [
    ("Interviewer", "What do small firms need?"),
    ("Ines", "Loans, and somebody who answers the telephone."),
    ("Interviewer", "Who lends to them?"),
    ("Ines", "Nobody here does."),
]
TEXT = "\n".join(f"{name}: {words}" for name, words in SAID)
VTT = "WEBVTT\n\n" + "\n\n".join(
    f"00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n<v {name}>{words}" for n, (name, words) in enumerate(SAID)
)
SRT = "\n\n".join(
    f"{n + 1}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{name}: {words}"
    for n, (name, words) in enumerate(SAID)
)


def as_docx() -> bytes:
    document = docx.Document()
    for name, words in SAID:
        document.add_paragraph(f"{name}: {words}")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.REFLECTORY_DIR = tmp_path


@pytest.fixture
def talk():
    return ask.a_talk(ask.a_series(a.edition()), a.person("Ines Caldeira"), at=NOW)


def bring(talk, content, name, tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return bring_transcript(by=a.operator(), interview=talk, path=path, name=name, at=NOW, on=TODAY)


def pulled(on=TODAY):
    return [
        (turn.text, turn.place, one.interview.voice.person.name)
        for one in turns_to_pull(on=on)
        for turn in one.turns
    ]


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("talk.txt", TEXT, "line 2"),
        ("talk.vtt", VTT, "00:00:01"),
        ("talk.srt", SRT, "00:00:01"),
        ("talk.docx", as_docx(), "paragraph 2"),
    ],
)
def test_each_format_gives_the_same_turns_with_their_places(talk, tmp_path, name, content, place):
    kept = bring(talk, content, name, tmp_path)
    assert [(turn["speaker"], turn["text"]) for turn in kept.turns] == SAID
    assert kept.turns[1]["place"] == place
    assert kept.language == "en"
    assert path_of(kept.upload).read_bytes() == (content if isinstance(content, bytes) else content.encode())


def test_names_suggest_who_is_who_and_a_person_says_so(talk, tmp_path):
    kept = bring(talk, TEXT, "talk.txt", tmp_path)
    assert suggested(["Interviewer", "Ines"]) == {"Interviewer": "interviewer", "Ines": "person"}
    assert (kept.speakers, kept.is_matched, pulled()) == ({}, False, [])
    match_speakers(by=a.operator(), interview=talk, speakers={"Interviewer": "interviewer", "Ines": "person"})
    assert pulled() == [
        ("Loans, and somebody who answers the telephone.", "line 2", "Ines Caldeira"),
        ("Nobody here does.", "line 4", "Ines Caldeira"),
    ]


def test_what_others_say_is_never_pulled(talk, tmp_path):
    bring(talk, TEXT + "\nBo: I am only here for the coffee.\nBo: And the cake.", "talk.txt", tmp_path)
    who = {"Interviewer": "interviewer", "Ines": "person", "Bo": "other"}
    match_speakers(by=a.operator(), interview=talk, speakers=who)
    assert [text for text, _place, _name in pulled()] == [SAID[1][1], SAID[3][1]]


def test_every_speaker_is_said(talk, tmp_path):
    bring(talk, TEXT, "talk.txt", tmp_path)
    with pytest.raises(Refused, match="each speaker"):
        match_speakers(by=a.operator(), interview=talk, speakers={"Ines": "person"})


def test_without_consent_no_transcript_is_kept(tmp_path):
    silent = ask.a_talk(ask.a_series(a.edition()), uses=(), at=NOW)
    with pytest.raises(Refused, match="nothing of it is kept"):
        bring(silent, TEXT, "talk.txt", tmp_path)
    unasked = ask.an_interview(ask.a_series(a.edition()))
    with pytest.raises(Refused, match="Begin with what the person agrees to"):
        bring(unasked, TEXT, "talk.txt", tmp_path)
    assert (Transcript.objects.count(), Upload.objects.count()) == (0, 0)


def test_nothing_is_pulled_after_a_withdrawal(talk, tmp_path):
    bring(talk, TEXT, "talk.txt", tmp_path)
    match_speakers(by=a.operator(), interview=talk, speakers={"Interviewer": "interviewer", "Ines": "person"})
    withdraw(by=a.operator(), voice=talk.voice, on=TODAY + timedelta(days=1))
    assert [len(pulled(TODAY)), len(pulled(TODAY + timedelta(days=1)))] == [2, 0]


@pytest.mark.django_db(transaction=False)
def test_taking_back_deletes_the_turns_and_the_file(talk, tmp_path, django_capture_on_commit_callbacks):
    kept = bring(talk, TEXT, "talk.txt", tmp_path)
    path = path_of(kept.upload)
    with django_capture_on_commit_callbacks(execute=True):
        notes.take_back(by=a.operator(), interview=talk, at=NOW, on=TODAY)
    assert (Transcript.objects.count(), Upload.objects.count(), path.exists()) == (0, 0, False)
    assert not Revision.objects.filter(values__icontains="telephone").exists()


def test_a_second_file_takes_the_place_of_the_first(talk, tmp_path, django_capture_on_commit_callbacks):
    first = bring(talk, TEXT, "talk.txt", tmp_path)
    path = path_of(first.upload)
    with django_capture_on_commit_callbacks(execute=True):
        bring(talk, VTT, "talk.vtt", tmp_path)
    assert (Transcript.objects.get().upload.name, path.exists()) == ("talk.vtt", False)


def test_a_text_without_speakers_is_one_turn_without_a_name(talk, tmp_path):
    kept = bring(talk, "They need loans.\nNobody lends.", "notes.txt", tmp_path)
    assert [(turn["speaker"], turn["text"]) for turn in kept.turns] == [
        ("", "They need loans.\nNobody lends.")
    ]
    match_speakers(by=a.operator(), interview=talk, speakers={"": states.PERSON})
    assert len(pulled()) == 1


def a_bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("talk.pdf", b"%PDF-1.7", "talk.pdf is of a kind that is not read here"),
        ("talk.docx", b"no archive at all", "talk.docx is broken"),
        ("talk.docx", a_bomb(), "more than is safe to open"),
        ("talk.vtt", "no cues", "is no WebVTT file"),
        ("talk.txt", b"", "holds no words"),
    ],
    ids=["kind", "broken", "bomb", "vtt", "empty"],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(talk, tmp_path, name, content, why):
    with pytest.raises(Refused, match=why):
        bring(talk, content, name, tmp_path)
    assert Transcript.objects.count() == 0
