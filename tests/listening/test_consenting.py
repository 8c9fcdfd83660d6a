"""People are asked use by use, shown what each leads to, and what they were shown is kept word for word."""

from types import SimpleNamespace

import pytest

from reflectory.listening import consenting
from reflectory.listening.consenting import (
    LANGUAGES,
    asking,
    consent_fields,
    text_shown,
    uses_offered,
    uses_taken,
    wording_of,
)
from reflectory.listening.models import ConsentText
from reflectory.listening.uses import QUOTING, USES
from tests import portfolio as a
from tests.asking import an_ask

ALL = [use for use, _name in USES]


def made(uses=ALL, identity="named", programme=""):
    """An ask as far as asking for consent reads it."""
    edition = SimpleNamespace(programme=SimpleNamespace(name=programme)) if programme else None
    return SimpleNamespace(uses_asked=list(uses), identity=identity, edition=edition, consent_text=None)


def test_the_default_is_no():
    assert [field.is_given for field in consent_fields(made(), "en")] == [False] * len(ALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_use_is_asked_in_every_language_and_says_what_it_leads_to(language):
    fields = consent_fields(made(), language)
    assert [field.use for field in fields] == ALL
    assert [field.use for field in fields if not (field.asks and field.leads_to and field.if_yes)] == []
    assert [field.use for field in fields if field.quote and field.signed] == list(reversed(QUOTING))


def test_every_language_says_something_of_its_own():
    assert len({wording_of(language) for language in LANGUAGES}) == len(LANGUAGES)


def test_only_what_the_ask_asks_is_asked():
    assert uses_offered(made(["share_funder", "analyse"])) == ("analyse", "share_funder")


def test_an_anonymous_ask_offers_only_what_makes_sense_where_nobody_is_known():
    assert uses_offered(made(identity="anonymous")) == ("analyse", "quote_without_name")


def test_what_was_never_asked_is_no_whatever_is_sent():
    assert uses_taken(made(["analyse"]), ["quote_name", "analyse", "nonsense"]) == ("analyse",)


def test_a_more_open_use_says_that_it_brings_the_more_guarded():
    told = {field.use: bool(field.brings) for field in consent_fields(made(), "en")}
    assert [use for use, brings in told.items() if brings] == ["quote_role_place", "quote_name"]


def test_the_example_names_the_programme_as_a_quote_would():
    (field,) = consent_fields(made(["quote_without_name"], programme="Open Doors"), "en")
    assert field.signed == "A participant of Open Doors"


@pytest.mark.parametrize(("asked", "got"), [("pt-br", "pt"), ("es", "es"), ("en-gb", "en"), ("ar", "en")])
def test_a_language_without_a_text_gets_english(asked, got):
    assert asking(made(), asked).language == got


@pytest.mark.django_db
def test_what_was_shown_is_kept_once_for_each_language():
    ask = an_ask(edition=a.edition(), uses_asked=["analyse"])
    shown = [text_shown(ask, language) for language in ("en", "en", "fr")]
    assert [(one.key, one.version, one.language) for one in shown] == [
        ("listening", 1, "en"), ("listening", 1, "en"), ("listening", 1, "fr"),
    ]  # fmt: skip
    assert shown[0].text == wording_of("en")


@pytest.mark.django_db
def test_a_changed_sentence_is_a_new_version_and_the_old_one_stays(monkeypatch):
    ask = an_ask(uses_asked=["analyse"])
    first = text_shown(ask, "en")
    texts = consenting._texts()
    monkeypatch.setattr(
        consenting, "_texts", lambda: {**texts, "en": {**texts["en"], "introduction": "You decide."}}
    )
    second = text_shown(ask, "en")
    assert (first.version, second.version) == (1, 2)
    assert ConsentText.objects.get(pk=first.pk).text == first.text


@pytest.mark.django_db
def test_keeping_what_was_shown_costs_one_query_once_it_is_there(django_assert_num_queries):
    ask = an_ask(uses_asked=["analyse"])
    text_shown(ask, "en")
    with django_assert_num_queries(1):
        text_shown(ask, "en")


@pytest.mark.django_db
def test_an_ask_with_a_text_of_its_own_shows_and_keeps_that():
    own = ConsentText.objects.create(key="minors", text="Your school agreed that we ask you.")
    ask = an_ask(uses_asked=["analyse"], consent_text=own)
    assert asking(ask, "en").introduction == "Your school agreed that we ask you."
    assert text_shown(ask, "en").text.startswith("Your school agreed that we ask you.")
    assert text_shown(ask, "en").key == "listening/minors"
