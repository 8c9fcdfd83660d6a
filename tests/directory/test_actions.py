"""Writes to the directory: what stands for what after merges, and what is kept of contacts."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.core import search
from reflectory.core.editing import Conflict
from reflectory.core.models import AuditEvent, Revision
from reflectory.core.refusal import Refused
from reflectory.directory.actions import merging, organisations, people
from reflectory.directory.models import Contact, Organisation
from tests import portfolio as a

pytestmark = pytest.mark.django_db
MOVES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=12)


@given(moves=MOVES)
@settings(deadline=None, max_examples=40)
def test_what_is_counted_as_what_follows_from_merges_and_parents_alone(moves):
    rows = [a.organisation(level="county") for _ in range(3)]
    rows += [a.organisation(level="department", parent=rows[n]) for n in range(2)]
    merges = []
    for kept, gone, undoes in moves:
        try:
            if undoes and merges:
                merging.undo_merge(by=a.operator(), merge=merges.pop())
            else:
                pair = {
                    "kept": Organisation.objects.get(pk=rows[kept].pk),
                    "gone": Organisation.objects.get(pk=rows[gone].pk),
                }
                merges.append(merging.merge_organisations(by=a.operator(), **pair))
        except Refused:
            continue
        for row in Organisation.objects.filter(pk__in=[one.pk for one in rows]):
            root = merging.stands_for(row)
            assert row.counted_as_id == (None if root.pk == row.pk else root.pk)
    Organisation.objects.all().update(merged_into=None, counted_as=None)


def test_a_government_is_not_merged_into_a_department():
    county = a.organisation(level="county")
    department = a.organisation("Libraries", level="department", parent=county)
    with pytest.raises(Refused, match="a government cannot be merged into a department"):
        merging.merge_organisations(by=a.operator(), kept=department, gone=a.organisation())


def test_two_people_who_both_sign_in_are_not_merged():
    one, other = a.person("Wendy"), a.person("Wen")
    a.account(who=one)
    a.account(who=other)
    with pytest.raises(
        Refused, match=r"^Wendy and Wen both sign in\. Close one of the two accounts first\.$"
    ):
        merging.merge_people(by=a.operator(), kept=one, gone=other)


def test_undoing_twice_undoes_once():
    one, other = a.organisation(), a.organisation()
    merge = merging.merge_organisations(by=a.operator(), kept=one, gone=other)
    merging.undo_merge(by=a.operator(), merge=merge)
    assert merging.undo_merge(by=a.operator(), merge=merge) == merge
    assert AuditEvent.objects.filter(verb="undo_merge").count() == 1


def test_an_organisation_is_found_by_its_other_names_also_after_they_changed():
    row = a.organisation("Saltmarsh Quay", aliases=["Ville-aux-Sels"])
    organisations.edit_organisation(
        by=a.operator(),
        organisation=row,
        values={"region": "LA"},
        version=row.version,
        aliases=["Old Salt", "Old Salt"],
    )
    assert [hit.row for hit in search.find("old salt", a.operator())] == [row]
    assert search.find("ville", a.operator()) == []
    assert [alias.name for alias in row.aliases.all()] == ["Old Salt"]


def test_the_second_who_edits_is_shown_what_the_first_changed():
    row = a.organisation("Saltmarsh Quay")
    organisations.edit_organisation(by=a.operator(), organisation=row, values={"note": "first"}, version=1)
    with pytest.raises(Conflict):
        organisations.edit_organisation(
            by=a.operator(), organisation=row, values={"note": "second"}, version=1
        )
    row.refresh_from_db()
    assert row.note == "first"


def test_an_address_is_kept_once_encrypted_and_never_in_the_history():
    person = a.person("Wendy", "Wendy@Example.org")
    again = people.add_contact(by=a.operator(), person=person, kind="email", value=" wendy@example.org ")
    assert Contact.objects.get() == again
    raw = Contact.objects.extra(select={"raw": "value"}).values_list("raw", flat=True)[0]
    people.remove_contact(by=a.operator(), contact=again)
    kept = str(list(Revision.objects.values_list("values", flat=True)))
    assert ["xample.org" in raw, "xample.org" in kept] == [False, False]


def test_a_post_does_not_end_before_it_began():
    person = a.person()
    post = people.add_post(
        by=a.operator(),
        person=person,
        organisation=a.organisation(),
        title="Clerk",
        started_on=date(2021, 3, 1),
    )
    with pytest.raises(Refused, match=r"^The post began on 2021-03-01"):
        people.end_post(by=a.operator(), post=post, on=date(2021, 2, 1))
    assert people.end_post(by=a.operator(), post=post, on=date(2021, 3, 1)).ended_on == date(2021, 3, 1)


@pytest.mark.parametrize("role", ["analyst", "editor", "funder", "judge", "coach"])
def test_others_than_leads_and_chairs_add_no_organisation(role):
    by = a.viewer_with(role, on=a.programme())
    with pytest.raises(Refused, match=r"^Organisations are added by programme leads\."):
        organisations.add_organisation(by=by, name="Nowhere", level="city")
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize("role", ["analyst", "editor", "funder", "judge", "panel_chair"])
def test_others_than_leads_and_coaches_add_nobody(role):
    by = a.viewer_with(role, on=a.programme())
    with pytest.raises(Refused, match=r"^People are added by programme leads and coaches\."):
        people.add_person(by=by, name="Nobody")


def test_a_lead_changes_only_organisations_of_their_own_programme():
    theirs, other = a.team(), a.team()
    by = a.viewer_with("programme_lead", on=theirs.edition)
    edited = organisations.edit_organisation(
        by=by, organisation=theirs.organisation, values={"note": "x"}, version=1
    )
    assert edited.note == "x"
    with pytest.raises(Refused, match="can be changed by the lead of a programme that it takes part in"):
        organisations.edit_organisation(
            by=by, organisation=other.organisation, values={"note": "x"}, version=1
        )
    with pytest.raises(Refused, match="can merge the two"):
        merging.merge_organisations(by=by, kept=theirs.organisation, gone=other.organisation)
