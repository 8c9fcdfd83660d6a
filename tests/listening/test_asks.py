"""An ask is laid out with good values, keeps to what people were told, opens, closes, and is followed by the next."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflectory.accounts.roles import ANALYST, COACH, LEAD
from reflectory.core.audit import history
from reflectory.core.editing import Conflict
from reflectory.core.refusal import Refused
from reflectory.listening import tends
from reflectory.listening.actions.asks import change_ask, close_ask, lay_out_ask, open_ask, reopen_ask
from reflectory.listening.actions.invitations import decline, invite
from reflectory.listening.actions.mailing import send
from reflectory.listening.actions.series import lay_out_next, next_window
from reflectory.listening.asks_shown import foreseen, in_state, line_of, state_of, with_counts
from reflectory.listening.codes import LETTERS, new_code
from reflectory.listening.models import AnonymousResponse, AnonymousTally, Ask, Invitation, InvitationLink
from reflectory.programmes.models import PlannedAsk
from tests import asking
from tests import portfolio as a

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 3, 1, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


def laid_out(edition=None, *, by=None, **more):
    given = {
        "title": "Pulse", "purpose": "pulse", "identity": "confidential", "opens_at": NOW, "closes_at": NOW + WEEK,
        **more,
    }  # fmt: skip
    version = given.pop("form_version", None) or asking.a_form()
    return lay_out_ask(by=by or a.operator(), edition=edition or a.edition(), form_version=version, **given)


def roles_of(ask):
    return sorted(ask.readers.values_list("role", flat=True))


@pytest.mark.parametrize(
    ("identity", "roles", "uses"),
    [
        (
            "named",
            [ANALYST, COACH, LEAD],
            ["analyse", "quote_without_name", "quote_role_place", "quote_name"],
        ),
        ("confidential", [ANALYST, LEAD], ["analyse", "quote_without_name", "quote_role_place"]),
        ("anonymous", [ANALYST, LEAD], ["analyse", "quote_without_name"]),
    ],
)
def test_who_reads_and_what_is_agreed_to_follow_from_the_identity(identity, roles, uses):
    ask = laid_out(identity=identity)
    assert (roles_of(ask), ask.uses_asked) == (roles, uses)


def test_a_new_ask_speaks_the_languages_of_its_form_and_is_recorded():
    version = asking.a_form(asking.a_body(languages=("en", "es"), title={"en": "After", "es": "Después"}))
    ask = laid_out(form_version=version)
    assert ask.languages == ["en", "es"]
    assert [one.event.verb for one in history([ask])] == ["lay_out_ask"]


@settings(deadline=None, max_examples=50)
@given(st.integers(min_value=6, max_value=8))
def test_codes_hold_nothing_that_is_mistaken_or_makes_a_word(length):
    code = new_code(length)
    assert len(code) == length
    assert set(code) <= set(LETTERS)
    assert not set(LETTERS) & set("01ilo5suvaeyz")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": " "}, "Give the ask a title, so that people know what it is."),
        ({"closes_at": NOW}, "It closes before it opens. Choose a later time to close."),
        ({"floor": 2}, "The smallest group that is shown has at least 3 people."),
        ({"most_reminders": 6}, "Nobody is reminded more than 5 times."),
        ({"days_between_reminders": 0}, "At least one day lies between two reminders."),
        ({"languages": ["fr"]}, "The form is written in en. Ask in one of these."),
        (
            {"repeats": "weekly", "closes_at": NOW + 2 * WEEK},
            "Each turn closes before the next one opens. Close it earlier, or repeat it less often.",
        ),
        (
            {"identity": "anonymous", "uses_asked": ["quote_name"]},
            "Nobody is known who answers anonymously, so nobody can agree to be named or described.",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(given, said):
    with pytest.raises(Refused) as refused:
        laid_out(**given)
    assert str(refused.value) == said


def test_a_repeated_ask_without_an_end_closes_when_the_next_one_opens():
    assert laid_out(repeats="weekly", closes_at=None).closes_at == NOW + WEEK


def test_leads_lay_out_asks_and_analysts_do_not():
    edition = a.edition()
    assert laid_out(edition, by=a.viewer_with(LEAD, on=edition)).edition == edition
    with pytest.raises(Refused):
        laid_out(edition, by=a.viewer_with(ANALYST, on=edition))
    with pytest.raises(Refused):
        laid_out(edition, by=a.viewer_with(LEAD, on=a.edition()))


def test_a_coach_asks_about_the_session_of_their_team_alone():
    edition, who = a.edition(), a.person()
    coach = a.viewer_with(COACH, on=edition, who=who)
    mine, other = a.team(edition, coach=who), a.team(edition)
    at_mine, at_other = a.activity(edition, team=mine), a.activity(edition, team=other)
    assert laid_out(edition, by=coach, activity=at_mine, team=mine).activity == at_mine
    with pytest.raises(Refused):
        laid_out(edition, by=coach, activity=at_other, team=other)


def test_identity_is_fixed_by_the_first_answer():
    ask = laid_out()
    Ask.objects.filter(pk=ask.pk).update(fixed_at=NOW)
    with pytest.raises(Refused) as refused:
        change_ask(by=a.operator(), ask=ask, values={"identity": "named"}, version=ask.version)
    assert str(refused.value) == (
        "Somebody has answered on the word that this is confidential, so it stays so. Lay out a new ask."
    )


def test_identity_is_fixed_by_the_first_letter_too():
    ask = laid_out()
    [(invitation, _token)] = invite(by=a.operator(), ask=ask, people=[a.person()])
    Invitation.objects.filter(pk=invitation.pk).update(sent_on=NOW.date())
    with pytest.raises(Refused) as refused:
        change_ask(by=a.operator(), ask=ask, values={"identity": "anonymous"}, version=ask.version)
    assert str(refused.value) == (
        "People were told that this is confidential, so it stays so. Close this ask and lay out a new one."
    )


def test_made_anonymous_before_that_its_invitations_lose_their_links():
    ask = laid_out()
    [(invitation, _token)] = invite(by=a.operator(), ask=ask, people=[a.person()])
    InvitationLink.objects.create(invitation=invitation, token_hash="x" * 64)
    values = {"identity": "anonymous", "uses_asked": ["analyse"]}
    change_ask(by=a.operator(), ask=ask, values=values, version=ask.version)
    invitation.refresh_from_db()
    assert (invitation.identity, invitation.token_hash) == ("anonymous", None)
    assert InvitationLink.objects.count() == 0


def test_two_who_change_an_ask_do_not_overwrite_each_other():
    ask = laid_out()
    change_ask(by=a.operator(), ask=ask, values={"title": "One"}, version=ask.version)
    with pytest.raises(Conflict):
        change_ask(by=a.operator(), ask=ask, values={"title": "Two"}, version=ask.version)


def test_an_ask_opens_early_closes_and_opens_again():
    ask = laid_out(opens_at=NOW + WEEK, closes_at=NOW + 2 * WEEK)
    assert state_of(ask, NOW) == "later"
    ask = open_ask(by=a.operator(), ask=ask, now=NOW)
    assert state_of(ask, NOW) == "open"
    ask = close_ask(by=a.operator(), ask=ask, now=NOW + WEEK)
    assert state_of(ask, NOW + WEEK) == "closed"
    ask = reopen_ask(by=a.operator(), ask=ask, closes_at=NOW + 3 * WEEK, now=NOW + WEEK)
    assert (state_of(ask, NOW + WEEK), ask.closes_at) == ("open", NOW + 3 * WEEK)


def test_what_is_being_analysed_is_not_opened_again():
    ask = close_ask(by=a.operator(), ask=laid_out(), now=NOW)
    Ask.objects.filter(pk=ask.pk).update(analysed_at=NOW)
    with pytest.raises(Refused):
        reopen_ask(by=a.operator(), ask=ask, now=NOW)


def test_what_was_answered_anonymously_is_not_opened_again():
    ask = close_ask(by=a.operator(), ask=laid_out(identity="anonymous"), now=NOW)
    ask = reopen_ask(by=a.operator(), ask=ask, now=NOW)
    AnonymousResponse.objects.create(ask=ask, form_version=ask.form_version, receipt_hash="x" * 64)
    ask = close_ask(by=a.operator(), ask=ask, now=NOW)
    with pytest.raises(Refused) as refused:
        reopen_ask(by=a.operator(), ask=ask, now=NOW)
    assert str(refused.value) == (
        "An anonymous ask that was answered is not opened again. Ask again with a new ask."
    )


def test_states_of_the_list_are_those_of_each_ask():
    made = [
        laid_out(), laid_out(opens_at=NOW + timedelta(hours=2)), laid_out(closes_at=NOW + timedelta(minutes=1)),
        close_ask(by=a.operator(), ask=laid_out(), now=NOW),
    ]  # fmt: skip
    at = NOW + timedelta(hours=1)
    for state in ("open", "later", "closed"):
        listed = set(in_state(Ask.objects.all(), state, at).values_list("pk", flat=True))
        assert listed == {one.pk for one in Ask.objects.all() if state_of(one, at) == state}, state
    assert len(made) == 4


def test_windows_end_by_themselves_and_the_next_turn_follows_once():
    edition = a.edition()
    ask = laid_out(edition, repeats="weekly")
    stays, goes = a.person(), a.person()
    [(first, _one), (second, _two)] = invite(by=a.operator(), ask=ask, people=[stays, goes])
    decline(invitation=second)
    at = NOW + WEEK
    assert list(tends.end_windows(at)) == ["1 ask was closed.", "1 next turn was laid out."]
    assert list(tends.end_windows(at)) == []
    following = Ask.objects.get(previous=ask)
    assert (following.opens_at, following.closes_at, following.code == ask.code) == (at, at + WEEK, False)
    assert [row.person for row in following.invitations.all()] == [stays]
    assert roles_of(following) == roles_of(ask)
    assert first.person == stays


def test_after_a_pause_turns_that_are_over_are_passed_over():
    ask = laid_out(repeats="weekly")
    made = lay_out_next(ask=ask, now=NOW + 3 * WEEK + timedelta(days=2))
    assert (made.opens_at, made.closes_at) == (NOW + 3 * WEEK, NOW + 4 * WEEK)


def test_a_series_ends_with_its_edition():
    edition = a.edition(ends_on=date(2021, 3, 5))
    assert lay_out_next(ask=laid_out(edition, repeats="weekly"), now=NOW + WEEK) is None


def test_a_turn_opens_at_the_same_hour_when_the_clocks_change():
    edition = a.edition()
    edition.time_zone = "Europe/Lisbon"
    edition.save()
    ask = laid_out(edition, repeats="weekly", opens_at=datetime(2021, 3, 22, 9, tzinfo=UTC), closes_at=None)
    opens_at, _closes_at = next_window(ask, ask.closes_at)
    assert (opens_at.hour, opens_at.astimezone(UTC).hour) == (9, 8)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["weekly", "fortnightly", "monthly"]), st.integers(min_value=1, max_value=400))
def test_the_next_turn_is_never_over_and_never_in_this_one(repeats, days):
    ask = Ask(repeats=repeats, opens_at=NOW, closes_at=NOW + WEEK)
    now = ask.closes_at + timedelta(days=days)
    opens_at, closes_at = next_window(ask, now)
    assert opens_at >= ask.closes_at
    assert closes_at > now
    assert closes_at - opens_at == WEEK


def test_what_the_plan_foresees_is_shown_until_it_is_laid_out():
    edition = a.edition()
    for n in range(3):
        PlannedAsk.objects.create(
            edition=edition, key="pulse", name="Weekly pulse", purpose="pulse", identity="anonymous",
            on=date(2021, 3, 1) + n * WEEK,
        )  # fmt: skip
    once = PlannedAsk.objects.create(
        edition=edition,
        key="before",
        name="Before",
        purpose="pre_survey",
        identity="confidential",
        on=date(2021, 3, 2),
    )
    [pulse, before] = foreseen([edition.pk])
    assert (pulse.planned.on, pulse.n_more, before.planned) == (date(2021, 3, 1), 2, once)
    laid_out(edition, planned=pulse.planned)
    assert [(one.planned.key, one.planned.on) for one in foreseen([edition.pk])] == [
        ("before", date(2021, 3, 2)), ("pulse", date(2021, 3, 8)),
    ]  # fmt: skip
    laid_out(edition, planned=foreseen([edition.pk])[1].planned, repeats="weekly")
    assert [one.planned.key for one in foreseen([edition.pk])] == ["before"]


def test_an_anonymous_ask_counts_by_its_days_and_others_by_their_answers():
    ask = laid_out(identity="anonymous")
    invite(by=a.operator(), ask=ask, people=[a.person() for _n in range(4)])
    AnonymousTally.objects.create(ask=ask, on=NOW.date(), n=1)
    AnonymousTally.objects.create(ask=ask, on=NOW.date() + timedelta(days=1), n=2)
    line = line_of(with_counts(Ask.objects.filter(pk=ask.pk)).get(), NOW)
    assert (line.n, line.of, line.share, line.words) == (3, 4, 75, "3 of 4 answered")


def test_a_closed_ask_sends_no_mail():
    ask = close_ask(by=a.operator(), ask=laid_out(), now=NOW)
    with pytest.raises(Refused):
        send(by=a.operator(), ask=ask)
