"""How people are asked what may be done with their words: each use by itself, shown by example, and no by default.

The texts lie in `consent_texts/`, one file for each language. What somebody was shown is kept word for word in a
`ConsentText`; a changed sentence is a new version of it. What each use allows is in `uses`; giving and taking back in
`actions.consent`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import IntegrityError, transaction
from django.db.models import Max

from reflectory.listening.identities import ANONYMOUS
from reflectory.listening.models import Ask, ConsentText
from reflectory.listening.uses import ANALYSE, QUOTING, USES, WITHOUT_NAME

KEY = "listening"
FIELD = "uses"  # of the form: one tick for each use, all under this name
_TEXTS = Path(__file__).parent / "consent_texts"
LANGUAGES = ("en", "es", "fr", "pt")
# With more than these, somebody could be found out, or the use means nothing where nobody is known.
WITHOUT_ANYBODY = (ANALYSE, WITHOUT_NAME)


@dataclass(frozen=True)
class ConsentField:
    """One use as it is asked. The tick is named `uses`, its value is the use; nothing is ticked by itself."""

    use: str
    asks: str
    if_yes: str  # "If you say yes"
    leads_to: str
    example: str = ""  # what could be said of many
    quote: str = ""  # what could stand in the report, and how it would be signed
    signed: str = ""
    brings: str = ""  # that a more open use brings the more guarded with it; empty where it does not
    is_given: bool = False


@dataclass(frozen=True)
class Asking:
    """Everything that the page shows above and for each use, in one language."""

    language: str
    introduction: str
    fields: tuple[ConsentField, ...]


def uses_offered(ask: Ask) -> tuple[str, ...]:
    """The uses that are asked of people, from the most guarded to the most open."""
    wanted = [use for use, _name in USES if use in ask.uses_asked]
    if ask.identity == ANONYMOUS:
        wanted = [use for use in wanted if use in WITHOUT_ANYBODY]
    return tuple(wanted)


def uses_taken(ask: Ask, sent: Collection[str]) -> tuple[str, ...]:
    """Of what was sent, the uses that were asked. Whatever else was sent was never asked, so it is no."""
    return tuple(use for use in uses_offered(ask) if use in sent)


def consent_fields(ask: Ask, language: str, *, given: Collection[str] = ()) -> tuple[ConsentField, ...]:
    """One field for each use that the ask asks; `given` are those that were ticked before."""
    return asking(ask, language, given=given).fields


def asking(ask: Ask, language: str, *, given: Collection[str] = ()) -> Asking:
    """The introduction and the fields. In a language that has no text of its own, in English."""
    code = known_language(language)
    said = _texts()[code]
    programme = ask.edition.programme.name if ask.edition is not None else ""
    offered = uses_offered(ask)
    introduction = ask.consent_text.text if ask.consent_text is not None else said["introduction"]
    fields = tuple(_field(said, use, offered, programme, is_given=use in given) for use in offered)
    return Asking(code, introduction, fields)


def text_shown(ask: Ask, language: str) -> ConsentText:
    """The row that keeps what people are shown, made when it is first needed. One query once it is there."""
    code = known_language(language)
    own = ask.consent_text
    wording = wording_of(code, introduction=own.text if own is not None else "")
    return _kept(KEY if own is None else f"{KEY}/{own.key}"[:60], code, wording)


def wording_of(language: str, *, introduction: str = "") -> str:
    """All that is said about all uses, word for word, as it is kept."""
    said = _texts()[language]
    lines = [introduction or said["introduction"]]
    for use, _name in USES:
        told = said["uses"][use]
        lines.append("\n".join([f"[{use}] {told['asks']}", *(told[name] for name in told if name != "asks")]))
    lines.append(said["brings"])
    return "\n\n".join(lines)


def known_language(language: str) -> str:
    """The language of the text that somebody gets: theirs where there is one ("pt" for "pt-BR"), else English."""
    code = language.replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else LANGUAGES[0]


def _field(
    said: Mapping[str, Any], use: str, offered: Collection[str], programme: str, *, is_given: bool
) -> ConsentField:
    told = said["uses"][use]
    guarded = QUOTING[QUOTING.index(use) + 1 :] if use in QUOTING else ()
    named = "signed_in" in told and programme
    return ConsentField(
        use=use,
        asks=told["asks"],
        if_yes=said["if_yes"],
        leads_to=told["leads_to"],
        example=told.get("example", ""),
        quote=told.get("quote", ""),
        signed=told["signed_in"].format(programme=programme) if named else told.get("signed", ""),
        brings=said["brings"] if any(one in offered for one in guarded) else "",
        is_given=is_given,
    )


def _kept(key: str, language: str, wording: str) -> ConsentText:
    there = ConsentText.objects.filter(key=key, language=language, text=wording).order_by("-version").first()
    if there is not None:
        return there
    latest = ConsentText.objects.filter(key=key, language=language).aggregate(n=Max("version"))["n"] or 0
    try:
        with transaction.atomic():
            return ConsentText.objects.create(key=key, version=latest + 1, language=language, text=wording)
    except IntegrityError:  # somebody else was first, with the same words
        return ConsentText.objects.get(key=key, language=language, version=latest + 1)


@lru_cache(maxsize=1)
def _texts() -> dict[str, Mapping[str, Any]]:
    return {code: yaml.safe_load((_TEXTS / f"{code}.yaml").read_text("utf-8")) for code in LANGUAGES}
