"""Looks for themes and decides on them: `begin_run`, `carry_out`, `decide_theme`.

A run is begun by somebody and carried out afterwards, in a process of its own (see `starting`) or at once; how is in
`carrying_out`. The machine suggests: a theme is taken up, named or rejected by people alone.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Intake
from reflectory.programmes.models import Edition
from reflectory.sensemaking.models import STATES, Run, Theme
from reflectory.sensemaking.policies import check_can_begin_run, check_can_decide

if TYPE_CHECKING:
    from reflectory.engine.embedding import Embedder


@transaction.atomic
def begin_run(
    *,
    by: Viewer,
    title: str,
    editions: Collection[Edition],
    first: date | None,
    last: date | None,
    intake: Intake | None = None,
) -> Run:
    """A run that waits to be carried out, over what was said in the editions from the first day to the last.

    With an intake, over its texts alone; its editions may then be empty.
    """
    check_can_begin_run(by, editions, intake)
    if not editions and intake is None:
        raise Refused(_("No edition was chosen. Choose those in whose texts themes are looked for."))
    if first is not None and last is not None and first > last:
        raise Refused(_("The period ends before it begins. Change one of its two days."))
    if not title.strip():
        raise Refused(_("The run has no name. Give it one, such as “What we heard in 2021”."))
    run = Run.objects.create(
        title=title.strip(), first=first, last=last, intake=intake, ran_by=by.account_id, ran_by_name=by.name
    )
    run.editions.set(editions)
    audit.record(by=by, verb="begin_run", on=run)
    return run


@transaction.atomic
def begin_again(*, by: Viewer, run: Run) -> Run:
    """The run waiting once more, where it failed or was interrupted; any other as it is."""
    check_can_decide(by, run)
    current: Run = Run.objects.select_for_update().get(pk=run.pk)
    if current.state != "failed" and not current.was_interrupted:
        return current
    was = audit.snapshot(current)
    current.state, current.problem, current.seen_at = "waiting", "", None
    current.save()
    audit.record(by=by, verb="begin_run_again", on=current, was=was)
    return current


def carry_out(run: Run, *, embedder: Embedder | None = None) -> Run:
    """The run with its themes, or failed with the reason. One that is done or being carried out is left as it is."""
    from reflectory.sensemaking import carrying_out  # loads the engine, which pages do without

    return carrying_out.carry_out(run, embedder=embedder)


@transaction.atomic
def decide_theme(
    *, by: Viewer, theme: Theme, state: str, name: str = "", version: int | None = None
) -> Theme:
    """The theme accepted, rejected or again a mere suggestion, under the name given to it, if any.

    `version` is that which the person saw; without it the theme as it stands is decided on.
    """
    check_can_decide(by, theme.run)
    if state not in dict(STATES):
        raise Refused(_("A theme is suggested, accepted or rejected."))
    is_decision = state != "suggested"
    values = {
        "state": state,
        "name": name.strip(),
        "decided_by_name": by.name if is_decision else "",
        "decided_on": timezone.localdate() if is_decision else None,
    }
    if (theme.state, theme.name) == (state, values["name"]):
        return theme
    given = theme.version if version is None else version
    return save_edit(by=by, verb="decide_theme", row=theme, values=values, version=given)
