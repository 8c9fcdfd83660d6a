"""Who sees voices and what they agreed to: those who read what was said in their edition.

Who was a voice is known to those alone who work with the words; a funder, a coach or a team lead meets neither.
"""

from __future__ import annotations

from django.db.models import Q

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.visibility import Viewer, lets_see


@lets_see("listening.voice")
def voices(viewer: Viewer) -> Q:
    """Those of editions that the viewer leads or analyses."""
    return Q(edition__in=viewer.editions_as(LEAD, ANALYST))


@lets_see("listening.consent")
def consents(viewer: Viewer) -> Q:
    """Those of voices that the viewer sees."""
    return Q(voice__edition__in=viewer.editions_as(LEAD, ANALYST))
