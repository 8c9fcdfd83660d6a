"""A file is sent, looked at and brought in: nothing is written before it was confirmed, and nothing is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reflectory.evidence.models import Intake, Source
from reflectory.listening.models import Consent
from reflectory.listening.uses import ANALYSE, ROLE_PLACE, WITHOUT_NAME
from tests import portfolio as a

pytestmark = pytest.mark.django_db
FILE = (
    "ref,answer,city,consent,date\n"
    "1,We asked late.,Saltmarsh Quay,analyse;quote_role_place,2021-03-01\n"
    "2,Nobody told the night shift.,Nowhere,,2021-03-02\n"
    '3,"  ",Saltmarsh Quay,,2021-03-02\n'
    "4,The clerk drew an envelope.,Saltmarsh Quay,maybe,2021-03-02\n"
)


@pytest.fixture
def team(settings, tmp_path):
    settings.REFLECTORY_DIR = tmp_path
    return a.team(organisation_=a.organisation("Saltmarsh Quay"))


@pytest.fixture
def lead(client, team):
    client.force_login(a.account_with("programme_lead", on=team.edition))
    return client


def text(answer):
    return answer.content.decode()


def send(client, team, content=FILE, **more):
    file = SimpleUploadedFile("closing.csv", content.encode())
    asked = {
        "title": "Closing answers",
        "edition": team.edition_id,
        "kind": "survey_answer",
        "file": file,
        **more,
    }
    return client.post(reverse("said-new"), asked)


def confirm(client, address):
    seen = client.get(address).context["plan"].digest
    return client.post(f"{address}confirm/", {"seen": seen}, follow=True)


def test_a_file_is_looked_at_row_by_row_and_nothing_is_written(lead, team):
    said = text(lead.get(send(lead, team).url))
    assert "2 rows of 4 would be left out" in said
    assert "“maybe” is not known here" in said
    assert "It holds no words." in said
    assert "“Nowhere” is no place that you see here, so it is kept in these words." in said
    assert "from the column “answer”" in said
    assert (Intake.objects.count(), Source.objects.count()) == (0, 0)


def test_what_was_shown_is_brought_in_once(lead, team):
    address = send(lead, team).url
    done = confirm(lead, address)
    assert done.redirect_chain[-1][0] == Intake.objects.get().get_absolute_url()
    assert "4 received = 2 used + 1 excluded + 1 failed." in text(done)
    first, second = Source.objects.order_by("key")
    assert (first.key, first.voice.organisation, first.team) == ("closing-answers/1", team.organisation, team)
    assert (second.voice.organisation, second.voice.place_words) == (None, "Nowhere")
    assert set(first.voice.consents.values_list("use", flat=True)) == {ANALYSE, ROLE_PLACE}
    assert set(second.voice.consents.values_list("use", flat=True)) == {ANALYSE}
    again = lead.post(f"{address}confirm/", {"seen": "x"}, follow=True)
    assert (again.status_code, Intake.objects.count()) == (200, 1)


def test_a_basis_is_asked_for_and_stated_by_somebody_on_a_day(lead, team):
    address = send(lead, team).url
    columns = {"column_text": "answer", "column_key": "ref", "how": "spoken"}
    wrong = lead.post(f"{address}columns/", {**columns, "uses": [ANALYSE, WITHOUT_NAME]})
    assert wrong.status_code == 422
    assert "Say who states that these people agreed to more than being analysed." in text(wrong)
    lead.post(
        f"{address}columns/",
        {**columns, "uses": [ANALYSE, WITHOUT_NAME], "stated_by": "The interviewers", "on": "2021-03-01"},
    )
    assert "The interviewers states that people agreed" in text(lead.get(address))
    confirm(lead, address)
    assert set(Consent.objects.values_list("use", "basis", "stated_by")) == {
        (ANALYSE, "spoken", "The interviewers"), (WITHOUT_NAME, "spoken", "The interviewers")
    }  # fmt: skip


def test_a_plan_that_has_changed_is_shown_again(lead, team):
    address = send(lead, team).url
    answer = lead.post(f"{address}confirm/", {"seen": "another"}, follow=True)
    assert "Something changed here after this page was opened, so nothing was brought in." in text(answer)
    assert Intake.objects.count() == 0


def test_the_same_file_is_refused_the_second_time(lead, team):
    confirm(lead, send(lead, team).url)
    answer = confirm(lead, send(lead, team, title="Other answers").url)
    assert "This file was brought in already" in text(answer)
    assert Intake.objects.count() == 1


def test_a_file_without_words_asks_for_the_column(lead, team):
    said = text(lead.get(send(lead, team, "a,b\n1,2\n3,4\n").url))
    assert "No column of closing.csv looks like people's words" in said


def test_a_file_that_cannot_be_read_is_said_beside_the_field(lead, team):
    answer = send(lead, team, "")
    assert answer.status_code == 422
    assert Intake.objects.count() == 0


def test_a_file_is_thrown_away(lead, team):
    address = send(lead, team).url
    assert "closing.csv" in text(lead.get(reverse("said-new")))
    lead.post(f"{address}discard/")
    assert lead.get(address).status_code == 404


def test_only_whoever_sent_a_file_sees_it(lead, team, client):
    address = send(lead, team).url
    client.force_login(a.account_with("programme_lead", on=team.edition))
    assert client.get(address).status_code == 404


def test_others_bring_nothing_in(client, team):
    client.force_login(a.account_with("editor", on=team.edition))
    assert client.get(reverse("said-new")).status_code == 403
    assert send(client, team).status_code == 403
