"""Texts for tests of the rooms that hold what was said: `brought` makes one, through the action."""

from datetime import date
from itertools import count

from reflectory.evidence.actions.intake import Said, Who, bring_in
from reflectory.evidence.models import Source
from tests import portfolio as a

DAY = date(2021, 3, 1)
TEXT = "We asked late. Nobody told the night shift. Then the clerk drew an envelope, and everybody laughed."
_number = count(1)


def said(text: str = TEXT, **more) -> Said:
    """A text as it is brought: `role`, `person`, `organisation`, `name` are those of its voice."""
    own = {field: more.pop(field) for field in Who.__dataclass_fields__ if field in more and field != "key"}
    given = {"key": f"t{next(_number)}", "said_on": DAY, **more}
    return Said(
        text=text,
        voice=Who(**own, key=more.pop("voice_key", "")),
        **{k: v for k, v in given.items() if k != "voice_key"},
    )


def brought(text: str = TEXT, *, uses: set[str] | None = None, by=None, **more) -> Source:
    """One text, brought in by itself with what its voice agreed to."""
    one = said(text, uses=None if uses is None else frozenset(uses), **more)
    bring_in(by=by or a.operator(), title=f"Words {one.key}", said=[one], on=DAY)
    return Source.objects.get(key=one.key)


def original(source: Source):
    """The version that holds what was said."""
    return source.versions.get(number=1)
