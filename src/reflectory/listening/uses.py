"""What words may be used for: each use is agreed to by itself, and the default is no.

Quoting by name allows quoting by role and place, and that allows quoting without a name: who agrees to more
agrees to less. Every other use stands alone.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ANALYSE = "analyse"
WITHOUT_NAME = "quote_without_name"
ROLE_PLACE = "quote_role_place"
BY_NAME = "quote_name"
GOVERNMENT = "share_government"
FUNDER = "share_funder"
OUTSIDE_MODEL = "outside_model"

USES = [
    (ANALYSE, _("be read and analysed by the team")),
    (WITHOUT_NAME, _("be quoted without a name")),
    (ROLE_PLACE, _("be quoted with role and place")),
    (BY_NAME, _("be quoted with the name")),
    (GOVERNMENT, _("be shared with the government")),
    (FUNDER, _("be shared with the funder")),
    (OUTSIDE_MODEL, _("be processed by an outside model")),
]
# From the most open way of quoting to the most guarded.
QUOTING = (BY_NAME, ROLE_PLACE, WITHOUT_NAME)


def that_allow(use: str) -> tuple[str, ...]:
    """The uses of which each one allows this one.

    >>> that_allow("quote_role_place")
    ('quote_name', 'quote_role_place')
    """
    return QUOTING[: QUOTING.index(use) + 1] if use in QUOTING else (use,)
