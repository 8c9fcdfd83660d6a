"""What a team expects to hear: `expect` and `take_back` until `lock`, and `judge` once answers are in."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.listening.models import Ask
from reflectory.listening.models.expectations import Expectation
from reflectory.listening.policies.expectations import check_can_expect, check_can_judge

MOST = 12


@transaction.atomic
def expect(*, by: Viewer, ask: Ask, claim: str, sure: int) -> Expectation:
    """A claim about what will be heard, which can be taken back until all of them are locked."""
    _check_open(by, ask)
    if ask.expectations.count() >= MOST:
        raise Refused(_("Twelve claims are enough: the ones that you would act on."))
    row = Expectation.objects.create(ask=ask, claim=claim, sure=sure, made_by_name=by.name)
    audit.record(by=by, verb="expect", on=row)
    return row


@transaction.atomic
def take_back(*, by: Viewer, expectation: Expectation) -> None:
    """The claim is gone, as long as it is not locked."""
    _check_open(by, expectation.ask)
    if expectation.locked_at is not None:
        raise Refused(_("This is locked. It stays, whatever comes of it."))
    audit.record_removal(by=by, verb="take_back_expectation", row=expectation)
    expectation.delete()


@transaction.atomic
def lock(*, by: Viewer, ask: Ask) -> list[Expectation]:
    """All claims of the ask, sealed one upon another. None is changed, added before these, or removed from then on."""
    _check_open(by, ask)
    open_ones = list(ask.expectations.select_for_update().filter(locked_at__isnull=True))
    if not open_ones:
        raise Refused(_("There is nothing to lock. Write down first what you expect to hear."))
    sealed = ask.expectations.filter(locked_at__isnull=False).order_by("-pk").first()
    last, now = sealed.seal if sealed else "", timezone.now()
    for row in open_ones:
        was = audit.snapshot(row)
        row.locked_at = now
        row.seal = last = row.seal_after(last)
        row.save()
        audit.record(by=by, verb="lock_expectation", on=row, was=was)
    return open_ones


@transaction.atomic
def judge(*, by: Viewer, expectation: Expectation, came_true: bool, why: str) -> Expectation:
    """Whether it came true, as somebody who reads the answers sees it, and why they think so."""
    check_can_judge(by, expectation.ask)
    if expectation.locked_at is None:
        raise Refused(_("Only what was locked before the first answer can be held against the answers."))
    was = audit.snapshot(expectation)
    expectation.came_true, expectation.why, expectation.judged_by_name = came_true, why, by.name
    expectation.version += 1
    expectation.save()
    audit.record(by=by, verb="judge_expectation", on=expectation, was=was)
    return expectation


def _check_open(by: Viewer, ask: Ask) -> None:
    check_can_expect(by, ask)
    if ask.fixed_at is not None:
        raise Refused(_("Somebody has answered. What is expected is written down before."))
