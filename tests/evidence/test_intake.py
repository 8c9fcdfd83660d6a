"""Texts are brought in all or none, each row accounted for, and used for no more than was agreed to."""

from datetime import date

import pytest

from reflectory.core.audit import history
from reflectory.core.models import AuditEvent
from reflectory.core.refusal import Refused
from reflectory.evidence.actions.intake import Basis, LeftOut, Said, bring_in
from reflectory.evidence.hashing import hash_of
from reflectory.evidence.models import Intake, Source
from reflectory.listening.models import Consent, Voice
from reflectory.listening.queries import uses_allowed
from reflectory.listening.uses import ANALYSE, BY_NAME, ROLE_PLACE, WITHOUT_NAME
from reflectory.programmes.actions.teams import remove_team
from reflectory.programmes.models import Team
from tests import portfolio as a
from tests.evidence.words import DAY, said

pytestmark = pytest.mark.django_db


def bring(*texts: Said, by=None, **more) -> Intake:
    return bring_in(by=by or a.operator(), title="Words", said=texts, on=more.pop("on", DAY), **more)


def allowed(key: str, *, on=DAY):
    voice = Source.objects.get(key=key).voice_id
    return uses_allowed([voice], on=on)[voice]


def test_a_text_is_kept_word_for_word_with_its_place_and_its_voice():
    team = a.team()
    person = a.person("Ana Reyes")
    text = "  Ça va.\r\nNobody 👩‍🚒 asked\u0301.  "
    intake = bring(said(text, key="k1", person=person, role="city_lead", organisation=team.organisation, team=team,
                        language="fr", place_in_file="row 2"))  # fmt: skip
    source = intake.sources.get()
    version = source.versions.get()
    assert (version.text, version.text_hash, version.number) == (text, hash_of(text), 1)
    assert (source.team, source.edition, source.language, source.place_in_file) == (
        team,
        team.edition,
        "fr",
        "row 2",
    )
    voice = source.voice
    assert (voice.key, voice.person, voice.role, voice.edition) == ("k1", person, "city_lead", team.edition)


def test_every_row_is_used_excluded_or_failed_and_says_why():
    bring(said(key="old"))
    intake = bring(
        said(key="good", place_in_file="row 2"), said(" \n", key="blank", place_in_file="row 3"),
        said(key="twice", place_in_file="row 4"), said(key="twice", place_in_file="row 5"),
        said(key="old", place_in_file="row 6"),
        excluded=[LeftOut("row 7", "The row is a heading.")], failed=[LeftOut("row 8", "The row has too few cells.")],
    )  # fmt: skip
    assert intake.accounting == {
        "received": 7, "used": 1, "excluded": 2, "failed": 4,
        "reasons": [
            {"outcome": "excluded", "reason": "The row is a heading.", "n": 1, "rows": ["row 7"]},
            {"outcome": "excluded", "reason": "empty", "n": 1, "rows": ["row 3"]},
            {"outcome": "failed", "reason": "The row has too few cells.", "n": 1, "rows": ["row 8"]},
            {"outcome": "failed", "reason": "same_key", "n": 2, "rows": ["row 4", "row 5"]},
            {"outcome": "failed", "reason": "here_already", "n": 1, "rows": ["row 6"]},
        ],
    }  # fmt: skip
    assert [source.key for source in intake.sources.all()] == ["good"]


def test_the_same_file_is_refused_as_a_whole():
    bring(said(), file_hash="f" * 64)
    with pytest.raises(
        Refused, match=r"brought in already, on .*, as “Words”\. Nothing was brought in again"
    ):
        bring(said(), file_hash="f" * 64)
    assert (Intake.objects.count(), Source.objects.count()) == (1, 1)


def test_without_a_basis_words_may_be_analysed_and_not_quoted():
    bring(said(key="k1"))
    assert allowed("k1") == {ANALYSE}
    row = Consent.objects.get()
    assert (row.basis, row.stated_by, row.given_on) == ("stated", "A test", DAY)


