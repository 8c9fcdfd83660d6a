"""What was asked and answered in the walk: answers of each kind, whom it was asked, talks, claims, reviews, letters.

Somebody leads our edition and works where the respondents in confidence work: they read what every lead reads, and
none of that.
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile

from reflectory.accounts import roles
from reflectory.core.mail import post
from reflectory.directory.actions.people import add_post
from reflectory.directory.models import Organisation
from reflectory.evidence.actions.from_responses import pull_responses
from reflectory.listening import uploads
from reflectory.listening.actions.after_action import add_action, add_note, begin_action_review
from reflectory.listening.actions.answering import Who, receive, save_draft
from reflectory.listening.actions.asks import close_ask
from reflectory.listening.actions.expectations import expect, lock
from reflectory.listening.actions.forms import add_library_question
from reflectory.listening.actions.invitations import invite
from reflectory.listening.letters import letter_for
from reflectory.listening.models import Transcript
from reflectory.listening.uses import ANALYSE
from reflectory.programmes.models import Team
from tests import asking, interviewing
from tests import portfolio as a

# A lead of our edition who has a post where somebody answered in confidence.
COLLEAGUE = "lead of the own organisation"
# Who makes forms of a programme, and who sees that something is asked.
MAKERS = (roles.LEAD, roles.COACH, roles.ANALYST, roles.EDITOR)
WRITTEN_TO = "https://listening.example.org"


def plant_listening(found: Any, ours: Any, others: Any) -> None:
    """Everything twice: in our edition for the roles that it names, in the other for nobody."""
    yttermoor = Organisation.objects.get(name="Yttermoor")
    mine = Team.objects.get(edition=ours, coach__isnull=False)
    readers = (roles.LEAD, roles.ANALYST)
    _Side(found, ours, "ours", yttermoor, readers=readers, in_confidence=(roles.LEAD, roles.CHAIR)).plant()
    _Side(found, others, "others", a.organisation(found.plant("Umberhithe"))).plant()
    _reviewed(found, mine, "ours", roles.LEAD, roles.COACH)
    _reviewed(found, others.teams.get(), "others")
    pull_responses()
    works_there = a.person("Director Dray")
    add_post(by=a.operator(), person=works_there, organisation=yttermoor, title="Director")
    found.accounts[COLLEAGUE] = a.account_with(roles.LEAD, on=ours, who=works_there)


class _Side:
    """One edition with all that can be asked in it. `place` is where somebody answers in confidence."""

    def __init__(
        self, found: Any, edition: Any, name: str, place: Any, *, readers=(), in_confidence=()
    ) -> None:
        self.found, self.edition, self.name, self.place = found, edition, name, place
        self.readers, self.in_confidence = readers, in_confidence
        self.leads = tuple(role for role in readers if role == roles.LEAD)
        in_words, file = asking.a_question(), asking.a_question("proof", "file", "Have you a file?")
        self.version = asking.a_form(asking.a_body(in_words, file), programme=edition.programme)
        self.without_files = asking.a_form(asking.a_body(in_words), programme=edition.programme)

    def secret(self, word: str, *readers: str, closed_to: tuple[str, ...] = ()) -> str:
        """A word for these roles and for those who run the installation."""
        return self.found.plant(f"{word}-of-{self.name}", *readers, closed_to=closed_to)

    def nowhere(self, word: str) -> str:
        """A word that no page shows to anybody."""
        self.found.nowhere.add(f"{word}-of-{self.name}")
        return f"{word}-of-{self.name}"

    def ask(self, identity: str, *, readers: tuple[str, ...], title: str = "", **more: Any) -> Any:
        """An ask to people who are invited, with a question in words and one for files."""
        version = self.without_files if identity == "anonymous" else self.version
        given = {
            "audience": "invited",
            "uses_asked": [ANALYSE],
            "floor": 3,
            "title": title or f"An ask, {identity}",
            **more,
        }
        return asking.an_ask(version, edition=self.edition, identity=identity, readers=readers, **given)

    def plant(self) -> None:
        self._forms()
        self._named()
        self._in_confidence()
        self._anonymous()
        self._interviews()

    def _forms(self) -> None:
        makers = MAKERS if self.readers else ()
        question = asking.a_question("kept", label=self.secret("Question-kept", *makers))
        add_library_question(
            by=a.operator(), key=f"kept_{self.name}", body=question, programme=self.edition.programme
        )
        asking.a_form(
            asking.a_body(asking.a_question(label=self.secret("Label", *makers))),
            programme=self.edition.programme,
        )

    def _named(self) -> None:
        title = self.secret("Title", *((*MAKERS, roles.CHAIR) if self.readers else ()))
        ask = self.ask("named", readers=self.readers, title=title)
        by = a.operator()
        claim = expect(by=by, ask=ask, claim=self.secret("Claim", *self.readers), sure=60)
        lock(by=by, ask=claim.ask)
        self._written_to(ask)
        number = uuid4()
        file = uploads.keep(
            ask=ask, client_uuid=number, question="proof", file=ContentFile(b"what,how many\nchairs,12\n"),
            name=self.secret("File", *self.readers) + ".csv",
        )  # fmt: skip
        said = {"helped": f"It was {self.secret('said-by-name', *self.readers)}.", "proof": [str(file.pk)]}
        who = Who(name="Somebody", organisation=a.organisation())
        assert receive(
            ask=ask, client_uuid=number, sent=said, language="en", uses=[ANALYSE], who=who
        ).response
        save_draft(
            ask=ask, client_uuid=uuid4(), sent={"helped": self.nowhere("draft")}, language="en", n_saved=1
        )

    def _written_to(self, ask: Any) -> None:
        """Somebody of no team is invited, and the letter is kept: its link is the receiver's alone."""
        person = a.person(self.secret("Invited-Ingram", *self.leads))
        address = self.secret("ingram", *self.leads) + "@example.org"
        ((invitation, token),) = invite(by=a.operator(), ask=ask, people=[person])
        letter = letter_for(
            invitation,
            ask,
            to=address,
            site=WRITTEN_TO,
            token=self.found.plant(str(token)),
            is_reminder=False,
        )
        assert [one.why for one in post([letter])] == [""]

    def _in_confidence(self) -> None:
        """As many answers as are shown, one of them from the place; and an ask with too few."""
        ask = self.ask("confidential", readers=self.in_confidence)
        apart = (*self.in_confidence,)
        said = [(f"Elsewhere it rained {n}.", Who(organisation=a.organisation())) for n in range(4)]
        said[0] = (f"Quietly, {self.secret('said-elsewhere-in-confidence', *apart)}.", said[0][1])
        person = a.person(self.secret("Confider-Quist", *apart, closed_to=(COLLEAGUE,)))
        here = f"Quietly, {self.secret('said-in-confidence', *apart, closed_to=(COLLEAGUE,))}."
        said.append((here, Who(person=person, organisation=self.place)))
        for words, who in said:
            _answer(ask, words, who)
        few = self.ask("confidential", readers=self.in_confidence, floor=5)
        _answer(few, f"Alone, {self.nowhere('said-by-too-few-in-confidence')}.", Who(organisation=self.place))

    def _anonymous(self) -> None:
        """Enough answers to a closed ask, too few to another, and one that is still open."""
        enough, few, still_open = (self.ask("anonymous", readers=self.readers) for _n in range(3))
        for n in range(4):
            _answer(enough, f"Nobody knows, {self.secret(f'said-by-nobody-{n}', *self.readers)}.")
            _answer(still_open, f"Nobody knows, {self.nowhere(f'said-while-open-{n}')}.")
        for n in range(2):
            _answer(few, f"Nobody knows, {self.nowhere(f'said-by-too-few-{n}')}.")
        for ask in (enough, few):
            close_ask(by=a.operator(), ask=ask)

    def _interviews(self) -> None:
        guide = interviewing.a_guide(self.edition, readers=self.readers)
        series = interviewing.a_series(self.edition, guide=guide)
        series.title = self.secret("Series", *self.readers)
        series.save()
        closed_to = (COLLEAGUE,)
        for word, place, kept_from in (("here", self.place, closed_to), ("elsewhere", a.organisation(), ())):
            told = {"closed_to": kept_from}
            notes = {
                "needs": ("answered", f"Lenders: {self.secret(f'noted-{word}', *self.readers, **told)}.")
            }
            person = a.person(self.secret(f"Interviewed-{word}", *self.readers, **told))
            held = interviewing.a_talk(series, person, organisation=place, notes=notes)
            Transcript.objects.create(
                interview=held, brought_at=datetime(2021, 3, 2, tzinfo=UTC), by_name="A test",
                turns=[{"n": 1, "speaker": "A", "place": "00:01", "text": self.secret(f"turn-{word}", *self.readers,
                        **told)}],
                speakers={"A": "person"},
            )  # fmt: skip


def _answer(ask: Any, words: str, who: Who | None = None) -> Any:
    given = receive(
        ask=ask, client_uuid=uuid4(), sent={"helped": words}, language="en", uses=[ANALYSE], who=who
    )
    assert given.problems == {}
    return given.response


def _reviewed(found: Any, team: Any, name: str, *readers: str) -> None:
    """A confidential session is looked back on: what is noted and agreed there stays with those who led it."""
    by = a.operator()
    session = a.activity(team.edition, "An hour looked back on", team=team, confidentiality="confidential")
    review = begin_action_review(by=by, activity=session)
    add_note(by=by, review=review, column="why", text=found.plant(f"card-of-{name}", *readers))
    owner = team.memberships.first().person
    add_action(
        by=by, review=review, what=found.plant(f"agreed-there-of-{name}", *readers), owner=owner,
        due_on=date(2021, 6, 1),
    )  # fmt: skip
