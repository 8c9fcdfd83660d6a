"""A director never reads what their frontline staff said in confidence, whatever role they hold and wherever they look.

The words are planted in a clerk's answer. Their director tries every page, list, search, export, history and theme.
"""

import logging
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reflectory.accounts import roles
from reflectory.core.search import find
from reflectory.directory.actions.people import add_post
from reflectory.directory.models import Affiliation
from reflectory.evidence.actions.from_responses import pull_responses
from reflectory.evidence.models import Excerpt, Intake, Source
from reflectory.listening.actions.answering import receive
from reflectory.listening.actions.withdrawing import withdraw_response
from reflectory.listening.models import Response
from reflectory.listening.uses import ANALYSE
from reflectory.sensemaking.gathering import gather
from reflectory.sensemaking.models import Passage, Run, Theme
from reflectory.sensemaking.reasons import NOT_AGREED, TOO_FEW
from tests import asking
from tests import portfolio as a
from tests.leaks.addresses import patterns, words
from tests.listening.in_confidence import ALSO, BODY, OTHERS, SECRET, plant

pytestmark = pytest.mark.django_db
# Roles that the ask names or that lead elsewhere to what was said, and what a director is likeliest to be.
TRIED = (roles.LEAD, roles.ANALYST, roles.EDITOR, roles.TEAM_LEAD)


@pytest.fixture(autouse=True)
def silence(caplog) -> None:
    """Each closed door is told as a warning."""
    caplog.set_level(logging.ERROR, logger="django.request")


@pytest.fixture
def planted():
    """See `in_confidence`."""
    return plant()


def doors(planted) -> list[str]:
    """Every address without a row, and those of every row that hangs on the ask; lists also as files and searched."""
    ask, edition, theme, comment = planted["ask"], planted["edition"], planted["theme"], planted["comment"]
    plain = [
        reverse(pattern.name)
        for route, pattern in patterns()
        if pattern.name
        and not pattern.pattern.converters
        and not route.startswith(("account", "language", "look"))
    ]
    source = Source.objects.get(voice=comment.voice)
    own = [ask, comment, comment.voice, comment.invitation, source, source.intake, theme, theme.run]
    answers, said = reverse("ask-answers", args=[ask.pk]), reverse("ask-said", args=[ask.pk, "mood"])
    rows = [
        *(reverse("history", args=[row._meta.label_lower, row.pk]) for row in own),
        *(reverse("source", args=[pk]) for pk in Source.objects.values_list("pk", flat=True)),
        reverse("intake", args=[source.intake_id]),
        reverse("person", args=[comment.invitation.person_id]),
        reverse("team", args=[comment.invitation.team_id]),
        reverse("organisation", args=[comment.voice.organisation_id]),
        reverse("theme", args=[theme.pk]),
        reverse("run", args=[theme.run_id]),
        reverse("ask", args=[ask.pk]),
        reverse("ask-people", args=[ask.pk]),
        *(f"{answers}?by={by}" for by in ("", "place", "role", "seniority", "team")),
        reverse("ask-said", args=[ask.pk, "helped"]),
        *(f"{said}?at={at}" for at in ("good", "bad", ALSO, "other", "")),
        reverse("edition", args=[edition.programme.slug, edition.slug]),
    ]
    files = [*plain, answers, reverse("theme", args=[theme.pk]), reverse("run", args=[theme.run_id])]
    return [
        *plain, *rows, *(f"{at}?format=csv" for at in files), *(f"{at}?q=rota" for at in plain),
        *(f"{at}?format=xlsx" for at in (reverse("said"), answers, reverse("theme", args=[theme.pk]))),
    ]  # fmt: skip


def met(account, planted, secrets: tuple[str, ...]) -> list[tuple[str, str]]:
    """Where the account meets one of the secrets."""
    client = Client()
    client.force_login(account)
    found = []
    for at in doors(planted):
        answer = client.get(at)
        assert answer.status_code < 500, at
        said = words(answer)
        found += [(at, secret) for secret in secrets if secret in said]
    return found


@pytest.mark.parametrize("role", TRIED)
def test_a_director_meets_the_comment_of_a_clerk_nowhere_whatever_their_role(planted, role):
    account = a.account_with(role, on=planted["edition"], who=planted["director"])
    # What a search is asked for stands in the field again: the comment is looked for by words nobody asks for.
    assert met(account, planted, (SECRET, "never asks the night")) == []


def test_the_walk_finds_the_comment_where_it_may_be_read(planted):
    """A walk that meets nothing would prove nothing: an analyst from elsewhere meets it in all these places."""
    account = a.account_with(roles.ANALYST, on=planted["edition"])
    source = Source.objects.get(voice=planted["comment"].voice)
    found = {at for at, _secret in met(account, planted, (SECRET,))}
    expected = {
        reverse("said"), reverse("source", args=[source.pk]), reverse("theme", args=[planted["theme"].pk]),
        reverse("ask-said", args=[planted["ask"].pk, "helped"]), f"{reverse('said')}?format=csv",
        f"{reverse('said')}?format=xlsx", f"{reverse('ask-answers', args=[planted['ask'].pk])}?format=csv",
        f"{reverse('theme', args=[planted['theme'].pk])}?format=csv",
    }  # fmt: skip
    assert expected - found == set()


