"""Pages of asks: who sees and does what on them, what they count, and that no anonymous answer is told of anybody."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from reflectory.accounts.roles import ANALYST, COACH, LEAD
from reflectory.listening.actions.invitations import invite
from reflectory.listening.asks_needs import asks_that_wait
from reflectory.listening.models import AnonymousTally, Ask, Invitation
from reflectory.listening.panels import of_edition, of_session
from reflectory.listening.qr import squares_of
from reflectory.programmes.models import PlannedAsk
from reflectory.programmes.viewing import viewer_for
from tests import asking
from tests import portfolio as a

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LIST_QUERIES, PEOPLE_QUERIES = 12, 10


@pytest.fixture
def edition():
    return a.edition()


@pytest.fixture
def lead(client, edition):
    """A browser in which the lead of the edition is signed in."""
    client.force_login(a.account_with(LEAD, on=edition))
    return client


def words(response):
    return " ".join(response.content.decode().split())


def an_ask(edition, n=0, **more):
    given = {"audience": "invited", "title": "Weekly pulse", **more}
    ask = asking.an_ask(edition=edition, **given)
    invite(
        by=a.operator(),
        ask=ask,
        people=[a.person(f"Asked {m}", email=f"p{ask.pk}-{m}@example.org") for m in range(n)],
    )
    return ask


def test_the_list_says_how_many_answered_of_how_many(lead, edition):
    an_ask(edition, 4)
    an_ask(a.edition(), 1, title="Elsewhere")

    shown = words(lead.get(reverse("ask-list")))
    assert "1 ask is open now" in shown
    assert "0 of 4 answered" in shown
    assert "Elsewhere" not in shown


def test_the_list_leaves_as_a_file(lead, edition):
    an_ask(edition, 2)
    said = b"".join(lead.get(reverse("ask-list"), {"format": "csv"}).streaming_content).decode("utf-8-sig")
    assert [line.split(",")[0] for line in said.splitlines()] == ["Ask", "Weekly pulse"]


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_the_same_number_of_queries_for_any_number(lead, edition, n, django_assert_num_queries):
    for _n in range(n):
        an_ask(edition, 2)
    lead.get(reverse("ask-list"))
    with django_assert_num_queries(LIST_QUERIES):
        lead.get(reverse("ask-list"))


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_people_does_too(lead, edition, n, django_assert_num_queries):
    ask = an_ask(edition, n)
    with django_assert_num_queries(PEOPLE_QUERIES):
        lead.get(reverse("ask-people", args=[ask.pk]))


def new_values(form_version, **more):
    return {
        "title": "After the camp", "form_version": form_version.pk, "purpose": "session_feedback",
        "identity": "anonymous", "audience": "invited", "whom": "nobody", "opens_at": "2021-03-01T09:00",
        "closes_at": "2021-03-08T09:00", "repeats": "", "floor": 5, "most_reminders": 2, "days_between_reminders": 3,
        "readers": [LEAD], "uses_asked": ["analyse"], **more,
    }  # fmt: skip


def test_a_lead_lays_out_an_ask_for_everybody_in_a_team(lead, edition):
    member = a.member(a.team(edition)).person
    where = f"{reverse('ask-new')}?{urlencode({'edition': edition.pk})}"
    assert lead.get(where).status_code == 200
    answer = lead.post(where, new_values(asking.a_form(), whom="all"))
    ask = Ask.objects.get()
    assert answer["Location"] == ask.get_absolute_url()
    assert (ask.title, ask.identity, ask.languages, ask.opens_at) == (
        "After the camp", "anonymous", ["en"], datetime(2021, 3, 1, 9, tzinfo=UTC),
    )  # fmt: skip
    assert [one.person for one in ask.invitations.all()] == [member]
    assert list(ask.readers.values_list("role", flat=True)) == [LEAD]


def test_what_is_wrong_stands_beside_what_was_typed(lead, edition):
    where = f"{reverse('ask-new')}?{urlencode({'edition': edition.pk})}"
    answer = lead.post(where, new_values(asking.a_form(), closes_at="2021-02-01T09:00"))
    assert answer.status_code == 422
    assert "It closes before it opens. Choose a later time to close." in words(answer)
    assert 'value="After the camp"' in words(answer)
    assert not Ask.objects.exists()


def test_what_the_plan_says_is_filled_in(lead, edition):
    planned = PlannedAsk.objects.create(
        edition=edition, key="before", name="Before the start", purpose="pre_survey", identity="confidential",
        on=timezone.localdate() + DAY,
    )  # fmt: skip
    assert "Before the start" in words(lead.get(reverse("ask-new")))
    shown = words(lead.get(reverse("ask-new"), {"planned": planned.pk}))
    assert 'value="Before the start"' in shown
    assert 'value="confidential"' in shown.split("checked")[0][-200:]
    lead.post(
        f"{reverse('ask-new')}?planned={planned.pk}", new_values(asking.a_form(), identity="confidential")
    )
    assert Ask.objects.get().planned == planned


def test_others_neither_lay_out_nor_change_nor_see(client, edition):
    ask = an_ask(edition, 1)
    client.force_login(a.account_with(ANALYST, on=edition))
    assert client.get(ask.get_absolute_url()).status_code == 200
    assert client.get(reverse("ask-edit", args=[ask.pk])).status_code == 403
    assert client.post(reverse("ask-people", args=[ask.pk]), {"names": "Ada"}).status_code == 403
    assert client.get(reverse("ask-new"), {"edition": edition.pk}).status_code == 403
    client.post(reverse("ask-do", args=[ask.pk, "close"]))
    assert Ask.objects.get().closed_at is None
    client.force_login(a.account_with(LEAD, on=a.edition()))
    for name in ("ask", "ask-people", "ask-edit"):
        assert client.get(reverse(name, args=[ask.pk])).status_code == 404


def test_looking_changes_nothing(lead, edition):
    ask = an_ask(edition, 2)
    before = (Ask.objects.values().get(), list(Invitation.objects.values()))
    for name in ("ask", "ask-people", "ask-edit"):
        lead.get(reverse(name, args=[ask.pk]))
    assert lead.get(reverse("ask-do", args=[ask.pk, "close"])).status_code == 405
    assert (Ask.objects.values().get(), list(Invitation.objects.values())) == before


@pytest.mark.parametrize("deed", ["close", "open", "reopen", "send", "stop", "remind"])
def test_each_button_leads_back_to_the_ask(lead, edition, deed, settings):
    settings.RUNS_ARE_CARRIED_OUT_BESIDE = False
    ask = an_ask(edition, 1)
    answer = lead.post(reverse("ask-do", args=[ask.pk, deed]))
    assert (answer.status_code, answer["Location"]) == (302, ask.get_absolute_url())


def test_people_are_invited_by_name_by_address_and_by_group(lead, edition):
    ask = an_ask(edition)
    one = a.member(a.team(edition), a.person("Ada Reyes")).person
    two = a.person("Bo Lind", email="bo@example.org")
    where = reverse("ask-people", args=[ask.pk])
    assert lead.post(where, {"names": "ada reyes\nbo@example.org"}).status_code == 302
    assert {row.person for row in ask.invitations.all()} == {one, two}
    wrong = lead.post(where, {"names": "Nobody Here"})
    assert "“Nobody Here” is nobody in the directory. Check the spelling, or add the person first." in words(
        wrong
    )
    assert "Choose a group, or write a name or an address." in words(lead.post(where, {}))


def test_of_an_anonymous_ask_nobody_is_told_who_answered(lead, edition):
    ask = an_ask(edition, 2, identity="anonymous")
    AnonymousTally.objects.create(ask=ask, on=timezone.localdate(), n=1)
    shown = words(lead.get(reverse("ask-people", args=[ask.pk])))
    assert "Who has answered is kept nowhere" in shown
    assert "not yet" not in shown
    said = b"".join(lead.get(reverse("ask-people", args=[ask.pk]), {"format": "csv"}).streaming_content)
    assert said.decode("utf-8-sig").splitlines()[0] == "Name,Team,Mail"


def test_that_somebody_answered_in_confidence_is_told_to_readers_but_not_of_their_colleagues(client, edition):
    city = a.organisation("Old Town")
    ask = an_ask(edition, identity="confidential")
    near = a.member(a.team(edition, city), a.person("Near")).person
    far = a.member(a.team(edition), a.person("Far")).person
    invite(by=a.operator(), ask=ask, people=[near, far])
    Invitation.objects.update(answered_at=timezone.now())
    colleague = a.person("Lead of both")
    a.member(a.team(a.edition(), city), colleague)
    client.force_login(a.account_with(LEAD, on=edition, who=colleague))
    shown = words(client.get(reverse("ask-people", args=[ask.pk])))
    assert (shown.count("answered on"), shown.count("not told")) == (1, 1)


def test_a_coach_who_reads_no_answers_is_told_of_none(client, edition):
    who = a.person()
    team = a.team(edition, coach=who)
    ask = an_ask(edition, identity="confidential")
    invite(by=a.operator(), ask=ask, people=[a.member(team).person])
    Invitation.objects.update(answered_at=timezone.now())
    client.force_login(a.account_with(COACH, on=edition, who=who))
    shown = words(client.get(reverse("ask-people", args=[ask.pk])))
    assert "answered on" not in shown
    assert "Who has answered is told to those who read the answers" in shown


def test_the_printed_card_has_the_short_address_and_the_code(lead, edition, settings):
    settings.SITE_ADDRESS = "https://asks.example.org"
    ask = an_ask(edition, audience="open")
    shown = words(lead.get(reverse("ask-print", args=[ask.pk])))
    assert f'asks.example.org/a/ <span class="code">{ask.code}</span>' in shown
    assert squares_of(f"https://asks.example.org/a/{ask.code}/").path in shown
    assert lead.get(reverse("ask-qr", args=[ask.pk]))["Content-Type"] == "image/svg+xml"
    assert lead.get(reverse("ask-print", args=[an_ask(edition).pk])).status_code == 404


def test_what_closes_soon_with_few_answers_waits_for_the_lead_alone(edition):
    now = timezone.now()
    an_ask(edition, 4, closes_at=now + 2 * DAY)
    an_ask(edition, 4, closes_at=now + 9 * DAY)
    PlannedAsk.objects.create(
        edition=edition,
        key="k",
        name="Pulse",
        purpose="pulse",
        identity="anonymous",
        on=timezone.localdate() + DAY,
    )
    today = timezone.localdate()
    lead = a.viewer_with(LEAD, on=edition)
    assert [(need.label, need.is_late) for need in asks_that_wait(lead, today)] == [
        (f"Weekly pulse, {edition}: 0 of 4 answered, and it closes", True),
        (f"Pulse, {edition}: not laid out yet", False),
    ]
    assert list(asks_that_wait(a.viewer_with(ANALYST, on=edition), today)) == []
    assert list(asks_that_wait(a.viewer_with(LEAD, on=a.edition()), today)) == []


@pytest.mark.parametrize("n", [1, 3])
def test_needs_and_panels_ask_a_constant_number_of_queries(edition, n, django_assert_num_queries):
    session = a.activity(edition)
    for _n in range(n):
        an_ask(edition, 4, closes_at=timezone.now() + DAY, activity=session)
    lead = viewer_for(a.account_with(LEAD, on=edition))
    with django_assert_num_queries(2):
        assert len(list(asks_that_wait(lead, timezone.localdate()))) == n
    with django_assert_num_queries(2):
        assert len(of_edition(lead, edition).context["lines"]) == n
    with django_assert_num_queries(1):
        assert len(of_session(lead, session).context["lines"]) == n
