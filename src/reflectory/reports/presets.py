"""What a new report can be laid out from: kinds of section in an order. All of it can be changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from reflectory.reports.actions.reports import USUAL

FIGURES_FIRST = (
    "impact", "quotes", "takeaways", "supporters", "recommendations", "heard", "download", "share", "next", "method",
    "corrections",
)  # fmt: skip


@dataclass(frozen=True)
class Preset:
    """A layout by its key and its name."""

    key: str
    name: Any
    kinds: tuple[str, ...]


PRESETS = {
    one.key: one
    for one in (
        Preset("usual", _("The usual page: where we worked, programmes, takeaways, recommendations"), USUAL),
        Preset(
            "figures_first",
            _("Figures first: impact, participants’ words, takeaways, supporters, recommendations"),
            FIGURES_FIRST,
        ),
        Preset("empty", _("Nothing: I add every section myself"), ()),
    )
}
