"""What people told us, as figures that open to the answers behind them."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from reflectory.accounts.roles import FUNDER, LEAD
from reflectory.core import ledger
from reflectory.core.ledger import Scope
from reflectory.listening.models import AnonymousResponse, AnonymousTally, Response, Voice
from tests import asking
from tests import portfolio as a

pytestmark = pytest.mark.django_db
OPTIONS = [{"key": key, "label": asking.words(key)} for key in ("yes", "no", "unsure")]
YEAR = Scope.year(2021)


def an_asking(key="recommend", *, identity="named", edition=None):
    question = asking.a_question(key, "choice", "Would you?", options=OPTIONS, same_as="recommend")
    version = asking.a_form(asking.a_body(question))
    version.frozen_at = timezone.now()
    version.save()
    return asking.an_ask(version, edition=edition or a.edition(), identity=identity)


def say(ask, key, *values, on=datetime(2021, 6, 1, tzinfo=UTC)):
    for value in values:
        voice = Voice.objects.create(key=f"ask/{uuid.uuid4()}", edition=ask.edition)
        Response.objects.create(
            ask=ask, identity=ask.identity, form_version=ask.form_version, client_uuid=uuid.uuid4(), voice=voice,
            answers={key: value} if value else {}, receipt_hash=uuid.uuid4().hex, received_at=on,
        )  # fmt: skip


def value(key, scope=YEAR):
    return ledger.figure(key, scope, as_of=date(2022, 1, 1)).value


def test_a_standing_question_counts_in_every_form_that_asks_it():
    say(an_asking(), "recommend", "yes", "yes", "no")
    say(an_asking(), "recommend", "yes", "unsure", None)
    assert (value("recommend_yes"), value("recommend_answered"), value("answers")) == (3, 5, 6)


def test_the_same_key_in_a_form_that_asks_something_else_does_not_count():
    question = asking.a_question("recommend", "choice", "Whom?", options=OPTIONS)
    say(asking.an_ask(asking.a_form(asking.a_body(question)), edition=a.edition()), "recommend", "yes")
    assert (value("recommend_yes"), value("answers")) == (0, 1)


def test_taken_back_and_of_another_year_or_edition_does_not_count():
    ask = an_asking()
    say(ask, "recommend", "yes", "yes")
    say(ask, "recommend", "yes", on=datetime(2020, 6, 1, tzinfo=UTC))
    gone = ask.responses.filter(received_at__year=2021).first()
    gone.answers, gone.withdrawn_at = {}, timezone.now()
    gone.save()
    assert value("recommend_yes") == 1
    assert value("recommend_yes", Scope.year(2021, [a.edition().pk])) == 0


@pytest.mark.parametrize(("n", "told"), [(4, 0), (5, 5)])
def test_confidential_answers_count_from_the_floor_on(n, told):
    say(an_asking(identity="confidential"), "recommend", *["yes"] * n)
    assert (value("recommend_yes"), value("answers")) == (told, told)


@pytest.mark.parametrize(("n", "told"), [(4, 0), (5, 5)])
def test_anonymous_answers_are_counted_by_their_days_from_the_floor_on(n, told):
    ask = an_asking(identity="anonymous")
    for _one in range(n):
        AnonymousResponse.objects.create(
            ask=ask, form_version=ask.form_version, answers={}, receipt_hash=uuid.uuid4().hex
        )
    AnonymousTally.objects.create(ask=ask, on=date(2021, 6, 1), n=n)
    assert value("answers_anonymous") == told


def test_what_is_behind_a_figure_is_seen_by_those_who_read_the_answers():
    ask = an_asking()
    say(ask, "recommend", "yes")
    figure = ledger.figure("recommend_yes", YEAR, as_of=date(2022, 1, 1)).definition
    lead, funder = (a.viewer_with(role, on=ask.edition) for role in (LEAD, FUNDER))
    assert [figure.names(YEAR, viewer).count() for viewer in (lead, funder)] == [1, 0]
