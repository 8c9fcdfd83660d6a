"""Roles are given and end; work is handed over when somebody leaves."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.accounts.models import Account
from reflectory.accounts.roles import COACH
from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Person
from reflectory.programmes.models import Artefact, Deadline, Edition, Grant, Programme, Team
from reflectory.programmes.policies import check_can_grant


@transaction.atomic
def grant_role(
    *,
    by: Viewer,
    account: Account,
    role: str,
    on: date,
    programme: Programme | None = None,
    edition: Edition | None = None,
) -> Grant:
    """The role, on a programme or on one edition. Giving it twice gives it once."""
    check_can_grant(by, edition, programme)
    held = Grant.objects.filter(
        account=account, role=role, programme=programme, edition=edition, ended_on__isnull=True
    )
    found = held.first()
    if found is not None:
        return found
    grant = Grant.objects.create(
        account=account, role=role, programme=programme, edition=edition, given_on=on
    )
    audit.record(by=by, verb="grant_role", on=grant)
    return grant


@transaction.atomic
def end_grant(*, by: Viewer, grant: Grant, on: date) -> Grant:
    """The role ends at once."""
    check_can_grant(by, grant.edition, grant.programme)
    was = audit.snapshot(grant)
    grant.ended_on = on
    grant.save()
    audit.record(by=by, verb="end_grant", on=grant, was=was)
    return grant


STAY, END, PASS_ON = "stay", "end", "pass_on"  # what becomes of roles in the whole programme


@transaction.atomic
def hand_over(
    *, by: Viewer, leaving: Person, to: Person, edition: Edition, on: date, programme_roles: str = STAY
) -> dict[str, int]:
    """Teams coached, open artefacts and deadlines of `edition` pass on, and roles in it end with `leaving`.

    Says how many of each went over. `to` is given the role of coach where teams go over and they sign in. Roles in
    the whole programme stay, end, or pass on to `to`, by whoever may give them.
    """
    check_can_grant(by, edition, None)
    if leaving.pk == to.pk:
        raise Refused(_("Choose somebody else to hand over to."))
    went = {}
    for name, rows, field in (
        ("teams", Team.objects.filter(edition=edition, coach=leaving), "coach"),
        ("artefacts", Artefact.objects.filter(edition=edition, owner=leaving), "owner"),
        ("deadlines", Deadline.objects.filter(edition=edition, owner=leaving, done_on__isnull=True), "owner"),
    ):
        changes = []
        for row in rows:
            was = audit.snapshot(row)
            setattr(row, field, to)
            row.version += 1
            row.save()
            changes.append((row, was))
        audit.record_many(by=by, verb="hand_over", changes=changes)
        went[name] = len(changes)
    if went["teams"] and to.account is not None:
        grant_role(by=by, account=to.account, role=COACH, on=on, edition=edition)
    if leaving.account is not None:
        ending = Grant.objects.filter(account=leaving.account, edition=edition, ended_on__isnull=True)
        went["roles"] = len([end_grant(by=by, grant=grant, on=on) for grant in ending])
    if programme_roles != STAY:
        went["programme_roles"] = _end_programme_roles(
            by=by,
            leaving=leaving,
            to=to,
            programme=edition.programme,
            on=on,
            pass_on=programme_roles == PASS_ON,
        )
    return went


def _end_programme_roles(
    *, by: Viewer, leaving: Person, to: Person, programme: Programme, on: date, pass_on: bool
) -> int:
    """Ends the roles in the whole programme, given to `to` first where they pass on, and says how many there were."""
    check_can_grant(by, None, programme)
    held = Grant.objects.filter(
        account=leaving.account_id or 0, programme=programme, ended_on__isnull=True
    ).select_related("account", "programme")
    if pass_on and held and to.account is None:
        raise Refused(_("{to} does not sign in, so roles cannot pass on to them. Let the roles end, or stay.").format(
            to=to))  # fmt: skip
    for grant in held:
        if pass_on and to.account is not None:
            grant_role(by=by, account=to.account, role=grant.role, on=on, programme=programme)
        end_grant(by=by, grant=grant, on=on)
    return len(held)


def new_token() -> str:
    """The secret part of an address that only its holder knows."""
    return secrets.token_urlsafe(32)
