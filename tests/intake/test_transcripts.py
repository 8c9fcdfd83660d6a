"""When a document is a transcript, and who says what in it."""

from __future__ import annotations

import pytest

from reflectory.intake.documents import Block
from reflectory.intake.transcripts import asks, turns_of


def blocks(text: str) -> list[Block]:
    return [Block(line, f"line {n}") for n, line in enumerate(text.split("\n"), start=1)]


def turns(text: str):
    talk = turns_of(blocks(text), "\n")
    return [(turn.speaker, turn.text, turn.asks) for turn in talk.turns] if talk else None


@pytest.mark.parametrize(
    "text",
    [
        "Strengths: a good team\nWeaknesses: no money\nNext: hire two",
        "Note: the room was cold\nNote: nobody came\nNote: we left\nNote: early",
        "We met at 10:30 in the hall.\nhttps://example.org: the address\nA long day.",
        "One thing: they were late.\n"
        + "A plain sentence.\n" * 30
        + "One thing: again.\nOne thing: and again.\nOne thing: x.",
        "Just a note.",
        "",
        "Anna: hello there",
        "\n".join(
            f"Person{'abcdefghijklmnopqrstuvwxyzabcdefghij'[n]}{n}: "
            f"hello\nPerson{'abcdefghijklmnopqrstuvwxyzabcdefghij'[n]}{n}: more"
            for n in range(36)
        ),
    ],
    ids=["headings", "notes", "addresses", "rare", "plain", "empty", "one line", "too many names"],
)
def test_notes_are_no_transcripts(text):
    assert turns(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Anna: yes\nBo: no\nAnna: but why\nBo: because",
        "**Anna:** yes\n**Bo:** no\n**Anna:** but why\n**Bo:** because",
        "**Anna**: yes\n**Bo**: no\n**Anna**: but why\n**Bo**: because",
        "[00:00:01] Anna: yes\n[00:00:02] Bo: no\n[00:00:03] Anna: but why\n[00:00:04] Bo: because",
        "Anna (00:01): yes\nBo (00:02): no\nAnna (00:03): but why\nBo (00:04): because",
        "Anna：yes\nBo：no\nAnna：but why\nBo：because",
        "Anna:\tyes\nBo:\tno\nANNA: but why\nBo: because",
    ],
)
def test_names_before_colons_are_speakers_in_many_styles(text):
    assert turns(text) == [
        ("Anna", "yes", False),
        ("Bo", "no", False),
        ("Anna", "but why", False),
        ("Bo", "because", False),
    ]


def test_meeting_software_puts_names_and_times_on_lines_of_their_own():
    text = (
        "Anna Smith   0:03\nIt was good.\nReally.\n\nBo Lee   0:12\nNo.\nAnna Smith   "
        "0:20\nWell.\nBo Lee   0:22\nYes."
    )
    assert turns(text) == [
        ("Anna Smith", "It was good.\nReally.", False),
        ("Bo Lee", "No.", False),
        ("Anna Smith", "Well.", False),
        ("Bo Lee", "Yes.", False),
    ]


def test_the_one_who_asks_is_known_and_consecutive_paragraphs_are_joined():
    text = "Title\n\nQ: How was it?\nA: Good.\n\nA: Very good.\nQ: Why?\nA: The team."
    talk = turns_of(blocks(text), "\n")
    assert talk.preamble.text == "Title"
    assert [(turn.speaker, turn.text, turn.asks) for turn in talk.turns] == [
        ("Q", "How was it?", True),
        ("A", "Good.\n\nVery good.", False),
        ("Q", "Why?", True),
        ("A", "The team.", False),
    ]


def test_two_lines_are_a_transcript_where_one_is_the_interviewers():
    assert turns("Interviewer: How was it?\nMaria: Fine.") == [
        ("Interviewer", "How was it?", True),
        ("Maria", "Fine.", False),
    ]


def test_somebody_who_speaks_once_is_not_taken_for_somebody_else():
    found = turns("Anna: yes\nBo: no\nAnna: but why\nBo: because\nCleo: I agree\nAnna: good")
    assert ("Cleo", "I agree", False) in found


def test_lines_about_the_meeting_are_nobodys_words():
    talk = turns_of(
        blocks("Date: 2024-03-01\nParticipants: Anna, Bo\nAnna: yes\nBo: no\nAnna: but why\nBo: because"),
        "\n",
    )
    assert talk.preamble.text == "Date: 2024-03-01\nParticipants: Anna, Bo"
    assert len(talk.turns) == 4


@pytest.mark.parametrize(
    "label",
    [
        "Interviewer",
        "INTERVIEWER 2",
        "Moderator",
        "Facilitator",
        "Q",
        "Q1",
        "Int",
        "Host",
        "Moderatorin",
        "Frage",
        "Entrevistadora",
        "Enquêteur",
        "Intervistatore",
        "Pergunta",
        "Fråga",
        "Интервьюер",
        "主持人",
        "インタビュアー",
    ],
)
def test_those_who_ask_are_known_in_several_languages(label):
    assert asks(label)


@pytest.mark.parametrize("label", ["Maria", "Respondent", "Interviewee", "P1", "A", "Speaker 1", "I"])
def test_those_who_answer_are_not_taken_for_those_who_ask(label):
    assert not asks(label)


def test_i_is_the_interviewer_beside_an_r():
    assert turns("I: How was it?\nR: Fine.\nI: Why?\nR: The team.")[0] == ("I", "How was it?", True)
