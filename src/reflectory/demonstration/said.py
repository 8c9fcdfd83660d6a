"""Brings in what people said in the programmes of both years, each text with what its voice agreed to.

The words are invented, like everything here. The column `consent` of the files holds the uses that somebody agreed to;
`none` stands for no use at all, and `withdrawn:2021-10-01` after the uses for somebody who took them back that day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from reflectory.core.visibility import Viewer
from reflectory.demonstration.directory import Directory
from reflectory.demonstration.rows import FOLDER, a_day, read, words
from reflectory.demonstration.teams import Taking
from reflectory.evidence.actions.intake import Said, Who, bring_in
from reflectory.evidence.models import Intake
from reflectory.programmes.models import Team

FILES = ("texts-a", "texts-b")
YEARS = ("2021", "2022")
PREFIX = "portfolio/"
_WITHDRAWN = "withdrawn:"


def bring_in_what_was_said(*, by: Viewer, taking: Taking, directory: Directory) -> list[Intake]:
    """One intake for each year; the key of a text is that of its row: "portfolio/a001"."""
    teams = {(team.edition_id, team.organisation_id): team for team in taking.teams.values()}
    said = [
        (taking.editions[row["edition"]].label, _said(row, f"{name}.csv, row {n}", taking, teams, directory))
        for name in FILES
        for n, row in enumerate(read(name), start=2)
    ]
    return [
        bring_in(
            by=by, title=f"What people said in the programmes of {year}", on=date(int(year) + 1, 1, 31),
            said=[one for label, one in said if label == year], file_name=", ".join(f"{name}.csv" for name in FILES),
            file_hash=_hash(year),
        )
        for year in YEARS
    ]  # fmt: skip


def consent_of(cell: str) -> tuple[frozenset[str], date | None]:
    """The uses that a voice agreed to, and the day on which it took them all back, where it did.

    >>> consent_of("none"), consent_of("analyse;withdrawn:2021-10-01")
    ((frozenset(), None), (frozenset({'analyse'}), datetime.date(2021, 10, 1)))
    """
    parts = words(cell)
    days = [part.removeprefix(_WITHDRAWN) for part in parts if part.startswith(_WITHDRAWN)]
    uses = frozenset(part for part in parts if part != "none" and not part.startswith(_WITHDRAWN))
    return uses, a_day(days[0]) if days else None


def _said(
    row: dict[str, str], place: str, taking: Taking, teams: dict[tuple[int, int], Team], directory: Directory
) -> Said:
    edition = taking.editions[row["edition"]]
    organisation = directory.organisations.get(row["government"])
    uses, withdrawn_on = consent_of(row["consent"])
    return Said(
        key=f"{PREFIX}{row['key']}", text=row["text"], edition=edition, kind=row["kind"], question=row["question"],
        team=teams.get((edition.pk, organisation.pk)) if organisation is not None else None,
        said_on=a_day(row["day"]), language=row["language"], place_in_file=place, uses=uses,
        consent_basis="own_choice", withdrawn_on=withdrawn_on,
        voice=Who(
            role=row["role"], seniority=row["seniority"], person=directory.people.get(row["person"]),
            organisation=organisation,
        ),
    )  # fmt: skip


def _hash(year: str) -> str:
    """One for both files and the year, as each intake takes a part of both."""
    files: Sequence[bytes] = [(FOLDER / f"{name}.csv").read_bytes() for name in FILES]
    return hashlib.sha256(b"".join([year.encode(), *files])).hexdigest()
