"""Consent is given and withdrawn: `agree` and `withdraw`, and both in bulk for what is brought in together.

What was withdrawn never comes back: an agreement from before a withdrawal, or from its day, does not count after it.
A new agreement on a later day does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.listening.models import BASES, Consent, ConsentText, Voice
from reflectory.listening.policies import check_can_record_consent
from reflectory.listening.uses import USES, that_allow

_AT_ONCE = 500
_USES = dict(USES)
_Key = tuple[int, str]


@dataclass(frozen=True)
class Agreement:
    """What one voice agreed to: for which uses, how, and on which day. `stated_by` is who says so."""

    voice: Voice
    uses: Collection[str]
    basis: str
    on: date
    stated_by: str = ""
    text: ConsentText | None = None


@dataclass(frozen=True)
class Withdrawal:
    """What one voice took back on a day; everything where no uses are named."""

    voice: Voice
    on: date
    uses: Collection[str] | None = None


def agree(
    *,
    by: Viewer,
    voice: Voice,
    uses: Collection[str],
    basis: str,
    on: date,
    stated_by: str = "",
    text: ConsentText | None = None,
) -> list[Consent]:
    """The voice's consents for these uses, in their order. One that stands already is left as it is."""
    return agree_many(by=by, agreements=[Agreement(voice, uses, basis, on, stated_by, text)])


@transaction.atomic
def agree_many(*, by: Viewer, agreements: Sequence[Agreement]) -> list[Consent]:
    """As `agree`, for many voices, in a number of queries that does not grow with them beyond their parts of 500."""
    check_can_record_consent(by, *_voices(agreements))
    for one in agreements:
        _check(one)
    found: list[Consent] = []
    for some in _in_parts(agreements):
        found += _agreed(by, some)
    return found


def withdraw(*, by: Viewer, voice: Voice, on: date, uses: Collection[str] | None = None) -> list[Consent]:
    """The consents that are withdrawn by this. All of them where no uses are named; again changes nothing.

    Who no longer wants to be quoted without a name is not quoted with it either: a use takes those with it that
    would still allow it.
    """
    return withdraw_many(by=by, withdrawals=[Withdrawal(voice, on, uses)])


@transaction.atomic
def withdraw_many(*, by: Viewer, withdrawals: Sequence[Withdrawal]) -> list[Consent]:
    """As `withdraw`, for many voices."""
    check_can_record_consent(by, *_voices(withdrawals))
    found: list[Consent] = []
    for some in _in_parts(withdrawals):
        found += _withdrawn(by, some)
    return found


def _voices(rows: Iterable[Agreement | Withdrawal]) -> list[Voice]:
    return list({row.voice.pk: row.voice for row in rows}.values())


def _check(one: Agreement) -> None:
    _check_uses(one.uses)
    if one.basis not in dict(BASES):
        raise Refused(_("“{basis}” is no way in which consent is given. Use one of: {known}.").format(
            basis=one.basis, known=", ".join(key for key, _name in BASES)))  # fmt: skip
    if one.basis == "stated" and not one.stated_by.strip():
        raise Refused(_("Say who states that these people agreed."))


def _check_uses(uses: Collection[str]) -> None:
    for use in uses:
        if use not in _USES:
            raise Refused(_("“{use}” is no use that words are kept for. Use one of: {known}.").format(
                use=use, known=", ".join(_USES)))  # fmt: skip


def _agreed(by: Viewer, agreements: Sequence[Agreement]) -> list[Consent]:
    live, last_withdrawn = _kept(agreements)
    made: dict[_Key, Consent] = {}
    asked: list[_Key] = []
    for one in agreements:
        for use in _in_order(one.uses):
            key = (one.voice.pk, use)
            asked.append(key)
            if key in live or key in made:
                continue
            _check_not_taken_back(one, use, last_withdrawn)
            made[key] = Consent(
                voice=one.voice, use=use, basis=one.basis, text=one.text, stated_by=one.stated_by.strip(),
                given_on=one.on,
            )  # fmt: skip
    Consent.objects.bulk_create(made.values())
    audit.record_many(by=by, verb="agree", changes=[(row, None) for row in made.values()])
    return [live.get(key) or made[key] for key in dict.fromkeys(asked)]


def _check_not_taken_back(one: Agreement, use: str, last_withdrawn: Mapping[_Key, date]) -> None:
    """A use brings with it those that it allows, so none of them may have been withdrawn since."""
    brought = [other for other in _USES if use in that_allow(other)]
    days = [
        last_withdrawn[one.voice.pk, other] for other in brought if (one.voice.pk, other) in last_withdrawn
    ]
    if days and one.on <= max(days):
        sentence = _(
            "This was withdrawn on {day}. Only what is agreed to on a later day counts again; {given} is not later."
        )
        raise Refused(sentence.format(day=_said(max(days)), given=_said(one.on)))


def _withdrawn(by: Viewer, withdrawals: Sequence[Withdrawal]) -> list[Consent]:
    rows: dict[int, list[Consent]] = defaultdict(list)
    wanted = [one.voice.pk for one in withdrawals]
    for row in Consent.objects.filter(voice__in=wanted).select_related("voice").order_by("pk"):
        rows[row.voice_id].append(row)
    changes: list[tuple[Consent, audit.Values | None]] = []
    found: list[Consent] = []
    for one in withdrawals:
        _check_uses(one.uses or ())
        closing = set(_USES) if one.uses is None else {more for use in one.uses for more in that_allow(use)}
        for row in rows[one.voice.pk]:
            if row.use not in closing:
                continue
            if row.withdrawn_on is None or row.withdrawn_on > one.on:
                _check_given(row, one.on)
                changes.append((row, audit.snapshot(row)))
                row.withdrawn_on = one.on
            found.append(row)
    Consent.objects.bulk_update([row for row, _was in changes], ["withdrawn_on"], batch_size=_AT_ONCE)
    audit.record_many(by=by, verb="withdraw", changes=changes)
    return list({row.pk: row for row in found}.values())


def _check_given(row: Consent, on: date) -> None:
    if on < row.given_on:
        raise Refused(
            _(
                "This was agreed to on {given}, so it cannot be withdrawn on {day}. Give that day or a later one."
            ).format(given=_said(row.given_on), day=_said(on))
        )


def _kept(agreements: Sequence[Agreement]) -> tuple[dict[_Key, Consent], Mapping[_Key, date]]:
    """The consents that nobody has withdrawn, and the last day on which each other one was."""
    live: dict[_Key, Consent] = {}
    withdrawn: dict[_Key, date] = {}
    voices = [one.voice.pk for one in agreements]
    for row in Consent.objects.filter(voice__in=voices).select_related("voice"):
        key = (row.voice_id, row.use)
        if row.withdrawn_on is None:
            live[key] = row
        else:
            withdrawn[key] = max(withdrawn.get(key, row.withdrawn_on), row.withdrawn_on)
    return live, withdrawn


def _in_order(uses: Collection[str]) -> list[str]:
    """Always in the order in which uses are listed, so that the same agreement makes the same rows."""
    return [use for use in _USES if use in uses]


def _said(day: date) -> str:
    return formats.date_format(day)


def _in_parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for at in range(0, len(rows), _AT_ONCE):
        yield rows[at : at + _AT_ONCE]
