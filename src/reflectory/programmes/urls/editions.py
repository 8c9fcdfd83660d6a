"""The addresses of programmes and editions, and their place in the main navigation."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from reflectory.core.navigation import Place, register_place
from reflectory.programmes.views import (
    editions,
    guarded,
    phases,
    programmes,
    retention,
    roles,
    running,
    waiting,
)

register_place(
    Place(
        _("Programmes"), "programmes", "layers", 20, lambda viewer: viewer.is_operator or bool(viewer.roles)
    )
)

# An edition's own word must not be taken for a page of the programme, so those pages are two words long.
EDITION = "programmes/<slug:programme>/<slug:edition>/"
urlpatterns = [
    path("waiting/<slug:sort>/", waiting.waiting, name="waiting"),
    path("programmes/", programmes.programme_list, name="programmes"),
    path("programmes/new/", programmes.new_programme, name="programme-new"),
    path("programmes/<slug:programme>/", programmes.programme_page, name="programme"),
    path("programmes/<slug:programme>/change-programme/", programmes.change_programme, name="programme-edit"),
    path("programmes/<slug:programme>/new-partner/", programmes.new_partner, name="partner-new"),
    path(
        "programmes/<slug:programme>/partners/<int:pk>/remove/", programmes.end_partner, name="partner-remove"
    ),
    path("programmes/<slug:programme>/new-edition/", editions.new_edition, name="edition-new"),
    path(EDITION, editions.edition_page, name="edition"),
    path(f"{EDITION}edit/", editions.change_edition, name="edition-edit"),
    path(f"{EDITION}timeline/", editions.timeline, name="edition-timeline"),
    path(f"{EDITION}phases/", phases.phases, name="edition-phases"),
    path(f"{EDITION}phases/new/", phases.phase_new, name="phase-new"),
    path(f"{EDITION}phases/<int:pk>/", phases.phase_edit, name="phase-edit"),
    path(f"{EDITION}phases/<int:pk>/move/", phases.phase_move, name="phase-move"),
    path(f"{EDITION}phases/<int:pk>/remove/", phases.phase_remove, name="phase-remove"),
    path(f"{EDITION}calendar/", editions.make_calendar, name="edition-calendar"),
    path(f"{EDITION}before/", running.before, name="edition-before"),
    path(f"{EDITION}during/", running.during, name="edition-during"),
    path(f"{EDITION}deadlines/", running.deadlines, name="edition-deadlines"),
    path(f"{EDITION}deadlines/<int:pk>/done/", running.meet, name="deadline-done"),
    path(f"{EDITION}money/", guarded.money, name="edition-money"),
    path(f"{EDITION}money/<int:pk>/", guarded.change_budget_line, name="budget-edit"),
    path(f"{EDITION}residents/", running.engagement, name="edition-engagement"),
    path(f"{EDITION}residents/new/", running.new_engagement, name="engagement-new"),
    path(f"{EDITION}concerns/", guarded.concerns, name="edition-concerns"),
    path(f"{EDITION}concerns/<int:pk>/close/", guarded.close_concern, name="concern-close"),
    path(f"{EDITION}personal-data/", retention.forget, name="edition-forget"),
    path(f"{EDITION}roles/", roles.role_list, name="edition-roles"),
    path(f"{EDITION}roles/<int:pk>/end/", roles.end_role, name="grant-end"),
    path(f"{EDITION}hand-over/", roles.hand_over_page, name="edition-handover"),
]
