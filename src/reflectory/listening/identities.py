"""Who is known to have answered: named, confidential or anonymous. Each is told to the person in one sentence.

Named: those who may see the ask see who said what. Confidential: who said what is for the few roles that were
granted it, never for the person's own managers, and small groups are hidden. Anonymous: nobody can find out.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

NAMED = "named"
CONFIDENTIAL = "confidential"
ANONYMOUS = "anonymous"

IDENTITIES = [
    (NAMED, _("named")),
    (CONFIDENTIAL, _("confidential")),
    (ANONYMOUS, _("anonymous")),
]
# Said to the person before the first question.
TOLD: dict[str, Any] = {
    NAMED: _("The team that asks sees your answers together with your name."),
    CONFIDENTIAL: _(
        "A few people of the team that asks see your answers with your name; nobody you work with or for does."
    ),
    ANONYMOUS: _("Nobody can find out which answers are yours: neither your name nor the time is kept."),
}
