"""Builders of forms, asks and answers, each as small as it can be. Every value can be given."""

import uuid
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.evidence.actions.intake import Said, bring_in
from reflectory.evidence.models import Source
from reflectory.listening.actions import agree
from reflectory.listening.mine import anonymous_key
from reflectory.listening.models import (
    AnonymousResponse,
    Ask,
    AskReader,
    Form,
    FormVersion,
    Invitation,
    Response,
    Voice,
)
from reflectory.listening.questions.document import hash_of
from reflectory.listening.receipts import hash_of as hash_of_receipt
from tests import portfolio as a

OPENED = datetime(2021, 3, 1, 8, tzinfo=UTC)


def words(text: str, **others: str) -> dict[str, str]:
    """The same words in English and the languages named."""
    return {"en": text, **others}


def a_question(key: str = "helped", kind: str = "long_text", label: str = "What helped?", **more) -> dict:
    """The JSON of one question."""
    return {"key": key, "kind": kind, "label": words(label), **more}


def a_body(*questions: dict, languages: tuple[str, ...] = ("en",), **more) -> dict:
    """The JSON of a form with one section."""
    asked = list(questions) or [a_question()]
    section = {"key": "first", "title": words("About the session"), "questions": asked}
    return {"languages": list(languages), "title": words("After the session"), "sections": [section], **more}


def a_form(body: dict | None = None, *, programme=None, purpose: str = "session_feedback") -> FormVersion:
    """The first version of a new form."""
    held = body or a_body()
    form = Form.objects.create(programme=programme, title="After the session", purpose=purpose)
    return FormVersion.objects.create(form=form, body=held, content_hash=hash_of(held))


def an_ask(
    version: FormVersion | None = None,
    *,
    edition=None,
    identity: str = "named",
    readers: tuple[str, ...] = (LEAD, ANALYST),
    opens_at: datetime | None = None,
    **more,
) -> Ask:
    """An ask that opened an hour ago and does not close by itself."""
    ask = Ask.objects.create(
        form_version=version or a_form(), edition=edition, identity=identity,
        **{"title": "After the session", "purpose": "session_feedback", "audience": "open",
           "code": uuid.uuid4().hex[:8], "languages": ["en"],
           "opens_at": opens_at or datetime.now(UTC) - timedelta(hours=1), **more},
    )  # fmt: skip
    AskReader.objects.bulk_create(AskReader(ask=ask, role=role) for role in readers)
    return ask


def an_invitation(ask: Ask, person, **more) -> Invitation:
    """One person asked, without a token."""
    return Invitation.objects.create(ask=ask, identity=ask.identity, person=person, **more)


def a_response(
    ask: Ask, answers: dict, *, uses=frozenset(), receipt: str = "", voice=None, **more
) -> Response:
    """A named or confidential answer by somebody who agreed to these uses; `more` is its voice's."""
    client = uuid.uuid4()
    told = {field: more.pop(field) for field in _OF_VOICES if field in more}
    said_by = voice or Voice.objects.create(key=f"ask/{ask.pk}/{client}", edition=ask.edition, **told)
    day = timezone.localdate() - timedelta(days=3)
    agree(by=a.operator(), voice=said_by, uses=uses, basis="own_choice", on=day)
    return Response.objects.create(
        ask=ask, identity=ask.identity, form_version=ask.form_version, client_uuid=client, voice=said_by,
        answers=answers, receipt_hash=hash_of_receipt(receipt or uuid.uuid4().hex), received_at=timezone.now(), **more,
    )  # fmt: skip


_OF_VOICES = ("person", "organisation", "role", "seniority", "place_words", "name")


def an_anonymous_response(ask: Ask, answers: dict, *, uses=(), receipt: str = "") -> AnonymousResponse:
    """An answer of nobody."""
    return AnonymousResponse.objects.create(
        ask=ask,
        form_version=ask.form_version,
        answers=answers,
        uses=list(uses),
        receipt_hash=hash_of_receipt(receipt or uuid.uuid4().hex),
    )


def words_of(kept, text: str) -> Source:
    """A text of somebody's answer, as it is taken in: under the answer's own voice."""
    if isinstance(kept, AnonymousResponse):
        voice = Voice.objects.create(key=anonymous_key(kept), edition=kept.ask.edition)
        agree(
            by=a.operator(),
            voice=voice,
            uses=kept.uses,
            basis="own_choice",
            on=timezone.localdate() - timedelta(days=3),
        )
    else:
        voice = kept.voice
    key = f"test/{uuid.uuid4().hex}"
    bring_in(
        by=a.operator(),
        title="Answers",
        said=[Said(key, text, edition=kept.ask.edition, uses=frozenset())],
        on=date(2021, 3, 1),
    )
    source = Source.objects.get(key=key)
    source.voice = voice
    source.language = "en"
    source.save(update_fields=["voice", "language"])
    return source
