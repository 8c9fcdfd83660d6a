"""Who reads many editions is asked for in other words, and must be shown the very same rows."""

import pytest
from django.apps import apps

from reflectory.accounts import roles
from reflectory.core import visibility
from reflectory.core.visibility import Viewer, visible
from reflectory.programmes.actions.grants import grant_role
from reflectory.programmes.models import Programme, Team
from reflectory.programmes.viewing import viewer_for
from tests import portfolio as a

pytestmark = pytest.mark.django_db
KINDS = sorted(visibility._rules)


def _seen(viewer: Viewer) -> dict[str, list[int]]:
    rows = {kind: apps.get_model(kind)._default_manager.all() for kind in KINDS}
    return {
        kind: sorted(visible(of, viewer).values_list("pk", flat=True), key=str) for kind, of in rows.items()
    }


def test_a_viewer_of_many_editions_sees_what_a_viewer_of_the_same_few_sees(planted, monkeypatch):
    accounts = dict(planted.accounts)
    programme = Programme.objects.get(name="Ours")
    for role in roles.ROLES:
        accounts[f"{role} of a programme"] = a.account_with(role, on=programme)
    viewers = {name: viewer_for(account) for name, account in accounts.items()}
    few = {name: _seen(viewer) for name, viewer in viewers.items()}
    monkeypatch.setattr(visibility, "FEW", 0)
    many = {name: _seen(viewer) for name, viewer in viewers.items()}
    assert many == few
    assert sum(len(rows) for rows in few[roles.LEAD].values()) > 20


def test_editions_granted_one_by_one_and_as_programmes_are_seen_together(monkeypatch):
    ours, alone, other = a.edition(), a.edition(), a.edition()
    account = a.account_with(roles.LEAD, on=ours.programme)
    grant_role(by=a.operator(), account=account, role=roles.LEAD, on=a.STARTS, edition=alone)
    monkeypatch.setattr(visibility, "FEW", 0)
    teams = [a.team(one) for one in (ours, alone, other)]
    seen = Team.objects.visible_to(viewer_for(account))
    assert sorted(seen.values_list("pk", flat=True)) == sorted(team.pk for team in teams[:2])
