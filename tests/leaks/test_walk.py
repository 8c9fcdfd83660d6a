"""Every address and every export, with every role, searched for secrets that the role must not meet.

The addresses are taken from the site itself, so a page that is added is walked without anybody thinking of it.
An argument that this walk cannot fill makes it fail.
"""

import io
import zipfile
from collections.abc import Iterator
from itertools import product

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from reflectory.core.models import AuditEvent
from reflectory.directory.models import Merge, Organisation, Person
from reflectory.programmes.models import Activity, Artefact, Edition, Membership, Programme, Team
from tests.leaks.planted import OPERATOR, STRANGER, Planted, plant

# What a search box and a filter may be asked.
QUERIES = (
    "",
    "format=csv",
    "format=xlsx",
    "q=a",
    "q=e",
    "q=of",
    "q=others",
    "q=yttermoor",
    "year=2021",
    "q=umber&format=csv",
)
# Addresses that show nothing of the portfolio, or end the session that walks.
LEFT_OUT = ("/account/", "/static/", "/look/")


pytestmark = pytest.mark.django_db


@pytest.fixture
def planted() -> Planted:
    return plant()


def patterns(resolver=None, prefix="") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site as it is written in a URL module."""
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one
        else:
            yield from patterns(one, route)


def ids(model) -> list[int]:
    return list(model.objects.values_list("pk", flat=True))


def arguments(route: str, pattern: URLPattern) -> Iterator[dict]:
    """All ways to fill the address with rows that there are."""
    names = list(pattern.pattern.converters)
    editions = [(e.programme.slug, e.slug) for e in Edition.objects.select_related("programme")]
    if not names:
        yield {}
        return
    if {"slug", "edition"} <= set(names) and len(names) == 2:
        for programme, edition in editions:
            yield {"slug": programme, "edition": edition}
        return
    choices = [filled(name, route) for name in names]
    for values in product(*choices):
        yield dict(zip(names, values, strict=True))


def filled(name: str, route: str) -> list:
    """What an argument of this name can be."""
    by_route = {
        "places/": Organisation, "people/": Person, "teams/": Team, "sessions/": Activity, "work/": Artefact,
        "members/": Membership, "merges/": Merge,
    }  # fmt: skip
    if name == "slug":
        return list(Programme.objects.values_list("slug", flat=True))
    if name == "edition":
        return list(Edition.objects.values_list("slug", flat=True))
    if name in ("kind", "key", "page", "token", "name", "file", "prompt"):
        return {
            "kind": sorted({*AuditEvent.objects.values_list("kind", flat=True), "idea", "harm", "stipend"}),
            "key": ["governments", "people", "ideas_raised", "application_countries", "residents_people", "rhythm"],
            "page": ["before", "during"], "token": ["x"], "name": ["x"], "file": ["report.html"],
            "prompt": ["rhythm", "issues"],
        }[name]  # fmt: skip
    for start, model in by_route.items():
        if route.startswith(start):
            return ids(model)
    return sorted({pk for model in apps.get_app_config("programmes").get_models() for pk in ids(model)})


def addresses() -> Iterator[str]:
    for route, pattern in patterns():
        if pattern.name is None or f"/{route}".startswith(LEFT_OUT):
            continue
        for values in arguments(route, pattern):
            try:
                yield reverse(pattern.name, kwargs=values)
            except NoReverseMatch:
                continue


def words(answer) -> str:
    """Everything the answer says, unpacked where it is a workbook or an archive."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = " ".join([content.decode("utf-8", "replace"), *map(str, answer.headers.values())])
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            said += " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    answer.close()
    return said


def test_no_page_and_no_export_shows_what_a_role_must_not_see(planted: Planted):
    walked = list(dict.fromkeys(addresses()))
    leaks, answered, met = [], 0, set()
    for role, account in planted.accounts.items():
        client = Client()
        client.force_login(account)
        forbidden = [secret for secret, readers in planted.secrets.items() if role not in readers]
        for address in walked:
            queries = QUERIES if "?" not in address and "<" not in address else ("",)
            first = client.get(address)
            answered += first.status_code == 200
            if first.status_code >= 500:
                leaks.append((role, address, "broke"))
            for query in queries if first.status_code == 200 else ():
                said = words(client.get(f"{address}?{query}"))
                # A search page repeats what was typed; that is no secret any more.
                typed = query.partition("q=")[2]
                leaks += [
                    (role, f"{address}?{query}", s) for s in forbidden if s in said and s.lower() != typed
                ]
                if role == OPERATOR:
                    met |= {s for s in planted.secrets if s in said}
            if first.status_code != 200:
                leaks += [(role, address, s) for s in forbidden if s in words(first)]
    assert leaks == []
    assert answered > len(planted.accounts)
    # The walk proves nothing about what it never met: an operator must meet every secret somewhere.
    assert set(planted.secrets) - met == set()


def test_somebody_without_a_role_is_shown_nothing(planted: Planted):
    client = Client()
    client.force_login(planted.accounts[STRANGER])
    said = [(address, secret) for address in dict.fromkeys(addresses()) for secret in planted.secrets
            if secret in words(client.get(address))]  # fmt: skip
    assert said == []


def test_somebody_not_signed_in_is_asked_to(planted: Planted):
    told = {address: Client().get(address) for address in dict.fromkeys(addresses())}
    shown = [address for address, answer in told.items() if any(s in words(answer) for s in planted.secrets)]
    assert shown == []
