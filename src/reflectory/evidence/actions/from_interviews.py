"""What people said in interviews becomes texts: each turn of the person interviewed, once its speakers are matched.

It is called every minute and does nothing where nothing happened. What others said in the room is counted and never
taken in. A turn that is no longer the person's, or whose person took it back, loses its words.
"""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.core import audit
from reflectory.core.tending import register_tend
from reflectory.core.visibility import system
from reflectory.evidence.accounting import summed_up
from reflectory.evidence.actions.taking_back import take_back
from reflectory.evidence.hashing import hash_of
from reflectory.evidence.models import Intake, Source, SourceVersion
from reflectory.listening.interview_states import INTERVIEWER
from reflectory.listening.transcripts import STATE, ToPull, TurnToPull, transcript_states, turns_to_pull

TAKEN_IN = system("What was said in interviews")


def pull_interviews() -> list[str]:
    """Takes in what is new and out what is gone; a sentence where something was done."""
    on = timezone.localdate()
    states = transcript_states(on=on)
    known = _known()
    due = [pk for pk, state in states.items() if pk not in known or known[pk].pulled != state]
    n = (
        sum(_pull(one, known.get(one.transcript.pk)) for one in turns_to_pull(on=on, transcripts=due))
        if due
        else 0
    )
    for pk, intake in known.items():
        if pk not in states and not intake.pulled.endswith("/"):
            _empty(pk, intake)
    if not n:
        return []
    return [ngettext("{n} turn was taken in as a text.", "{n} turns were taken in as texts.", n).format(n=n)]


def _known() -> dict[int, Intake]:
    """The intakes of transcripts, by the transcript's number. One that was emptied ends on a stroke."""
    rows = Intake.objects.filter(pulled__startswith=STATE)
    return {int(row.pulled.removeprefix(STATE).partition("/")[0]): row for row in rows}


@transaction.atomic
def _pull(one: ToPull, intake: Intake | None) -> int:
    was = audit.snapshot(intake) if intake else None
    intake = intake or Intake(
        title=_("Interview {n}, {series}").format(n=one.interview.pk, series=one.interview.frame.title)[:200],
        file_name=one.transcript.upload.name if one.transcript.upload else "", brought_by_name=TAKEN_IN.name,
    )  # fmt: skip
    standing, n_of = _there(intake)
    kept = {turn.key for turn in one.turns}
    take_back(by=TAKEN_IN, sources=[source for key, source in standing.items() if key not in kept])
    new = [turn for turn in one.turns if turn.key not in standing]
    intake.pulled = one.state
    intake.accounting = summed_up(
        used=len(one.turns),
        excluded=[(place, _why(who)) for place, who in one.others],
        failed=[],
    )
    intake.save()
    _make(one, intake, new, n_of)
    audit.record(by=TAKEN_IN, verb="pull_interview", on=intake, was=was)
    return len(new)


def _why(who: str) -> str:
    return _("Said by whoever interviews.") if who == INTERVIEWER else _("Said by somebody else.")


@transaction.atomic
def _empty(pk: int, intake: Intake) -> None:
    """The texts of a transcript that is gone, or whose person no longer agrees, lose their words."""
    was = audit.snapshot(intake)
    standing, _n_of = _there(intake)
    take_back(by=TAKEN_IN, sources=list(standing.values()))
    intake.pulled = f"{STATE}{pk}/"
    intake.save(update_fields=["pulled"])
    audit.record(by=TAKEN_IN, verb="pull_interview", on=intake, was=was)


def _there(intake: Intake) -> tuple[dict[str, Source], dict[str, int]]:
    """By key of the turn the text that stands for it, and how many texts ever did."""
    standing: dict[str, Source] = {}
    n_of: dict[str, int] = {}
    for source in Source.objects.filter(intake=intake) if intake.pk else ():
        key = source.key.partition("~")[0]
        n_of[key] = n_of.get(key, 0) + 1
        if source.taken_back_on is None:
            standing[key] = source
    return standing, n_of


def _make(one: ToPull, intake: Intake, new: list[TurnToPull], n_of: dict[str, int]) -> None:
    sources = [_source(one, intake, turn, n_of.get(turn.key, 0)) for turn in new]
    Source.objects.bulk_create(sources)
    SourceVersion.objects.bulk_create(
        SourceVersion(source=source, text=turn.text, text_hash=hash_of(turn.text))
        for source, turn in zip(sources, new, strict=True)
    )
    if sources:
        models.prefetch_related_objects(sources, "versions")
        audit.record_many(by=TAKEN_IN, verb="bring_in", changes=[(source, None) for source in sources])


def _source(one: ToPull, intake: Intake, turn: TurnToPull, n: int) -> Source:
    interview = one.interview
    return Source(
        intake=intake, voice=interview.voice, edition=interview.frame.edition, kind="interview", said_on=one.said_on,
        team=interview.membership.team if interview.membership else None,
        key=f"{turn.key}~{n + 1}" if n else turn.key, question=turn.asked, language=one.transcript.language,
        place_in_file=turn.place[:100],
    )  # fmt: skip


register_tend(
    "interviews",
    pull_interviews,
    label=gettext_lazy("Taking what was said in interviews in as texts"),
    url_name="said",
)
