"""The history of a row in words: who did what when, and each value before and after, for those who see the row.

What a value points at is named only where the reader may see that too. Encrypted values were never kept; money in
an artefact is shown to those who may change it; erased values are said to be erased.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from reflectory.accounts.roles import READS_EDITION
from reflectory.core.audit import CONCEALED, Happening, history, kind_of
from reflectory.core.models import Revision
from reflectory.core.pages import seen
from reflectory.core.visibility import Viewer
from reflectory.programmes.artefact_kinds import KINDS
from reflectory.programmes.models import Activity, Artefact, Edition, Phase, Programme, ProgrammePartner
from reflectory.programmes.overview import sight
from reflectory.programmes.policies import can_change_artefact
from reflectory.programmes.visibility import closed_notes
from reflectory.workspace.naming import is_unsaid, own_value_said, value_said
from reflectory.workspace.verbs import said


@dataclass(frozen=True)
class Change:
    """One field: its name and what stood there before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One event of a history."""

    at: datetime
    by: str
    did: str
    about: str
    changes: list[Change]
    erased_at: datetime | None

    @property
    def is_new(self) -> bool:
        """Whether nothing stood there before in any field: the row was made then."""
        return not any(change.before for change in self.changes)


def row_of(kind: str, object_id: int, viewer: Viewer) -> models.Model:
    """The row whose history is asked for. 404 where the viewer may not see it, or where no list offers its kind."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        raise Http404 from None
    rows = model._default_manager.all()
    if not hasattr(rows, "visible_to"):
        raise Http404
    found: models.Model = seen(rows.visible_to(viewer), pk=object_id)
    return found


def lines_of(row: models.Model, viewer: Viewer) -> list[Line]:
    """The history of a row, newest first, in a constant number of queries."""
    lines = _lines_of(row, history([row]), viewer)
    for model, happenings in _parts_of(row, viewer):
        found = _lines_of(model, happenings, viewer)
        lines += [replace(line, did=f"{line.did}: {line.about}") if line.about else line for line in found]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _lines_of(row: models.Model, happenings: Sequence[Happening], viewer: Viewer) -> list[Line]:
    names = _names(type(row), happenings, viewer)
    hidden = _hidden_details(row, viewer)
    is_closed = (
        isinstance(row, Activity) and Activity.objects.filter(closed_notes(viewer), pk=row.pk).exists()
    )
    closed = frozenset(["notes"]) if is_closed else frozenset()
    return [
        Line(
            one.event.at, one.event.by_name or _("the installation"), said(one.event.verb), one.about,
            list(_changes(row, one, names, hidden, closed)), one.erased_at,
        )
        for one in happenings
    ]  # fmt: skip


def _parts_of(row: models.Model, viewer: Viewer) -> Iterator[tuple[models.Model, list[Happening]]]:
    """What was done to rows that have no page of their own, and that this one is the page of.

    Partners of a programme are told to those who read it, phases of an edition to those who are in it.
    """
    if isinstance(row, Programme) and _reads(viewer, row):
        yield ProgrammePartner(programme=row), _happenings_of(ProgrammePartner, programme=row)
    if isinstance(row, Edition) and sight(viewer, row).is_in:
        yield Phase(edition=row), _happenings_of(Phase, edition=row)


def _reads(viewer: Viewer, programme: Programme) -> bool:
    reads = viewer.editions_as(*READS_EDITION)
    return (
        viewer.is_operator
        or programme.pk in viewer.programmes_as(*READS_EDITION)
        or Edition.objects.filter(programme=programme, pk__in=reads).exists()
    )


def _happenings_of(model: type[models.Model], **of: models.Model) -> list[Happening]:
    """The history of all rows that belong to one, with those that were removed: their last values say to which."""
    ((name, whole),) = of.items()
    kind = kind_of(model)
    gone = Revision.objects.filter(kind=kind).filter(
        Q(**{f"values__{name}__0": whole.pk}) | Q(**{f"values__{name}__1": whole.pk})
    )
    here = model._default_manager.filter(**of).values_list("pk", flat=True)
    return history([model(pk=pk) for pk in {*here, *gone.values_list("object_id", flat=True)}])


def _changes(
    row: models.Model, one: Happening, names: Mapping[tuple[str, Any], str], hidden: frozenset[str],
    closed: frozenset[str],
) -> Iterable[Change]:  # fmt: skip
    for name, (before, after) in one.values.items():
        if name in closed or is_unsaid(row, name):
            continue
        field = _field(type(row), name)
        if CONCEALED not in (before, after) and (isinstance(before, dict) or isinstance(after, dict)):
            yield from _parts(before or {}, after or {}, hidden)
            continue
        label = str(getattr(field, "verbose_name", name.replace("_", " ")))
        yield Change(label, *(_words(row, field, name, value, names) for value in (before, after)))


def _parts(before: Mapping[str, Any], after: Mapping[str, Any], hidden: frozenset[str]) -> Iterable[Change]:
    """The own fields of an artefact, each by itself."""
    known = {own.key: own for kind in KINDS.values() for own in kind.fields}
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) == after.get(key):
            continue
        old, new = (
            CONCEALED
            if key in hidden and values.get(key)
            else own_value_said(known.get(key), values.get(key))
            for values in (before, after)
        )
        yield Change(str(known[key].name) if key in known else key.replace("_", " "), old, new)


def _words(row: models.Model, field: Any, name: str, value: Any, names: Mapping[tuple[str, Any], str]) -> str:
    if value is None or value in ("", {}, []):
        return ""
    if value == CONCEALED:
        return CONCEALED
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(field, models.ForeignKey):
        return names.get((name, value), str(_("something you may not see")))
    chosen = dict(getattr(field, "flatchoices", ()) or ()).get(value)
    if chosen is not None:
        return str(chosen)
    if isinstance(field, models.DateTimeField):
        return formats.date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
    return value_said(row, name, value)


def _names(
    model: type[models.Model], happenings: Iterable[Happening], viewer: Viewer
) -> dict[tuple[str, Any], str]:
    """What the numbers in fields that point elsewhere are called, as far as the viewer may see it."""
    wanted: dict[str, set[Any]] = defaultdict(set)
    for one in happenings:
        for name, pair in one.values.items():
            if isinstance(_field(model, name), models.ForeignKey):
                wanted[name] |= {value for value in pair if isinstance(value, int)}
    found: dict[tuple[str, Any], str] = {}
    for name, ids in wanted.items():
        target: Any = model._meta.get_field(name).related_model
        rows = target._default_manager.filter(pk__in=ids)
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(viewer)
        for row in rows.select_related(*_needed_to_name(target)):
            found[name, row.pk] = str(row)
    return found


def _needed_to_name(target: type[models.Model]) -> tuple[str, ...]:
    """What a row of this kind reads of others to say its own name."""
    return {
        "programmes.edition": ("programme",),
        "programmes.team": ("organisation", "edition__programme"),
        "programmes.grant": ("account", "programme", "edition__programme"),
    }.get(target._meta.label_lower, ())


def _hidden_details(row: models.Model, viewer: Viewer) -> frozenset[str]:
    """The own fields of an artefact that hold money, where the viewer is not one of those who see it."""
    if not isinstance(row, Artefact) or can_change_artefact(viewer, row):
        return frozenset()
    return frozenset(own.key for own in row.definition.fields if own.type == "money")


def _field(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:  # a field that rows of this kind had once
        return None
