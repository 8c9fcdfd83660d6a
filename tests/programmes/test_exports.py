import csv
import io
import json
import zipfile

import pytest
from django.urls import reverse

from reflectory.programmes.exports import TABLES, portfolio_package
from tests import portfolio

pytestmark = pytest.mark.django_db


def opened(viewer) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(portfolio_package(viewer))))


def rows_of(package: zipfile.ZipFile, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(package.read(f"{table}.csv").decode("utf-8-sig"))))


@pytest.fixture
def two_teams():
    of = portfolio.edition()
    mine = portfolio.team(of, portfolio.organisation("=Alder"))
    portfolio.member(mine, portfolio.person("Ana Reyes", "ana@alder.example"))
    other = portfolio.team(organisation_=portfolio.organisation("Planted Secret Town"))
    portfolio.member(other, portfolio.person("Planted Secret Person", "planted@secret.example"))
    portfolio.artefact(other, title="Planted secret idea")
    return of


def test_every_table_is_in_the_package_and_described(two_teams):
    assert two_teams.pk
    package = opened(portfolio.operator())
    assert package.testzip() is None
    description = json.loads(package.read("datapackage.json"))
    assert sorted(package.namelist()) == sorted(
        ["README.txt", "datapackage.json", *[f"{table.name}.csv" for table in TABLES]]
    )
    for resource in description["resources"]:
        rows = rows_of(package, resource["name"])
        assert len(rows) == resource["rows"]
        header = package.read(resource["path"]).decode("utf-8-sig").splitlines()[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]


def test_a_cell_that_begins_like_a_formula_is_made_harmless(two_teams):
    assert two_teams.pk
    assert [row["name"] for row in rows_of(opened(portfolio.operator()), "organisations")] == [
        "'=Alder", "Planted Secret Town",
    ]  # fmt: skip


def test_only_what_the_viewer_sees_is_in_it(two_teams):
    for role in ("programme_lead", "analyst", "editor", "coach", "funder"):
        package = opened(portfolio.viewer_with(role, on=two_teams))
        leaked = [name for name in package.namelist() if b"planted" in package.read(name).lower()]
        assert (role, leaked) == (role, [])
    lead = opened(portfolio.viewer_with("programme_lead", on=two_teams))
    assert [row["value"] for row in rows_of(lead, "contacts")] == ["ana@alder.example"]
    assert rows_of(opened(portfolio.viewer_with("analyst", on=two_teams)), "contacts") == []


def test_whoever_sees_figures_only_is_given_no_package(client, two_teams):
    for role, status in (("programme_lead", 200), ("funder", 404), ("judge", 404)):
        client.force_login(portfolio.account_with(role, on=two_teams))
        answer = client.get(reverse("portfolio-export"))
        assert (role, answer.status_code) == (role, status)
        answer.close()


def test_a_package_asks_one_query_for_each_table(two_teams, django_assert_num_queries):
    assert two_teams.pk
    with django_assert_num_queries(len(TABLES)):
        opened(portfolio.operator())
