"""Builders of forms, asks and answers, each as small as it can be. Every value can be given."""

import uuid
from datetime import UTC, datetime, timedelta

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.listening.models import Ask, AskReader, Form, FormVersion, Invitation
from reflectory.listening.questions.document import hash_of

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
        form_version=version or a_form(), edition=edition, title="After the session", identity=identity,
        **{"purpose": "session_feedback", "audience": "open", "code": uuid.uuid4().hex[:8], "languages": ["en"],
           "opens_at": opens_at or datetime.now(UTC) - timedelta(hours=1), **more},
    )  # fmt: skip
    AskReader.objects.bulk_create(AskReader(ask=ask, role=role) for role in readers)
    return ask


def an_invitation(ask: Ask, person, **more) -> Invitation:
    """One person asked, without a token."""
    return Invitation.objects.create(ask=ask, identity=ask.identity, person=person, **more)
