"""The kinds of question there are, and what each may say beside its label.

A kind is added here, in `answering` (how an answer is read) and in the templates (how it is asked and shown).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TEXT = "text"
LONG_TEXT = "long_text"
CHOICE = "choice"
CHOICES = "choices"
SCALE = "scale"
NUMBER = "number"
DATE = "date"
PLACE = "place"
FILE = "file"
MATRIX = "matrix"
RANKING = "ranking"
TRIAD = "triad"
DYAD = "dyad"

KINDS = [
    (TEXT, _("a line of text")),
    (LONG_TEXT, _("a text of any length")),
    (CHOICE, _("one of several choices")),
    (CHOICES, _("several choices")),
    (SCALE, _("a scale")),
    (NUMBER, _("a number")),
    (DATE, _("a day")),
    (PLACE, _("a place")),
    (FILE, _("a file")),
    (MATRIX, _("several rows with the same choices")),
    (RANKING, _("an order of choices")),
    (TRIAD, _("where between three ends")),
    (DYAD, _("where between two ends")),
]
KEYS = frozenset(key for key, _name in KINDS)
# Whose answers are words that somebody chose themselves.
IN_WORDS = frozenset({TEXT, LONG_TEXT})
WITH_OPTIONS = frozenset({CHOICE, CHOICES, MATRIX, RANKING})
# Whose ends have names: as many as the number says.
ENDS = {SCALE: 2, TRIAD: 3, DYAD: 2}
