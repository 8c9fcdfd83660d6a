"""Whether a passage praises or complains, by a short list of written cues. English only.

It is made to find two passages worth reading side by side, not to measure a mood: most passages get no clear
answer, and none is shown as a figure. `disagreement` pairs what is clear. Passages in other languages have
polarity 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LANGUAGES = ("en",)
NEGATION_REACH = 3  # words: "not at all very helpful"


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_STRONG_PRAISE = _words(
    """
    excellent brilliant amazing fantastic wonderful outstanding superb marvellous marvelous exceptional
    faultless perfect perfectly impeccable splendid terrific delighted grateful thankful fabulous lovely
    wonderfully brilliantly exemplary praise invaluable incredible
    """
)
_PRAISE = _words(
    """
    good great kind helpful friendly polite caring professional courteous efficient pleasant nice happy
    pleased satisfied appreciate appreciated appreciative welcoming supportive understanding reassuring
    reassured comfortable clean prompt promptly quick quickly knowledgeable thorough attentive
    respectful impressed love loved enjoy enjoyed thank thanks well smooth smoothly safe easy fine
    easily kindness compassionate considerate cheerful calm calming reliable punctual useful clear
    clearly informative encouraging fair best glad valued trusted works worked improved effective
    """
)
_STRONG_COMPLAINT = _words(
    """
    terrible awful appalling disgusting disgraceful dreadful horrible horrendous unacceptable atrocious
    shocking useless rude filthy worst shambles nightmare ridiculous abysmal dire pathetic disgrace
    incompetent neglected humiliating furious distressing dangerous
    """
)
_COMPLAINT = _words(
    """
    bad poor slow slowly late delay delays delayed cancelled canceled unhelpful unfriendly dirty broken
    difficult confusing confused frustrating frustrated disappointed disappointing unhappy dissatisfied
    dissatisfaction complain complained complaint lack lacking lacked lacks missing shortage
    insufficient inadequate inconvenient uncomfortable unable impossible fail failed fails failure wrong
    mistakes worse ignored dismissed dismissive rushed abrupt unsafe unfair unreliable waste wasted
    annoying annoyed noisy overcrowded expensive refused forgotten forgot stuck stranded disorganised
    disorganized unclear miscommunication understaffed overworked shambolic errors unprofessional
    insensitive uncaring inaccessible
    """
)
# Also what one says of an illness or of a long day without blaming anybody.
_WEAK_COMPLAINT = _words(
    """
    problem problems issue issues painful worried worrying upset upsetting stress stressful lost hard
    cost wait waiting waited hours difficulty closed scary afraid mistake crowded struggling struggle
    struggled error
    """
)
_WISHES = _words(
    "should must need needs improve improvement improvements better more sooner quicker faster earlier"
)
_TOO = _words("long much many far small cold hot few little high low loud big short early often expensive")
_NEGATIONS = _words(
    """
    not no never nothing none neither nor without hardly barely cannot cant dont doesnt didnt wasnt
    werent isnt arent wont wouldnt couldnt shouldnt hasnt havent hadnt aint nobody
    """
)
_CONTRASTS = _words("but however although though except unfortunately apart")
# As the first word an answer ("Nothing, all was well"), not a negation.
_ANSWERS = _words("no nothing none never")
# Phrases whose words mislead one by one; each is one cue of its own.
_SPAN = r"(?:minutes|mins|hours?|hrs?|days?|weeks?|months?|ages|forever|a while|long time)"
_FAULT = r"(?:complain|problem|issue|fault|improve|delay|hitch|worr|criticis|concern|wrong)"
_NOBODY = r"(?:nothing|no ?thing|no ?one|nobody|none|not|never|cannot|\w+n'?t|n'think)"
_BETTER = r"(?:better|improve\w*|differently|else|(?:do|done) (?:any )?more)"
_CANNOT = r"(?:can(?:not|'?t)|could(?: not|n'?t))"
_WITHOUT = r"(?:no|not any|without(?: any| a)?|never had(?: any| a)?|nothing(?: to)?)"
_PHRASES = (
    (2.0, rf"\b{_CANNOT} (?:have )?(?:find )?(?:fault|praise|thank|ask|been)\w*[^.!?]*"),
    (1.5, rf"\b{_WITHOUT} (?:\w+[ /])?{_FAULT}\w*"),
    (1.5, r"\bnever (?:once )?let (?:me|us|him|her|them) down\b"),
    (1.0, rf"\b{_NOBODY} [^.!?]{{0,45}}\b{_BETTER}"),
    (1.0, r"\bkeep (?:it |up )|\bwell done\b"),
    (-1.5, r"\bnot (?:\w+ )?(?:enough|everyone|all|always|so great)\b"),
    (-1.5, r"\bnever (?:get|got|came|come|answer|arriv|turn|call|heard)\w*"),
    (-1.5, r"\blet (?:(?:me|us|him|her|them) )?down\b"),
    (-1.5, r"\b(?:could|would|can|did|do)(?: not|n'?t|not) (?:get|find|help|listen|come|arrive|turn)\b"),
    (-1.5, r"\b(?:could|might|should) (?:be|have|do)\b"),
    (-1.5, r"\bwould (?:be|have been) (?:nice|good|better|helpful|useful)\b"),
    (-1.5, r"\b(?:no|not a|without) (?:one|body|reply|answer|response|information|communication)\b"),
    (-1.5, r"\b(?:no|not a|without) (?:help|support|explanation|apology)\b"),
    (-1.0, rf"\bt(?:oo|a)k(?:e|es|en)? (?:\w+ ){{0,3}}{_SPAN}\b"),
    (-0.7, r"\b(?:\d+|one|two|three|four|five|six|several|many) ?(?:hours?|hrs?|weeks?|months?)\b"),
)
_COMPILED = [(weight, re.compile(phrase)) for weight, phrase in _PHRASES]
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|[.!?;,]")


@dataclass(frozen=True)
class Polarity:
    """Praise and complaint found in a passage, in cues; `value` is from -1 (complaint) to 1 (praise)."""

    praise: float
    complaint: float
    n_contrasts: int = 0

    @property
    def value(self) -> float:
        """How far one outweighs the other, shrunk where there is little of both.

        Worked line: two cues of praise and none of complaint give 2 / (2 + 1) = .67; two and one (2 - 1) / 4.
        A "but" counts as one more of neither, since what follows it is mostly the other side.
        """
        cues = self.praise + self.complaint
        return (self.praise - self.complaint) / (cues + 1 + self.n_contrasts)


def polarity(text: str) -> Polarity:
    """The cues of one passage.

    >>> round(polarity("The staff were kind and very helpful.").value, 2)
    0.67
    >>> round(polarity("The staff were not kind and we waited too long.").value, 2)
    -0.71
    """
    plain = text.lower().replace("’", "'")
    praise = complaint = 0.0
    for weight, phrase in _COMPILED:
        plain, n = phrase.subn(" ", plain)
        praise += max(weight, 0) * n
        complaint += max(-weight, 0) * n
    words = _TOKEN.findall(plain)
    since_negation = NEGATION_REACH + 1
    for at, word in enumerate(words):
        word = word.replace("'", "")
        if word in ".!?;,":
            since_negation = NEGATION_REACH + 1
            continue
        is_negation = word in _NEGATIONS and (at > 0 or word not in _ANSWERS)
        since_negation = 0 if is_negation else since_negation + 1
        weight = _weight(word, words[at - 1] if at else "")
        if since_negation <= NEGATION_REACH and weight:
            weight = -weight if weight > 0 else -0.5 * weight
        praise += max(weight, 0)
        complaint += max(-weight, 0)
    return Polarity(praise, complaint, sum(word in _CONTRASTS for word in words))


def _weight(word: str, before: str) -> float:
    if word in _STRONG_PRAISE:
        return 1.5
    if word in _PRAISE:
        return 1.0
    if word in _STRONG_COMPLAINT:
        return -1.5
    if word in _COMPLAINT or (before == "too" and word in _TOO):
        return -1.0
    return -0.7 if word in _WISHES else -0.4 if word in _WEAK_COMPLAINT else 0.0


def polarities(texts: Sequence[str], languages: Sequence[str] | None = None) -> list[float]:
    """The polarity of each passage, 0 in a language that has no cues. Without `languages` all are read."""
    codes = languages if languages is not None else [LANGUAGES[0]] * len(texts)
    return [
        polarity(text).value if code.split("-")[0] in LANGUAGES else 0.0
        for text, code in zip(texts, codes, strict=True)
    ]
