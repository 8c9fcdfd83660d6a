"""Who may look for themes, and who may decide what becomes of one.

Each rule comes twice: `can_x` answers, `check_can_x` raises `Refused` with a sentence for the person.
"""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Intake
from reflectory.programmes.models import Edition
from reflectory.sensemaking.models import Run


def makes_sense(by: Viewer) -> bool:
    """Whether the pages of themes are offered at all."""
    return by.has_role(LEAD, ANALYST)


def can_begin_run(by: Viewer, editions: Collection[Edition], intake: Intake | None) -> bool:
    """Operators; leads and analysts of every edition; of texts without an edition whoever brought them."""
    if by.is_operator:
        return True
    if any(edition.pk not in by.editions_as(LEAD, ANALYST) for edition in editions):
        return False
    return bool(editions) or (intake is not None and intake.brought_by == by.account_id is not None)


def check_can_begin_run(by: Viewer, editions: Collection[Edition], intake: Intake | None) -> None:
    """Raises `Refused` for others."""
    if can_begin_run(by, editions, intake):
        return
    for edition in editions:
        if edition.pk not in by.editions_as(LEAD, ANALYST):
            raise Refused(
                _(
                    "You do not read what was said in {edition}: its lead or an analyst of it can do this."
                ).format(edition=edition)
            )
    raise Refused(_("Themes in these texts can be looked for by whoever brought them."))


def can_decide(by: Viewer, run: Run) -> bool:
    """Whoever sees the run: they read all that its themes are made of."""
    return by.is_operator or bool(Run.objects.visible_to(by).filter(pk=run.pk).exists())


def check_can_decide(by: Viewer, run: Run) -> None:
    """Raises `Refused` for others."""
    if not can_decide(by, run):
        raise Refused(
            _("A theme is decided on by the leads and analysts of all editions that it comes from.")
        )
