"""Files to bring in, and what came of them, for tests."""

from datetime import date

from reflectory.directory.models import Contact, Organisation, Person
from reflectory.programmes.actions.bulk import Imported, import_rows
from reflectory.programmes.imports.columns import guess_columns
from reflectory.programmes.imports.plan import Plan
from reflectory.programmes.imports.planning import Defaults, make_plan
from reflectory.programmes.imports.sheet import read_sheet
from reflectory.programmes.models import Edition, Membership, StageChange, Team
from tests import portfolio

DAY = date(2021, 2, 1)
DEFAULTS = Defaults("active", "core_team_member", DAY)


def plan_of(tmp_path, of: Edition, text: str | bytes, *, name: str = "teams.csv", by=None) -> Plan:
    """The plan for a file with this text."""
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    sheet = read_sheet(path, name)
    return make_plan(
        by=by or portfolio.operator(),
        edition=of,
        sheet=sheet,
        mapped=guess_columns(sheet.names),
        defaults=DEFAULTS,
    )


def bring(of: Edition, plan: Plan, *, by=None) -> Imported:
    return import_rows(by=by or portfolio.operator(), edition=of, plan=plan)


def reasons(plan: Plan) -> dict[int, tuple[str, ...]]:
    """Why rows are refused."""
    return {row.number: row.reasons for row in plan.rows if row.reasons}


def n_rows() -> dict[str, int]:
    """How many rows there are of everything that an import may make."""
    return {
        "organisations": Organisation.objects.count(), "teams": Team.objects.count(),
        "people": Person.objects.count(), "contacts": Contact.objects.count(),
        "memberships": Membership.objects.count(), "stage changes": StageChange.objects.count(),
    }  # fmt: skip
