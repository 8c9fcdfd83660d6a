"""The stages of a team, the one table of allowed moves between them, and the depth that follows.

`script/draw-stages` makes the diagram in the manual from this table.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

INVITED, APPLIED, DECLINED, WAITLISTED = "invited", "applied", "declined", "waitlisted"
SELECTED, ACTIVE, COMPLETED, WITHDREW, ALUMNI = "selected", "active", "completed", "withdrew", "alumni"

STAGES = [
    (INVITED, _("invited")),
    (APPLIED, _("applied")),
    (DECLINED, _("declined")),
    (WAITLISTED, _("waitlisted")),
    (SELECTED, _("selected")),
    (ACTIVE, _("active")),
    (COMPLETED, _("completed")),
    (WITHDREW, _("withdrew")),
    (ALUMNI, _("alumni")),
]

# From each stage, where a team may go next. What is not here is refused.
MOVES: dict[str, tuple[str, ...]] = {
    INVITED: (APPLIED, SELECTED, DECLINED, ACTIVE),
    APPLIED: (SELECTED, WAITLISTED, DECLINED, WITHDREW),
    WAITLISTED: (SELECTED, DECLINED, WITHDREW),
    SELECTED: (ACTIVE, DECLINED, WITHDREW),
    ACTIVE: (COMPLETED, WITHDREW),
    COMPLETED: (ALUMNI,),
    WITHDREW: (ACTIVE,),
    DECLINED: (),
    ALUMNI: (),
}
FIRST = (INVITED, APPLIED, SELECTED, ACTIVE)  # stages that a team may begin in
# Stages in which a team takes part, or has: reaching one of them gives it the depth "participated".
TAKES_PART = (ACTIVE, COMPLETED, ALUMNI)

REACHED, HAS_APPLIED, PARTICIPATED, HAS_COMPLETED = "reached", "applied", "participated", "completed"
DEPTHS = [
    (REACHED, _("reached")),
    (HAS_APPLIED, _("applied")),
    (PARTICIPATED, _("participated")),
    (HAS_COMPLETED, _("completed")),
]


def depth_of(stages: set[str]) -> str:
    """The depth that follows from all the stages a team was ever in; withdrawing later takes nothing away.

    >>> depth_of({"applied", "selected", "active", "withdrew"}), depth_of({"applied", "declined"})
    ('participated', 'applied')
    """
    if stages & {COMPLETED, ALUMNI}:
        return HAS_COMPLETED
    if ACTIVE in stages:
        return PARTICIPATED
    if APPLIED in stages:
        return HAS_APPLIED
    return REACHED
