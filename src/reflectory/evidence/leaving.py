"""Takes texts out when whoever said them takes their words back: no text, no passage and no search holds them any more.

It happens within the withdrawal itself (`listening.leaving`), so that there is no moment between the two. What was
published finds by its withdrawn consent that it has to go out anew. How a text loses its words: `actions.taking_back`.
"""

from __future__ import annotations

from collections.abc import Sequence

from reflectory.core.visibility import Viewer
from reflectory.evidence.actions.taking_back import take_back
from reflectory.evidence.models import Source
from reflectory.listening.leaving import when_words_leave


@when_words_leave
def take_texts_out(by: Viewer | None, voices: Sequence[int]) -> list[Source]:
    """The texts that lost their words. With nobody to name, nothing is written into the history."""
    return take_back(by=by, sources=list(Source.objects.filter(voice__in=voices).order_by("pk")))
