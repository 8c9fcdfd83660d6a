"""An interview from the first question on: consent, notes that are typed during the talk, and the second reading.

The guide is pinned when it begins, so that a note always lies beside the question it was noted to. Nothing is noted
before the person was asked, and nothing that they do not agree to have read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.listening import interview_states as states
from reflectory.listening.actions.consent import agree, withdraw
from reflectory.listening.actions.interviews import step
from reflectory.listening.consenting import text_shown
from reflectory.listening.leaving import words_leave
from reflectory.listening.models import (
    Ask,
    FormVersion,
    Interview,
    InterviewCell,
    SecondReading,
    Upload,
    Voice,
)
from reflectory.listening.policies.interviews import check_can_hold_interview, check_can_read_again
from reflectory.listening.queries import allows, uses_allowed
from reflectory.listening.transcripts import path_of
from reflectory.listening.uses import ANALYSE, that_allow

# Notes are saved every few seconds; the history says once in a while that they were.
RECORDED_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class Noted:
    """What stands beside one question when it is saved. `version` is of the cell as it was opened; 0 for none."""

    question: str
    state: str
    notes: str = ""
    version: int = 0

    def as_kept(self) -> tuple[str, str]:
        """State and notes: what has notes was asked."""
        notes = self.notes.replace("\x00", "").replace("\r\n", "\n").strip()
        state = states.ANSWERED if notes and self.state == states.NOT_ASKED else self.state
        return state, notes


@dataclass
class Saved:
    """What came of saving: the version of each cell now, and those that somebody else changed meanwhile."""

    interview: Interview
    versions: dict[str, int] = field(default_factory=dict)
    conflicts: dict[str, InterviewCell] = field(default_factory=dict)
    n_changed: int = 0


@transaction.atomic
def begin_interview(
    *, by: Viewer, interview: Interview, uses: Collection[str], at: datetime, on: date
) -> Interview:
    """The interview with its guide pinned and what the person agreed to noted. Beginning again changes nothing."""
    check_can_hold_interview(by, interview)
    row = _locked(interview)
    if row.begun_at is not None:
        return row
    if row.state in states.OFF:
        raise Refused(
            _("This interview is {state}. Say first that the person agreed.").format(
                state=row.get_state_display()
            )
        )
    was = audit.snapshot(row)
    if row.state == states.INVITED:
        step(by, row, states.AGREED, at=at)
    row.voice = _voice(by, row)
    row.guide_version = _pinned(by, row, at)
    row.begun_at = row.consent_asked_at = at
    row.version += 1
    row.save()
    audit.record(by=by, verb="begin_interview", on=row, was=was)
    _agree(by, row, uses, on=on)
    return row


def _voice(by: Viewer, row: Interview) -> Voice:
    post = next((one for one in row.person.posts.all() if one.ended_on is None), None)
    seniority = row.membership.seniority if row.membership else (post.seniority if post else "")
    voice = Voice.objects.create(
        key=f"interview/{row.pk}", edition=row.frame.edition, organisation=row.organisation, person=row.person,
        role=post.title[:100] if post else "", seniority=seniority,
    )  # fmt: skip
    audit.record(by=by, verb="begin_interview", on=voice)
    return voice


def _pinned(by: Viewer, row: Interview, at: datetime) -> FormVersion:
    """The guide as it is now, which nobody changes any more: what is asked otherwise is a new version."""
    version: FormVersion = FormVersion.objects.select_for_update().get(pk=row.ask.form_version_id)
    if version.frozen_at is None:
        was = audit.snapshot(version)
        version.frozen_at = at
        version.save(update_fields=["frozen_at"])
        audit.record(by=by, verb="freeze_form_version", on=version, was=was)
    Ask.objects.filter(pk=row.ask_id, fixed_at__isnull=True).update(fixed_at=at)
    return version


@transaction.atomic
def note_consent(
    *, by: Viewer, interview: Interview, uses: Collection[str], at: datetime, on: date
) -> Interview:
    """What the person agrees to from now on. That nothing may be read any more is said with `take_back`."""
    check_can_hold_interview(by, interview)
    row = _locked(interview)
    voice = _voice_of(row)
    standing = uses_allowed([voice.pk], on=on)[voice.pk]
    if ANALYSE in standing and ANALYSE not in uses:
        raise Refused(
            _(
                "Without that, nothing of the notes may be kept. Use “Take back what was said”: they go with it."
            )
        )
    gone = [use for use in standing if not set(that_allow(use)) & set(uses)]
    if gone:
        withdraw(by=by, voice=voice, on=on, uses=gone)
    _agree(by, row, [use for use in uses if use not in standing], on=on)
    was = audit.snapshot(row)
    row.consent_asked_at = at
    row.save(update_fields=["consent_asked_at"])
    audit.record(by=by, verb="note_consent", on=row, was=was)
    return row


def _agree(by: Viewer, row: Interview, uses: Collection[str], *, on: date) -> None:
    if uses:
        language = row.ask.languages[0] if row.ask.languages else "en"
        agree(
            by=by, voice=_voice_of(row), uses=uses, basis="spoken", on=on, text=text_shown(row.ask, language)
        )


@transaction.atomic
def save_notes(*, by: Viewer, interview: Interview, noted: Sequence[Noted], at: datetime, on: date) -> Saved:
    """The notes as typed. A cell that somebody else changed meanwhile is left as it is and given back.

    Asks the same number of queries whether one cell changed or all.
    """
    check_can_hold_interview(by, interview)
    row = _locked(interview)
    voice = _voice_of(row)
    if row.state in (states.WRITTEN_UP, states.SECOND_READ):
        raise Refused(
            _("These notes are written up. What is changed now is changed by the second reader, and kept.")
        )
    check_agrees(voice, on=on)
    questions = _questions(row, noted)
    there = {cell.question: cell for cell in InterviewCell.objects.filter(interview=row)}
    found = Saved(row, {key: cell.version for key, cell in there.items()})
    new, changed = [], []
    for one in noted:
        state, notes = one.as_kept()
        cell = there.get(one.question)
        if (cell.state, cell.notes) == (state, notes) if cell else state == states.NOT_ASKED:
            continue
        if cell is not None and cell.version != one.version:
            found.conflicts[one.question] = cell
            continue
        if cell is None and one.version:
            one = Noted(one.question, state, notes)
        values = {"state": state, "notes": notes, "saved_at": at, "by_name": by.name}
        if cell is None:
            new.append(
                InterviewCell(interview=row, question=one.question, domain=questions[one.question], **values)
            )
            found.versions[one.question] = 1
        else:
            for name, value in values.items():
                setattr(cell, name, value)
            cell.version += 1
            changed.append(cell)
            found.versions[one.question] = cell.version
    InterviewCell.objects.bulk_create(new)
    InterviewCell.objects.bulk_update(changed, ["state", "notes", "saved_at", "by_name", "version"])
    found.n_changed = len(new) + len(changed)
    if found.n_changed and (row.notes_saved_at is None or at - row.notes_saved_at >= RECORDED_EVERY):
        was = audit.snapshot(row)
        row.notes_saved_at = at
        row.save(update_fields=["notes_saved_at"])
        audit.record(by=by, verb="write_interview_notes", on=row, was=was)
    return found


def check_agrees(voice: Voice, *, on: date) -> None:
    """Raises `Refused` where the voice does not agree on that day to be read and analysed."""
    if not allows(uses_allowed([voice.pk], on=on)[voice.pk], ANALYSE):
        raise Refused(
            _("The person did not agree that what they say is read and analysed, so nothing of it is kept.")
        )


def domain_of(row: Interview) -> Mapping[str, str]:
    """For each question of the pinned guide, the domain it belongs to: its own, else the section it stands in."""
    if row.guide_version is None:
        return {}
    return {
        one.key: one.domain or section.key
        for section in row.guide_version.document.sections
        for one in section.questions
    }


def _questions(row: Interview, noted: Sequence[Noted]) -> Mapping[str, str]:
    known = domain_of(row)
    for one in noted:
        if one.question not in known:
            raise Refused(
                _("“{key}” is no question of this guide. Load the page again.").format(key=one.question)
            )
        if one.state not in dict(states.CELL_STATES):
            raise Refused(
                _("“{state}” says neither answered, no, silent nor not asked.").format(state=one.state)
            )
    return known


@transaction.atomic
def read_again(
    *,
    by: Viewer,
    interview: Interview,
    noted: Sequence[Noted],
    at: datetime,
    on: date,
    why: str = "",
    is_done: bool = False,
) -> Saved:
    """The notes as a second reader leaves them. Each change is kept beside what stood there before."""
    check_can_read_again(by, interview)
    row = _locked(interview)
    if row.state not in (states.WRITTEN_UP, states.SECOND_READ):
        raise Refused(_("Notes are read a second time once they are written up."))
    check_agrees(_voice_of(row), on=on)
    questions = _questions(row, noted)
    there = {cell.question: cell for cell in InterviewCell.objects.filter(interview=row)}
    found = Saved(row)
    kept = []
    for one in noted:
        state, notes = one.as_kept()
        cell = there.get(one.question) or InterviewCell(
            interview=row, question=one.question, domain=questions[one.question], version=0
        )
        if (cell.state, cell.notes) == (state, notes):
            continue
        if cell.version != one.version:
            found.conflicts[one.question] = cell
            continue
        kept.append(
            SecondReading(
                interview=row, question=one.question, from_state=cell.state, to_state=state, before=cell.notes,
                after=notes, why=why.strip()[:300], by_name=by.name, at=at,
            )
        )  # fmt: skip
        cell.state, cell.notes, cell.saved_at, cell.by_name = state, notes, at, by.name
        cell.version += 1
        cell.save()
    SecondReading.objects.bulk_create(kept)
    audit.record_many(by=by, verb="read_notes_again", changes=[(one, None) for one in kept])
    found.n_changed = len(kept)
    if is_done and not found.conflicts and row.state == states.WRITTEN_UP:
        was = audit.snapshot(row)
        step(by, row, states.SECOND_READ, at=at)
        row.version += 1
        row.save()
        audit.record(by=by, verb="move_interview", on=row, was=was)
    return found


@transaction.atomic
def take_back(*, by: Viewer, interview: Interview, at: datetime, on: date) -> Interview:
    """Nothing is left of what was said: no note, no version of one, no transcript; and no use is allowed any more."""
    check_can_hold_interview(by, interview)
    row = _locked(interview)
    voice = _voice_of(row)
    withdraw(by=by, voice=voice, on=on)
    words_leave(by, [voice.pk])
    return _emptied(by, row, at)


def _emptied(by: Viewer, row: Interview, at: datetime) -> Interview:
    was = audit.snapshot(row)
    InterviewCell.objects.filter(interview=row).delete()
    SecondReading.objects.filter(interview=row).delete()
    forget_transcript(row)
    row.taken_back_at = at
    row.version += 1
    row.save()
    audit.record(by=by, verb="take_back_interview", on=row, was=was)
    return row


def forget_transcript(row: Interview) -> None:
    """Takes out the transcript of an interview, and its file once the transaction is through."""
    transcript = getattr(row, "transcript", None)
    if transcript is None:
        return
    upload: Upload | None = transcript.upload
    transcript.delete()
    row._state.fields_cache.pop("transcript", None)
    if upload is None:
        return
    path: Path = path_of(upload)
    upload.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def empty_what_was_taken_back(*, by: Viewer, at: datetime, on: date) -> int:
    """Empties the interviews whose people took back elsewhere that they may be read. How many; again does nothing."""
    agreed = Voice.objects.allowing(ANALYSE, on=on).values("pk")
    held = Interview.objects.filter(begun_at__isnull=False, taken_back_at__isnull=True).exclude(
        voice__in=agreed
    )
    n = 0
    for pk in list(held.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Interview.objects.select_for_update().get(pk=pk)
            if row.cells.exists() or getattr(row, "transcript", None) is not None:
                _emptied(by, row, at)
                n += 1
    return n


def _locked(interview: Interview) -> Interview:
    rows = Interview.objects.select_for_update(of=("self",)).select_related(
        "frame__edition", "person", "membership__team", "ask", "guide_version", "voice", "organisation"
    )
    found: Interview = rows.get(pk=interview.pk)
    return found


def _voice_of(row: Interview) -> Voice:
    if row.voice is None:
        raise Refused(_("Begin with what the person agrees to: nothing is noted before they were asked."))
    return row.voice
