"""The roles that somebody can be granted, what each is for, and which of them may do what.

A role is granted for a programme or for one edition of it. Being an operator is no role: it belongs to the
account and covers everything. What a role lets somebody see is said by each room, next to its models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

LEAD = "programme_lead"
COACH = "coach"
CHAIR = "panel_chair"
ANALYST = "analyst"
EDITOR = "editor"
JUDGE = "judge"
TEAM_LEAD = "team_lead"
PARTNER = "community_partner"
FUNDER = "funder"


@dataclass(frozen=True)
class Role:
    """One role: its name and what it opens, in a sentence for the person who grants it."""

    key: str
    name: Any
    opens: Any


ROLES = {
    role.key: role
    for role in (
        Role(LEAD, _("Programme lead"), _("Runs the programme: sees and changes everything in it.")),
        Role(COACH, _("Coach"), _("Sees and changes the teams they coach, and nothing of other teams.")),
        Role(CHAIR, _("Panel chair"), _("Sees applications and teams, and changes their stage.")),
        Role(ANALYST, _("Analyst"), _("Reads all that was said and done, without contact details or money.")),
        Role(EDITOR, _("Editor"), _("Reads the programme in order to publish, without contact details or money.")),
        Role(JUDGE, _("Judge"), _("Reviews what they are assigned; sees no list of teams.")),
        Role(TEAM_LEAD, _("Team lead"), _("Sees their own team: its people, sessions and work.")),
        Role(PARTNER, _("Community partner"), _("Sees the team they are part of and what is recorded about it.")),
        Role(FUNDER, _("Funder"), _("Sees figures of the programme, never the names behind them.")),
    )
}  # fmt: skip
CHOICES = [(role.key, role.name) for role in ROLES.values()]
# Who sees all teams of an edition, and who sees the names behind its figures.
READS_EDITION = (LEAD, CHAIR, ANALYST, EDITOR)
READS_OWN_TEAM = (TEAM_LEAD, PARTNER)
