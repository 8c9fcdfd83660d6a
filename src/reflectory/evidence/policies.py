"""Who may bring words in, mark passages in them and make parts of them unreadable. Who reads them: `visibility`.

Each rule comes twice: `can_x` answers, `check_can_x` raises `Refused` with a sentence for the person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from reflectory.accounts.roles import ANALYST, EDITOR, LEAD
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Source
from reflectory.listening.policies import lets_record_consent
from reflectory.listening.uses import QUOTING

MOST_BY_AN_EDITOR = 20  # texts at once: letters and calls, no survey


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


def can_bring_in_quotes(by: Viewer, editions: Iterable[int | None] = ()) -> bool:
    """Those who may bring everything in; editors, into the editions that they edit or into none."""
    if can_bring_in(by, editions):
        return True
    mine = by.editions_as(EDITOR, LEAD, ANALYST)
    return by.has_role(EDITOR) and all(one is None or one in mine for one in editions)


def check_can_bring_in_quotes(
    by: Viewer, editions: Iterable[int | None], *, n: int, stated: Collection[str]
) -> None:
    """Raises `Refused` for others, and for editors with many texts or with such as nobody stated may be quoted.

    `stated` is what was stated of all of them. An editor has no other reason to keep what somebody said.
    """
    wanted = set(editions)
    if can_bring_in(by, wanted):
        return
    if not can_bring_in_quotes(by, wanted):
        check_can_bring_in(by, wanted)
    if n > MOST_BY_AN_EDITOR:
        raise Refused(
            _(
                "Editors bring in at most {n} texts at once. Ask the lead or an analyst of the edition."
            ).format(n=MOST_BY_AN_EDITOR)
        )
    if not set(stated) & set(QUOTING):
        raise Refused(_("Say who states that these words may be quoted, how, and since when."))


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
