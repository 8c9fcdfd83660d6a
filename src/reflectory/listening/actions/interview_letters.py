"""A letter to somebody who is to be interviewed, with the calendar file once a time is agreed."""

from __future__ import annotations

from datetime import datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.mail import ABOUT
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Contact
from reflectory.listening import interview_states as states
from reflectory.listening.interview_calendar import as_calendar
from reflectory.listening.models import EmailRefusal, Interview
from reflectory.listening.policies.interviews import check_can_hold_interview


def has_address(interview: Interview) -> bool:
    """Whether an e-mail address of the person is known; which one it is stays with those who see contacts."""
    return Contact.objects.filter(person=interview.person_id, kind="email").exists()


@transaction.atomic
def write_to(*, by: Viewer, interview: Interview, subject: str, text: str, now: datetime) -> Interview:
    """The interview, once the letter has left or was put into the folder. Refused where it could not be sent."""
    check_can_hold_interview(by, interview)
    if interview.state in states.OFF:
        raise Refused(
            _("This interview is {state}. Nothing is sent.").format(state=interview.get_state_display())
        )
    contact = Contact.objects.filter(person=interview.person_id, kind="email").order_by("pk").first()
    if contact is None:
        raise Refused(_("No e-mail address of {person} is known. Add one on their page.").format(
            person=interview.person))  # fmt: skip
    if (
        interview.state == states.INVITED
        and EmailRefusal.objects.filter(fingerprint=contact.fingerprint).exists()
    ):
        raise Refused(_("{person} has asked to be sent no such mail. Ask them in another way.").format(
            person=interview.person))  # fmt: skip
    letter = EmailMessage(
        " ".join(subject.split()),
        text,
        to=[contact.value],
        headers={ABOUT: f"listening.interview.{interview.pk}"},
    )
    if interview.state == states.SCHEDULED:
        name = get_valid_filename(f"interview-{interview.pk}.ics")
        letter.attach(name, as_calendar(interview, now=now).decode(), "text/calendar")
    row: Interview = (
        Interview.objects.select_for_update(of=("self",))
        .select_related("frame", "person")
        .get(pk=interview.pk)
    )
    was = audit.snapshot(row)
    row.written_to_at = now
    row.save(update_fields=["written_to_at"])
    audit.record(by=by, verb="write_to_interviewed", on=row, was=was)
    try:
        letter.send()
    except (OSError, SMTPException):
        raise Refused(
            _("The mail server did not take the letter. Nothing was sent; try again later.")
        ) from None
    return row
