"""Asks people things in the two editions of the present year, and hands in what they answered: `ask_people`.

The words lie in portfolio/asked.yaml. Every step is the one that people take: a form, an ask, invitations, answers.
The past years are left alone, and no mail is sent. How interviews were held: `interviewed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml

from reflectory.core.visibility import Viewer
from reflectory.demonstration.clock import clock_at
from reflectory.demonstration.directory import Directory
from reflectory.demonstration.interviewed import hold_interviews
from reflectory.demonstration.rows import FOLDER
from reflectory.directory.models import Person
from reflectory.listening import identities, purposes
from reflectory.listening.actions.after_action import (
    add_action,
    add_note,
    begin_action_review,
    close_action_review,
    settle_action,
)
from reflectory.listening.actions.answering import Who, receive, save_draft
from reflectory.listening.actions.asks import close_ask, lay_out_ask
from reflectory.listening.actions.expectations import expect, judge, lock
from reflectory.listening.actions.forms import (
    add_form,
    add_library_question,
    new_version,
    use_library_question,
)
from reflectory.listening.actions.invitations import invite
from reflectory.listening.actions.power import ask_both_sides, settle_gaps
from reflectory.listening.models import Ask, FormVersion, Invitation, LibraryQuestion
from reflectory.listening.power import QUESTION
from reflectory.listening.uses import ANALYSE, WITHOUT_NAME
from reflectory.programmes.actions.activities import note_engagement
from reflectory.programmes.models import Activity, Edition, Membership, Team

HOUR = 15  # in UTC: morning in America, where these people are
SURVEY = ("knows", "aloud", "time")
WROTE = (ANALYSE, WITHOUT_NAME)


@dataclass(frozen=True)
class Days:
    """Days counted from that of the build, as instants."""

    today: date

    def at(self, days: int, *, minutes: int = 0) -> datetime:
        """That day in the morning, `minutes` later."""
        return datetime.combine(self.today + timedelta(days=days), time(HOUR), UTC) + timedelta(
            minutes=minutes
        )

    def until(self, day: date) -> int:
        """The days from the build until that day."""
        return (day - self.today).days


def ask_people(*, by: Viewer, directory: Directory, track: Edition, network: Edition, today: date) -> None:
    """Everything in the file, in the order in which it happened as far as that matters."""
    said = yaml.safe_load((FOLDER / "asked.yaml").read_text(encoding="utf-8"))
    days = Days(today)
    _application(by, network, said["application"], days)
    _survey(by, track, directory, said["survey"], days)
    hold_interviews(by=by, edition=network, directory=directory, said=said["interviews"], at=days.at)
    _both_sides(by, track, directory, said["sides"], days)
    _review(by, network, directory, said["review"], days)
    _pulse(by, network, said["pulse"], days)


def number_of(ask: Ask, key: str) -> UUID:
    """The number under which somebody's browser sent an answer: the same in every build."""
    return uuid5(NAMESPACE_URL, f"https://reflectory.example/demonstration/{ask.title}/{key}")


def _hand_in(
    ask: Ask,
    key: str,
    sent: Mapping[str, Any],
    language: str,
    uses: Sequence[str],
    *,
    invitation: Invitation | None = None,
    who: Who | None = None,
) -> None:
    """An answer, which has to be one without problems: the file is ours."""
    came = receive(
        ask=ask,
        client_uuid=number_of(ask, key),
        sent=sent,
        language=language,
        uses=uses,
        invitation=invitation,
        who=who,
    )
    if came.problems:
        raise ValueError(f"{ask}, {key}: {came.problems}")


def _pulse(by: Viewer, network: Edition, said: dict[str, Any], days: Days) -> None:
    """An anonymous pulse about the next call, open still; whoever has the code from the slide answers."""
    calls = network.activities.filter(key=said["activity"], team__isnull=True, state="planned")
    ask = lay_out_ask(
        by=by, edition=network, form_version=_form(by, network, said, purposes.PULSE), title=said["title"],
        purpose=purposes.PULSE, identity=identities.ANONYMOUS, audience="open", opens_at=days.at(said["opens"]),
        closes_at=days.at(said["closes"]), activity=calls.filter(starts_at__date__gte=days.today).first(),
        planned=network.planned_asks.filter(key="agenda", on__gte=days.today).first(),
    )  # fmt: skip
    for n, (language, day, topics, worth, words, uses) in enumerate(said["answers"]):
        with clock_at(days.at(day, minutes=20 + n)):
            sent = {"topics": topics, "worth": worth, "missing": words}
            _hand_in(ask, str(n), sent, language, uses)


def _survey(by: Viewer, track: Edition, directory: Directory, said: dict[str, Any], days: Days) -> None:
    """A confidential survey of the core teams before, and after the first half, mostly by the same people."""
    shared = said["library"]
    question = add_library_question(
        by=by, key=shared["key"], body=shared["body"], programme=track.programme, note=shared["note"]
    )
    first = _form(by, track, said, purposes.PRE)
    first = use_library_question(
        by=by, form_version=first, question=question, section="work", version=first.version
    )
    core = Membership.objects.filter(team__edition=track).select_related("person").order_by("pk")
    people = [one.person for one in core]
    begins = days.until(track.planned_starts_on)
    before = _wave(by, track, first, said["before"], purposes.PRE, begins, begins + 7, days)
    _answer_survey(by, before, people, directory, said["people"], "before", (begins, begins + 6), days)
    last = new_version(by=by, form=first.form, why=said["why_changed"])
    standing = LibraryQuestion.objects.get(key=said["learned"])
    last = use_library_question(
        by=by, form_version=last, question=standing, section="work", version=last.version
    )
    opens, closes = said["after"]["opens"], said["after"]["closes"]
    after = _wave(by, track, last, said["after"], purposes.POST, opens, closes, days)
    with clock_at(days.at(opens, minutes=-90)):
        for claim, sure, _came, _why in said["expected"]:
            expect(by=by, ask=after, claim=claim, sure=sure)
        locked = lock(by=by, ask=after)
    _answer_survey(by, after, people, directory, said["people"], "after", (opens, closes - 1), days)
    for row, (_claim, _sure, came, why) in zip(locked, said["expected"], strict=True):
        row.refresh_from_db()
        judge(by=by, expectation=row, came_true=came, why=why)


