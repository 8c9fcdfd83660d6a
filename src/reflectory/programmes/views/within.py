"""What every page within an edition shares: finding it, the way back, the tabs to its other pages.

Which tabs there are follows from `overview.sight`; a page behind a tab checks the same for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core.pages import seen, viewer
from reflectory.directory.models import Person
from reflectory.programmes.actions.running import can_raise_alert
from reflectory.programmes.models import Edition, Team
from reflectory.programmes.overview import Sight, sight


def find_edition(request: HttpRequest, programme: str, edition: str) -> Edition:
    """The edition of that address, where the viewer may see it."""
    rows = Edition.objects.visible_to(viewer(request)).select_related("programme")
    return seen(rows, programme__slug=programme, slug=edition)


def need_sight(is_given: Any) -> None:
    """404 where this page is not for the viewer, as if it were not there."""
    if not is_given:
        raise Http404


@dataclass(frozen=True)
class Tab:
    """A page of the edition."""

    name: str
    label: str
    url: str


# Pages that stand behind the tab of another.
_UNDER = {"edition-handover": "edition-roles", "edition-forget": "edition-roles", "edition-waves": "edition"}


def within(request: HttpRequest, edition: Edition, here: str) -> dict[str, Any]:
    """The context that `edition_frame.html` needs; `here` is the name of the page's own address."""
    looks = sight(viewer(request), edition)
    programme = edition.programme
    crumbs = [(_("Programmes"), reverse("programmes")), (str(programme), programme.get_absolute_url())]
    if here != "edition":
        crumbs.append((edition.label, edition.get_absolute_url()))
    return {
        "edition": edition,
        "programme": programme,
        "sight": looks,
        "tabs": _tabs(request, edition, looks),
        "here": _UNDER.get(here, here),
        "crumbs": crumbs,
        "today": timezone.localdate(),
    }


def _tabs(request: HttpRequest, edition: Edition, looks: Sight) -> list[Tab]:
    offered = [
        ("edition", _("Overview"), True),
        ("edition-before", _("Before"), looks.works),
        ("edition-during", _("During"), looks.works),
        ("edition-timeline", _("Timeline"), looks.is_in),
        ("edition-teams", _("Teams"), looks.is_in),
        ("funnel", _("Ideas"), looks.is_in),
        ("edition-engagement", _("Residents"), looks.is_in),
        ("edition-deadlines", _("Deadlines"), looks.works),
        ("edition-money", _("Money"), looks.runs),
        ("edition-roles", _("Roles"), looks.runs),
        ("edition-concerns", _("Concerns"), can_raise_alert(viewer(request), edition)),
    ]
    where = [edition.programme.slug, edition.slug]
    tabs = [Tab(name, label, reverse(name, args=where)) for name, label, is_shown in offered if is_shown]
    return tabs if len(tabs) > 1 else []


def address(name: str, edition: Edition, *more: int) -> str:
    """The address of one of the edition's pages."""
    return reverse(name, args=[edition.programme.slug, edition.slug, *more])


def staff(edition: Edition) -> QuerySet[Person]:
    """People who sign in for this edition or its programme, and the coaches of its teams."""
    signs_in = Q(account__grants__edition=edition) | Q(account__grants__programme=edition.programme_id)
    is_live = Q(account__grants__ended_on__isnull=True)
    coaching = Team.objects.filter(edition=edition, coach__isnull=False).values("coach")
    granted = Person.objects.filter(signs_in & is_live).values("pk")
    return Person.objects.filter(Q(pk__in=granted) | Q(pk__in=coaching), merged_into__isnull=True)
