"""What rooms above this one know of an organisation or a person: teams, memberships, attendance, artefacts.

Read through the reverse of their foreign keys, here and nowhere else, so that nothing is imported upwards. Each
read begins with `visible_to`, and asks a constant number of queries.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, F, Func, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from reflectory.core.visibility import Viewer
from reflectory.directory.models import Affiliation, Organisation, Person

MOST_LISTED = 50


def behind(model: Any, relation: str) -> Any:
    """The model whose rows point here: `behind(Organisation, "teams")` is the team."""
    return model._meta.get_field(relation).related_model


def counted_with(row: Any) -> list[int]:
    """The row and those that were merged into it, also by way of another."""
    gone = Q(merged_into=row.pk) | Q(merged_into__merged_into=row.pk)
    return [row.pk, *type(row).objects.filter(gone).values_list("pk", flat=True)]


def with_n_teams(rows: QuerySet[Organisation], viewer: Viewer) -> QuerySet[Organisation]:
    """With `n_teams`: the teams that the viewer sees, those of merged rows among them."""
    theirs = Q(organisation=OuterRef("pk")) | Q(organisation__merged_into=OuterRef("pk"))
    teams = behind(Organisation, "teams").objects.visible_to(viewer).filter(theirs).order_by()
    # A plain function, not an aggregate: that would count each team in a group of its own.
    counted = teams.annotate(_n=Func(F("pk"), function="COUNT", output_field=IntegerField())).values("_n")
    return rows.annotate(n_teams=Coalesce(Subquery(counted), 0))


def n_teams_of(ids: list[int], viewer: Viewer) -> dict[int, int]:
    """For each of a page of organisations, how many of its teams the viewer sees."""
    teams = behind(Organisation, "teams").objects.visible_to(viewer).order_by()
    here = teams.filter(Q(organisation__in=ids) | Q(organisation__merged_into__in=ids))
    wanted = frozenset(ids)
    found = Counter(
        organisation if organisation in wanted else merged_into
        for organisation, merged_into in here.values_list("organisation", "organisation__merged_into")
    )
    return {pk: found[pk] for pk in ids}


def teams_of(row: Organisation, viewer: Viewer) -> list[Any]:
    """Its teams, newest edition first, with `n_people` and the history that `depth_words` reads."""
    return list(
        behind(Organisation, "teams")
        .objects.visible_to(viewer)
        .filter(organisation__in=counted_with(row))
        .select_related("edition__programme", "organisation", "coach")
        .prefetch_related("stage_changes")
        .annotate(n_people=Count("memberships__person", distinct=True))
        .order_by("-edition__planned_starts_on", "-pk")
    )


def people_of(row: Organisation, viewer: Viewer) -> QuerySet[Person]:
    """Members of its teams and of those of its departments, holders of posts there, and who came for it."""
    ids = Organisation.objects.filter(
        Q(pk=row.pk) | Q(merged_into=row.pk) | Q(parent=row.pk, level="department")
    ).values("pk")
    memberships = behind(Person, "memberships").objects.filter(
        Q(team__organisation__in=ids) | Q(department__in=ids)
    )
    came = behind(Person, "attendance").objects.filter(organisation__in=ids)
    posts = Affiliation.objects.filter(organisation__in=ids)
    either = (
        Q(pk__in=memberships.values("person"))
        | Q(pk__in=posts.values("person"))
        | Q(pk__in=came.values("person"))
    )
    return with_posts(Person.objects.visible_to(viewer).standing().filter(either))


def with_posts(people: QuerySet[Person]) -> QuerySet[Person]:
    """With their posts, those held now first, in one more query."""
    posts = Affiliation.objects.select_related("organisation").order_by(
        F("ended_on").desc(nulls_first=True), F("started_on").desc(nulls_last=True), "pk"
    )
    return people.prefetch_related(Prefetch("posts", queryset=posts))


def open_sessions_of(row: Organisation, viewer: Viewer) -> list[dict[str, Any]]:
    """Open activities that its people came to, newest first, with how many came."""
    ids = Organisation.objects.filter(
        Q(pk=row.pk) | Q(merged_into=row.pk) | Q(parent=row.pk, level="department")
    ).values("pk")
    return list(
        behind(Organisation, "attendance")
        .objects.visible_to(viewer)
        .there()
        .filter(organisation__in=ids, activity__is_open=True)
        .values(
            "activity",
            "activity__title",
            "activity__starts_at",
            "activity__edition__programme__name",
            "activity__edition__label",
        )
        .annotate(n_people=Count("person", distinct=True))
        .order_by("-activity__starts_at", "-activity")
    )


def editions_seen(viewer: Viewer) -> list[tuple[int, str]]:
    """Number and name of every edition that the viewer sees, newest first."""
    edition = behind(Organisation, "teams")._meta.get_field("edition").related_model
    return [(row.pk, str(row)) for row in edition.objects.visible_to(viewer).select_related("programme")]


def in_edition(rows: QuerySet[Organisation], edition: int, viewer: Viewer) -> QuerySet[Organisation]:
    """Those with a team in the edition, or with a row merged into them that has one."""
    teams = behind(Organisation, "teams").objects.visible_to(viewer).filter(edition=edition)
    return rows.filter(
        Q(pk__in=teams.values("organisation")) | Q(pk__in=teams.values("organisation__merged_into"))
    )


def roles_seen(viewer: Viewer) -> list[tuple[str, str]]:
    """Every role that somebody has in a team that the viewer sees, with its name."""
    memberships = behind(Person, "memberships").objects.visible_to(viewer).order_by()
    return [
        (role, role_words(role)) for role in sorted(memberships.values_list("role", flat=True).distinct())
    ]


def role_words(key: str) -> str:
    """The key of a role as people read it: "core team member"."""
    return key.replace("_", " ")


def with_role(people: QuerySet[Person], role: str, viewer: Viewer) -> QuerySet[Person]:
    """Those who have or had the role."""
    held = behind(Person, "memberships").objects.visible_to(viewer).filter(role=role)
    return people.filter(Q(pk__in=held.values("person")) | Q(pk__in=held.values("person__merged_into")))


def memberships_of(person: Person, viewer: Viewer) -> list[Any]:
    """Their time in teams, newest first."""
    return list(
        behind(Person, "memberships")
        .objects.visible_to(viewer)
        .filter(person__in=counted_with(person))
        .select_related("team__organisation", "team__edition__programme", "department")
        .order_by("-joined_on", "-pk")
    )


def attendance_of(person: Person, viewer: Viewer) -> dict[str, Any]:
    """How often they were there of how many times somebody said so, and the last sessions of these."""
    rows = behind(Person, "attendance").objects.visible_to(viewer).filter(person__in=counted_with(person))
    counts = rows.aggregate(n=Count("pk"), n_there=Count("pk", filter=Q(was_there=True)))
    latest = rows.select_related("activity__edition__programme").order_by("-activity__starts_at", "-pk")[:10]
    return {**counts, "latest": list(latest)}


def artefacts_of(person: Person, viewer: Viewer) -> list[Any]:
    """What they own."""
    rows = behind(Person, "artefacts").objects.visible_to(viewer).filter(owner__in=counted_with(person))
    return list(rows.select_related("team__organisation", "edition__programme")[:MOST_LISTED])


def n_behind(row: Any, viewer: Viewer) -> dict[str, int]:
    """What the viewer sees of it that would be counted under another row after a merge."""
    if isinstance(row, Organisation):
        teams, people = row.teams.visible_to(viewer).count(), row.posts.values("person").distinct().count()
    else:
        teams, people = row.memberships.visible_to(viewer).count(), row.posts.count()
    return {"n_teams": teams, "n_people": people, "n_attendance": row.attendance.visible_to(viewer).count()}


def editions_of_both(one: Any, other: Any, viewer: Viewer) -> list[str]:
    """The editions in which both have a team, or are in one: there two rows become one in every count."""
    if isinstance(one, Organisation):
        teams, edition, whose = one.teams.model.objects.visible_to(viewer), "edition", "organisation"
    else:
        teams, edition, whose = one.memberships.model.objects.visible_to(viewer), "team__edition", "person"
    theirs = teams.filter(**{whose: other.pk}).values(edition)
    both = teams.filter(**{whose: one.pk, f"{edition}__in": theirs}).order_by(f"{edition}__planned_starts_on")
    names = both.values_list(f"{edition}__programme__name", f"{edition}__label").distinct()
    return [f"{programme} {label}" for programme, label in names]
