"""Takes words out of texts for good, because whoever said them withdrew them or said it differently.

What happens at once when somebody withdraws is in `evidence.leaving`; this is for single texts, and for those that
were corrected. The text stays as a row, so that the sums still add up and passages of it say why they hold no words.
Its words are in no version, not in the search and not in the history, which never had them. `checking` calls it a
withdrawal, so what is published follows as with any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from reflectory.core import audit, search
from reflectory.core.visibility import Viewer
from reflectory.evidence.hashing import hash_of
from reflectory.evidence.models import Source, SourceVersion


@transaction.atomic
def take_back(*, by: Viewer | None, sources: Sequence[Source]) -> list[Source]:
    """Those of the texts that had words until now. Without `by` nothing is kept of who did it and when."""
    found = [source for source in sources if source.taken_back_on is None]
    if not found:
        return []
    was = [audit.snapshot(source) for source in found]
    pks = [source.pk for source in found]
    SourceVersion.objects.filter(source__in=pks).update(text="", text_hash=hash_of(""), why="", blanked=[])
    today = timezone.localdate()
    Source.objects.filter(pk__in=pks).update(taken_back_on=today)
    for source in found:
        source.taken_back_on = today
    if by is not None:
        audit.record_many(by=by, verb="take_back", changes=list(zip(found, was, strict=True)))
    search.refresh(Source.objects.filter(pk__in=pks).prefetch_related("versions"))
    transaction.on_commit(search.wipe)
    return found
