"""Finding the organisation or person that a form is about, among those there are.

Somebody who is seen is found by any word of their name. What is not seen is found only by what nobody could guess
from a list: an organisation by its exact name, a person by their exact address. So a government is not entered
twice, and nobody reads through a directory that is not theirs.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from reflectory.core import search
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Contact, Organisation, Person

MOST_SHOWN = 12


def organisations_found(viewer: Viewer, words: str) -> QuerySet[Organisation]:
    """Organisations that the words may mean, a handful."""
    if not words.strip():
        return Organisation.objects.none()
    seen = [
        hit.row.pk for hit in search.find(words, viewer, kinds=["directory.organisation"], limit=MOST_SHOWN)
    ]
    exact = Organisation.objects.called(words.strip()).order_by().values("pk")[:MOST_SHOWN]
    found = Organisation.objects.standing().filter(Q(pk__in=seen) | Q(pk__in=[row["pk"] for row in exact]))
    return found.select_related("parent")


def people_found(viewer: Viewer, words: str) -> QuerySet[Person]:
    """People that the words may mean, a handful."""
    if not words.strip():
        return Person.objects.none()
    if "@" in words:
        known = Contact.objects.known_by(words).values("person")
        return Person.objects.standing().filter(pk__in=known)
    seen = [hit.row.pk for hit in search.find(words, viewer, kinds=["directory.person"], limit=MOST_SHOWN)]
    return Person.objects.standing().filter(pk__in=seen)


def organisation_words(organisation: Organisation) -> str:
    """An organisation so that it is told from its namesakes: "Lake County, county, Ohio, US"."""
    part_of = organisation.parent.name if organisation.parent else ""
    parts = (organisation.name, str(organisation.get_level_display()), part_of, organisation.place_words)
    return ", ".join(part for part in parts if part)


def person_words(person: Person) -> str:
    """A person with their post, so that they are told from their namesakes."""
    post = next(iter(person.posts.all()), None)
    if post is None:
        return person.name
    return ", ".join(part for part in (person.name, post.title, post.organisation.name) if part)
