"""From sending a file to having it brought in, as pages; and who may do it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reflectory.programmes.imports import uploads
from tests import portfolio
from tests.programmes.imports.planting import n_rows

pytestmark = pytest.mark.django_db
TEXT = 'organisation,person,role\n"Saint Paul, MN",Ana Reyes,Core team member\n'


@pytest.fixture
def installation(tmp_path, settings):
    settings.REFLECTORY_DIR = tmp_path
    return tmp_path


@pytest.fixture
def of(installation):
    assert installation.is_dir()
    return portfolio.edition()


@pytest.fixture
def lead(client, of):
    client.force_login(portfolio.account_with("programme_lead", on=of))
    return client


def send(client, of, text=TEXT, name="teams.csv"):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(reverse("import"), {"edition": of.pk, "file": file})


def confirm(client, page, **more):
    token = page.context["upload"].token
    return client.post(
        reverse("import-confirm", args=[token]), {"seen": page.context["upload"].digest, **more}, follow=True
    )


def test_nothing_is_written_until_it_is_confirmed_and_then_once(lead, of):
    before = n_rows()
    page = lead.get(send(lead, of).url)
    assert page.status_code == 200
    assert n_rows() == before
    done = confirm(lead, page)
    assert done.templates[0].name == "programmes/import_done.html"
    after = {key: n + 1 for key, n in before.items()} | {"contacts": before["contacts"]}
    assert n_rows() == after
    assert confirm(lead, page).templates[0].name == "programmes/import_done.html"
    assert n_rows() == after


def test_the_file_is_kept_for_its_owner_alone_and_goes_once_it_is_brought_in(lead, of, client, installation):
    address = send(lead, of).url
    page = lead.get(address)
    (folder,) = (installation / "uploads").iterdir()
    assert sorted(path.name for path in folder.iterdir()) == ["about.json", "file", "rows.jsonl"]
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}
    confirm(lead, page)
    assert [path.name for path in folder.iterdir()] == ["about.json"]
    client.force_login(portfolio.account(is_operator=True))
    assert client.get(address).status_code == 404


def test_refused_rows_hold_everything_back_until_they_are_left_out(lead, of):
    text = TEXT + '"Saint Paul, MN",Bo Lind,wizard\n'
    before = n_rows()
    page = lead.get(send(lead, of, text).url)
    assert [row.number for row, _word, _shape in page.context["shown"]] == [3]
    held = confirm(lead, page)
    assert n_rows() == before
    assert [str(message) for message in held.context["messages"]] == [
        "1 row is refused, so nothing was brought in. Mend it in the file and send that again, or tick that it is left "
        "out."
    ]
    confirm(lead, page, leaves_out="on")
    assert n_rows()["people"] == before["people"] + 1


def test_a_portfolio_that_changed_is_shown_again_before_anything_is_written(lead, of):
    page = lead.get(send(lead, of).url)
    portfolio.organisation("Saint Paul", region="MN", place_id="geonames:5045360")
    before = n_rows()
    again = confirm(lead, page)
    assert n_rows() == before
    assert again.context["made"] == ["1 team", "1 person", "1 membership"]
    confirm(lead, again)
    assert n_rows()["teams"] == before["teams"] + 1


def test_a_missing_column_is_told_and_chosen_and_a_wrong_choice_loses_nothing(lead, of):
    page = lead.get(send(lead, of, "Wo,Wer\nAlder,Ana Reyes\n").url)
    assert (page.context["missing"], list(page.context["upload"].columns)) == (
        ["Organisation"],
        ["Wo", "Wer"],
    )
    columns = reverse("import-columns", args=[page.context["upload"].token])
    said = {
        "column_organisation": "Wo",
        "column_person": "Wo",
        "stage": "active",
        "role": "core_team_member",
        "on": "2021-02-01",
    }
    wrong = lead.post(columns, said)
    assert wrong.status_code == 422
    assert wrong.context["form"]["column_organisation"].value() == "Wo"
    portfolio.organisation("Alder")
    right = lead.post(columns, said | {"column_person": "Wer"}, follow=True)
    assert right.context["made"] == ["1 team", "1 person", "1 membership"]


def test_a_file_that_cannot_be_used_is_refused_beside_its_field_and_not_kept(lead, of, installation):
    page = send(lead, of, "organisation\n")
    assert page.status_code == 422
    assert page.context["form"].errors["file"] == [
        "teams.csv has the columns organisation and no rows beneath them. Put one team or person in each row."
    ]
    assert list((installation / "uploads").iterdir()) == []


def test_what_was_sent_a_week_ago_is_gone(lead, of):
    address = send(lead, of).url
    token = address.strip("/").split("/")[-1]
    about = uploads._folder(token) / "about.json"
    said = json.loads(about.read_text())
    said["sent_at"] = (datetime.now(UTC) - timedelta(days=7, minutes=1)).isoformat()
    about.write_text(json.dumps(said))
    assert lead.get(address).status_code == 404
    send(lead, of)
    assert not about.exists()


def test_a_file_can_be_thrown_away(lead, of, installation):
    token = lead.get(send(lead, of).url).context["upload"].token
    lead.post(reverse("import-discard", args=[token]))
    assert list((installation / "uploads").iterdir()) == []


def test_only_those_who_run_the_edition_bring_anything_in(client, of):
    own, other = (
        reverse("import", args=[of.programme.slug, of.slug]),
        reverse("import-template", args=[of.programme.slug, of.slug]),
    )
    for role in (
        "coach",
        "panel_chair",
        "analyst",
        "editor",
        "judge",
        "team_lead",
        "community_partner",
        "funder",
    ):
        client.force_login(portfolio.account_with(role, on=of))
        assert (role, client.get(own).status_code, client.get(other).status_code) == (role, 403, 403)
        assert send(client, of).status_code == 422
    client.force_login(portfolio.account())
    assert client.get(own).status_code == 404


def test_the_template_names_the_roles_of_the_kind(lead, of):
    address = reverse("import-template", args=[of.programme.slug, of.slug])
    lines = b"".join(lead.get(address, {"format": "csv"}).streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[:3] == ["Organisation", "Level", "Country"]
    workbook = lead.get(address, {"format": "xlsx"})
    assert workbook.status_code == 200
    workbook.close()


@pytest.mark.parametrize("n", [1, 3])
def test_the_preview_asks_as_many_queries_for_three_rows_as_for_one(lead, of, n, django_assert_num_queries):
    text = "organisation,level\n" + "".join(f"Body {at},community\n" for at in range(n))
    address = send(lead, of, text).url
    with django_assert_num_queries(5):
        lead.get(address)


def test_where_roles_are_missing_the_part_in_which_one_is_chosen_stands_open(lead, of):
    said = "organisation,person,role\nSaint Paul MN,Ana Reyes,\n"
    page = lead.get(send(lead, of, said).url)
    assert page.context["lacks_role"] is True
    assert '<details class="drawer" open>' in page.content.decode()
    assert '<a href="#id_role">' in page.content.decode()


def test_the_part_stays_closed_where_nothing_in_it_would_help(lead, of):
    for text in (TEXT, "organisation,person,role\nNowhere at all,Ana Reyes,core team member\n"):
        page = lead.get(send(lead, of, text).url)
        assert page.context["lacks_role"] is False
        assert '<details class="drawer">' in page.content.decode()


def test_a_choice_that_is_refused_opens_the_part_in_which_it_lies(lead, of):
    page = lead.get(send(lead, of, TEXT).url)
    token = page.context["upload"].token
    given = {"column_organisation": "organisation", "stage": "king", "role": "", "on": ""}
    answer = lead.post(f"/import/{token}/columns/", given)
    assert answer.status_code == 422
    assert '<details class="drawer" open>' in answer.content.decode()
