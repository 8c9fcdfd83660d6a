"""An after-action review is begun, filled with notes, ends in actions, and is closed."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Person
from reflectory.listening import identities, purposes
from reflectory.listening.actions.asks import lay_out_ask
from reflectory.listening.actions.forms import add_form
from reflectory.listening.after_action import BEFORE
from reflectory.listening.models import Ask, FormVersion
from reflectory.listening.models.after_action import AfterActionReview, ReviewAction, ReviewNote
from reflectory.listening.policies.after_action import check_can_lead_review, check_can_take_part_in_review
from reflectory.programmes.models import Activity


@transaction.atomic
def begin_action_review(*, by: Viewer, activity: Activity) -> AfterActionReview:
    """The review of the session; the one there is where it was begun already."""
    check_can_lead_review(by, activity)
    row, is_new = AfterActionReview.objects.get_or_create(
        activity=activity, defaults={"facilitator_name": by.name}
    )
    if is_new:
        audit.record(by=by, verb="begin_action_review", on=row)
    return row


@transaction.atomic
def ask_before_review(*, by: Viewer, activity: Activity) -> Ask:
    """An anonymous ask about the session, open to everybody who has its code; the one there is where there is one."""
    check_can_lead_review(by, activity)
    there: Ask | None = activity.asks.filter(
        purpose=purposes.REFLECTION, identity=identities.ANONYMOUS
    ).first()
    if there is not None:
        return there
    version = FormVersion.objects.filter(
        form__purpose=purposes.REFLECTION, form__programme__isnull=True, form__title=BEFORE["title"]["en"]
    ).last()
    if version is None:
        version = add_form(by=by, title=BEFORE["title"]["en"], purpose=purposes.REFLECTION, body=BEFORE)
    return lay_out_ask(
        by=by, edition=activity.edition, form_version=version, title=_("Before the review: %(session)s")
        % {"session": activity.title}, purpose=purposes.REFLECTION, identity=identities.ANONYMOUS,
        audience="open", activity=activity,
    )  # fmt: skip


@transaction.atomic
def add_note(*, by: Viewer, review: AfterActionReview, column: str, text: str) -> ReviewNote:
    """A card on the board."""
    _check_open(by, review)
    row = ReviewNote.objects.create(review=review, column=column, text=text, by_name=by.name)
    audit.record(by=by, verb="add_note", on=row)
    return row


@transaction.atomic
def remove_note(*, by: Viewer, note: ReviewNote) -> None:
    """The card is taken off the board, by who wrote it or who leads the review."""
    _check_open(by, note.review)
    if note.by_name != by.name:
        check_can_lead_review(by, note.review.activity)
    audit.record_removal(by=by, verb="remove_note", row=note)
    note.delete()


@transaction.atomic
def add_action(
    *, by: Viewer, review: AfterActionReview, what: str, owner: Person, due_on: date
) -> ReviewAction:
    """What somebody will do about it; an action without an owner and a day is none."""
    _check_open(by, review)
    row = ReviewAction.objects.create(review=review, what=what, owner=owner, due_on=due_on)
    audit.record(by=by, verb="add_review_action", on=row)
    return row


@transaction.atomic
def settle_action(*, by: Viewer, action: ReviewAction, state: str, came_of_it: str = "") -> ReviewAction:
    """The action done, dropped, or open again. What is dropped says why."""
    check_can_take_part_in_review(by, action.review.activity)
    if state == "dropped" and not came_of_it:
        raise Refused(_("Say in a few words why it was dropped."))
    was = audit.snapshot(action)
    action.state, action.came_of_it = state, came_of_it
    action.settled_on = None if state == "open" else timezone.localdate()
    action.version += 1
    action.save()
    audit.record(by=by, verb="settle_review_action", on=action, was=was)
    return action


@transaction.atomic
def close_action_review(*, by: Viewer, review: AfterActionReview) -> AfterActionReview:
    """The board is closed: its notes stay as they are, its actions go on."""
    check_can_lead_review(by, review.activity)
    was = audit.snapshot(review)
    review.closed_on = timezone.localdate()
    review.version += 1
    review.save()
    audit.record(by=by, verb="close_action_review", on=review, was=was)
    return review


def _check_open(by: Viewer, review: AfterActionReview) -> None:
    check_can_take_part_in_review(by, review.activity)
    if review.closed_on is not None:
        raise Refused(_("This review is closed. What comes up later belongs to the next one."))
