"""A claim as words: whether it says something at all, and what was asked of it before it was called ready.

Pure text. Where contrary words were looked for stands as a paragraph in "how it was judged", which is published with
the claim: `questioned` takes it apart, `judged_with` puts it together. What would make a claim wrong is a field.
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


def _lead() -> str:
    """How the paragraph begins, in the language that is active."""
    return _("Where we looked for words against it:")


def questioned(judged: str) -> Questioned:
    """How a claim was judged, with the answer apart, in the language that is active."""
    lead, looked = _lead(), ""
    rest = []
    for paragraph in re.split(r"\n\s*\n", judged.replace("\r", "")):
        said = paragraph.strip()
        if said.startswith(lead):
            looked = said.removeprefix(lead).strip()
        elif said:
            rest.append(said)
    return Questioned(looked, "\n\n".join(rest))


def judged_with(rest: str, *, looked: str) -> str:
    """The paragraphs together, what is empty left out."""
    said = " ".join(looked.split())
    parts = [rest.strip(), f"{_lead()} {said}" if said else ""]
    return "\n\n".join(part for part in parts if part)
