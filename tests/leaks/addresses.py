"""Every address of the site, filled with rows that there are, and everything an answer says.

The addresses are taken from the site itself, so a page that is added is walked without anybody thinking of it.
An argument that nothing here can fill is an error, not a gap.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, get_resolver, reverse

from reflectory.core.mail import kept_letters
from reflectory.core.models import AuditEvent
from reflectory.directory.models import Affiliation, Contact, Merge, Organisation, Person
from reflectory.evidence.models import Intake, Source
from reflectory.listening.models import (
    Ask,
    Expectation,
    Form,
    Interview,
    Invitation,
    LibraryQuestion,
    Response,
    ReviewAction,
    SamplingFrame,
    Upload,
)
from reflectory.programmes.models import (
    Activity,
    Alert,
    Artefact,
    BudgetLine,
    Deadline,
    Edition,
    Engagement,
    Grant,
    Membership,
    Phase,
    Programme,
    ProgrammePartner,
    Team,
)
from reflectory.programmes.needs import SORTS
from reflectory.reports.models import Recommendation
from reflectory.sensemaking.models import Run, Theme
from tests.leaks.reports import REPORTS, of_reports

# Addresses that show nothing of the portfolio.
LEFT_OUT = ("account/", "look/", "language")
# Which rows the number in an address stands for; the longest beginning counts.
NUMBERS: dict[str, Any] = {
    "places/": Organisation, "merges/": Merge, "people/": Person, "people/contacts/": Contact,
    "people/posts/": Affiliation, "teams/": Team, "teams/people/": Membership, "sessions/": Activity,
    "work/": Artefact, "engagements/": Engagement,
    "forms/": Form, "questions/": LibraryQuestion, "asks/": Ask, "invitations/": Invitation,
    "review-actions/": ReviewAction, "interviews/": Interview, "interviews/series/": SamplingFrame,
    "said/": Source, "said/intakes/": Intake, "themes/": Theme, "themes/runs/": Run,
}  # fmt: skip
WITHIN_EDITION: dict[str, Any] = {
    "deadlines/": Deadline,
    "money/": BudgetLine,
    "concerns/": Alert,
    "roles/": Grant,
    "phases/": Phase,
    "advice/": Recommendation,
}
FIGURES = ("governments", "people", "ideas_raised", "application_countries", "residents_people")


def patterns(resolver=None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address as it is written in a URL module."""
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one
        else:
            yield from patterns(one, route)


def _pairs() -> list[dict[str, str]]:
    return [
        {"programme": e.programme.slug, "edition": e.slug}
        for e in Edition.objects.select_related("programme")
    ]


def _within_edition(route: str) -> list[dict[str, Any]]:
    model = next(model for part, model in WITHIN_EDITION.items() if f"/{part}<" in route)
    rows = list(model.objects.values_list("pk", flat=True))
    return [{**pair, "pk": pk} for pair in _pairs() for pk in rows]


def _numbers(route: str) -> list[dict[str, Any]]:
    start = max((one for one in NUMBERS if route.startswith(one)), key=len, default="")
    assert start, f"nothing says which rows {route} is about"
    return [{"pk": pk} for pk in NUMBERS[start].objects.values_list("pk", flat=True)]


def _histories(_route: str) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "pk": pk}
        for kind, pk in AuditEvent.objects.values_list("kind", "object_id").distinct()
    ]


def _nothing(_route: str) -> list[dict[str, Any]]:
    return [{}]


def _programmes(_route: str) -> list[dict[str, Any]]:
    return [{"programme": slug} for slug in Programme.objects.values_list("slug", flat=True)]


def _editions(_route: str) -> list[dict[str, Any]]:
    return [dict(pair) for pair in _pairs()]


def _figures(_route: str) -> list[dict[str, Any]]:
    return [{"key": key} for key in FIGURES]


