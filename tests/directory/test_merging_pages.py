"""Merging two rows through the pages, what the reader is told before, and undoing it."""

from datetime import date

import pytest

from reflectory.core import ledger
from reflectory.core.ledger import Scope
from reflectory.directory.models import Merge, Organisation
from tests import portfolio as a

from .conftest import client_of, operator_client, words_of

pytestmark = pytest.mark.django_db


def n_governments():
    return ledger.figure("governments", Scope.year(2021), as_of=date(2022, 1, 1)).value


@pytest.fixture
def two_rows():
    """One place entered twice, each row with a team in the same edition and one elsewhere."""
    kept, gone = a.organisation("Saltmarsh Quay"), a.organisation("Saltmarsh-Quay")
    edition = a.edition(a.programme("Innovation Track"))
    a.team(edition, kept)
    a.team(edition, gone)
    return kept, gone


def test_the_other_row_is_looked_for_by_name(two_rows):
    kept, gone = two_rows
    a.organisation("Port Ansel")
    page = operator_client().get(f"/places/{kept.pk}/merge/?q=saltmarsh").content.decode()
    assert f"?with={gone.pk}" in page
    assert f"?with={kept.pk}" not in page
    assert "Port Ansel" not in page


def test_both_are_shown_side_by_side_with_what_will_be_counted(two_rows):
    kept, gone = two_rows
    said = words_of(operator_client().get(f"/places/{kept.pk}/merge/?with={gone.pk}"))
    assert "Are Saltmarsh Quay and Saltmarsh-Quay one and the same?" in said
    assert "Both take part in Innovation Track 2021: there two become one in every count." in said
    assert Merge.objects.count() == 0


def test_merging_counts_one_leads_to_the_kept_page_and_is_undone_there(two_rows):
    kept, gone = two_rows
    client = operator_client()
    assert n_governments() == 2
    done = client.post(f"/places/{kept.pk}/merge/", {"with": gone.pk, "keep": kept.pk}, follow=True)
    assert done.redirect_chain == [(kept.get_absolute_url(), 302)]
    assert "Saltmarsh-Quay is merged into Saltmarsh Quay. It can be undone on this page." in words_of(done)
    assert n_governments() == 1
    old = client.get(gone.get_absolute_url(), follow=True)
    assert old.redirect_chain == [(kept.get_absolute_url(), 302)]
    assert "Saltmarsh-Quay was merged into this one." in words_of(old)
    undone = client.post(f"/merges/{Merge.objects.get().pk}/undo/", follow=True)
    assert undone.redirect_chain == [(gone.get_absolute_url(), 302)]
    assert n_governments() == 2


def test_the_other_page_may_be_the_one_that_is_kept(two_rows):
    first, second = two_rows
    operator_client().post(f"/places/{first.pk}/merge/", {"with": second.pk, "keep": second.pk})
    first.refresh_from_db()
    assert first.merged_into == second


def test_opening_the_page_or_the_undo_by_an_address_changes_nothing(two_rows):
    kept, gone = two_rows
    client = operator_client()
    client.get(f"/places/{kept.pk}/merge/?with={gone.pk}&keep={kept.pk}")
    assert Merge.objects.count() == 0
    client.post(f"/places/{kept.pk}/merge/", {"with": gone.pk, "keep": kept.pk})
    assert client.get(f"/merges/{Merge.objects.get().pk}/undo/").status_code == 405


def test_what_cannot_be_merged_is_told_and_nothing_changes():
    county = a.organisation("Quill County", level="county")
    library = a.organisation("Libraries", level="department", parent=county)
    response = operator_client().post(f"/places/{county.pk}/merge/", {"with": library.pk, "keep": library.pk})
    assert response.status_code == 422
    assert "a government cannot be merged into a department" in words_of(response)
    assert Organisation.objects.filter(merged_into__isnull=False).count() == 0


@pytest.mark.parametrize("given", [{}, {"with": "nonsense"}])
def test_without_another_row_nothing_is_merged(two_rows, given):
    response = operator_client().post(f"/places/{two_rows[0].pk}/merge/", given)
    assert (response.status_code, Merge.objects.count()) == (200, 0)


def test_a_lead_merges_what_they_see_and_an_analyst_nothing(two_rows):
    kept, gone = two_rows
    other = a.team().organisation
    edition = kept.teams.get().edition
    lead, analyst = (client_of(a.account_with(role, on=edition)) for role in ("programme_lead", "analyst"))
    assert analyst.post(f"/places/{kept.pk}/merge/", {"with": gone.pk}).status_code == 403
    assert lead.post(f"/places/{kept.pk}/merge/", {"with": other.pk}).status_code == 404
    assert lead.post(f"/places/{kept.pk}/merge/", {"with": gone.pk, "keep": kept.pk}).status_code == 302
    assert analyst.post(f"/merges/{Merge.objects.get().pk}/undo/").status_code == 403
    assert Merge.objects.get().undone_at is None


def test_two_rows_for_one_person_are_merged_and_undone():
    one, other = a.person("Wendy Haskell", "w@example.org"), a.person("W. Haskell", "w@example.org")
    team = a.team()
    a.member(team, one)
    a.member(team, other, role="executive_sponsor")
    client = operator_client()
    page = words_of(client.get(f"/people/{one.pk}/merge/"))
    assert "W. Haskell shares an address" in page
    client.post(f"/people/{one.pk}/merge/", {"with": other.pk, "keep": one.pk})
    shown = words_of(client.get(other.get_absolute_url(), follow=True))
    assert "W. Haskell was merged into this person." in shown
    assert "executive sponsor" in shown
    client.post(f"/merges/{Merge.objects.get().pk}/undo/")
    other.refresh_from_db()
    assert (other.merged_into, other.counted_as) == (None, None)


@pytest.mark.parametrize("n", [1, 3])
def test_looking_for_the_other_asks_as_often_for_three_as_for_one(n, django_assert_num_queries):
    one = a.organisation("Saltmarsh Quay")
    for number in range(n):
        a.organisation(f"Saltmarsh {number}", level="department", parent=a.organisation())
    client = operator_client()
    with django_assert_num_queries(5):
        client.get(f"/places/{one.pk}/merge/?q=saltmarsh")
