"""Who is looking, worked out once per request: the account, the person behind it, and what they were granted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from reflectory.accounts.models import Account
from reflectory.core.visibility import NOBODY, Viewer
from reflectory.directory.models import Person
from reflectory.programmes.models import Edition, Grant


def viewer_for(account: Account | None) -> Viewer:
    """What this account sees with, in three queries at most."""
    if account is None or not account.is_active:
        return NOBODY
    person_id = Person.objects.filter(account=account).values_list("pk", flat=True).first()
    if account.is_operator:
        return Viewer(account.pk, str(account), person_id, is_operator=True)
    programmes: dict[str, set[int]] = defaultdict(set)
    editions: dict[str, set[int]] = defaultdict(set)
    for role, programme_id, edition_id in Grant.objects.filter(
        account=account, ended_on__isnull=True
    ).values_list("role", "programme_id", "edition_id"):
        if programme_id is not None:
            programmes[role].add(programme_id)
        else:
            editions[role].add(edition_id)
    one_by_one = {role: frozenset(ids) for role, ids in editions.items()}
    whole = set().union(*programmes.values()) if programmes else set()
    for edition_id, programme_id in Edition.objects.filter(programme__in=whole).values_list(
        "pk", "programme_id"
    ):
        for role, ids in programmes.items():
            if programme_id in ids:
                editions[role].add(edition_id)
    return Viewer(
        account.pk,
        str(account),
        person_id,
        editions={role: frozenset(ids) for role, ids in editions.items()},
        programmes={role: frozenset(ids) for role, ids in programmes.items()},
        one_by_one=one_by_one,
    )


class ViewerMiddleware:
    """Gives every request its `viewer`, looked up when it is first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def look_up() -> Viewer:
            account = request.user
            return viewer_for(account if isinstance(account, Account) and account.is_authenticated else None)

        request.viewer = SimpleLazyObject(look_up)  # type: ignore[attr-defined]  # ours; read by core.pages.viewer
        return self.get_response(request)
