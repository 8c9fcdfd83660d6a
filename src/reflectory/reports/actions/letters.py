"""Words that reached an editor by another way, as by a letter: brought in with what was stated, and quoted."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core.visibility import Viewer
from reflectory.evidence.actions.excerpts import excerpt_of
from reflectory.evidence.actions.intake import Basis, Said, Who, bring_in
from reflectory.evidence.models import SourceVersion
from reflectory.listening.uses import ANALYSE
from reflectory.programmes.models import Edition
from reflectory.reports.actions.pieces import add_quote
from reflectory.reports.models import ProgrammeBlock, Quote, Section
from reflectory.reports.policies import check_can_write_report


@dataclass(frozen=True)
class Letter:
    """What somebody said, who they are, and what is stated of how they may be quoted."""

    text: str
    use: str
    stated_by: str
    how: str
    agreed_on: date
    language: str = ""
    said_on: date | None = None
    edition: Edition | None = None
    role: str = ""
    place: str = ""
    name: str = ""


@transaction.atomic
def bring_quote_in(*, by: Viewer, place: Section | ProgrammeBlock, letter: Letter, on: date) -> Quote:
    """The words, kept as evidence with their consent, and quoted at that place as openly as was agreed."""
    check_can_write_report(by, place.report)
    key, text = f"letter/{secrets.token_hex(8)}", letter.text.strip()
    who = Who(role=letter.role, place_words=letter.place, name=letter.name)
    bring_in(
        by=by,
        title=_("Words for “{report}”").format(report=place.report),
        said=[
            Said(
                key, text, voice=who, edition=letter.edition, said_on=letter.said_on, language=letter.language,
                kind="note",
            )
        ],
        on=on,
        basis=Basis(frozenset({ANALYSE, letter.use}), letter.stated_by, letter.agreed_on, letter.how),
    )  # fmt: skip
    version = SourceVersion.objects.select_related("source").get(source__key=key)
    excerpt = excerpt_of(by=by, version=version, words=version.text)
    return add_quote(by=by, place=place, excerpt=excerpt, use=letter.use)
