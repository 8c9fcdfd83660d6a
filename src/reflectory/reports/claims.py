"""A claim as words: whether it says something at all, and what was asked of it before it was called ready.

Pure text. What would make a claim wrong, and where contrary words were looked for, stand as paragraphs in "how it was
judged", which is published with the claim: `questioned` takes them apart, `judged_with` puts them together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reflectory.engine.segments import n_words

SHORT = 8  # words; a longer claim without a full stop is taken for a sentence
# Small words by which a sentence is known, in the languages that reports are written in most.
_VERBS = frozenset({
    "am", "is", "are", "was", "were", "be", "been", "has", "have", "had", "do", "does", "did", "can",
    "cannot", "could", "may", "might", "must", "need", "needs", "should", "will", "would", "es", "son",
    "fue", "está", "están", "hay", "tiene", "tienen", "puede", "pueden", "debe", "deben", "est", "sont",
    "était", "ont", "peut", "peuvent", "doit", "doivent", "faut", "é", "são", "foi", "estão", "tem", "têm",
    "pode", "podem", "deve", "devem",
})  # fmt: skip
_SPACED = re.compile(r"[A-Za-zÀ-ɏͰ-ϿЀ-ӿ]")
_ENDS = (".", "!", "?", "…", ".”", "?”", ".»")


@dataclass(frozen=True)
class Questioned:
    """How a claim was judged, taken apart."""

    wrong: str  # what would make it wrong
    looked: str  # where contrary words were looked for, and what was found
    rest: str


def is_bare(claim: str) -> bool:
    """Whether a claim is a bare noun and says nothing yet. Only a hint: it is never refused.

    >>> is_bare("Culture"), is_bare("Trust in local government"), is_bare("Trust is made in small rooms")
    (True, True, False)
    """
    said = claim.strip()
    if not _SPACED.search(said):
        return False
    words = re.findall(r"[^\W\d_]+", said.casefold())
    if n_words(said) < 3:
        return True
    if said.endswith(_ENDS) or len(words) >= SHORT:
        return False
    return not any(word in _VERBS for word in words)


def _leads() -> tuple[str, str]:
    """How the two paragraphs begin, in the language that is active."""
    return _("What would make this wrong:"), _("Where we looked for words against it:")


def questioned(judged: str) -> Questioned:
    """How a claim was judged, with the two answers apart, in the language that is active."""
    wrong_lead, looked_lead = _leads()
    found = {wrong_lead: "", looked_lead: ""}
    rest = []
    for paragraph in re.split(r"\n\s*\n", judged.replace("\r", "")):
        lead = next((one for one in found if paragraph.strip().startswith(one)), None)
        if lead is None:
            rest.append(paragraph.strip())
        else:
            found[lead] = paragraph.strip()[len(lead) :].strip()
    return Questioned(found[wrong_lead], found[looked_lead], "\n\n".join(one for one in rest if one))


def judged_with(rest: str, *, wrong: str, looked: str) -> str:
    """The paragraphs together, what is empty left out."""
    wrong_lead, looked_lead = _leads()
    parts = [rest.strip()]
    for lead, answer in ((wrong_lead, wrong), (looked_lead, looked)):
        said = " ".join(answer.split())
        if said:
            parts.append(f"{lead} {said}")
    return "\n\n".join(part for part in parts if part)
