"""Asks pages many times and says how long they took, how many queries they made and how large they are."""

from __future__ import annotations

import gzip
import statistics
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from reflectory.accounts.models import Account
from reflectory.directory.models import Organisation, Person
from reflectory.programmes.models import Activity, Artefact, Edition, Programme, Team


@dataclass(frozen=True)
class Asked:
    """One page for one role."""

    page: str
    role: str
    status: int
    first_ms: float  # when nothing is remembered, as after a write
    median_ms: float
    p95_ms: float
    n_queries: int
    kb: float  # compressed


def addresses() -> dict[str, str]:
    """Every page with something on it, for the row that holds most of what it shows."""
    edition = Edition.objects.annotate(n=Count("teams")).order_by("-n", "pk").first()
    busy = Edition.objects.annotate(n=Count("activities")).order_by("-n", "pk").first()
    team = Team.objects.annotate(n=Count("memberships")).order_by("-n", "pk").first()
    session = Activity.objects.annotate(n=Count("attendance")).order_by("-n", "pk").first()
    place = Organisation.objects.annotate(n=Count("teams")).order_by("-n", "pk").first()
    person = Person.objects.annotate(n=Count("attendance")).order_by("-n", "pk").first()
    programme = Programme.objects.annotate(n=Count("editions__teams")).order_by("-n", "pk").first()
    artefact = Artefact.objects.annotate(n=Count("steps")).order_by("-n", "pk").first()
    wanted: dict[str, tuple[str, list[object], str]] = {
        "home": ("home", [], ""),
        "programmes": ("programmes", [], ""),
    }
    for name in ("organisations", "people", "artefacts", "commitments", "figures", "map"):
        wanted[name] = (name, [], "?year=2021" if name in ("figures", "map") else "")
    for name in ("governments", "people", "applications"):
        wanted[f"figure: {name}"] = ("figure", [name], "?year=2021")
    wanted["programme"] = ("programme", [programme.slug], "")
    for of, label in ((edition, "most teams"), (busy, "most sessions")):
        wanted[f"edition, {label}"] = ("edition", [of.programme.slug, of.slug], "")
        for name in ("edition-teams", "edition-timeline", "edition-before", "edition-during", "funnel"):
            wanted[f"{name}, {label}"] = (name, [of.programme.slug, of.slug], "")
    for name, row in (
        ("team", team),
        ("activity", session),
        ("organisation", place),
        ("person", person),
        ("artefact", artefact),
    ):
        wanted[name] = (name, [row.pk], "")
    wanted["history"] = ("history", ["programmes.team", team.pk], "")
    wanted["search: one place"] = ("search", [], f"?q={place.name.split()[0]}")
    wanted["search: a common letter"] = ("search", [], "?q=s")
    found = {}
    for label, (name, arguments, query) in wanted.items():
        try:
            found[label] = reverse(name, args=arguments) + query
        except NoReverseMatch:
            found[label] = ""
    return found


def ask(page: str, address: str, role: str, account: Account | None, *, n: int) -> Asked:
    """The page, `n` times after two that are not counted, the second with nothing remembered."""
    client = Client()
    if account is not None:
        client.force_login(account)
    client.get(address)
    cache.clear()
    began = time.perf_counter()
    client.get(address)
    first_ms = 1000 * (time.perf_counter() - began)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        n_queries = len(queries)  # before the next request empties the log
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    took = []
    for _time in range(n):
        began = time.perf_counter()
        client.get(address)
        took.append(1000 * (time.perf_counter() - began))
    return Asked(
        page, role, answer.status_code, first_ms, statistics.median(took), statistics.quantiles(took, n=20)[-1],
        n_queries, len(gzip.compress(content, 6)) / 1000,
    )  # fmt: skip
