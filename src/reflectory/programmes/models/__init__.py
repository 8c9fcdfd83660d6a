"""The models of programmes, one noun per module."""

from reflectory.programmes.models.activities import Activity, Attendance, Engagement
from reflectory.programmes.models.artefacts import Artefact, Step
from reflectory.programmes.models.editions import Edition, Phase, PlannedAsk, Programme, ProgrammePartner
from reflectory.programmes.models.grants import Grant
from reflectory.programmes.models.running import (
    Alert,
    BudgetLine,
    Deadline,
    Departure,
    EditionNote,
)
from reflectory.programmes.models.teams import Membership, StageChange, Team

__all__ = [
    "Activity",
    "Alert",
    "Artefact",
    "Attendance",
    "BudgetLine",
    "Deadline",
    "Departure",
    "Edition",
    "EditionNote",
    "Engagement",
    "Grant",
    "Membership",
    "Phase",
    "PlannedAsk",
    "Programme",
    "ProgrammePartner",
    "StageChange",
    "Step",
    "Team",
]
