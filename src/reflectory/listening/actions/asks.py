"""An ask is laid out, changed, opened, closed and opened again. Whom it goes to: `actions.invitations`.

Who is known to have answered is fixed by the first answer, and earlier by the first letter that says so. How one ask
follows another: `actions.series`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.accounts.roles import ANALYST, COACH, LEAD
from reflectory.accounts.roles import CHOICES as ROLE_CHOICES
from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.listening.actions.closing import shuffle
from reflectory.listening.codes import LONGEST, SHORTEST, new_code, new_token
from reflectory.listening.identities import ANONYMOUS, CONFIDENTIAL, IDENTITIES, NAMED
from reflectory.listening.models import Ask, AskReader, ConsentText, FormVersion, InvitationLink
from reflectory.listening.models.asks import REPEATS
from reflectory.listening.policies.asks import check_can_lay_out_ask, check_can_run_ask
from reflectory.listening.purposes import PURPOSES
from reflectory.listening.uses import ANALYSE, BY_NAME, ROLE_PLACE, USES, WITHOUT_NAME
from reflectory.programmes.models import Activity, Edition, PlannedAsk, Team

# Who reads single answers where nobody says otherwise.
READERS = {
    NAMED: (LEAD, ANALYST, COACH),
    CONFIDENTIAL: (LEAD, ANALYST),
    ANONYMOUS: (LEAD, ANALYST),
}
USES_ASKED = {
    NAMED: (ANALYSE, WITHOUT_NAME, ROLE_PLACE, BY_NAME),
    CONFIDENTIAL: (ANALYSE, WITHOUT_NAME, ROLE_PLACE),
    ANONYMOUS: (ANALYSE, WITHOUT_NAME),
}
SMALLEST_FLOOR = 3
MOST_REMINDERS = 5
STEP = {"weekly": timedelta(days=7), "fortnightly": timedelta(days=14), "monthly": timedelta(days=28)}
EDITABLE = (
    "title", "purpose", "identity", "audience", "opens_at", "closes_at", "repeats", "most_reminders",
    "days_between_reminders", "floor", "languages", "uses_asked",
)  # fmt: skip
_TRIES = 20


@transaction.atomic
def lay_out_ask(
    *, by: Viewer, edition: Edition | None, form_version: FormVersion, title: str, purpose: str, identity: str,
    audience: str = "invited", opens_at: datetime | None = None, closes_at: datetime | None = None,
    activity: Activity | None = None, team: Team | None = None, repeats: str = "", most_reminders: int = 2,
    days_between_reminders: int = 3, floor: int = 5, languages: Sequence[str] = (),
    readers: Collection[str] | None = None, consent_text: ConsentText | None = None,
    uses_asked: Collection[str] | None = None, planned: PlannedAsk | None = None,
) -> Ask:  # fmt: skip
    """A new ask with a code of its own. It opens now where no time is given; nobody is invited yet."""
    check_can_lay_out_ask(by, edition, activity=activity, team=team)
    given: dict[str, Any] = {
        "title": title.strip(), "purpose": purpose, "identity": identity, "audience": audience,
        "opens_at": opens_at or timezone.now(), "closes_at": closes_at, "repeats": repeats,
        "most_reminders": most_reminders, "days_between_reminders": days_between_reminders, "floor": floor,
        "languages": list(languages or form_version.document.languages),
        "uses_asked": _in_order(USES_ASKED.get(identity, ()) if uses_asked is None else uses_asked),
    }  # fmt: skip
    if repeats and closes_at is None:
        given["closes_at"] = given["opens_at"] + STEP.get(repeats, timedelta(days=7))
    _check(given, form_version)
    ask = Ask.objects.create(
        edition=edition, form_version=form_version, activity=activity, team=team, planned=planned,
        consent_text=consent_text, code=free_code(), **given,
    )  # fmt: skip
    set_readers(ask, READERS[identity] if readers is None else readers)
    audit.record(by=by, verb="lay_out_ask", on=ask)
    return ask


@transaction.atomic
def change_ask(
    *, by: Viewer, ask: Ask, values: Mapping[str, Any], version: int, readers: Collection[str] | None = None
) -> Ask:
    """The ask with new values. Raises `Conflict`, see `core.editing`."""
    check_can_run_ask(by, ask)
    held = Ask.objects.select_for_update(of=("self",)).select_related("form_version").get(pk=ask.pk)
    new = {name: value for name, value in values.items() if name in EDITABLE}
    if "uses_asked" in new:
        new["uses_asked"] = _in_order(new["uses_asked"])
    after = {**{name: getattr(held, name) for name in EDITABLE}, **new}
    is_new_identity = after["identity"] != held.identity
    if is_new_identity:
        _check_identity_is_open(held)
    _check(after, held.form_version)
    changed = save_edit(by=by, verb="change_ask", row=ask, values=new, version=version)
    if is_new_identity:
        _turn_invitations(changed)
    if readers is not None:
        set_readers(changed, readers)
    return changed


@transaction.atomic
def open_ask(*, by: Viewer, ask: Ask, now: datetime | None = None) -> Ask:
    """The ask, open from now on, where it was to open later."""
    moment = now or timezone.now()
    check_can_run_ask(by, ask)
    held = _held(ask)
    if held.closed_at is not None:
        raise Refused(_("This ask is closed. Open it again, with a day on which it closes."))
    if held.opens_at <= moment:
        return held
    if held.closes_at is not None and held.closes_at <= moment:
        raise Refused(_("This ask was to close before now. Change its last day first."))
    return saved(by, "open_ask", held, opens_at=moment)


@transaction.atomic
def close_ask(*, by: Viewer, ask: Ask, now: datetime | None = None) -> Ask:
    """The ask, closed: nothing more is taken. Closed again, nothing changes. Anonymous answers lose their order."""
    check_can_run_ask(by, ask)
    held = _held(ask)
    if held.closed_at is not None:
        return held
    closed = saved(by, "close_ask", held, closed_at=now or timezone.now())
    if closed.is_anonymous:
        shuffle(closed)
    return closed


@transaction.atomic
def reopen_ask(
    *, by: Viewer, ask: Ask, closes_at: datetime | None = None, now: datetime | None = None
) -> Ask:
    """The ask, open again until a later time, or until somebody closes it."""
    check_can_run_ask(by, ask)
    moment = now or timezone.now()
    held = _held(ask)
    if held.closed_at is None:
        return held
    if held.analysed_at is not None:
        raise Refused(
            _("The answers to this are being analysed, so no more are taken. Ask again with a new ask.")
        )
    if not can_be_reopened(held):
        # Read before and after one more answer, the two would tell what that person said; the database refuses too.
        raise Refused(_("An anonymous ask that was answered is not opened again. Ask again with a new ask."))
    if closes_at is not None and closes_at <= moment:
        raise Refused(_("Choose a time that is still to come."))
    return saved(by, "reopen_ask", held, closed_at=None, closes_at=closes_at)


def can_be_reopened(ask: Ask) -> bool:
    """Not what is analysed, nor what somebody answered anonymously: the database refuses that too."""
    return ask.analysed_at is None and not (ask.is_anonymous and ask.anonymous_responses.exists())


def set_readers(ask: Ask, roles: Collection[str]) -> None:
    """Exactly these roles read single answers."""
    known = dict(ROLE_CHOICES)
    if unknown := [role for role in roles if role not in known]:
        raise Refused(_("“{role}” is no role.").format(role=unknown[0]))
    ask.readers.exclude(role__in=roles).delete()
    there = set(ask.readers.values_list("role", flat=True))
    AskReader.objects.bulk_create(AskReader(ask=ask, role=role) for role in roles if role not in there)


def free_code() -> str:
    """A code that no ask has; longer ones where short ones are taken."""
    for length in range(SHORTEST, LONGEST + 1):
        for _n in range(_TRIES):
            code = new_code(length)
            if not Ask.objects.filter(code=code).exists():
                return code
    raise Refused(_("No code is free any more."))


def saved(by: Viewer, verb: str, row: Ask, **values: Any) -> Ask:
    """The ask with other values, recorded."""
    was = audit.snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    audit.record(by=by, verb=verb, on=row, was=was)
    return row


def _held(ask: Ask) -> Ask:
    found: Ask = Ask.objects.select_for_update().get(pk=ask.pk)
    return found


def _check(values: Mapping[str, Any], form_version: FormVersion) -> None:
    if not values["title"].strip():
        raise Refused(_("Give the ask a title, so that people know what it is."))
    _check_known(values["purpose"], PURPOSES)
    _check_known(values["identity"], IDENTITIES)
    if values["repeats"]:
        _check_known(values["repeats"], REPEATS)
    if values["closes_at"] is not None and values["closes_at"] <= values["opens_at"]:
        raise Refused(_("It closes before it opens. Choose a later time to close."))
    if values["repeats"] and values["closes_at"] is None:
        raise Refused(_("An ask that is repeated needs a time at which each turn closes."))
    if values["repeats"] and values["closes_at"] - values["opens_at"] > STEP[values["repeats"]]:
        raise Refused(
            _("Each turn closes before the next one opens. Close it earlier, or repeat it less often.")
        )
    if values["identity"] != NAMED and values["floor"] < SMALLEST_FLOOR:
        raise Refused(_("The smallest group that is shown has at least {n} people.").format(n=SMALLEST_FLOOR))
    if values["most_reminders"] > MOST_REMINDERS:
        raise Refused(_("Nobody is reminded more than {n} times.").format(n=MOST_REMINDERS))
    if values["days_between_reminders"] < 1:
        raise Refused(_("At least one day lies between two reminders."))
    offered = form_version.document.languages
    if not values["languages"] or not set(values["languages"]) <= set(offered):
        raise Refused(_("The form is written in {languages}. Ask in one of these.").format(
            languages=", ".join(offered)))  # fmt: skip
    if values["identity"] == ANONYMOUS and {BY_NAME, ROLE_PLACE} & set(values["uses_asked"]):
        raise Refused(
            _("Nobody is known who answers anonymously, so nobody can agree to be named or described.")
        )


def _check_known(value: str, known: Sequence[tuple[str, Any]]) -> None:
    if value not in dict(known):
        raise Refused(_("“{value}” is not known here. Use one of: {known}.").format(
            value=value, known=", ".join(key for key, _name in known if key)))  # fmt: skip


def _check_identity_is_open(ask: Ask) -> None:
    """People were told who sees what they say; that is not changed behind their backs."""
    name = ask.get_identity_display()
    if ask.fixed_at is not None:
        raise Refused(
            _("Somebody has answered on the word that this is {identity}, so it stays so. Lay out a new ask.").format(
                identity=name)
        )  # fmt: skip
    if ask.invitations.filter(sent_on__isnull=False).exists() or ask.drafts.exists():
        raise Refused(
            _("People were told that this is {identity}, so it stays so. Close this ask and lay out a new one.").format(
                identity=name)
        )  # fmt: skip


def _turn_invitations(ask: Ask) -> None:
    """Invitations are as their ask: an anonymous one keeps no link of its own."""
    rows = list(ask.invitations.select_for_update())
    InvitationLink.objects.filter(invitation__ask=ask).delete()
    for row in rows:
        row.identity = ask.identity
        row.token_hash = None if ask.is_anonymous else new_token()[1]
        row.declined_at = None if ask.is_anonymous else row.declined_at
        row.save(update_fields=["identity", "token_hash", "declined_at"])


def _in_order(uses: Collection[str]) -> list[str]:
    known = [use for use, _name in USES]
    if unknown := set(uses) - set(known):
        raise Refused(_("“{use}” is no use that words are kept for.").format(use=sorted(unknown)[0]))
    return [use for use in known if use in uses]
