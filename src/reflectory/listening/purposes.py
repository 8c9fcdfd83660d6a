"""What an ask is for. Kinds of programmes plan asks by these; four of them are the waves that are compared."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

APPLICATION = "application"
PRE = "pre_survey"
MID = "mid_survey"
POST = "post_survey"
FOLLOW_UP = "follow_up"
PULSE = "pulse"
ASSIGNMENT = "assignment"
INTERVIEW = "interview_guide"
SESSION = "session_feedback"
REFLECTION = "reflection"
MEMBER_CHECK = "member_check"
PEERS = "peer_question"
ENGAGEMENT = "engagement"
READERS = "reader_reply"

PURPOSES = [
    (APPLICATION, _("application")),
    (PRE, _("survey before")),
    (MID, _("survey midway")),
    (POST, _("survey after")),
    (FOLLOW_UP, _("follow-up")),
    (PULSE, _("pulse")),
    (ASSIGNMENT, _("assignment")),
    (INTERVIEW, _("interview")),
    (SESSION, _("feedback on a session")),
    (REFLECTION, _("reflection")),
    (MEMBER_CHECK, _("member check")),
    (PEERS, _("question to peers")),
    (ENGAGEMENT, _("who decided what, from both sides")),
    (READERS, _("replies from readers")),
]
# In the order of time.
WAVES = (PRE, MID, POST, FOLLOW_UP)
