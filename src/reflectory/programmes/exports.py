"""The whole portfolio as a zip of CSV files with a description of them: streamed, and only what the viewer sees.

Open formats, so that everything can leave. Left out, and the README in the package says so: safeguarding concerns and
access needs, which are kept encrypted, and secrets such as the addresses of calendars.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from reflectory.accounts.roles import COACH, READS_EDITION
from reflectory.core.exports import harmless
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Affiliation, Alias, Contact, Organisation, Person
from reflectory.programmes.models import (
    Activity,
    Artefact,
    Attendance,
    BudgetLine,
    Deadline,
    Departure,
    Edition,
    EditionNote,
    Engagement,
    Membership,
    Phase,
    PlannedAsk,
    Programme,
    ProgrammePartner,
    StageChange,
    Step,
    Team,
)
from reflectory.programmes.visibility import closed_notes

_AT_ONCE = 500
_LEFT_OUT = {"version", "account", "access_needs", "fingerprint", "calendar_token"}
README = """The portfolio, as {who} sees it, on {day}.

One CSV file for each table, in UTF-8, with a header. datapackage.json describes them (Frictionless Data Package):
which columns there are, of which type, and which point to the id of another table. An empty cell means: not known.

A cell that begins with = + - @ a tab or a line feed has an apostrophe (') before it, so that a spreadsheet does not
take it for a formula. Take the apostrophe away to have what was written. The column "details" holds JSON.

Left out: safeguarding concerns and access needs, which are kept encrypted; accounts; secret addresses of calendars;
the history of changes.
"""


@dataclass(frozen=True)
class Table:
    """A file of the package: its rows, as far as a viewer sees them."""

    name: str
    model: type[models.Model]
    rows: Callable[[Viewer], QuerySet[Any]]

    @property
    def fields(self) -> list[models.Field[Any, Any]]:
        """What is written of each row."""
        return [one for one in self.model._meta.concrete_fields if one.name not in _LEFT_OUT]


def _seen(model: Any) -> Callable[[Viewer], QuerySet[Any]]:
    return lambda viewer: model.objects.visible_to(viewer)


def _of(model: Any, field: str, parent: Any) -> Callable[[Viewer], QuerySet[Any]]:
    """Rows that are seen with what they belong to."""
    return lambda viewer: model.objects.filter(
        **{f"{field}__in": parent.objects.visible_to(viewer).values("pk")}
    )


def _worked_on(model: Any) -> Callable[[Viewer], QuerySet[Any]]:
    """The plan of editions that the viewer reads or coaches; whoever sees figures only is given none of it."""

    def rows(viewer: Viewer) -> QuerySet[Any]:
        if viewer.is_operator:
            return model.objects.all()
        return model.objects.filter(edition__in=viewer.editions_as(COACH, *READS_EDITION))

    return rows


def _partners(viewer: Viewer) -> QuerySet[Any]:
    programmes = Programme.objects.visible_to(viewer).values("pk")
    places = Organisation.objects.visible_to(viewer).values("pk")
    return ProgrammePartner.objects.filter(programme__in=programmes, organisation__in=places)


def can_export_portfolio(by: Viewer) -> bool:
    """Those who run, read or coach something; what they get of it is decided row by row."""
    return by.has_role(COACH, *READS_EDITION)


def _posts(viewer: Viewer) -> QuerySet[Any]:
    people = Person.objects.visible_to(viewer).values("pk")
    places = Organisation.objects.visible_to(viewer).values("pk")
    return Affiliation.objects.filter(person__in=people, organisation__in=places)


TABLES = (
    Table("organisations", Organisation, _seen(Organisation)),
    Table("aliases", Alias, _of(Alias, "organisation", Organisation)),
    Table("people", Person, _seen(Person)),
    Table("posts", Affiliation, _posts),
    Table("contacts", Contact, _seen(Contact)),
    Table("programmes", Programme, _seen(Programme)),
    Table("partners", ProgrammePartner, _partners),
    Table("editions", Edition, _seen(Edition)),
    Table("phases", Phase, _worked_on(Phase)),
    Table("planned_asks", PlannedAsk, _worked_on(PlannedAsk)),
    Table("edition_notes", EditionNote, _seen(EditionNote)),
    Table("deadlines", Deadline, _seen(Deadline)),
    Table("budget_lines", BudgetLine, _seen(BudgetLine)),
    Table("teams", Team, _seen(Team)),
    Table("stage_changes", StageChange, _of(StageChange, "team", Team)),
    Table("departures", Departure, _seen(Departure)),
    Table("memberships", Membership, _seen(Membership)),
    Table("activities", Activity, _seen(Activity)),
    Table("attendance", Attendance, _seen(Attendance)),
    Table("engagements", Engagement, _seen(Engagement)),
    Table("artefacts", Artefact, _seen(Artefact)),
    Table("steps", Step, _of(Step, "artefact", Artefact)),
)  # fmt: skip


def portfolio_package(viewer: Viewer) -> Iterator[bytes]:
    """The zip, piece by piece; no table is held in memory as a whole."""
    sink = _Sink()
    n_rows: dict[str, int] = {}
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("README.txt", README.format(who=viewer.name, day=timezone.localdate().isoformat()))
        for table in TABLES:
            n_rows[table.name] = 0
            with package.open(f"{table.name}.csv", "w") as stream:
                for lines, n in _lines(table, viewer):
                    stream.write(lines)
                    n_rows[table.name] += n
                    yield sink.taken()
        package.writestr("datapackage.json", json.dumps(_description(n_rows), indent=1, ensure_ascii=False))
    yield sink.taken()


def _lines(table: Table, viewer: Viewer) -> Iterator[tuple[bytes, int]]:
    names = [field.attname for field in table.fields]
    yield ("\ufeff" + _csv([names])).encode(), 0
    held: list[list[str]] = []
    # What stays in the room is no more in the file than on the page.
    closed = (
        set(table.rows(viewer).filter(closed_notes(viewer)).values_list("pk", flat=True))
        if table.model is Activity
        else set()
    )
    for values in table.rows(viewer).order_by("pk").values_list(*names).iterator(chunk_size=_AT_ONCE):
        row = dict(zip(names, values, strict=True))
        if row["id"] in closed:
            row["notes"] = ""
        held.append([_cell(value) for value in row.values()])
        if len(held) == _AT_ONCE:
            yield _csv(held).encode("utf-8", "replace"), len(held)
            held = []
    yield _csv(held).encode("utf-8", "replace"), len(held)


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | dict | list):
        return harmless(json.dumps(value, ensure_ascii=False))
    if isinstance(value, int | float):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else harmless(str(value))


def _description(n_rows: dict[str, int]) -> dict[str, Any]:
    """The package as Frictionless Data describes one."""
    names = {table.model: table.name for table in TABLES}
    return {
        "profile": "tabular-data-package",
        "name": "portfolio",
        "title": "The portfolio",
        "created": timezone.now().isoformat(timespec="seconds"),
        "description": "See README.txt for what is left out, and for the apostrophe before some cells.",
        "resources": [
            {
                "name": table.name,
                "path": f"{table.name}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "rows": n_rows[table.name],
                "schema": {
                    "fields": [_field(field) for field in table.fields],
                    "primaryKey": "id",
                    "foreignKeys": _keys(table, names),
                },
            }
            for table in TABLES
        ],
    }


def _field(field: models.Field[Any, Any]) -> dict[str, str]:
    return {"name": field.attname, "title": str(field.verbose_name), "type": _type(field)}


def _type(field: models.Field[Any, Any]) -> str:
    kinds = (
        (models.DateTimeField, "datetime"), (models.DateField, "date"), (models.BooleanField, "boolean"),
        (models.FloatField, "number"), (models.DecimalField, "number"), (models.JSONField, "object"),
        ((models.IntegerField, models.ForeignKey), "integer"),
    )  # fmt: skip
    return next((name for kind, name in kinds if isinstance(field, kind)), "string")


def _keys(table: Table, names: dict[type[models.Model], str]) -> list[dict[str, Any]]:
    return [
        {
            "fields": field.attname,
            "reference": {
                "resource": "" if field.related_model is table.model else names[field.related_model],
                "fields": "id",
            },
        }
        for field in table.fields
        if isinstance(field, models.ForeignKey) and field.related_model in names
    ]


class _Sink(io.RawIOBase):
    """What the zip is written to, handed on piece by piece. It cannot be gone back in."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, piece: Any) -> int:
        self._held += piece
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece, self._held = bytes(self._held), bytearray()
        return piece
