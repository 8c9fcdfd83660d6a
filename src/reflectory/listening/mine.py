"""What somebody answered, found again by themselves: by the receipt they were given, or by an invitation's link.

Whoever holds the receipt or the link is taken to be the one who answered; nobody signs in. This says what the person's
own page shows of this room: what they said, who sees it, what they agreed to. Rooms above add where it was used, as
panels for `USED` and `DECIDED`; changing anything is in `actions.withdrawing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.accounts.roles import ROLES
from reflectory.listening.consenting import Asking, asking, uses_offered
from reflectory.listening.identities import ANONYMOUS, CONFIDENTIAL, TOLD
from reflectory.listening.models import AnonymousResponse, Ask, Consent, Invitation, Response, Voice
from reflectory.listening.queries import allows, uses_allowed
from reflectory.listening.questions import kinds
from reflectory.listening.questions.conditions import is_given
from reflectory.listening.questions.document import Document, Question
from reflectory.listening.questions.piping import in_words, piped
from reflectory.listening.uploads import labels
from reflectory.listening.uses import that_allow

# Places of the own page to which rooms add what they know; they are given a `Mine`.
USED, DECIDED = "own-used", "own-decided"


@dataclass(frozen=True)
class Mine:
    """An answer and whose voices hold its words; `language` is that of the page."""

    kept: Response | AnonymousResponse
    voices: tuple[int, ...]
    language: str

    @property
    def ask(self) -> Ask:
        """What was asked."""
        return self.kept.ask

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody may find out whose it is."""
        return isinstance(self.kept, AnonymousResponse)

    @property
    def is_withdrawn(self) -> bool:
        """Whether all of it was taken back."""
        return isinstance(self.kept, Response) and self.kept.withdrawn_at is not None

    @property
    def document(self) -> Document:
        """The questions as they were asked."""
        return self.kept.form_version.document

    @property
    def can_correct(self) -> bool:
        """Whether the answers can still be changed: until their analysis is closed."""
        ask = self.ask
        return (
            not self.is_withdrawn and ask.analysed_at is None and ask.closed_at is None and not _is_over(ask)
        )


def _is_over(ask: Ask) -> bool:
    return ask.closes_at is not None and ask.closes_at <= timezone.now()


@dataclass(frozen=True)
class Said:
    """One answer beside its question; `lines` has one for each line or thing that was said."""

    label: str
    lines: tuple[str, ...]
    round: int | None = None  # of a section that is answered several times


def by_receipt_hash(hashed: str, *, language: str) -> Mine | None:
    """The answer that a receipt belongs to, by the hash of the receipt."""
    row = Response.objects.filter(receipt_hash=hashed).select_related(*_BESIDE, "voice").first()
    if row is not None:
        return of_response(row, language=language)
    kept = AnonymousResponse.objects.filter(receipt_hash=hashed).select_related(*_BESIDE).first()
    return None if kept is None else Mine(kept, tuple(anonymous_voices(kept)), language)


def by_invitation(invitation: Invitation, *, language: str) -> Mine | None:
    """What the invited person answered; None while nothing was, and always where the ask is anonymous."""
    row = Response.objects.filter(invitation=invitation).select_related(*_BESIDE, "voice").first()
    return None if row is None else of_response(row, language=language)


def of_response(row: Response, *, language: str) -> Mine:
    """A response as its writer's own."""
    return Mine(row, (row.voice_id,), language)


_BESIDE = ("ask__edition__programme", "ask__consent_text", "form_version")


def anonymous_voices(kept: AnonymousResponse) -> list[int]:
    """The voices under which rooms above hold an anonymous answer's words; none before they were taken in."""
    return list(Voice.objects.filter(key=anonymous_key(kept)).values_list("pk", flat=True))


def anonymous_key(kept: AnonymousResponse) -> str:
    """What the voice of an anonymous answer is called: by its receipt, since its number changes with its order."""
    return f"ask/{kept.ask_id}/{sha256(kept.receipt_hash.encode()).hexdigest()[:32]}"


