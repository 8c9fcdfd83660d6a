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


@transaction.atomic
def hand_over(*, by: Viewer, leaving: Person, to: Person, edition: Edition, on: date) -> dict[str, int]:
    """Teams coached, open artefacts and deadlines of `edition` pass on, and roles in it end with `leaving`.

    Says how many of each went over. `to` is given the role of coach where teams go over and they sign in.
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
    return went


def new_token() -> str:
    """The secret part of an address that only its holder knows."""
    return secrets.token_urlsafe(32)
