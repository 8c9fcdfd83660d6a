"""What a clerk said in confidence, planted among what others said: `plant` makes the ask, the texts and a theme."""

import uuid

from reflectory.accounts import roles
from reflectory.directory.actions.people import add_post
from reflectory.evidence.actions.excerpts import make_excerpt
from reflectory.evidence.actions.from_responses import pull_responses
from reflectory.evidence.models import Source
from reflectory.listening.actions.answering import receive
from reflectory.listening.models import Ask, Response
from reflectory.listening.uses import ANALYSE, WITHOUT_NAME
from reflectory.sensemaking.models import Passage, Recurrence, Run, Theme
from tests import asking
from tests import portfolio as a

COMMENT = "Kestrelford never asks the night shift before it changes the rota"
SECRET = "Kestrelford never asks"
OTHERS = "In our town the evening desk was asked and helped to write it"
ALSO = "pettifogging"  # what the clerk chose, in words of their own
BODY = asking.a_body(
    asking.a_question(),
    asking.a_question("mood", "choice", "How is it?", other=True, options=[
        {"key": "good", "label": asking.words("Good")}, {"key": "bad", "label": asking.words("Bad")},
    ]),
)  # fmt: skip


def answered(ask: Ask, of, text: str, **more) -> Response:
    member = a.member(of)
    invitation = asking.an_invitation(ask, member.person, membership=member, team=of)
    got = receive(
        ask=ask, client_uuid=uuid.uuid4(), sent={"helped": text, **more}, language="en",
        uses=(ANALYSE, WITHOUT_NAME), invitation=invitation,
    )  # fmt: skip
    assert got.problems == {}
    return got.response


def plant():
    """A confidential ask with answers from five towns, one of them the director's; texts, passages and a theme."""
    edition = a.edition()
    city = a.organisation("Kestrelford")
    department = a.organisation("Kestrelford Night Desk", level="department", parent=city)
    ask = asking.an_ask(
        asking.a_form(BODY), edition=edition, identity="confidential", floor=3, title="What holds you back",
        readers=(roles.LEAD, roles.ANALYST, roles.COACH, roles.EDITOR), uses_asked=[ANALYSE, WITHOUT_NAME],
    )  # fmt: skip
    comment = answered(ask, a.team(edition, department), COMMENT, mood={"other": ALSO})
    for n in range(4):
        answered(ask, a.team(edition), f"{OTHERS}, number {n}", mood="good")
    assert pull_responses() == ["5 answers were taken in as texts."]
    director = a.person("Dora Director")
    add_post(by=a.operator(), person=director, organisation=city, title="Director")
    theme = _theme(edition)
    return {"edition": edition, "ask": ask, "director": director, "comment": comment, "theme": theme}


def _theme(edition) -> Theme:
    run = Run.objects.create(
        title="What we heard", state="done", ran_by_name="A test", accounting={"used": 5}
    )
    run.editions.add(edition)
    theme = Theme.objects.create(
        run=run, number=1, label="night, desk", n_voices=5, n_governments=5, n_programmes=1
    )
    for rank, source in enumerate(Source.objects.order_by("pk"), start=1):
        excerpt = make_excerpt(by=a.operator(), version=source.latest, start=0, end=len(source.latest.text))
        Passage.objects.create(theme=theme, excerpt=excerpt, weight=1 / rank, rank=rank)
    Recurrence.objects.create(
        theme=theme,
        programme=edition.programme,
        n_voices=5,
        n_heard=5,
        n_governments=5,
        n_governments_heard=5,
        share=1,
    )
    return theme
