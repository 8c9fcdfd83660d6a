"""Who said it, in words: never more than the use that the voice agreed to allows.

`attribution` takes the use that a passage is published under. It does not ask whether the voice agreed to that use;
`checking` does. A role that is held by one person in a small place names that person to whoever knows the place: who
agreed to role and place agreed to that, and the page on which consent is given says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import override

from reflectory.evidence.models import Source
from reflectory.listening.models import Voice
from reflectory.listening.uses import BY_NAME, ROLE_PLACE
from reflectory.programmes.catalogue import kind_of

# Fewer voices than this in an edition, and its programme is not named: it would point at a handful of people.
SMALLEST_CROWD = 5


def attribution(
    voice: Voice, use: str, *, language: str = "en", crowds: Mapping[int, int] | None = None
) -> str:
    """Who said it: "A participant of Failing Forward", "Department director, Larkspur County", or with the name.

    `crowds` says how many voices each edition has, see `crowds_of`; without it, it is counted here.
    """
    with override(language):
        if use in (BY_NAME, ROLE_PLACE):
            name = _name(voice) if use == BY_NAME else ""
            role = role_of(voice)
            parts = [name, _within(role) if name else role[:1].upper() + role[1:], place_of(voice)]
            return ", ".join(part for part in parts if part) or _somebody()
        return _without_name(voice, crowds)


def crowds_of(voices: Iterable[Voice]) -> dict[int, int]:
    """How many voices there are in each edition of these voices, in one query."""
    editions = {voice.edition_id for voice in voices if voice.edition_id is not None}
    rows = Voice.objects.filter(edition__in=editions).order_by().values("edition").annotate(n=Count("pk"))
    return dict(rows.values_list("edition", "n"))


def said_when(source: Source, *, language: str = "en") -> str:
    """When it was said, as coarse as it is published: "spring 2021"; "" where no day is known.

    The season is that of the place; without one, that of the north.
    """
    if source.said_on is None:
        return ""
    with override(language):
        return _("{season} {year}").format(
            season=_season(source.said_on, in_south=_is_in_south(source.voice)), year=source.said_on.year
        )


def _somebody() -> str:
    return _("A participant")


def _without_name(voice: Voice, crowds: Mapping[int, int] | None) -> str:
    edition = voice.edition
    if edition is None:
        return _somebody()
    n_voices = (crowds_of([voice]) if crowds is None else crowds).get(edition.pk, 0)
    if n_voices < SMALLEST_CROWD:
        return _somebody()
    return _("A participant of {programme}").format(programme=edition.programme.name)


def _name(voice: Voice) -> str:
    if voice.person is None:
        return voice.name
    # Somebody whose personal data was deleted has no name any more.
    return "" if voice.person.forgotten_on else voice.person.name


def _within(role: str) -> str:
    """The role as it is written after a name: "department director", but "CEO"."""
    return role if role[1:2].isupper() else role[:1].lower() + role[1:]


def role_of(voice: Voice) -> str:
    """The role as the kind of programme names it, else in the words that were brought."""
    kind = kind_of(voice.edition.programme.kind) if voice.edition is not None else None
    named = {role.key: str(role.name) for role in kind.roles} if kind else {}
    return named.get(voice.role, voice.role.replace("_", " "))


def place_of(voice: Voice) -> str:
    """The government or body; of a department, the government that it is part of."""
    if voice.organisation is None:
        return voice.place_words
    return str((voice.organisation.counted_as or voice.organisation).name)


def _is_in_south(voice: Voice) -> bool:
    latitude = voice.organisation.latitude if voice.organisation is not None else None
    return latitude is not None and latitude < 0


def _season(day: date, *, in_south: bool) -> str:
    names = [_("winter"), _("spring"), _("summer"), _("autumn")]
    return names[(day.month % 12 // 3 + (2 if in_south else 0)) % 4]
