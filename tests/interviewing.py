"""Builders of interviews: a guide, a series, somebody in it, a talk that has begun. Every value can be given."""

from datetime import datetime

from reflectory.listening.actions.interview_notes import Noted, begin_interview, save_notes
from reflectory.listening.actions.interviews import add_interview, lay_out_frame
from reflectory.listening.models import Ask
from tests import portfolio as a
from tests.asking import OPENED, a_body, a_form, a_question, an_ask


def a_guide(edition, *, identity: str = "confidential", title: str = "The guide", **more) -> Ask:
    """A guide of two domains: two questions on money, one on trust."""
    body = a_body(
        a_question("needs", label="What do small firms need?", domain="Money"),
        a_question("lending", label="Who lends to them?", domain="Money"),
        a_question("trust", label="Whom do they trust?", domain="Trust"),
    )
    version = a_form(body, programme=edition.programme, purpose="interview_guide")
    given = {"purpose": "interview_guide", "audience": "invited", **more}
    found = an_ask(version, edition=edition, identity=identity, **given)
    found.title = title
    found.save()
    return found


def a_series(edition, *strata, guide: Ask | None = None):
    """A series of interviews with these cells."""
    return lay_out_frame(
        by=a.operator(), edition=edition, title="What stands in the way", question="What would help?",
        guide=guide or a_guide(edition), strata=strata,
    )  # fmt: skip


def an_interview(frame, person=None, *, at: datetime | None = None, **more):
    """Somebody in a series, invited."""
    return add_interview(by=a.operator(), frame=frame, person=person or a.person(), at=at or OPENED, **more)


def a_talk(frame, person=None, *, uses=("analyse",), by=None, at: datetime | None = None, notes=None, **more):
    """An interview that has begun, with notes: question -> (state, words)."""
    at = at or OPENED
    held = an_interview(frame, person, at=at, **more)
    begun = begin_interview(by=by or a.operator(), interview=held, uses=uses, at=at, on=at.date())
    noted = [Noted(key, state, said) for key, (state, said) in (notes or {}).items()]
    if noted:
        save_notes(by=by or a.operator(), interview=begun, noted=noted, at=at, on=at.date())
    return begun
