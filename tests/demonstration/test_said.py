"""What people said in the demonstration: how much, by whom, and what they agreed to."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import Q

from reflectory.core.audit import kind_of
from reflectory.core.models import AuditEvent
from reflectory.demonstration.rows import read
from reflectory.demonstration.said import PREFIX, consent_of
from reflectory.evidence.models import Intake, Source, SourceVersion
from reflectory.listening.models import Consent, Voice

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 4)
# Not of those who are asked in the present year, see test_asked.
THEIRS = Q(voice__key__startswith=PREFIX)


@pytest.fixture(autouse=True)
def _loaded(portfolio):
    """All of it is there."""


def test_two_years_are_brought_in_and_the_sums_add_up():
    assert [(one.title, one.accounting) for one in Intake.objects.order_by("pk")] == [
        (
            f"What people said in the programmes of {year}",
            {"received": n, "used": n, "excluded": 0, "failed": 0, "reasons": []},
        )
        for year, n in ((2021, 416), (2022, 64))
    ]


def test_every_text_is_there_word_for_word():
    rows = [*read("texts-a"), *read("texts-b")]
    kept = dict(SourceVersion.objects.values_list("source__key", "text"))
    assert kept == {f"portfolio/{row['key']}": row["text"] for row in rows}


def test_each_voice_agreed_to_what_its_row_says():
    rows = [*read("texts-a"), *read("texts-b")]
    said = [consent_of(row["consent"]) for row in rows]
    standing = Counter(Consent.objects.standing(on=ON).filter(THEIRS).values_list("use", flat=True))
    assert standing == Counter(use for uses, gone in said if gone is None for use in uses)
    withdrawn = Counter(
        Consent.objects.filter(THEIRS, withdrawn_on__isnull=False).values_list("withdrawn_on", flat=True)
    )
    assert withdrawn == Counter(gone for uses, gone in said if gone is not None for _use in uses)
    assert sum(gone is not None for _uses, gone in said) == 24
    silent = Voice.objects.filter(key__startswith=PREFIX).exclude(pk__in=Consent.objects.values("voice"))
    assert silent.count() == sum(row["consent"] == "none" for row in rows) == 32


def test_texts_know_their_edition_team_person_and_place():
    source = Source.objects.select_related("voice__person", "team__organisation", "edition__programme").get(
        key="portfolio/a002"
    )
    assert (source.edition.programme.slug, source.edition.label) == ("failing-forward", "2021")
    assert (source.team.organisation.name, source.voice.person.name) == ("Larkspur County", "Keoni Kealamoku")
    assert Source.objects.filter(edition__isnull=True).count() == 0
    # Four speak for governments that came to open calls of the network alone.
    assert Source.objects.filter(team__isnull=True).count() == 4


def test_everything_is_recorded():
    for model in (Intake, Source, Voice, Consent):
        verbs = ["bring_in", "agree", "answer", "begin_interview"]
        events = AuditEvent.objects.filter(kind=kind_of(model), verb__in=verbs)
        assert events.count() == model.objects.count()
    withdrawn = Consent.objects.filter(withdrawn_on__isnull=False).count()
    assert AuditEvent.objects.filter(verb="withdraw").count() == withdrawn
