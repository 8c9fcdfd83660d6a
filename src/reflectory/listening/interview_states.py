"""The states of an interview, the one table of moves between them, and what stands in a cell of its guide.

What is asked and answered with no is told apart from what was never asked, and both from silence: the grid and
everything above it count them differently. Moves are made by `actions.interviews.move_interview` alone.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

INVITED, AGREED, SCHEDULED, HELD = "invited", "agreed", "scheduled", "held"
WRITTEN_UP, SECOND_READ, DECLINED, CANCELLED = "written_up", "second_read", "declined", "cancelled"

STATES = [
    (INVITED, _("invited")),
    (AGREED, _("agreed")),
    (SCHEDULED, _("scheduled")),
    (HELD, _("held")),
    (WRITTEN_UP, _("written up")),
    (SECOND_READ, _("second read")),
    (DECLINED, _("declined")),
    (CANCELLED, _("cancelled")),
]
# From each state, where an interview may go next. What is not here is refused.
MOVES: dict[str, tuple[str, ...]] = {
    INVITED: (AGREED, SCHEDULED, DECLINED, CANCELLED),
    AGREED: (SCHEDULED, HELD, DECLINED, CANCELLED),
    SCHEDULED: (HELD, AGREED, DECLINED, CANCELLED),
    HELD: (WRITTEN_UP,),
    WRITTEN_UP: (SECOND_READ,),
    SECOND_READ: (),
    DECLINED: (AGREED,),
    CANCELLED: (AGREED,),
}
FIRST = (INVITED, AGREED)
TALKED = (HELD, WRITTEN_UP, SECOND_READ)
# Said yes, whatever has come of it; still on its way to being held.
SAID_YES = (AGREED, SCHEDULED, *TALKED)
OFF = (DECLINED, CANCELLED)
# Some moves are asked about later: why was it called off?
NEEDS_REASON = frozenset({CANCELLED})
# Which a person chooses on the interview's page; the others follow from what is done on a page of their own.
BY_HAND = (AGREED, DECLINED, CANCELLED)

ANSWERED, ASKED_NO, SILENT, NOT_ASKED = "answered", "asked_no", "silent", "not_asked"
CELL_STATES = [
    (ANSWERED, _("answered")),
    (ASKED_NO, _("asked: no")),
    (SILENT, _("asked: silent")),
    (NOT_ASKED, _("not asked")),
]
# Of several questions of one domain: the first of these that any of them has.
TELLING = (ANSWERED, ASKED_NO, SILENT, NOT_ASKED)

INTERVIEWER, PERSON, OTHER = "interviewer", "person", "other"
SPEAKERS = [
    (PERSON, _("the person interviewed")),
    (INTERVIEWER, _("who interviews")),
    (OTHER, _("somebody else")),
]


def shape_of(state: str) -> str:
    """The shape of the mark beside a state: waiting, going, done or stopped."""
    if state in OFF:
        return "stopped"
    if state in (WRITTEN_UP, SECOND_READ):
        return "done"
    return "waiting" if state == INVITED else "going"
