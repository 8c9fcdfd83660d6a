"""The steps of an import as a page or a command takes them: receive a file, look at it, bring it in.

Receiving and looking write nothing to the portfolio. Bringing in makes the plan again while the edition is held, and
goes on only if it is the plan that was shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import ngettext

from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.programmes import stages
from reflectory.programmes.actions.bulk import import_rows, lock_edition
from reflectory.programmes.imports import uploads
from reflectory.programmes.imports.columns import guess_columns, missing
from reflectory.programmes.imports.plan import Plan
from reflectory.programmes.imports.planning import Defaults, make_plan
from reflectory.programmes.imports.sheet import Unusable, read_sheet
from reflectory.programmes.imports.uploads import Upload
from reflectory.programmes.models import Edition
from reflectory.programmes.policies import check_can_run_edition


class PlanChanged(Exception):
    """The portfolio is no longer as it was when the plan was shown. The new plan is kept, to be looked at."""


def usual_defaults(edition: Edition) -> Defaults:
    """What is offered first for rows that say nothing: the stage that counts least, no role, the first day."""
    day = edition.actual_starts_on or edition.planned_starts_on
    return Defaults(stages.INVITED, "", day)


def receive(*, by: Viewer, edition: Edition, pieces: Iterable[bytes], name: str) -> Upload:
    """The file, kept and looked at. Raises `Unusable`, and keeps nothing, where it cannot be read."""
    check_can_run_edition(by, edition)
    upload = uploads.keep(
        pieces, name=name, account=by.account_id or 0, edition=edition.pk, defaults=usual_defaults(edition)
    )
    try:
        names = read_sheet(upload.path, upload.name).names
    except Unusable:
        uploads.throw_away(upload)
        raise
    upload = uploads.save(upload, columns=names, mapped=guess_columns(names))
    return look(by=by, edition=edition, upload=upload)


def look(*, by: Viewer, edition: Edition, upload: Upload) -> Upload:
    """The upload with the plan that its columns give; without one where a column is missing."""
    check_can_run_edition(by, edition)
    if missing(upload.mapped):
        return uploads.save(upload, digest="", counts={}, outcomes={})
    return uploads.save_plan(upload, _plan(by, edition, upload))


def bring_in(*, by: Viewer, edition: Edition, upload: Upload, seen: str, leaves_out: bool) -> Upload:
    """What was shown, done: all of it or nothing. A second time changes nothing.

    `seen` is the digest of the plan that was shown; `leaves_out` says that its refused rows may be left out. Raises
    `PlanChanged` where the plan is another by now, and `Refused`.
    """
    check_can_run_edition(by, edition)
    if upload.done is not None:
        return upload
    with transaction.atomic():
        edition = lock_edition(edition)
        plan = _plan(by, edition, upload)
        if plan.digest == seen:
            _check_refused(plan, leaves_out=leaves_out)
            made = asdict(import_rows(by=by, edition=edition, plan=plan))
    if plan.digest != seen:
        uploads.save_plan(upload, plan)
        raise PlanChanged
    return uploads.finish(upload, made)


def _check_refused(plan: Plan, *, leaves_out: bool) -> None:
    n = plan.outcomes["refused"]
    if n and not leaves_out:
        sentence = ngettext(
            "{n} row is refused, so nothing was brought in. Mend it in the file and send that again, or tick that it "
            "is left out.",
            "{n} rows are refused, so nothing was brought in. Mend them in the file and send it again, or tick that "
            "they are left out.",
            n,
        )
        raise Refused(sentence.format(n=n))


def _plan(by: Viewer, edition: Edition, upload: Upload) -> Plan:
    sheet = read_sheet(upload.path, upload.name)
    return make_plan(by=by, edition=edition, sheet=sheet, mapped=upload.mapped, defaults=upload.defaults)
