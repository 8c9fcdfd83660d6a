"""Why a text is not used in a run. The accounting keeps the English; a page says it in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOT_AGREED = "Nobody agreed that it is analysed, or the agreement was withdrawn."
EMPTY = "There is no word in it."
NO_DAY = "Its day is not known, so neither is whether it was said in the period."
TOO_FEW = "It was said in confidence, and fewer people answered than the smallest group that is shown."
SAID = {
    NOT_AGREED: _("Nobody agreed that it is analysed, or the agreement was withdrawn."),
    TOO_FEW: _("It was said in confidence, and fewer people answered than the smallest group that is shown."),
    EMPTY: _("There is no word in it."),
    NO_DAY: _("Its day is not known, so neither is whether it was said in the period."),
}
