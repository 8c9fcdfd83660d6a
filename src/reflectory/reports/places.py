"""Where reports stand in the main navigation."""

from django.utils.translation import gettext_lazy as _

from reflectory.core.navigation import Place, register_place
from reflectory.reports.policies import can_begin_report

register_place(Place(_("Reports"), "reports", "file-text", 57, can_begin_report))