@pytest.mark.parametrize("role", [roles.LEAD, roles.ANALYST])
def test_lists_search_and_excerpts_hold_the_others_and_not_their_own_people(planted, role):
    viewer = a.viewer_with(role, on=planted["edition"], who=planted["director"])
    own = Source.objects.get(voice=planted["comment"].voice)
    assert Source.objects.visible_to(viewer).count() == 4
    assert not Source.objects.visible_to(viewer).filter(pk=own.pk).exists()
    assert not Excerpt.objects.visible_to(viewer).filter(version__source=own).exists()
    assert not Response.objects.visible_to(viewer).filter(pk=planted["comment"].pk).exists()
    assert find("rota", viewer) == []
    assert len(find("evening desk", viewer)) == 4


def test_an_editor_from_the_same_place_is_not_offered_the_passage_though_it_may_be_quoted(planted):
    Passage.objects.all().delete()  # marked by a person, no run has found it
    own = Excerpt.objects.filter(version__source__voice=planted["comment"].voice)
    other = a.viewer_with(roles.EDITOR, on=planted["edition"])
    beside = a.viewer_with(roles.EDITOR, on=planted["edition"], who=planted["director"])
    assert list(Excerpt.objects.visible_to(other).filter(pk__in=own)) == list(own)
    assert list(Excerpt.objects.visible_to(beside).filter(pk__in=own)) == []


def test_who_works_above_below_or_worked_there_is_beside_them(planted):
    edition, comment = planted["edition"], planted["comment"]
    department = comment.voice.organisation
    for place in (department, department.parent):
        person = a.person()
        post = add_post(by=a.operator(), person=person, organisation=place, title="Head")
        Affiliation.objects.filter(pk=post.pk).update(ended_on=date(2020, 1, 1))
        viewer = a.viewer_with(roles.ANALYST, on=edition, who=person)
        assert not Response.objects.visible_to(viewer).filter(pk=comment.pk).exists()
        assert not Source.objects.visible_to(viewer).filter(voice=comment.voice).exists()


def test_somebody_whose_post_alone_tells_where_they_work_is_guarded_too(planted):
    """An answer through an open link has no team; the person's post says whose director must not read it."""
    ask, director = planted["ask"], planted["director"]
    response = planted["comment"]
    clerk = response.voice.person
    add_post(by=a.operator(), person=clerk, organisation=director.posts.get().organisation, title="Clerk")
    response.invitation.team = None
    response.invitation.save()
    response.voice.organisation = None
    response.voice.save()
    Source.objects.filter(voice=response.voice).update(team=None)
    viewer = a.viewer_with(roles.ANALYST, on=ask.edition, who=director)
    assert not Response.objects.visible_to(viewer).filter(pk=response.pk).exists()
    assert not Source.objects.visible_to(viewer).filter(voice=response.voice).exists()


def test_roles_that_the_ask_does_not_name_read_neither_texts_nor_themes_of_it(planted):
    planted["ask"].readers.exclude(role=roles.ANALYST).delete()
    lead = a.viewer_with(roles.LEAD, on=planted["edition"])
    analyst = a.viewer_with(roles.ANALYST, on=planted["edition"])
    assert Source.objects.visible_to(lead).count() == 0
    assert list(Theme.objects.visible_to(lead)) == []
    assert list(Run.objects.visible_to(lead)) == []
    assert list(Intake.objects.visible_to(lead)) == []
    assert Source.objects.visible_to(analyst).count() == 5
    assert list(Theme.objects.visible_to(analyst)) == [planted["theme"]]


def test_texts_are_closed_to_all_once_fewer_stand_than_the_smallest_group(planted):
    analyst = a.viewer_with(roles.ANALYST, on=planted["edition"])
    for response in Response.objects.exclude(pk=planted["comment"].pk)[:3]:
        withdraw_response(response=response)
    assert Response.objects.standing().count() == 2
    assert list(Source.objects.visible_to(analyst)) == []
    assert list(Excerpt.objects.visible_to(analyst)) == []
    run = Run.objects.create(title="Again", ran_by_name="A test")
    run.editions.add(planted["edition"])
    gathered = gather(run, on=timezone.localdate())
    assert (gathered.accounting["received"], gathered.accounting["used"]) == (5, 0)
    assert {one["reason"]: one["n"] for one in gathered.accounting["reasons"]} == {NOT_AGREED: 3, TOO_FEW: 2}


def test_named_answers_are_read_as_any_other_text():
    edition = a.edition()
    ask = asking.an_ask(asking.a_form(BODY), edition=edition, readers=(), uses_asked=[ANALYSE])
    got = receive(ask=ask, client_uuid=uuid.uuid4(), sent={"helped": OTHERS}, language="en", uses=(ANALYSE,))
    pull_responses()
    lead = a.viewer_with(roles.LEAD, on=edition)
    assert [source.voice for source in Source.objects.visible_to(lead)] == [got.response.voice]
    assert timezone.localdate() == Source.objects.get().said_on
