"""Two rows that are one and the same: merged by pointing, so that nothing moves and it can be undone.

What belonged to the row that went stays with it, and is shown and counted under the one that was kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.levels import DEPARTMENT
from reflectory.directory.models import Merge, Organisation, Person
from reflectory.directory.policies import check_can_merge


@transaction.atomic
def merge_organisations(*, by: Viewer, kept: Organisation, gone: Organisation) -> Merge:
    """`gone` stands for `kept` from now on: its address leads there, and counts count one."""
    check_can_merge(by, kept, gone)
    if kept.level == DEPARTMENT and gone.level != DEPARTMENT:
        raise Refused(_("{gone} cannot become {kept}: a government cannot be merged into a department.").format(
            gone=gone, kept=kept))  # fmt: skip
    return _merge(by, "organisation", kept, gone)


@transaction.atomic
def merge_people(*, by: Viewer, kept: Person, gone: Person) -> Merge:
    """As for organisations. Refused where both sign in: one of the two accounts has to go first."""
    check_can_merge(by, kept, gone)
    if _signs_in(kept) and _signs_in(gone):
        raise Refused(_("{kept} and {gone} both sign in. Close one of the two accounts first.").format(
            kept=kept, gone=gone))  # fmt: skip
    return _merge(by, "person", kept, gone)


@transaction.atomic
def undo_merge(*, by: Viewer, merge: Merge) -> Merge:
    """The row that went stands for itself again."""
    model: Any = Organisation if merge.kind == "organisation" else Person
    gone = model.objects.get(pk=merge.gone_id)
    check_can_merge(by, model.objects.get(pk=merge.kept_id), gone)
    if merge.undone_at is not None:
        return merge
    was = audit.snapshot(gone)
    gone.merged_into = None
    gone.save()
    merge.undone_at = timezone.now()
    merge.save()
    recount([gone])
    gone.refresh_from_db()
    audit.record(by=by, verb="undo_merge", on=gone, was=was)
    return merge


def _merge(by: Viewer, kind: str, kept: Any, gone: Any) -> Merge:
    if stands_for(kept).pk == gone.pk or kept.pk == gone.pk:
        raise Refused(_("{gone} cannot be merged into itself.").format(gone=gone))
    if gone.merged_into_id is not None:
        raise Refused(_("{gone} was merged already. Undo that first.").format(gone=gone))
    was = audit.snapshot(gone)
    gone.merged_into = kept
    gone.save()
    recount([gone])
    gone.refresh_from_db()
    audit.record(by=by, verb="merge", on=gone, was=was)
    return Merge.objects.create(kind=kind, kept_id=kept.pk, gone_id=gone.pk, merged_by=by.name)


def _signs_in(person: Person) -> bool:
    return person.account is not None and person.account.is_active


def stands_for(row: Any) -> Any:
    """The row that this one is counted as, followed step by step: the plain definition of `counted_as`."""
    seen = set()
    while row.pk not in seen:
        seen.add(row.pk)
        if row.merged_into_id is not None:
            row = row.merged_into
        elif isinstance(row, Organisation) and row.level == DEPARTMENT and row.parent_id is not None:
            row = row.parent
        else:
            return row
    raise Refused(_("{row} would be a part of itself.").format(row=row))


def recount(rows: Iterable[Any]) -> None:
    """Keeps `counted_as` true for these rows and for all that are counted through them."""
    waiting = list(rows)
    done: set[int] = set()
    while waiting:
        row = waiting.pop()
        if row.pk in done:
            continue
        done.add(row.pk)
        root = stands_for(row)
        wanted = None if root.pk == row.pk else root.pk
        if row.counted_as_id != wanted:
            type(row).objects.filter(pk=row.pk).update(counted_as=wanted)
        through = Q(merged_into=row.pk)
        if isinstance(row, Organisation):
            through |= Q(parent=row.pk, level=DEPARTMENT)
        waiting.extend(type(row).objects.filter(through))
