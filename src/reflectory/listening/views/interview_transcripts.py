"""A transcript is uploaded and its speakers are matched, on one page."""

from __future__ import annotations

import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from reflectory.core.pages import signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.listening import interview_states as states
from reflectory.listening.actions import interview_transcripts as actions
from reflectory.listening.forms.interviews import SpeakersForm, TranscriptForm
from reflectory.listening.models import Interview, Transcript
from reflectory.listening.policies import interviews as policies
from reflectory.listening.queries import allows, uses_allowed
from reflectory.listening.transcripts import MOST_BYTES, suggested
from reflectory.listening.uses import ANALYSE
from reflectory.listening.views.interviews import crumbs_to_interview, interview_of


@signed_in
def transcript(request: HttpRequest, pk: int) -> HttpResponse:
    """The transcript with who speaks, and the form for a file."""
    row = interview_of(request, pk)
    by = viewer(request)
    policies.check_can_hold_interview(by, row)
    policies.check_can_read_notes(by, row)
    kept = getattr(row, "transcript", None)
    sends_file = request.method == "POST" and "speakers" not in request.POST
    file_form = TranscriptForm(request.POST, request.FILES) if sends_file else TranscriptForm()
    who_form = _who(kept)() if kept else None
    if sends_file and file_form.is_valid():
        try:
            _bring(request, row, file_form.cleaned_data["file"])
        except Refused as why:
            file_form.add_error("file", str(why))
        else:
            messages.success(request, _("The transcript is here. Say who its speakers are."))
            return redirect(request.path)
    if request.method == "POST" and not sends_file and kept:
        who_form = _who(kept)(request.POST)
        if who_form.is_valid():
            actions.match_speakers(by=by, interview=row, speakers=who_form.said())
            messages.success(
                request, _("Saved. What the person said becomes evidence, as far as they agree.")
            )
            return redirect(request.path)
    agrees = bool(row.voice_id) and allows(
        uses_allowed([row.voice_id], on=timezone.localdate())[row.voice_id], ANALYSE
    )
    is_wrong = file_form.is_bound or (who_form is not None and who_form.is_bound)
    return render(request, "listening/interviews/transcript.html", {
        "interview": row, "transcript": kept if agrees else None, "file_form": file_form, "who_form": who_form,
        "agrees": agrees, "turns": _turns(kept) if kept and agrees else [], "crumbs": crumbs_to_interview(row, by),
    }, status=422 if is_wrong else 200)  # fmt: skip


def _bring(request: HttpRequest, row: Interview, sent: UploadedFile) -> None:
    if (sent.size or 0) > MOST_BYTES:
        raise Refused(
            _("{name} is larger than 25 MB. Send it without pictures, or in parts.").format(name=sent.name)
        )
    with tempfile.TemporaryDirectory(prefix="reflectory-") as folder:
        path = Path(folder) / "transcript"
        with path.open("wb") as stream:
            for piece in sent.chunks():
                stream.write(piece)
        actions.bring_transcript(
            by=viewer(request), interview=row, path=path, name=Path(sent.name or "").name, at=timezone.now(),
            on=timezone.localdate(),
        )  # fmt: skip


def _who(kept: Transcript) -> partial[SpeakersForm]:
    """The form for the speakers, with what was said of them, else with what their names suggest."""
    counted = Counter(turn["speaker"] for turn in kept.turns)
    first = {turn["speaker"]: turn["text"] for turn in reversed(kept.turns)}
    speakers = [(name, n, Truncator(first[name]).words(14)) for name, n in counted.items()]
    return partial(SpeakersForm, speakers=speakers, known=kept.speakers or suggested(list(counted)))


def _turns(kept: Transcript) -> list[dict[str, str]]:
    names = {**dict(states.SPEAKERS), "": _("not said yet")}
    return [{**turn, "who": names[kept.speakers.get(turn["speaker"], "")]} for turn in kept.turns]
