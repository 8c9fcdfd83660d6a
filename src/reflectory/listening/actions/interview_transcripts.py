"""A transcript is brought to an interview, and a person says who its speakers are.

Only then do the turns of the person interviewed become evidence, in the room above, which asks `turns_to_pull`.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.intake import Unusable
from reflectory.listening import interview_states as states
from reflectory.listening.actions.interview_notes import _locked, _voice_of, check_agrees, forget_transcript
from reflectory.listening.models import Interview, Transcript, Upload
from reflectory.listening.policies.interviews import check_can_hold_interview
from reflectory.listening.transcripts import path_of, read_transcript


def bring_transcript(
    *, by: Viewer, interview: Interview, path: Path, name: str, at: datetime, on: date
) -> Transcript:
    """The transcript in the file. Brought again it takes the place of the one before."""
    check_can_hold_interview(by, interview)
    if interview.voice is not None:
        check_agrees(interview.voice, on=on)
    try:
        heard = read_transcript(path, name)
    except Unusable as unusable:
        raise Refused(str(unusable)) from None
    content = path.read_bytes()
    with transaction.atomic():
        row = _locked(interview)
        check_agrees(_voice_of(row), on=on)
        forget_transcript(row)
        upload = Upload.objects.create(
            ask=row.ask, identity=row.ask.identity, client_uuid=uuid.uuid4(), question="transcript", name=name[-200:],
            kind=Path(name).suffix.lower().lstrip("."), n_bytes=len(content), received_at=at,
            sha256=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
        kept = Transcript.objects.create(
            interview=row, upload=upload, turns=heard.turns, preamble=heard.preamble, brought_at=at, by_name=by.name,
            language=_language(heard.turns),
        )  # fmt: skip
        audit.record(by=by, verb="bring_transcript", on=kept)
        whole = path_of(upload)
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.touch(mode=0o600)
        whole.write_bytes(content)
    return kept


def _language(turns: list[dict[str, str]]) -> str:
    from reflectory.engine.language import UNDETERMINED, detect  # kept here: it loads a model

    told = detect([" ".join(turn["text"] for turn in turns)[:5000]]).main
    return "" if told == UNDETERMINED else told


@transaction.atomic
def match_speakers(*, by: Viewer, interview: Interview, speakers: Mapping[str, str]) -> Transcript:
    """The transcript with who its speakers are. Everybody is said: what is left open would be nobody's words."""
    check_can_hold_interview(by, interview)
    found: Transcript | None = Transcript.objects.select_for_update().filter(interview=interview).first()
    if found is None:
        raise Refused(_("There is no transcript yet. Bring one first."))
    there = {turn["speaker"] for turn in found.turns}
    known = dict(states.SPEAKERS)
    if set(speakers) != there or any(who not in known for who in speakers.values()):
        raise Refused(_("Say of each speaker who it is."))
    was = audit.snapshot(found)
    found.speakers = dict(speakers)
    found.save(update_fields=["speakers"])
    audit.record(by=by, verb="match_speakers", on=found, was=was)
    return found
