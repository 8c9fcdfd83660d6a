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
    "add_person": _("added the person"),
    "add_phase": _("added the phase"),
    "add_picture": _("added a picture"),
    "add_piece": _("added to the report"),
    "add_point": _("added a point"),
    "add_post": _("added a post"),
    "add_section": _("added a section"),
    "add_programme": _("set up the programme"),
    "agree": _("noted an agreement"),
    "begin_report": _("began the report"),
    "begin_review": _("began a learning review"),
    "begin_run": _("began to look for themes"),
    "begin_run_again": _("started looking for themes again"),
    "blank_words": _("blanked withdrawn words"),
    "bring_in": _("brought in"),
    "cancel_activity": _("cancelled the session"),
    "carry_out_run": _("looked for themes"),
    "close_account": _("closed the account"),
    "close_alert": _("closed the concern"),
    "close_review": _("closed the learning review"),
    "connect_account": _("connected an account"),
    "correct_report": _("noted a correction"),
    "decide_theme": _("decided on the theme"),
    "decide_use": _("decided about the advice"),
    "edit_activity": _("changed the session"),
    "edit_artefact": _("changed"),
    "edit_budget_line": _("changed a budget line"),
    "edit_edition": _("changed the edition"),
    "edit_evidence": _("changed the evidence"),
    "edit_organisation": _("changed the organisation"),
    "edit_person": _("changed the person"),
    "edit_phase": _("changed the phase"),
    "edit_picture": _("changed a picture"),
    "edit_piece": _("changed in the report"),
    "edit_point": _("changed a point"),
    "edit_preferences": _("changed preferences"),
    "edit_programme": _("changed the programme"),
    "edit_report": _("changed the report"),
    "edit_section": _("changed a section"),
    "edit_team": _("changed the team"),
    "end_grant": _("ended a role"),
    "end_membership": _("noted that somebody left"),
    "end_post": _("noted the end of a post"),
    "enrol_team": _("enrolled the team"),
    "finish_takeaway": _("took out of draft, or back into it"),
    "forget_person": _("deleted personal data"),
    "grant_role": _("gave a role"),
    "hand_over": _("handed over"),
    "hold_activity": _("noted that the session was held"),
    "lay_out_edition": _("laid out the edition"),
    "lay_out_team": _("planned sessions for the team"),
    "leave_out_activity": _("left the session out"),
    "link_evidence": _("put words beneath the takeaway"),
    "link_theme": _("put a theme beneath the takeaway"),
    "make_excerpt": _("marked a passage"),
    "make_release_live": _("made the release live"),
    "mark_attendance": _("noted who came"),
    "meet_deadline": _("noted that the deadline was met"),
    "merge": _("merged two rows"),
    "move_artefact": _("moved to another status"),
    "move_phase": _("moved the phase"),
    "move_piece": _("moved in the report"),
    "move_team": _("moved the team to another stage"),
    "note_departure": _("noted a departure from the plan"),
    "note_engagement": _("noted an engagement of residents"),
    "plan_activity": _("planned the session"),
    "publish_report": _("published"),
    "raise_alert": _("raised a concern"),
    "record_dissent": _("recorded a dissent"),
    "redact": _("made words unreadable"),
    "remove_contact": _("removed a contact detail"),
    "remove_correction": _("took out a correction"),
    "remove_partner": _("removed the partner or funder"),
    "remove_phase": _("took out the phase"),
    "remove_picture": _("took out a picture"),
    "remove_piece": _("took out of the report"),
    "remove_team": _("removed the team"),
    "renew_calendar_address": _("made a new calendar address"),
    "revoke_calendar_address": _("closed the calendar address"),
    "sign_off_report": _("signed off"),
    "take_back_activity": _("took back that the session was held"),
    "undo_merge": _("undid a merge"),
    "unlink_from_takeaway": _("took from beneath the takeaway"),
    "withdraw": _("noted a withdrawal"),
    "write_note": _("wrote a note"),
    "write_review": _("wrote in the learning review"),
}


def said(verb: str) -> str:
    """The verb in words.

    >>> said("sweep_the_floor")
    'sweep the floor'
    """
    words = VERBS.get(verb)
    return str(words) if words is not None else verb.replace("_", " ")
