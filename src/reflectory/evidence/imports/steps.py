"""The steps by which a page brings texts in: receive a file, look at it, bring it in.

The file waits where files of teams wait, under a random name, for its owner, for seven days. Receiving and looking
write nothing; bringing in makes the plan again and goes on only if it is the plan that was shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from reflectory.core.visibility import Viewer
from reflectory.evidence.actions.intake import Basis, bring_in
from reflectory.evidence.imports.columns import TEXT, guess_columns
from reflectory.evidence.imports.planning import Plan, Settings, make_plan
from reflectory.evidence.models import Intake
from reflectory.evidence.policies import check_can_bring_in
from reflectory.listening.uses import ANALYSE
from reflectory.programmes.imports import uploads
from reflectory.programmes.imports.planning import Defaults
from reflectory.programmes.imports.sheet import Sheet, Unusable, read_sheet
from reflectory.programmes.imports.uploads import Upload
from reflectory.programmes.models import Edition

# Files of texts wait beside files of teams; this stands where those name the stage of a new team.
_IS_TEXTS = "texts"
_CHOSEN = "chosen_"  # before what was chosen about the file, among its columns


class PlanChanged(Exception):
    """What would happen is no longer what was shown."""


@dataclass(frozen=True)
class Chosen:
    """What was chosen about a file, as it is kept with it."""

    title: str
    edition: str = ""
    kind: str = "survey_answer"
    uses: str = ANALYSE
    stated_by: str = ""
    on: str = ""
    how: str = "stated"


def receive(
    *, by: Viewer, pieces: Iterable[bytes], name: str, title: str, edition: Edition | None, kind: str
) -> Upload:
    """The file, kept and looked at. Raises `Unusable`, and keeps nothing, where it cannot be read."""
    check_can_bring_in(by, [edition.pk if edition else None])
    defaults = Defaults(_IS_TEXTS, "", timezone.localdate())
    upload = uploads.keep(pieces, name=name, account=by.account_id or 0, edition=0, defaults=defaults)
    try:
        sheet = read_sheet(upload.path, upload.name)
    except Unusable:
        uploads.throw_away(upload)
        raise
    chosen = Chosen(title=title, edition=str(edition.pk) if edition else "", kind=kind)
    return choose(upload, chosen, guess_columns(sheet), columns=sheet.names)


def choose(upload: Upload, chosen: Chosen, mapped: Mapping[str, str], **more: Any) -> Upload:
    """The upload with other columns and another basis."""
    kept = {f"{_CHOSEN}{key}": value for key, value in vars(chosen).items()}
    return uploads.save(upload, mapped={**mapped, **kept}, **more)


def find(token: str, by: Viewer) -> Upload | None:
    """The file of texts of that name, for whoever sent it."""
    upload = uploads.find(token, by.account_id)
    return upload if upload is not None and upload.stage == _IS_TEXTS else None


def waiting(by: Viewer) -> list[Upload]:
    """What was sent and not brought in yet, newest first."""
    return [one for one in uploads.waiting(by.account_id or 0) if one.stage == _IS_TEXTS]


def mapped_of(upload: Upload) -> dict[str, str]:
    """Our columns with those of the file."""
    return {key: name for key, name in upload.mapped.items() if not key.startswith(_CHOSEN)}


def chosen_of(upload: Upload) -> Chosen:
    """What was chosen about it."""
    kept = {
        key.removeprefix(_CHOSEN): value for key, value in upload.mapped.items() if key.startswith(_CHOSEN)
    }
    return Chosen(**kept)


def settings_of(by: Viewer, upload: Upload) -> Settings:
    """What was chosen, with the edition that the viewer sees."""
    chosen = chosen_of(upload)
    editions = Edition.objects.visible_to(by).select_related("programme")
    edition = editions.filter(pk=chosen.edition).first() if chosen.edition else None
    return Settings(chosen.title, mapped_of(upload), edition, chosen.kind, basis_of(chosen))


def basis_of(chosen: Chosen) -> Basis | None:
    """The basis that was stated; none where nobody stated one."""
    if not chosen.stated_by.strip() or not chosen.on:
        return None
    uses = frozenset(use for use in chosen.uses.split(";") if use)
    return Basis(uses, by=chosen.stated_by, on=date.fromisoformat(chosen.on), how=chosen.how)


def look(*, by: Viewer, upload: Upload) -> Plan | None:
    """What would become of each row; None where no column holds the words."""
    settings = settings_of(by, upload)
    if TEXT not in settings.mapped:
        return None
    return make_plan(by=by, sheet=_sheet(upload), settings=settings)


def confirm(*, by: Viewer, upload: Upload, seen: str) -> Upload:
    """What was shown, done: all of it or nothing. A second time changes nothing."""
    if upload.done is not None:
        return upload
    settings = settings_of(by, upload)
    plan = look(by=by, upload=upload)
    if plan is None or plan.digest != seen:
        raise PlanChanged
    intake = bring_in_plan(
        by=by, plan=plan, settings=settings, file_name=upload.name, file_hash=hash_of_file(upload.path)
    )
    return uploads.finish(upload, {"intake": intake.pk})


def bring_in_plan(*, by: Viewer, plan: Plan, settings: Settings, file_name: str, file_hash: str) -> Intake:
    """The intake that a plan makes."""
    return bring_in(
        by=by, title=settings.title, said=plan.said, basis=settings.basis, file_name=file_name, file_hash=file_hash,
        on=timezone.localdate(), excluded=plan.excluded, failed=plan.failed,
    )  # fmt: skip


def hash_of_file(path: Path) -> str:
    """SHA-256 of its bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sheet(upload: Upload) -> Sheet:
    return read_sheet(upload.path, upload.name)