def _wave(
    by: Viewer, track: Edition, version: FormVersion, said: dict[str, Any], purpose: str, opens: int, closes: int,
    days: Days,
) -> Ask:  # fmt: skip
    return lay_out_ask(
        by=by, edition=track, form_version=version, title=said["title"], purpose=purpose,
        identity=identities.CONFIDENTIAL, opens_at=days.at(opens), closes_at=days.at(closes),
        planned=track.planned_asks.filter(key=said.get("planned", "")).first(),
    )  # fmt: skip


def _answer_survey(
    by: Viewer, ask: Ask, people: Iterable[Person], directory: Directory, said: Mapping[str, Any], wave: str,
    between: tuple[int, int], days: Days,
) -> None:  # fmt: skip
    first, last = between
    with clock_at(days.at(first)):
        invited = {row.person_id: row for row, _token in invite(by=by, ask=ask, people=people)}
    answering = [(key, rows[wave]) for key, rows in said.items() if wave in rows]
    for n, (key, given) in enumerate(answering):
        person = directory.people[key]
        knows, aloud, enough, talked, *learned, words = given
        sent = dict(zip(SURVEY, (knows, aloud, enough), strict=True))
        sent |= {"talked_with_resident": talked, "lasts": words}
        sent |= {"learned": learned[0]} if learned else {}
        with clock_at(days.at(first + n % (last - first + 1), minutes=7 * n)):
            _hand_in(
                ask, key, sent, person.language if person.language in ask.languages else "en",
                WROTE if words and n % 5 else (ANALYSE,), invitation=invited[person.pk],
            )  # fmt: skip
    close_ask(by=by, ask=ask, now=ask.closes_at)


def _application(by: Viewer, network: Edition, said: dict[str, Any], days: Days) -> None:
    """Three have applied, three are writing still."""
    ask = lay_out_ask(
        by=by, edition=network, form_version=_form(by, network, said, purposes.APPLICATION), title=said["title"],
        purpose=purposes.APPLICATION, identity=identities.NAMED, audience="open", opens_at=days.at(said["opens"]),
    )  # fmt: skip
    for n, one in enumerate(said["received"]):
        with clock_at(days.at(one["day"], minutes=41 * n)):
            _hand_in(ask, f"received {n}", one["sent"], "en", one["uses"], who=Who(**one["who"]))
    for n, one in enumerate(said["drafts"]):
        with clock_at(days.at(one["day"], minutes=13 * n)):
            save_draft(
                ask=ask, client_uuid=number_of(ask, f"draft {n}"), sent=one["sent"], language="en", n_saved=4 + n
            )  # fmt: skip


def _review(by: Viewer, network: Edition, directory: Directory, said: dict[str, Any], days: Days) -> None:
    """The last call of the network that was held, looked back at by those who were in it."""
    held: Activity = network.activities.filter(key=said["activity"], state="held").latest("starts_at")
    with clock_at(held.starts_at + timedelta(hours=1)):
        review = begin_action_review(by=by, activity=held)
        for column, notes in said["notes"].items():
            for text in notes:
                add_note(by=by, review=review, column=column, text=text)
        made = [
            add_action(by=by, review=review, what=what, owner=directory.people[who], due_on=days.at(due).date())
            for what, who, due, _came in said["actions"]
        ]  # fmt: skip
        close_action_review(by=by, review=review)
    for action, (_what, _who, due, came) in zip(made, said["actions"], strict=True):
        if came:
            with clock_at(days.at(due)):
                settle_action(by=by, action=action, state="done", came_of_it=came)


def _both_sides(by: Viewer, track: Edition, directory: Directory, said: dict[str, Any], days: Days) -> None:
    """One engagement of which the team claims more than those who came say."""
    place = directory.organisations[said["team"]]
    team = Team.objects.get(edition=track, organisation=place)
    on = days.at(said["day"])
    engagement = note_engagement(
        by=by, edition=track, team=team, on=on.date(), what=said["what"], rung=said["rung"],
        claimed_by=said["claimed_by"], n_people=said["n_people"],
    )  # fmt: skip
    with clock_at(on):
        both = ask_both_sides(by=by, engagement=engagement)
        invited: dict[int, Invitation] = {row.person_id: row for row in both.team_ask.invitations.all()}
        for key, rung in said["team_said"].items():
            mine = invited[directory.people[key].pk]
            _hand_in(both.team_ask, key, {QUESTION: rung}, "en", (), invitation=mine)
        for n, rung in enumerate(said["others_said"]):
            _hand_in(both.others_ask, str(n), {QUESTION: rung}, "en", ())
    for ask in (both.team_ask, both.others_ask):
        close_ask(by=by, ask=ask, now=on + timedelta(days=5))
    settle_gaps()


def _form(by: Viewer, edition: Edition, said: dict[str, Any], purpose: str) -> FormVersion:
    title = said["form"]["title"]["en"]
    return add_form(by=by, title=title, purpose=purpose, body=said["form"], programme=edition.programme)
