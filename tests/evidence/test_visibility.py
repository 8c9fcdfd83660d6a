"""Who reads what was said: its leads and analysts as far as its voice agreed, and whoever brought it."""

import pytest

from reflectory.core.refusal import Refused
from reflectory.core.search import find
from reflectory.evidence.actions.intake import bring_in
from reflectory.evidence.models import Excerpt, Intake, Source
from reflectory.listening.actions import withdraw
from reflectory.listening.models import Consent, Voice
from reflectory.listening.uses import ANALYSE, WITHOUT_NAME
from tests import portfolio as a
from tests.evidence.words import DAY, brought, said

pytestmark = pytest.mark.django_db
READ = {ANALYSE, WITHOUT_NAME}


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("programme_lead", True), ("analyst", True), ("editor", False), ("coach", False), ("panel_chair", False),
        ("judge", False), ("team_lead", False), ("community_partner", False), ("funder", False),
    ],
)  # fmt: skip
def test_texts_are_read_by_those_who_work_with_them(role, reads):
    edition = a.edition()
    ours = brought(edition=edition, uses=READ)
    brought(edition=a.edition(), uses=READ)
    viewer = a.viewer_with(role, on=edition)
    assert list(Source.objects.visible_to(viewer)) == ([ours] if reads else [])
    assert list(Voice.objects.visible_to(viewer)) == ([ours.voice] if reads else [])
    assert Consent.objects.visible_to(viewer).count() == (2 if reads else 0)
    assert list(Intake.objects.visible_to(viewer)) == ([ours.intake] if reads else [])
    assert [hit.row for hit in find("clerk", viewer, kinds=["evidence.source"])] == ([ours] if reads else [])


def test_words_that_nobody_may_analyse_are_read_by_nobody():
    edition = a.edition()
    lead = a.viewer_with("programme_lead", on=edition)
    brought(edition=edition, uses={WITHOUT_NAME})
    source = brought(edition=edition, uses=READ)
    withdraw(by=lead, voice=source.voice, on=DAY)
    assert list(Source.objects.visible_to(lead)) == []
    assert list(Excerpt.objects.visible_to(lead)) == []
    assert Source.objects.visible_to(a.operator()).count() == 2


def test_a_text_without_an_edition_is_read_by_whoever_brought_it():
    one = a.viewer_with("analyst", on=a.edition())
    other = a.viewer_with("analyst", on=a.edition())
    intake = bring_in(by=one, title="Mine", said=[said()], on=DAY)
    assert [source.intake for source in Source.objects.visible_to(one)] == [intake]
    assert list(Source.objects.visible_to(other)) == []


def test_whoever_brought_words_records_what_their_voice_withdrew():
    one = a.viewer_with("analyst", on=a.edition())
    other = a.viewer_with("analyst", on=a.edition())
    bring_in(by=one, title="Mine", said=[said(key="k1")], on=DAY)
    voice = Voice.objects.get(key="k1")
    with pytest.raises(Refused, match="recorded by the lead or an analyst"):
        withdraw(by=other, voice=voice, on=DAY)
    assert [row.use for row in withdraw(by=one, voice=voice, on=DAY)] == [ANALYSE]
