"""The addresses of organisations and people, and their two items in the main navigation."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from reflectory.accounts.roles import COACH, READS_EDITION, READS_OWN_TEAM
from reflectory.core.navigation import Place, register_place
from reflectory.core.visibility import Viewer
from reflectory.directory.views import contacts, merging, organisations, people

urlpatterns = [
    path("places/", organisations.organisations, name="organisations"),
    path("places/new/", organisations.organisation_new, name="organisation-new"),
    path("places/<int:pk>/", organisations.organisation, name="organisation"),
    path("places/<int:pk>/edit/", organisations.organisation_edit, name="organisation-edit"),
    path("places/<int:pk>/merge/", merging.organisation_merge, name="organisation-merge"),
    path("merges/<int:pk>/undo/", merging.merge_undo, name="merge-undo"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person-new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("people/<int:pk>/merge/", merging.person_merge, name="person-merge"),
    path("people/<int:pk>/contacts/new/", contacts.contact_new, name="contact-new"),
    path("people/contacts/<int:pk>/remove/", contacts.contact_remove, name="contact-remove"),
    path("people/<int:pk>/posts/new/", contacts.post_new, name="post-new"),
    path("people/posts/<int:pk>/left/", contacts.post_end, name="post-end"),
]


def sees_names(viewer: Viewer) -> bool:
    """Judges and funders have no list to go to."""
    return viewer.has_role(COACH, *READS_EDITION, *READS_OWN_TEAM)


register_place(Place(_("Places"), "organisations", "landmark", 30, sees_names))
register_place(Place(_("People"), "people", "users", 40, sees_names))
