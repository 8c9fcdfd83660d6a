"""A portfolio full of secrets, each a word that stands nowhere else, with the roles that may read it.

Every role is granted on one edition, "ours". Whatever belongs to the other edition is nobody's but an operator's.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reflectory.accounts import roles
from reflectory.accounts.models import Account
from reflectory.directory.actions.merging import merge_organisations, merge_people
from reflectory.directory.actions.people import add_contact, add_post
from reflectory.evidence.actions.excerpts import make_excerpt
from reflectory.programmes.actions.activities import edit_activity
from reflectory.programmes.actions.editions import (
    add_budget_line,
    add_deadline,
    add_partner,
    note_departure,
    write_note,
)
from reflectory.programmes.models import Alert
from reflectory.sensemaking.actions import decide_theme
from reflectory.sensemaking.models import Passage, Run, Theme
from tests import portfolio as a
from tests.evidence.words import brought, original
from tests.leaks.learning import plant_learning
from tests.leaks.listening import COLLEAGUE, plant_listening
from tests.leaks.reports import plant_report

OPERATOR = "operator"
STRANGER = "stranger"  # has an account and no role
ALL = frozenset(roles.ROLES)
READERS = frozenset({roles.LEAD, roles.CHAIR, roles.ANALYST, roles.EDITOR})


@dataclass
class Planted:
    """The accounts by role, and each secret with the roles that may meet it."""

    accounts: dict[str, Account] = field(default_factory=dict)
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    nowhere: set[str] = field(default_factory=set)  # what no page shows to anybody

    def plant(self, word: str, *readers: str, closed_to: tuple[str, ...] = ()) -> str:
        """What a lead reads, a lead reads who works where somebody answered, unless it is closed to them."""
        also = {COLLEAGUE} if roles.LEAD in readers else set()
        self.secrets[word] = frozenset({OPERATOR, *readers, *also}) - {*closed_to}
        return word


def plant() -> Planted:
    """Everything there is, twice: in an edition with roles, and in another that nobody was granted."""
    found = Planted()
    ours, others = a.edition(a.programme("Ours")), a.edition(a.programme(found.plant("Zobelsham Programme")))
    _fill(found, ours)
    _fill_other(found, others)
    _words(found, ours, others)
    _themes(found, ours, others)
    plant_report(found, ours, others)
    plant_learning(found, ours, others)
    plant_listening(found, ours, others)
    found.accounts[OPERATOR] = a.account(is_operator=True)
    found.accounts[STRANGER] = a.account()
    return found


def _fill(found: Planted, ours) -> None:
    coach, leader, partner_person = (
        a.person("Coach Quillan"),
        a.person("Lead Larkspur"),
        a.person("Partner Pell"),
    )
    mine = a.team(ours, a.organisation("Ourhaven"), coach=coach)
    theirs = a.team(ours, a.organisation(found.plant("Yttermoor", *READERS)))
    a.member(mine, leader, role="team_lead")
    a.member(mine, partner_person, role="community_partner")
    own_roles = {roles.COACH, roles.TEAM_LEAD, roles.PARTNER}
    _people(found, mine, theirs, own_roles)
    _work(found, mine, theirs, own_roles)
    _confidential(found, mine)
    _money(found, ours)
    for role in roles.ROLES:
        who = {roles.COACH: coach, roles.TEAM_LEAD: leader, roles.PARTNER: partner_person}.get(role)
        found.accounts[role] = a.account_with(role, on=ours, who=who)


def _people(found, mine, theirs, own_roles) -> None:
    known = a.person(found.plant("Wrenfield Ada", *READERS, *own_roles))
    a.member(mine, known)
    add_contact(
        by=a.operator(),
        person=known,
        kind="email",
        value=found.plant("ada-address@example.org", roles.LEAD, roles.COACH),
    )
    known.access_needs = found.plant("needs-quiet-rooms", roles.LEAD, roles.COACH)
    known.save()
    stranger = a.person(found.plant("Vossbury Bela", *READERS))
    a.member(theirs, stranger)
    add_contact(
        by=a.operator(), person=stranger, kind="phone", value=found.plant("+99 555 0199 71", roles.LEAD)
    )
    guest = a.person(found.plant("Guestwick Cyr", roles.LEAD, roles.CHAIR, roles.ANALYST))
    call = a.activity(mine.edition, "Everybody's call", is_open=True)
    place = a.organisation(found.plant("Guestport", *READERS))
    a.mark_attendance(
        by=a.operator(), activity=call, marks=[a.Mark(guest.pk, was_there=True, organisation_id=place.pk)]
    )


def _work(found, mine, theirs, own_roles) -> None:
    secret = found.plant
    session = a.activity(
        mine.edition,
        secret("Coaching-of-Yttermoor", *READERS),
        team=theirs,
        notes=secret("notes-on-yttermoor", *READERS),
        plan=secret("plan-for-yttermoor", *READERS),
    )
    a.attended(session, theirs.memberships.first().person)
    a.artefact(theirs, title=secret("Idea-of-Yttermoor", *READERS))
    a.artefact(mine, title=secret("Idea-of-ours", *READERS, *own_roles))
    a.artefact(mine, "harm", secret("Harm-to-ours", roles.LEAD, roles.COACH))
    a.artefact(theirs, "harm", secret("Harm-to-yttermoor", roles.LEAD))
    a.artefact(mine, "stipend", secret("Stipend-of-ours", roles.LEAD, roles.COACH))
    a.artefact(theirs, "power_map", secret("Power-in-yttermoor", roles.LEAD))
    a.note_engagement(
        by=a.operator(),
        edition=theirs.edition,
        team=theirs,
        on=date(2021, 4, 1),
        what=secret("Porch-visits-in-yttermoor", *READERS),
        rung="asked",
        claimed_by="them",
        n_people=3,
    )
    note_departure(
        by=a.operator(),
        team=theirs,
        planned="weekly",
        instead=secret("fortnightly-at-yttermoor", *READERS),
        reason=secret("because-of-yttermoor", *READERS),
        on=date(2021, 4, 1),
    )
    write_note(
        by=a.operator(),
        edition=mine.edition,
        page="during",
        key="rhythm",
        text=secret("rhythm-of-the-leads", *READERS, roles.COACH),
        version=0,
    )
    add_deadline(
        by=a.operator(),
        edition=mine.edition,
        what=secret("Deadline-of-ours", *READERS, roles.COACH),
        due_on=date(2021, 5, 1),
    )


def _confidential(found, mine) -> None:
    """What is said in a confidential session stays with those who led it."""
    session = a.activity(
        mine.edition,
        "A confidential hour",
        team=mine,
        confidentiality="confidential",
        notes=found.plant("said-in-the-room", roles.LEAD, roles.COACH),
    )
    edit_activity(
        by=a.operator(),
        activity=session,
        version=session.version,
        values={"notes": session.notes + found.plant(" said-later-in-the-room", roles.LEAD, roles.COACH)},
    )


def _money(found, ours) -> None:
    add_budget_line(
        by=a.operator(), edition=ours, what=found.plant("Money-for-ours", roles.LEAD), planned=Decimal(7)
    )
    Alert.objects.create(
        edition=ours, concern=found.plant("Concern-about-ours", roles.LEAD), raised_on=date(2021, 3, 3)
    )


def _fill_other(found: Planted, others) -> None:
    place = a.organisation(found.plant("Umberquay"), aliases=[found.plant("Old Umber")])
    gone = a.organisation(found.plant("Umber-Quay-Twice"))
    merge_organisations(by=a.operator(), kept=place, gone=gone)
    team = a.team(others, place)
    who = a.person(found.plant("Thistlemark Dov"))
    twin = a.person(found.plant("Thistlemark D."))
    merge_people(by=a.operator(), kept=who, gone=twin)
    add_post(by=a.operator(), person=who, organisation=place, title=found.plant("Keeper-of-Umber"))
    add_contact(by=a.operator(), person=who, kind="email", value=found.plant("dov-address@example.org"))
    a.member(team, who)
    session = a.activity(others, found.plant("Session-of-others"), notes=found.plant("notes-of-others"))
    a.attended(session, who)
    for kind in ("idea", "commitment", "resource", "dataset", "prototype"):
        a.artefact(team, kind, found.plant(f"{kind}-of-others"), text=found.plant(f"{kind}-text-of-others"))
    add_deadline(
        by=a.operator(), edition=others, what=found.plant("Deadline-of-others"), due_on=date(2021, 5, 1)
    )
    add_budget_line(by=a.operator(), edition=others, what=found.plant("Money-of-others"), planned=Decimal(7))
    write_note(
        by=a.operator(),
        edition=others,
        page="before",
        key="issues",
        text=found.plant("note-of-others"),
        version=0,
    )
    add_partner(
        by=a.operator(),
        programme=others.programme,
        role="funder",
        organisation=a.organisation(found.plant("Sablefund Trust"), level="funder"),
    )
    a.note_engagement(
        by=a.operator(),
        edition=others,
        team=team,
        on=date(2021, 4, 1),
        what=found.plant("Stall-of-others"),
        rung="told",
        claimed_by=found.plant("Claimant-of-others"),
        n_contacts=9,
    )


def _themes(found: Planted, ours, others) -> None:
    """What recurs: one run over our edition, one over the other, one over both, which nobody reads as a whole."""
    readers = (roles.LEAD, roles.ANALYST)
    words = found.plant("night-shift-said-this", *readers)
    _theme(found.plant("Theme-of-ours", *readers), f"Here {words}.", ours, [ours])
    _theme(found.plant("Theme-of-others"), f"There {found.plant('day-shift-said-that')}.", others, [others])
    _theme(found.plant("Theme-of-both"), f"Later {words}.", ours, [ours, others])


def _theme(name: str, text: str, said_in, editions) -> None:
    version = original(brought(text, edition=said_in, uses={"analyse", "quote_name"}))
    run = Run.objects.create(title=f"Run for {name}", state="done", ran_by_name="Somebody")
    run.editions.set(editions)
    theme = Theme.objects.create(run=run, number=1, label=f"label-of-{name}")
    excerpt = make_excerpt(by=a.operator(), version=version, start=0, end=len(version.text))
    Passage.objects.create(theme=theme, excerpt=excerpt, weight=1.0, rank=1)
    decide_theme(by=a.operator(), theme=theme, state="accepted", name=name)


def _words(found: Planted, ours, others) -> None:
    """Words, read by leads and analysts as far as their voice agreed; a name under role-only consent, by nobody."""
    readers = (roles.LEAD, roles.ANALYST)
    agreed = {"analyse", "quote_role_place"}
    hidden = "Nightingale-under-role-only"
    found.nowhere.add(hidden)
    said = brought(
        f"We asked late, {found.plant('words-said-in-ours', *readers)}.",
        edition=ours,
        uses=agreed,
        name=hidden,
        # A passage of it is marked and may be quoted so: an editor is offered it, with the role and nothing else.
        role=found.plant("Keeper-of-ours-by-role", *readers, roles.EDITOR),
        question=found.plant("question-asked-in-ours", *readers),
    )
    make_excerpt(by=a.operator(), version=original(said), start=0, end=8)
    brought(found.plant("words-agreed-to-nothing"), edition=ours, uses=set())
    brought(
        found.plant("words-taken-back"), edition=ours, uses=agreed, withdrawn_on=date(2021, 5, 1), name=hidden
    )
    brought(found.plant("words-said-in-others"), edition=others, uses=agreed, name=hidden)
    brought(found.plant("words-without-an-edition"), uses=agreed)
