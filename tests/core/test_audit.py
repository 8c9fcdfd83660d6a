import pytest
from django.db import DatabaseError, connection, transaction

from reflectory.core import audit, search
from reflectory.core.editing import Conflict, save_edit
from reflectory.core.models import AuditEvent, Revision
from reflectory.directory.actions.organisations import edit_organisation
from reflectory.directory.actions.people import add_contact
from reflectory.directory.models import Contact
from tests import portfolio as a

pytestmark = pytest.mark.django_db


def test_a_write_says_who_did_what_and_keeps_the_values_apart():
    place = a.organisation("Fenwick Landing")
    edit_organisation(by=a.operator(), organisation=place, values={"name": "Fenwick"}, version=1)
    event = AuditEvent.objects.latest("pk")
    assert (event.by_name, event.verb, event.kind, event.object_id) == (
        "A test", "edit_organisation", "directory.organisation", place.pk,
    )  # fmt: skip
    assert list(event.fields) == ["name"]
    assert Revision.objects.get(event_id=event.pk).values == {"name": ["Fenwick Landing", "Fenwick"]}


def test_what_changes_nothing_leaves_no_event():
    place = a.organisation("Fenwick")
    before = AuditEvent.objects.count()
    edit_organisation(by=a.operator(), organisation=place, values={"name": "Fenwick"}, version=1)
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    "statement", ["UPDATE core_auditevent SET verb = 'x'", "DELETE FROM core_auditevent"]
)
def test_the_database_refuses_to_change_or_remove_an_event(statement):
    a.organisation()
    n = AuditEvent.objects.count()
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.count() == n


def test_values_can_be_erased_and_the_events_stay():
    place = a.organisation("Fenwick Landing")
    n = AuditEvent.objects.count()
    assert audit.erase_values(place) == 1
    (line,) = audit.history([place])
    assert (line.values, line.erased_at is not None, AuditEvent.objects.count()) == ({}, True, n)


def test_an_address_is_in_no_event_revision_search_entry_or_column():
    person = a.person("Ines Corvalho")
    add_contact(by=a.operator(), person=person, kind="email", value="ines.secret@example.org")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "ines.secret" not in repr(cursor.fetchall()), table
    assert Contact.objects.known_by(" INES.secret@example.org").get().value == "ines.secret@example.org"


def test_the_second_of_two_editors_is_told_and_overwrites_nothing():
    place = a.organisation("Fenwick")
    edit_organisation(by=a.operator(), organisation=place, values={"note": "first"}, version=1)
    with pytest.raises(Conflict) as conflict:
        edit_organisation(by=a.operator(), organisation=place, values={"note": "second"}, version=1)
    assert (conflict.value.current.note, conflict.value.current.version) == ("first", 2)


def test_saving_the_same_thing_twice_is_no_conflict():
    place = a.organisation("Fenwick")
    for _time in range(2):
        save_edit(by=a.operator(), verb="edit", row=place, values={"note": "same"}, version=1)
    place.refresh_from_db()
    assert (place.note, place.version) == ("same", 2)


def test_search_finds_beginnings_of_words_without_accents():
    place = a.organisation("Curaçao Heights", aliases=["The Heights"])
    for words in ("curacao", "HEIGHTS", "hei cur", "the heights"):
        assert [hit.row for hit in search.find(words, a.operator())] == [place]
    assert search.find("nowhere", a.operator()) == []


def test_search_follows_an_edit_and_shows_nothing_that_may_not_be_seen():
    place = a.organisation("Curlew Point")
    edit_organisation(by=a.operator(), organisation=place, values={"name": "Heron Point"}, version=1)
    assert [search.find(words, a.operator()) != [] for words in ("curlew", "heron")] == [False, True]
    assert search.find("heron", a.viewer_with("analyst", on=a.edition())) == []


@pytest.mark.parametrize("words", ['"', "a OR b", "NEAR(", "x*", "'; DROP TABLE", "-", "*"])
def test_no_query_breaks_the_search(words):
    a.organisation("Heron Point")
    assert search.find(words, a.operator()) == []
