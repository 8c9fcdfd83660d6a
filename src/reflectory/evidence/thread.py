"""The first two steps of the thread beside a text: that it was said, and what was marked in it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.core.thread import MARKED, SAID, Step, adds_to_thread
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Excerpt, Source


@adds_to_thread("evidence.source", SAID)
def said(_viewer: Viewer, source: Source) -> Step:
    """The intake that the text came with."""
    return Step(_("Said"), reverse("intake", args=[source.intake_id]), source.intake.title)


@adds_to_thread("evidence.source", MARKED)
def marked(_viewer: Viewer, source: Source) -> Step:
    """How many passages were marked in it."""
    n = Excerpt.objects.filter(version__source=source).count()
    return Step(_("Marked"), "#passages", ngettext("{n} passage", "{n} passages", n).format(n=n))
