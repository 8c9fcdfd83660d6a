"""Why a text is not used in a run. The accounting keeps the English; a page says it in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOT_AGREED = "Nobody agreed that it is analysed, or the agreement was withdrawn."
EMPTY = "There is no word in it."
NO_DAY = "Its day is not known, so neither is whether it was said in the period."
SAID = {
    NOT_AGREED: _("Nobody agreed that it is analysed, or the agreement was withdrawn."),
    EMPTY: _("There is no word in it."),
    NO_DAY: _("Its day is not known, so neither is whether it was said in the period."),
}