def _codes(_route: str) -> list[dict[str, Any]]:
    """Those of ours, and one that nobody has: who has a code may read the questions, and who asks them."""
    codes = Ask.objects.filter(edition__programme__name="Ours").values_list("code", flat=True)
    return [{"code": code} for code in [*codes, "nobodys"]]


def _tokens(_route: str) -> list[dict[str, Any]]:
    """One that nobody has, and what is kept of one that somebody has: that opens nothing."""
    kept = Invitation.objects.filter(token_hash__isnull=False).values_list("token_hash", flat=True)
    return [{"token": token} for token in ["nobody-has-this-token", *kept]]


def _receipts(_route: str) -> list[dict[str, Any]]:
    """As tokens."""
    kept = Response.objects.values_list("receipt_hash", flat=True)[:2]
    return [{"receipt": receipt} for receipt in ["aaaa-bbbb-cccc", *kept]]


def _names(route: str) -> list[dict[str, Any]]:
    """Letters that are kept, by their files; explorations by theirs."""
    if route.startswith("mail/"):
        return [{"name": one.name} for one in kept_letters()]
    return [{"name": "x"}]


def _signed(_route: str) -> list[dict[str, Any]]:
    return [{"signed": "nobody:signed:this"}]


def _files(_route: str) -> list[dict[str, Any]]:
    return [{"pk": ask, "file": pk} for pk, ask in Upload.objects.values_list("pk", "ask")]


def _claims(_route: str) -> list[dict[str, Any]]:
    return [{"pk": ask, "row": pk} for pk, ask in Expectation.objects.values_list("pk", "ask")]


def _asked(_route: str) -> list[dict[str, Any]]:
    """Each question of each ask."""
    return [
        {"pk": ask.pk, "question": question.key}
        for ask in Ask.objects.select_related("form_version")
        for question in ask.form_version.document.questions()
    ]


def _explorations(_route: str) -> list[dict[str, Any]]:
    return [{"name": "x", "file": "report.html"}]


def _sorts(_route: str) -> list[dict[str, Any]]:
    return [{"sort": sort} for sort in SORTS]


def _partners(_route: str) -> list[dict[str, Any]]:
    rows = ProgrammePartner.objects.values_list("programme__slug", "pk")
    return [{"programme": slug, "pk": pk} for slug, pk in rows]


# What fills an address, by the names of its arguments.
FILLED: dict[tuple[str, ...], Callable[[str], list[dict[str, Any]]]] = {
    (): _nothing,
    ("programme",): _programmes,
    ("edition", "programme"): _editions,
    ("edition", "pk", "programme"): _within_edition,
    ("pk",): _numbers,
    ("pk", "place"): lambda route: [{**one, "place": 0} for one in _numbers(route)],
    ("pk", "to"): lambda route: [{**one, "to": "declined"} for one in _numbers(route)],
    ("kind", "pk"): _histories,
    ("key",): _figures,
    ("token",): _tokens,
    ("receipt",): _receipts,
    ("file", "name"): _explorations,
    ("name",): _names,
    ("code",): _codes,
    ("signed",): _signed,
    ("file", "pk"): _files,
    ("pk", "row"): _claims,
    ("pk", "question"): _asked,
    ("deed", "pk"): lambda route: [{**one, "deed": "close"} for one in _numbers(route)],
    ("sort",): _sorts,
    ("pk", "programme"): _partners,
}


def addresses() -> list[str]:
    """Each address once."""
    found: dict[str, None] = {}
    for route, pattern in patterns():
        if pattern.name is None or route.startswith(LEFT_OUT):
            continue
        names = tuple(sorted(pattern.pattern.converters))
        fill = of_reports if route.startswith(REPORTS) else FILLED[names]
        for values in fill(route):
            found[reverse(pattern.name, kwargs=values)] = None
    return list(found)


def words(answer) -> str:
    """Everything the answer says, unpacked where it is a workbook or an archive."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = " ".join([content.decode("utf-8", "replace"), *map(str, answer.headers.values())])
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            said += " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    answer.close()
    return said
