"""Who writes down what is expected, and who says what came of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.listening.models import Ask
from reflectory.listening.policies.asks import can_run_ask
from reflectory.listening.visibility import asks_read_by


def can_judge(by: Viewer, ask: Ask) -> bool:
    """Those who read the answers."""
    return by.is_operator or Ask.objects.filter(asks_read_by(by), pk=ask.pk).exists()


def check_can_judge(by: Viewer, ask: Ask) -> None:
    """Raises `Refused` for others."""
    if not can_judge(by, ask):
        raise Refused(_("What came of it is said by those who read the answers."))


def can_expect(by: Viewer, ask: Ask) -> bool:
    """Those who run the ask, and those who will read its answers."""
    return can_run_ask(by, ask) or can_judge(by, ask)


def check_can_expect(by: Viewer, ask: Ask) -> None:
    """Raises `Refused` for others."""
    if not can_expect(by, ask):
        raise Refused(_("What is expected is written down by those who run the ask or read its answers."))
