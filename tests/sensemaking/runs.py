"""A portfolio in which something was said: ninety invented sentences in two programmes, and a run over them."""

from collections.abc import Sequence
from datetime import date, timedelta

from reflectory.engine.embedding import StaticEmbedder
from reflectory.evidence.actions.intake import Said, Who, bring_in
from reflectory.evidence.models import Source
from reflectory.listening.uses import ANALYSE, ROLE_PLACE
from reflectory.programmes.models import Edition
from reflectory.sensemaking.actions import begin_run, carry_out
from reflectory.sensemaking.models import Run, Theme
from tests import portfolio as a
from tests.engine.passages import TEXTS
from tests.engine.quick import fewer_runs

FIRST, LAST = date(2021, 1, 1), date(2021, 12, 31)
SPOKEN_ON = date(2021, 3, 1)
USES = frozenset({ANALYSE, ROLE_PLACE})
N_GOVERNMENTS = 8


def said(
    editions: Sequence[Edition], texts: Sequence[str] = TEXTS, *, n_governments: int = N_GOVERNMENTS
) -> list[Said]:
    """Each text by a voice of its own, dealt out to the editions and to governments in turn."""
    governments = [a.organisation(f"Government {number}") for number in range(n_governments)]
    return [
        Said(
            key=f"said-{number:03}", text=text, edition=editions[number % len(editions)],
            said_on=SPOKEN_ON + timedelta(days=number % 20), uses=USES, language="en",
            voice=Who(role="Clerk", seniority="frontline", organisation=governments[number // 2 % len(governments)]),
        )
        for number, text in enumerate(texts)
    ]  # fmt: skip


def bring(some: Sequence[Said]) -> None:
    bring_in(by=a.operator(), title="What people said", said=some, on=date(2021, 6, 1))


def begun(editions: Sequence[Edition], *, by=None, title: str = "What we heard", **more) -> Run:
    given = {"first": FIRST, "last": LAST, **more}
    return begin_run(by=by or a.operator(), title=title, editions=editions, **given)


def carried_out(run: Run) -> Run:
    """With few draws and the embedding that loads at once: what is done counts here, not how well."""
    with fewer_runs():
        return carry_out(run, embedder=StaticEmbedder())


def two_programmes() -> list[Edition]:
    return [a.edition(a.programme(name)) for name in ("Buses Together", "Town Hall")]


def done(editions: Sequence[Edition] = (), **more) -> Run:
    """A run with its themes, over all that was said in two programmes."""
    editions = editions or two_programmes()
    if not Source.objects.exists():
        bring(said(editions))
    return carried_out(begun(editions, **more))


def theme_of(run: Run) -> Theme:
    """The theme that most voices speak of."""
    return run.themes.order_by("-n_voices", "number").first()
