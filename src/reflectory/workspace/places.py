"""The shell's own items in the main navigation and in the menu of the person who is signed in.

Every other room registers its own, see `core.navigation`.
"""

from django.utils.translation import gettext_lazy as _

from reflectory.accounts.roles import ANALYST, EDITOR, LEAD
from reflectory.core.navigation import Place, register_place
from reflectory.core.visibility import Viewer
from reflectory.workspace.scopes import counts_something


def reads_explorations(viewer: Viewer) -> bool:
    """Explorations hold every answer in full: they are for those who read them for a living."""
    return viewer.has_role(ANALYST, EDITOR, LEAD)


register_place(Place(_("Home"), "home", "house", 0))
register_place(Place(_("Figures"), "figures", "chart-no-axes-column", 60, counts_something))
register_place(Place(_("Map"), "map", "map", 70, counts_something))
register_place(Place(_("Explorations"), "explorations", "flask-conical", 90, reads_explorations))