def test_a_basis_counts_for_those_rows_that_say_nothing_themselves():
    basis = Basis(frozenset({ANALYSE, ROLE_PLACE}), by="The series' notes", on=date(2021, 2, 1), how="spoken")
    intake = bring(
        said(key="k1"),
        said(key="k2", uses=frozenset({ANALYSE})),
        said(key="k3", uses=frozenset()),
        basis=basis,
    )
    assert [allowed(key) for key in ("k1", "k2", "k3")] == [{ANALYSE, ROLE_PLACE}, {ANALYSE}, frozenset()]
    assert intake.basis == {
        "uses": [ANALYSE, ROLE_PLACE], "by": "The series' notes", "on": "2021-02-01", "how": "spoken",
    }  # fmt: skip
    row = Consent.objects.get(use=ROLE_PLACE)
    assert (row.basis, row.stated_by, row.given_on) == ("spoken", "The series' notes", date(2021, 2, 1))


def test_a_basis_says_who_states_it():
    with pytest.raises(Refused, match="Say who states that these people agreed"):
        bring(said(), basis=Basis(frozenset({ANALYSE}), by=" ", on=DAY))


def test_what_was_withdrawn_is_kept_with_its_day():
    bring(said(key="k1", uses=frozenset({ANALYSE, BY_NAME}), withdrawn_on=date(2021, 5, 1)))
    assert allowed("k1", on=date(2021, 4, 30)) == {ANALYSE, BY_NAME}
    assert allowed("k1", on=date(2021, 5, 1)) == frozenset()


def test_rows_of_one_voice_allow_only_what_all_of_them_say():
    bring(
        said(key="q1", voice_key="r1", uses=frozenset({ANALYSE, BY_NAME})),
        said(key="q2", voice_key="r1", uses=frozenset({ANALYSE, WITHOUT_NAME})),
    )
    assert Voice.objects.count() == 1
    assert allowed("q1") == {ANALYSE}


def test_leads_and_analysts_bring_words_into_their_editions_only():
    edition = a.edition()
    for role in ("programme_lead", "analyst"):
        viewer = a.viewer_with(role, on=edition)
        intake = bring(said(edition=edition), said(), by=viewer)
        assert (intake.brought_by, intake.brought_by_name) == (viewer.account_id, viewer.name)
    for viewer in (a.viewer_with("programme_lead", on=a.edition()), a.viewer_with("coach", on=edition)):
        with pytest.raises(Refused, match="brought in by the lead or an analyst"):
            bring(said(edition=edition), by=viewer)


def test_everything_is_recorded_and_the_words_are_in_no_history():
    intake = bring(said("A secret about the clerk.", key="k1"))
    source = intake.sources.get()
    assert [history([row])[0].event.verb for row in (intake, source, source.voice)] == ["bring_in"] * 3
    assert history([Consent.objects.get()])[0].event.verb == "agree"
    kept = [happening.values for happening in history([intake, source, source.voice])]
    assert "secret" not in str(kept)


def test_a_mistake_in_the_middle_leaves_nothing_behind():
    with pytest.raises(Refused, match="“sell” is no use"):
        bring(said(), said(uses=frozenset({"sell"})))
    assert (Intake.objects.count(), Source.objects.count(), Voice.objects.count()) == (0, 0, 0)
    assert AuditEvent.objects.filter(verb="bring_in").count() == 0


def test_thousands_of_rows_come_in_by_the_hundred(django_assert_max_num_queries):
    """Measured by itself, ten thousand rows take less than ten seconds; here a row may not cost a query."""
    texts = [said(f"Text {n}: nobody told the night shift.", key=f"n{n}") for n in range(1_500)]
    with django_assert_max_num_queries(250):
        assert bring(*texts).accounting["used"] == 1_500


def test_a_team_whose_people_said_something_is_not_removed():
    team = a.team()
    bring(said("Somebody said this.", team=team))
    with pytest.raises(Refused) as refused:
        remove_team(by=a.operator(), team=team)
    assert str(refused.value) == (
        f"{team.organisation} stays, because something is kept with it. Move it to “withdrew” instead."
    )
    assert Team.objects.filter(pk=team.pk).exists()
