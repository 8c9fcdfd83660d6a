"""What the pages of interviews say of a row: the shape of its state, and its own clocks."""

from __future__ import annotations

from django import template
from django.utils import timezone

from reflectory.listening.interview_states import shape_of
from reflectory.listening.models import Interview

register = template.Library()


@register.filter
def interview_shape(state: str) -> str:
    """The shape of the mark beside a state of an interview."""
    return shape_of(state)


@register.filter
def zone_there(interview: Interview) -> str:
    """The zone in which the time was agreed, where it differs from the reader's own; else nothing."""
    return "" if interview.time_zone == timezone.get_current_timezone_name() else interview.time_zone
