"""The words that a kind file may use, field by field, and what each field holds in one phrase.

Only words: what follows from a word is decided by the room that acts on it. How they are checked is in `checks`.
"""

from __future__ import annotations

STAGES = (
    "invited",
    "applied",
    "declined",
    "waitlisted",
    "selected",
    "active",
    "completed",
    "withdrew",
    "alumni",
)

ACTIVITY_KINDS = (
    "session",
    "coaching",
    "workshop",
    "masterclass",
    "foundry",
    "interview",
    "prototype_test",
    "call",
    "camp",
    "demo",
    "check_in",
    "reflection",
    "milestone",
)

FOR_WHOM = ("all", "each_team", "leaders")

# not_attributable: what is said may be used, but not who said it.
CONFIDENTIALITY = ("open", "attributable", "not_attributable", "confidential")

SIDES = ("government", "community", "partner", "operator")

SENIORITY = ("frontline", "supervisor", "manager", "director", "executive", "elected")

ARTEFACTS = (
    "problem_statement",
    "insight",
    "idea",
    "prototype",
    "experiment",
    "dataset",
    "commitment",
    "outcome",
    "gap",
    "harm",
    "power_map",
    "stipend",
    "resource",
)

PURPOSES = (
    "application",
    "pre_survey",
    "mid_survey",
    "post_survey",
    "follow_up",
    "pulse",
    "assignment",
    "interview_guide",
    "session_feedback",
    "reflection",
    "member_check",
    "peer_question",
)

IDENTITIES = ("named", "confidential", "anonymous")

FIGURES = (
    "governments",
    "governments_outside_us",
    "people",
    "core_team_members",
    "cities",
    "departments",
    "applications",
    "application_countries",
    "finalists",
    "winners",
    "states",
    "localities",
    "community_partners",
    "interviews",
    "interviewed_governments",
    "residents_people",
    "residents_contacts",
    "ideas_raised",
    "ideas_considered",
    "ideas_prototyped",
    "ideas_tested",
    "ideas_implemented",
    "commitments_approved",
    "prototypes",
    "sessions",
    "attendance",
)

# Stands in place of a list of weeks where nobody can say the week beforehand.
WHEN_NEEDED = "when_needed"

# What a field holds, as it is said to somebody who left it out.
HOLDS = {
    "activities": "the list of planned activities",
    "artefacts": "the list of kinds of artefact that teams make",
    "asks": "the list of what people are asked",
    "audience": "whom it is put to, in words",
    "before": "the prompts for the page before an edition",
    "confidentiality": "what may be done with what is said there",
    "during": "the prompts for the page during an edition",
    "figures": "the list of headline figures that are shown first",
    "for": "whom it is for",
    "from_week": "the first week of a series",
    "identity": "how far an answer can be joined to a person",
    "key": "a short name in lower-case letters, which never changes",
    "kind": "what kind of activity it is",
    "length_weeks": "the number of weeks, or null for a programme without an end",
    "name": "the name that people read",
    "phases": "the list of phases",
    "prompt": "the sentence that people are shown",
    "purpose": "what it is asked for",
    "roles": "the list of roles that people have",
    "side": "on which side the role stands",
    "stages": "the list of stages that a team may have",
    "starts_in_week": "the first week of the phase, counted from 1",
    "summary": "one or two sentences about the programme",
    "team_is": "what a team stands for, in words",
    "weeks": "the list of weeks, counted from 1",
}
