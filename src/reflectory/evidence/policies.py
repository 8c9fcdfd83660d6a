"""Who may bring words in, mark passages in them and make parts of them unreadable. Who reads them: `visibility`.

Each rule comes twice: `can_x` answers, `check_can_x` raises `Refused` with a sentence for the person.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Source
from reflectory.listening.policies import lets_record_consent


def can_bring_in(by: Viewer, editions: Iterable[int | None] = ()) -> bool:
    """Operators; leads and analysts, into their editions or into none."""
    if by.is_operator:
        return True
    mine = by.editions_as(LEAD, ANALYST)
    return by.has_role(LEAD, ANALYST) and all(one is None or one in mine for one in editions)


def check_can_bring_in(by: Viewer, editions: Iterable[int | None] = ()) -> None:
    """Raises `Refused` for others."""
    if not can_bring_in(by, editions):
        raise Refused(
            _(
                "What people said is brought in by the lead or an analyst of the edition in which they said it."
            )
        )


def can_work_on(by: Viewer, *sources: Source) -> bool:
    """Whoever may read all of these texts: marks passages, makes parts unreadable."""
    if by.is_operator:
        return True
    wanted = {source.pk for source in sources}
    return Source.objects.visible_to(by).filter(pk__in=wanted).count() == len(wanted)


def check_can_work_on(by: Viewer, *sources: Source) -> None:
    """Raises `Refused` for others."""
    if not can_work_on(by, *sources):
        raise Refused(
            _("Only the lead or an analyst of the edition, or whoever brought these words, can work on them.")
        )


@lets_record_consent
def brought_by(viewer: Viewer) -> Q:
    """Voices whose words the viewer brought."""
    if viewer.account_id is None:
        return Q(pk__in=[])
    return Q(pk__in=Source.objects.filter(intake__brought_by=viewer.account_id).values("voice"))
