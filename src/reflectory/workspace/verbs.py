"""What each action is called in the history: the verb that it was recorded under, as people say it.

A test compares this table with the verbs in the code. A verb that is not in it is shown as it was recorded.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Any] = {
    "add_account": _("made an account for somebody"),
    "add_artefact": _("added"),
    "add_budget_line": _("set money aside"),
    "add_contact": _("added a contact detail"),
    "add_deadline": _("added a deadline"),
    "add_member": _("added to the team"),
    "add_organisation": _("added the organisation"),
    "add_partner": _("added a partner"),
    "add_phase": _("added the phase"),
    "add_person": _("added the person"),
    "add_post": _("added a post"),
    "add_programme": _("set up the programme"),
    "cancel_activity": _("cancelled the session"),
    "close_account": _("closed the account"),
    "close_alert": _("closed the concern"),
    "edit_activity": _("changed the session"),
    "edit_artefact": _("changed"),
    "edit_budget_line": _("changed a budget line"),
    "edit_edition": _("changed the edition"),
    "edit_organisation": _("changed the organisation"),
    "edit_person": _("changed the person"),
    "edit_phase": _("changed the phase"),
    "edit_preferences": _("changed preferences"),
    "edit_programme": _("changed the programme"),
    "edit_team": _("changed the team"),
    "end_grant": _("ended a role"),
    "end_membership": _("noted that somebody left"),
    "end_post": _("noted the end of a post"),
    "enrol_team": _("enrolled the team"),
    "grant_role": _("gave a role"),
    "hand_over": _("handed over"),
    "hold_activity": _("noted that the session was held"),
    "lay_out_edition": _("laid out the edition"),
    "lay_out_team": _("planned sessions for the team"),
    "leave_out_activity": _("left the session out"),
    "mark_attendance": _("noted who came"),
    "meet_deadline": _("noted that the deadline was met"),
    "merge": _("merged two rows"),
    "move_artefact": _("moved to another status"),
    "move_phase": _("moved the phase"),
    "move_team": _("moved the team to another stage"),
    "note_departure": _("noted a departure from the plan"),
    "note_engagement": _("noted an engagement of residents"),
    "plan_activity": _("planned the session"),
    "raise_alert": _("raised a concern"),
    "remove_contact": _("removed a contact detail"),
    "remove_partner": _("removed the partner or funder"),
    "remove_phase": _("took out the phase"),
    "remove_team": _("removed the team"),
    "renew_calendar_address": _("made a new calendar address"),
    "revoke_calendar_address": _("closed the calendar address"),
    "connect_account": _("connected an account"),
    "forget_person": _("deleted personal data"),
    "take_back_activity": _("took back that the session was held"),
    "undo_merge": _("undid a merge"),
    "write_note": _("wrote a note"),
}


def said(verb: str) -> str:
    """The verb in words.

    >>> said("sweep_the_floor")
    'sweep the floor'
    """
    words = VERBS.get(verb)
    return str(words) if words is not None else verb.replace("_", " ")
