"""Both sides of an engagement are asked how far residents had a say, each by itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.visibility import Viewer, system
from reflectory.listening import identities, purposes
from reflectory.listening.actions.asks import lay_out_ask
from reflectory.listening.actions.forms import add_form
from reflectory.listening.actions.invitations import invite
from reflectory.listening.models import FormVersion
from reflectory.listening.models.power import BothSides
from reflectory.listening.power import QUESTION, told_of
from reflectory.programmes.models import Engagement, Membership

RUNG_WORDS = {
    "told": ("We were told what was decided.", "Nos contaron lo que se había decidido.",
             "On nous a dit ce qui était décidé.", "Disseram-nos o que estava decidido."),
    "asked": ("We were asked what we think.", "Nos preguntaron qué pensamos.",
              "On nous a demandé notre avis.", "Perguntaram-nos o que pensamos."),
    "tested_with": ("Something was tried out with us.", "Se probó algo con nosotros.",
                    "On a essayé quelque chose avec nous.", "Experimentou-se algo connosco."),
    "co_created": ("We made it together.", "Lo hicimos juntos.",
                   "Nous l’avons fait ensemble.", "Fizemo-lo em conjunto."),
    "decided": ("We decided.", "Decidimos nosotros.", "C’est nous qui avons décidé.", "Fomos nós que decidimos."),
}  # fmt: skip
LANGUAGES = ("en", "es", "fr", "pt")
BODY: dict[str, Any] = {
    "languages": list(LANGUAGES),
    "title": dict(zip(LANGUAGES, (
        "How far did people have a say?", "¿Hasta dónde tuvo voz la gente?",
        "Jusqu’où les gens ont-ils eu leur mot à dire ?", "Até onde as pessoas tiveram voz?",
    ), strict=True)),
    "sections": [{"key": "say", "questions": [{
        "key": QUESTION, "kind": "choice", "required": True,
        "label": dict(zip(LANGUAGES, (
            "Which sentence fits best for the people who took part?",
            "¿Qué frase describe mejor a las personas que participaron?",
            "Quelle phrase convient le mieux aux personnes qui ont participé ?",
            "Que frase descreve melhor as pessoas que participaram?",
        ), strict=True)),
        "options": [
            {"key": key, "label": dict(zip(LANGUAGES, said, strict=True))} for key, said in RUNG_WORDS.items()
        ],
    }]}],
}  # fmt: skip


@transaction.atomic
def ask_both_sides(*, by: Viewer, engagement: Engagement) -> BothSides:
    """The two asks about an engagement, which are there once: the team by name, those who took part without.

    The members of the engagement's team are invited; the others answer by the code, which goes on a slide or card.
    """
    there = BothSides.objects.filter(engagement=engagement).first()
    if there is not None:
        return there
    version = _version(by)
    common: dict[str, Any] = {
        "by": by, "edition": engagement.edition, "form_version": version, "purpose": purposes.ENGAGEMENT,
        "team": engagement.team, "uses_asked": (),
    }  # fmt: skip
    what = {"what": engagement.what[:120]}
    row = BothSides.objects.create(
        engagement=engagement,
        team_ask=lay_out_ask(
            title=_("The team’s side: %(what)s") % what,
            identity=identities.NAMED,
            audience="invited",
            **common,
        ),
        others_ask=lay_out_ask(
            title=_("The other side: %(what)s") % what,
            identity=identities.ANONYMOUS,
            audience="open",
            **common,
        ),
    )
    audit.record(by=by, verb="ask_both_sides", on=row)
    members = Membership.objects.filter(team=engagement.team, left_on__isnull=True).select_related("person")
    if engagement.team is not None and members:
        invite(by=by, ask=row.team_ask, people=[one.person for one in members])
    return row


@transaction.atomic
def settle_gaps() -> int:
    """How many engagements have another gap than was kept. For what is done by itself; again changes nothing."""
    rows = BothSides.objects.filter(others_ask__closed_at__isnull=False).select_related(
        "team_ask", "others_ask"
    )
    changed = []
    for told in told_of(rows):
        if told.both.gap != told.gap:
            was = audit.snapshot(told.both)
            told.both.gap = told.gap
            told.both.save(update_fields=["gap"])
            changed.append((told.both, was))
    audit.record_many(by=system("Both sides compared"), verb="settle_gaps", changes=changed)
    return len(changed)


def _version(by: Viewer) -> FormVersion:
    title = BODY["title"]["en"]
    there = FormVersion.objects.filter(
        form__purpose=purposes.ENGAGEMENT, form__programme__isnull=True, form__title=title
    ).last()
    return there or add_form(by=by, title=title, purpose=purposes.ENGAGEMENT, body=BODY)
