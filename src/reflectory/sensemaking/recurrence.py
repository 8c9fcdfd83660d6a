"""Where a theme recurs across programmes, as it may be published: `recurrence_of(theme)`.

Programmes with few voices are hidden, and others with them where a total would give them away (`engine.disclosure`).
Words are not chosen here: whoever publishes adds those that may be quoted. Pages of the workspace, which only people
who read all the texts see, show every programme.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.engine.disclosure import FLOOR, hide_small
from reflectory.press.publication.content import InProgramme
from reflectory.press.publication.content import Recurrence as Published
from reflectory.sensemaking.models import Recurrence, Theme

# What `recurrence_of` reads of a theme, for `prefetch_related`.
WITH_RECURRENCES = "recurrences__programme"


def recurrence_of(theme: Theme, *, floor: int = FLOOR, language: str = "en") -> Published:
    """The theme under the name that people gave it, with a row for each programme, in the order of their names.

    For many themes, read them with `WITH_RECURRENCES` first: then this asks nothing of the database.
    """
    rows = sorted(theme.recurrences.all(), key=lambda row: (row.programme.name, row.pk))
    told = hide_small([row.n_voices for row in rows], floor=floor)
    shown = [row for row, is_hidden in zip(rows, told.hidden, strict=True) if not is_hidden]
    with translation.override(language):
        sentence = _sentence(theme, shown, n_hidden=len(rows) - len(shown), with_total=told.total_is_told)
    return Published(
        label=str(theme),
        sentence=sentence,
        rows=tuple(
            _hidden(row) if is_hidden else _told(row)
            for row, is_hidden in zip(rows, told.hidden, strict=True)
        ),
        repeatability=theme.repeatability,
    )


def _told(row: Recurrence) -> InProgramme:
    return InProgramme(
        programme=row.programme.name, n_voices=row.n_voices, n_heard=row.n_heard, n_governments=row.n_governments,
        n_governments_heard=row.n_governments_heard, share=row.share, low=row.low, high=row.high,
    )  # fmt: skip


def _hidden(row: Recurrence) -> InProgramme:
    """The name of the programme alone."""
    return InProgramme(
        programme=row.programme.name, n_voices=0, n_heard=0, n_governments=0, n_governments_heard=0, share=0.0,
        low=None, high=None, is_hidden=True,
    )  # fmt: skip


def _sentence(theme: Theme, shown: list[Recurrence], *, n_hidden: int, with_total: bool) -> str:
    """In how many programmes and governments it was heard, in words; of hidden programmes not even whether."""
    if not shown:
        return _("heard from too few voices to tell more")
    n_heard = sum(row.n_heard > 0 for row in shown)
    parts = [
        ngettext("in {n} of {all} programme", "in {n} of {all} programmes", len(shown)).format(
            n=n_heard, all=len(shown)
        )
    ]
    n_governments = theme.run.accounting.get("heard", {}).get("governments", 0)
    if with_total and n_governments:
        parts.append(
            ngettext("{n} of {all} government", "{n} of {all} governments", n_governments).format(
                n=theme.n_governments, all=n_governments
            )
        )
    if n_hidden:
        parts.append(
            ngettext(
                "without {n} programme with too few voices to tell",
                "without {n} programmes with too few voices to tell",
                n_hidden,
            ).format(n=n_hidden)
        )
    return ", ".join(parts)
