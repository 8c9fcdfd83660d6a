"""Puts asks into the main navigation, and says which letters about them their leads read."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from reflectory.accounts.roles import ANALYST, CHAIR, COACH, EDITOR, LEAD
from reflectory.core.mail import Reading, lets_read_letters
from reflectory.core.navigation import Place, register_place
from reflectory.core.visibility import Viewer
from reflectory.listening.letters import ABOUT
from reflectory.listening.models import Ask


def sees_asks(viewer: Viewer) -> bool:
    """Those who read or coach an edition."""
    return viewer.has_role(LEAD, COACH, ANALYST, EDITOR, CHAIR)


def asks_led(viewer: Viewer) -> set[int]:
    """The asks of editions that the viewer leads: they wrote the letters, so to speak."""
    return set(Ask.objects.filter(edition__in=viewer.editions_as(LEAD)).values_list("pk", flat=True))


register_place(Place(_("Asks"), "ask-list", "message-square", 45, sees_asks))
# A link is the receiver's alone: whoever has it could answer in their name.
lets_read_letters(ABOUT, Reading(asks_led, re.compile(r"(?<=/i/)[A-Za-z0-9_-]{16,}")))