def said(mine: Mine) -> list[Said]:
    """Each question that was answered, in the order of the form, with the answer in words."""
    document, answers, language = mine.document, mine.kept.answers, mine.kept.language
    names = _file_names(mine)
    found: list[Said] = []
    for section in document.sections:
        if section.most_repeats is None:
            found += _said_in(section.questions, answers, document, answers, language, names, None)
            continue
        for n, one in enumerate(answers.get(section.key) or [], start=1):
            found += _said_in(section.questions, one, document, answers, language, names, n)
    return found


def _said_in(
    questions: tuple[Question, ...],
    given: Mapping[str, Any],
    document: Document,
    answers: Mapping[str, Any],
    language: str,
    names: Mapping[str, str],
    round_: int | None,
) -> Iterator[Said]:
    for question in questions:
        value: Any = given.get(question.key)
        if not is_given(value):
            continue
        label = piped(
            question.label.in_(language), document=document, answers={**answers, **given}, language=language
        )
        if question.kind == kinds.FILE:
            lines = [names.get(str(one), str(_("a file"))) for one in value]
        else:
            lines = in_words(question, value, language).split("\n")
        yield Said(label, tuple(lines), round_)


def _file_names(mine: Mine) -> dict[str, str]:
    if not isinstance(mine.kept, Response):
        return {}
    return labels(mine.ask, mine.kept.client_uuid)


def seen_by(mine: Mine) -> list[str]:
    """Who can read it, in sentences, from what the ask promises and whom it names."""
    ask = mine.ask
    told = [str(TOLD[ask.identity])]
    names = [
        str(ROLES[role].name)
        for role in ask.readers.order_by("role").values_list("role", flat=True)
        if role in ROLES
    ]
    where = ask.edition.programme.name if ask.edition is not None else ""
    if names and where:
        told.append(
            _("These roles of {programme} read the single answers: {roles}.").format(
                programme=where, roles=", ".join(names)
            )
        )
    elif names:
        told.append(_("These roles read the single answers: {roles}.").format(roles=", ".join(names)))
    else:
        told.append(_("Nobody was given the single answers to read."))
    organisation = getattr(getattr(mine.kept, "voice", None), "organisation", None)
    if ask.identity == CONFIDENTIAL and organisation is not None:
        told.append(
            _("Nobody who works or worked at {organisation} is shown them, whatever their role.").format(
                organisation=organisation
            )
        )
    if ask.identity != "named":
        told.append(
            ngettext(
                "Groups of fewer than {n} person are not shown.",
                "Groups of fewer than {n} people are not shown.",
                ask.floor,
            ).format(n=ask.floor)
        )
    told.append(
        _(
            "Those who look after the computer on which this runs could read it too, but not find out that it was you."
        )
        if ask.identity == ANONYMOUS
        else _("Those who look after the computer on which this runs could read it too.")
    )
    return told


def consent_of(mine: Mine) -> tuple[Asking, frozenset[str]]:
    """The uses as they are asked, ticked as they stand; and those taken back today, which wait until tomorrow."""
    today = timezone.localdate()
    if isinstance(mine.kept, AnonymousResponse):
        uses = frozenset(mine.kept.uses)
    else:
        uses = uses_allowed(mine.voices, on=today)[mine.kept.voice_id]
    given = [use for use in uses_offered(mine.ask) if allows(uses, use)]
    gone = set(
        Consent.objects.filter(voice__in=mine.voices, withdrawn_on=today).values_list("use", flat=True)
    )
    # What brings with it something that was taken back today cannot be agreed to either.
    wait = {
        use
        for use in uses_offered(mine.ask)
        if use not in given and any(use in that_allow(one) for one in gone)
    }
    return asking(mine.ask, mine.language, given=given), frozenset(wait)
