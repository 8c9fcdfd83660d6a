"""Who may record what a voice agreed to, and what it took back.

Each rule comes twice: `can_x` answers, `check_can_x` raises `Refused` with a sentence for the person. A room above
that knows another reason, as evidence knows who brought the words, registers it here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.listening.models import Voice

Rule = Callable[[Viewer], Q]
_rules: list[Rule] = []


def lets_record_consent(rule: Rule) -> Rule:
    """Registers another reason for which somebody may record consent: which voices it covers."""
    if rule not in _rules:
        _rules.append(rule)
    return rule


def can_record_consent(by: Viewer, *voices: Voice) -> bool:
    """Operators; leads and analysts of the edition; whoever brought the words. Of all these voices."""
    if by.is_operator:
        return True
    editions = by.editions_as(LEAD, ANALYST)
    others = {voice.pk for voice in voices if voice.edition_id not in editions}
    return not others or _covered(by, others) == len(others)


def check_can_record_consent(by: Viewer, *voices: Voice) -> None:
    """Raises `Refused` for others."""
    if not can_record_consent(by, *voices):
        raise Refused(
            _(
                "What people agreed to is recorded by the lead or an analyst of their edition, or by whoever "
                "brought their words."
            )
        )


def _covered(by: Viewer, voices: Collection[int]) -> int:
    either = Q(pk__in=[])
    for rule in _rules:
        either |= rule(by)
    return Voice.objects.filter(either, pk__in=voices).count()
