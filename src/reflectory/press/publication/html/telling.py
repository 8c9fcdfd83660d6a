"""The sentences that a published report says of its own accord: breadth, intervals, tallies, sources.

What the organisation writes comes from the content; these come from its numbers, in the report's language. Names of
programmes are looked up, so that a cell may hold an anchor or a name.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from ...language import Language
from ...language import language as find_language
from ...map.dots import Drawn
from ...map.drawing import NAMED
from ..content import (
    Became,
    Figure,
    HeardFrom,
    HowWeKnow,
    InProgramme,
    Outcome,
    Place,
    Programme,
    Programmes,
    Publication,
    RunFacts,
    Words,
)
from ..tables import DECISIONS, is_rounded

KINDS = ("supports", "complicates", "contradicts")


@dataclass(frozen=True)
class Telling:
    """Says things about a publication."""

    lang: Language
    publication: Publication

    @cached_property
    def programmes(self) -> dict[str, Programme]:
        """Those with a block of their own, by anchor."""
        listed = [one for one in self.publication.sections if isinstance(one, Programmes)]
        return {item.anchor: item for one in listed for item in one.items}

    def programme(self, anchor: str) -> str:
        """The name of a programme."""
        return self.programmes[anchor].name if anchor in self.programmes else anchor

    def source(self, words: Words, within: Programme | None = None) -> list[str]:
        """Who said it, in which programme, when, in which language, as far as they agreed and it is not plain."""
        parts = [words.attribution or self.lang.say("Somebody who did not wish to be named")]
        if words.programme and (within is None or words.programme not in (within.anchor, within.name)):
            parts.append(self.programme(words.programme))
        parts += [words.said] if words.said else []
        if words.language and words.language.split("-")[0] != self.lang.locale.language:
            parts.append(self.lang.say("in %(language)s", language=self.language(words.language)))
        return parts

    def language(self, code: str) -> str:
        """The name of a language."""
        return str(self.lang.locale.languages.get(code.split("-")[0], code))

    def languages(self, codes: tuple[str, ...]) -> str:
        return self.lang.several([self.language(code) for code in codes])

    def kind(self, kind: str) -> str:
        """What a piece of evidence does to the claim."""
        return {
            "supports": self.lang.say("Supports"),
            "complicates": self.lang.say("Complicates"),
            "contradicts": self.lang.say("Contradicts"),
        }[kind]

    def tally(self, how: HowWeKnow) -> list[tuple[str, int, str]]:
        """Kind, how many, and that in words, for each kind; withdrawn words speak neither for nor against."""
        kept = [link.kind for link in how.links if not link.words.withdrawn]
        n = {kind: kept.count(kind) for kind in KINDS}
        say_n = self.lang.say_n
        told = {
            "supports": say_n("%(n)s supports it", "%(n)s support it", n["supports"]),
            "complicates": say_n("%(n)s complicates it", "%(n)s complicate it", n["complicates"]),
            "contradicts": say_n("%(n)s contradicts it", "%(n)s contradict it", n["contradicts"]),
        }
        return [(kind, n[kind], told[kind]) for kind in KINDS]

    def reach(self, how: HowWeKnow) -> str:
        """In how many governments and programmes it was heard."""
        return self.lang.say(
            "%(governments)s in %(programmes)s",
            governments=self.places(how.n_governments),
            programmes=self.lang.say_n("%(n)s programme", "%(n)s programmes", how.n_programmes),
        )

    def quoted(self, how: HowWeKnow) -> str:
        """How many passages are quoted, and how many were."""
        n = sum(bool(link.words.withdrawn) for link in how.links)
        told = self.passages(len(how.links) - n)
        if not n:
            return told
        return self.lang.say_n(
            "%(passages)s, %(n)s withdrawn", "%(passages)s, %(n)s withdrawn", n, passages=told
        )

    def decision(self, decision: str) -> str:
        """What an edition made of advice, as a heading above its reasons."""
        return {
            "adopted": self.lang.say("Adopted"),
            "adapted": self.lang.say("Adapted"),
            "rejected": self.lang.say("Rejected"),
        }[decision]

    def decided(self, outcome: Outcome) -> list[tuple[str, int, str]]:
        """Decision, how many made it, and that in words, for each decision that was made."""
        n, say_n = {name: getattr(outcome, f"n_{name}") for name in DECISIONS}, self.lang.say_n
        told = {
            "adopted": say_n("%(n)s adopted it", "%(n)s adopted it", n["adopted"]),
            "adapted": say_n("%(n)s adapted it", "%(n)s adapted it", n["adapted"]),
            "rejected": say_n("%(n)s rejected it", "%(n)s rejected it", n["rejected"]),
        }
        return [(name, n[name], told[name]) for name in DECISIONS if n[name]]

    def nothing_decided(self, outcome: Outcome) -> str:
        """Why there is nothing to tell of what became of advice."""
        if outcome.is_hidden:
            return self.lang.say("Too few have decided on it to tell of without pointing at somebody.")
        return self.lang.say("Nobody has decided on it yet.")

    def in_sum(self, became: Became) -> str:
        """What became of all the advice that can be told of; what is hidden is not in the sum."""
        shown = [one for one in became.items if one.n and not one.is_hidden]
        if not shown:
            return ""
        n = {name: sum(getattr(one, f"n_{name}") for one in shown) for name in DECISIONS}
        return self.lang.say_n(
            "Decisions on %(n)s piece of advice: %(adopted)s to adopt, %(adapted)s to adapt, %(rejected)s to reject.",
            "Decisions on %(n)s pieces of advice: %(adopted)s to adopt, %(adapted)s to adapt, %(rejected)s to reject.",
            len(shown),
            **{name: self.lang.number(count) for name, count in n.items()},
        )

    def advised_by(self, became: Became) -> str:
        """Whose advice it was."""
        return self.lang.say(
            "What programmes since have made of the advice in “%(report)s”, %(year)s.",
            report=became.report,
            year=became.year,
        )

    def own_name(self, code: str) -> str:
        """What a language calls itself: Español, العربية."""
        name = find_language(code).locale.display_name or code
        return name[:1].upper() + name[1:]

    def passages(self, n: int) -> str:
        return self.lang.say_n("%(n)s passage", "%(n)s passages", n)

    def places(self, n: int) -> str:
        return self.lang.say_n("%(n)s government", "%(n)s governments", n)

    def more(self, n: int) -> str:
        return self.lang.say_n("%(n)s more", "%(n)s more", n)

    def names(self, n: int) -> str:
        return self.lang.say_n("%(n)s name", "%(n)s names", n)

    def named(self, names: tuple[str, ...]) -> list[str]:
        """Each name once, with how often it stands there: departments of many places are called the same."""
        counted = Counter(names)
        return [f"{name}\u202f×\u202f{self.lang.number(n)}" if n > 1 else name for name, n in counted.items()]

    def themes(self, n: int) -> str:
        return self.lang.say_n("%(n)s theme", "%(n)s themes", n)

    def advice(self, n: int) -> str:
        return self.lang.say_n("%(n)s recommendation", "%(n)s recommendations", n)

    def people(self, row: InProgramme) -> str:
        """14 of 24."""
        return self._of(row.n_heard, row.n_voices)

    def governments(self, row: InProgramme) -> str:
        """9 of 12."""
        return self._of(row.n_governments_heard, row.n_governments)

    def between(self, row: InProgramme) -> str:
        """How many it might have been if we had asked others like them, or why that cannot be said."""
        if row.low is None or row.high is None:
            return self.lang.say("too few governments to say how far this may be chance")
        low, high = round(row.low * row.n_voices), round(row.high * row.n_voices)
        if low == high:
            return self.lang.say("about %(n)s", n=self.lang.number(low))
        return self.lang.say(
            "between %(low)s and %(high)s", low=self.lang.number(low), high=self.lang.number(high)
        )

    def steadiness(self, repeatability: float | None) -> str:
        """How much of a theme comes back when the same answers are asked for again."""
        if repeatability is None:
            return ""
        return self.lang.say(
            "When a part of the answers is left out, %(share)s of the theme comes back. "
            "That is steadiness, not correctness.",
            share=self.lang.share(repeatability),
        )

    def roles(self, row: HeardFrom) -> str:
        """9 front line, 8 manager."""
        return ", ".join(f"{self.lang.number(n)} {role}" for role, n in row.roles)

    def moment(self, moment: str) -> str:
        """When something is done, as a heading."""
        return {
            "before": self.lang.say("Before programming"),
            "during": self.lang.say("During programming"),
            "after": self.lang.say("After programming"),
            "any": self.lang.say("At any time"),
        }.get(moment, moment)

    def exactly(self, figure: Figure) -> str:
        """The exact value beside a rounded one; nothing where none was rounded."""
        if not is_rounded(figure):
            return ""
        return self.lang.say("%(n)s exactly", n=self.lang.number(figure.value))

    def dot(self, names: tuple[str, ...]) -> str:
        """Whom a dot on the map stands for."""
        if len(names) <= NAMED:
            return self.lang.several(names)
        return self.lang.several([*names[:NAMED], self.more(len(names) - NAMED)])

    def on_the_map(self, drawn: Drawn[Place]) -> str:
        """What the map shows, and what it leaves out."""
        say, say_n = self.lang.say, self.lang.say_n
        told = [
            say_n(
                "The map shows one government; the dot says nothing about its size.",
                "The map shows %(n)s governments, each with an equal dot whatever its size; "
                "where dots would cover each other, a ring stands for all of them and names them.",
                drawn.n,
            )
        ]
        if drawn.without:
            told.append(
                say_n(
                    "One has no coordinates and is only in the table.",
                    "%(n)s have no coordinates and are only in the table.",
                    len(drawn.without),
                )
            )
        if drawn.outside:
            told.append(
                say(
                    "Outside the frame, and only in the table: %(names)s.",
                    names=self.lang.several([place.name for place in drawn.outside]),
                )
            )
        return " ".join(told)

    def accounting(self, run: RunFacts) -> str:
        """What came in and what became of it, as a sum."""
        number = self.lang.number
        return self.lang.say(
            "%(received)s passages received = %(used)s used + %(excluded)s left out + %(failed)s failed",
            received=number(run.received),
            used=number(run.used),
            excluded=number(run.excluded),
            failed=number(run.failed),
        )

    def release(self) -> str:
        """Which release this is, and of which day."""
        return self.lang.say(
            "Release %(release)s, %(day)s",
            release=self.publication.release,
            day=self.lang.day(self.publication.released_on),
        )

    def licence(self) -> str:
        return self.lang.say("Licence: %(licence)s", licence=self.publication.licence)

    def takeaway(self, number: int) -> str:
        return self.lang.say("Takeaway %(number)s", number=self.lang.number(number))

    def how_of(self, number: int) -> str:
        return self.lang.say("How we know (takeaway %(number)s)", number=self.lang.number(number))

    def heard_in(self, how: HowWeKnow) -> str:
        """In how many places it was heard, and how much of it can be read."""
        return self.lang.say(
            "Heard in %(reach)s. Quoted here: %(passages)s.",
            reach=self.reach(how),
            passages=self.quoted(how),
        )

    def shown_as(self, figure: Figure) -> str:
        return self.lang.say("shown as %(shown)s", shown=figure.shown)

    def left_out(self, reason: str) -> str:
        return self.lang.say("Left out: %(reason)s", reason=reason)

    def text(self, number: int) -> str:
        """A text to share, by its number."""
        return self.lang.say("Text %(number)s", number=self.lang.number(number))

    def length(self, text: str, with_address: int = 0) -> str:
        """How long a text to share is."""
        told = self.lang.say_n("%(n)s character", "%(n)s characters", len(text))
        if with_address:
            return self.lang.say(
                "%(length)s, %(n)s with the address", length=told, n=self.lang.number(with_address)
            )
        return told

    def _of(self, part: int, whole: int) -> str:
        return self.lang.say(
            "%(part)s of %(whole)s", part=self.lang.number(part), whole=self.lang.number(whole)
        )
