"""The kinds of section that a report is put together from. Which, in what order and wording, is each report's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SectionKind:
    """A kind of section: what it is called in the editor, what it holds, whether a report has it once at most."""

    key: str
    name: Any
    holds: Any
    is_once: bool = True


SECTION_KINDS = {
    kind.key: kind
    for kind in (
        SectionKind("introduction", _("Introduction"), _("What this report is, in a few paragraphs.")),
        SectionKind("gratitude", _("Thanks"), _("Whom you thank, and for what.")),
        SectionKind(
            "where", _("Where we worked"), _("The map, its note and the same governments as a table.")
        ),
        SectionKind(
            "programmes", _("Programmes"), _("Each programme with its blurb, figures, partners and funders.")
        ),
        SectionKind("takeaways", _("Takeaways"), _("Claims with their points and how we know.")),
        SectionKind("recommendations", _("Recommendations"), _("What to do, for whom and when.")),
        SectionKind(
            "became",
            _("What became of the advice"),
            _("What editions made of the last report’s advice, and why, where enough of them have decided."),
        ),
        SectionKind("impact", _("Impact in figures"), _("Figures in large type.")),
        SectionKind("quotes", _("In their words"), _("What participants said.")),
        SectionKind("heard", _("Whom we heard"), _("From whom we heard, and whom we did not hear.")),
        SectionKind("download", _("Download"), _("Where to get the report as a file, and for whom it is.")),
        SectionKind("share", _("Share"), _("Texts that readers can post.")),
        SectionKind("next", _("What is next"), _("What you will do now.")),
        SectionKind("method", _("Method"), _("How you worked, and the limits of it.")),
        SectionKind("corrections", _("Corrections"), _("What was put right since the first release.")),
        SectionKind("supporters", _("Programmes, partners and funders"), _("Their names, as lists.")),
        SectionKind("text", _("Text"), _("Paragraphs under a title of your own."), is_once=False),
    )
}
CHOICES = [(kind.key, kind.name) for kind in SECTION_KINDS.values()]
AUDIENCES = [
    ("public_servant", _("Public servants")),
    ("supporting_organisation", _("Organisations that work with government")),
    ("funder", _("Funders")),
    ("resident", _("Residents")),
]
MOMENTS = [("before", _("before")), ("during", _("during")), ("after", _("after"))]
LINK_KINDS = [
    ("supports", _("supports")),
    ("complicates", _("complicates")),
    ("contradicts", _("contradicts")),
]
