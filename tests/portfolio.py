"""A small portfolio for tests: each builder makes one thing through its action, with nothing that surprises.

`operator()` acts where it does not matter who does. `account_with` signs somebody in with a role.
"""

from datetime import UTC, date, datetime
from itertools import count

from reflectory.accounts.models import Account
from reflectory.core.visibility import Viewer, system
from reflectory.directory.actions.organisations import add_organisation
from reflectory.directory.actions.people import add_person
from reflectory.directory.models import Organisation, Person
from reflectory.evidence.actions.excerpts import excerpt_of
from reflectory.evidence.actions.intake import Said, Who, bring_in
from reflectory.evidence.models import Excerpt, Source
from reflectory.programmes.actions.activities import Mark, mark_attendance, note_engagement, plan_activity
from reflectory.programmes.actions.artefacts import add_artefact
from reflectory.programmes.actions.editions import add_programme
from reflectory.programmes.actions.grants import grant_role
from reflectory.programmes.actions.teams import add_member, enrol_team
from reflectory.programmes.models import Activity, Artefact, Edition, Membership, Programme, Team
from reflectory.programmes.viewing import viewer_for
from reflectory.reports.actions.reports import begin_report
from reflectory.reports.models import Report

STARTS = date(2021, 2, 1)
_number = count(1)


def operator() -> Viewer:
    return system("A test")


def organisation(name: str = "", level: str = "city", country: str = "US", **more) -> Organisation:
    return add_organisation(
        by=operator(), name=name or f"Place {next(_number)}", level=level, country=country, **more
    )


def person(name: str = "", email: str = "") -> Person:
    return add_person(by=operator(), name=name or f"Person {next(_number)}", email=email)


def programme(name: str = "", kind: str = "innovation-track", **more) -> Programme:
    return add_programme(by=operator(), name=name or f"Programme {next(_number)}", kind=kind, **more)


def edition(
    of: Programme | None = None, label: str = "2021", starts_on: date = STARTS, ends_on=None
) -> Edition:
    """An edition without the plan of its kind: tests that want the plan lay one out."""
    of = of or programme()
    return Edition.objects.create(
        programme=of,
        label=label,
        slug=f"{label}-{next(_number)}",
        planned_starts_on=starts_on,
        planned_ends_on=ends_on,
    )


def team(
    of: Edition | None = None, organisation_: Organisation | None = None, stage: str = "active", **more
) -> Team:
    return enrol_team(
        by=operator(), edition=of or edition(), organisation=organisation_ or organisation(), stage=stage,
        on=more.pop("on", STARTS), **more,
    )  # fmt: skip


def member(of: Team, who: Person | None = None, role: str = "core_team_member", **more) -> Membership:
    return add_member(
        by=operator(),
        team=of,
        person=who or person(),
        role=role,
        joined_on=more.pop("joined_on", STARTS),
        **more,
    )


def activity(
    of: Edition, title: str = "", kind: str = "session", day: date = date(2021, 3, 1), **more
) -> Activity:
    return plan_activity(
        by=operator(), edition=of, kind=kind, title=title or f"Session {next(_number)}",
        starts_at=datetime(day.year, day.month, day.day, 15, tzinfo=UTC), **more,
    )  # fmt: skip


def attended(at: Activity, *people: Person) -> None:
    mark_attendance(by=operator(), activity=at, marks=[Mark(one.pk, was_there=True) for one in people])


def artefact(of: Team, kind: str = "idea", title: str = "", **more) -> Artefact:
    return add_artefact(
        by=operator(), kind=kind, edition=of.edition, team=of, title=title or f"A thing {next(_number)}",
        on=more.pop("on", STARTS), **more,
    )  # fmt: skip


def account(name: str = "", *, is_operator: bool = False, who: Person | None = None) -> Account:
    n = next(_number)
    made = Account.objects.create_user(
        f"somebody{n}@example.org", "a long enough secret", name=name or f"Account {n}"
    )
    made.is_operator = is_operator
    made.save()
    if who is not None:
        who.account = made
        who.save()
    return made


def account_with(role: str, *, on: Edition | Programme, who: Person | None = None) -> Account:
    made = account(who=who)
    where = {"edition": on} if isinstance(on, Edition) else {"programme": on}
    grant_role(by=operator(), account=made, role=role, on=STARTS, **where)
    return made


def viewer_with(role: str, *, on: Edition | Programme, who: Person | None = None) -> Viewer:
    return viewer_for(account_with(role, on=on, who=who))


def engagement(
    of: Edition, by_team: Team | None = None, what: str = "A walk", day: date = date(2021, 3, 1), **more
):
    given = {"rung": "asked", "claimed_by": "The city", "n_people": 12, **more}
    return note_engagement(by=operator(), edition=of, team=by_team, on=day, what=what, **given)


QUOTABLE = frozenset({"analyse", "quote_without_name", "quote_role_place"})


def said(
    text: str, *, of: Edition | None = None, by: Organisation | None = None, uses: frozenset[str] = QUOTABLE,
    day: date = date(2021, 6, 1), language: str = "en", **more,
) -> Source:  # fmt: skip
    """A text by somebody who agreed to these uses: `more` is theirs, a name or a role."""
    key = f"said/{next(_number)}"
    who = Who(role=more.pop("role", "clerk"), organisation=by, **more)
    one = Said(key, text, voice=who, edition=of, said_on=day, language=language, uses=uses)
    bring_in(by=operator(), title="What was said", said=[one], on=day)
    return Source.objects.get(key=key)


def excerpt(of: Source, words: str = "") -> Excerpt:
    """A passage of a text, all of it where no words are given."""
    version = of.versions.get()
    return excerpt_of(by=operator(), version=version, words=words or version.text)


def report(title: str = "", *, year: int = 2021, kinds: tuple[str, ...] = (), **more) -> Report:
    n = next(_number)
    given = {"slug": f"report-{n}", "organisation": "Tidewater", **more}
    return begin_report(by=operator(), year=year, title=title or f"Report {n}", kinds=kinds, **given)
