"""Phrases that several parts of the report share: counts of groups, people, ranges, sources of quotes.

A phrase is written once, so that a number is worded the same way wherever it stands. Small collections are
told in counts, large ones in shares with their range; `Words` knows which, and in which language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import bidirectional

from ...language import Language
from ..blocks import Link, Quoted
from ..content import Exploration, Interval, Quote

RIGHT_TO_LEFT = ("R", "AL")
# Rows listed in full up to this many stretches; the rest is in run.json, and the report says so.
STRETCHES = 400
SAME = {"organization": "organisation", "program": "programme", "municipality": "city"}


@dataclass(frozen=True)
class Words:
    """The report's content, the reader's language, and the phrases they share."""

    content: Exploration
    lang: Language

    @property
    def foreign(self) -> str:
        """The language of sentences that come with the content, where it is not the reader's."""
        own = self.content.words_language
        return "" if own.split("-")[0] == self.lang.code.split("-")[0] else own

    def people(self, n: int) -> str:
        return self.lang.say_n("%(n)s person", "%(n)s people", n)

    def rows(self, n: int) -> str:
        return self.lang.say_n("%(n)s row", "%(n)s rows", n)

    def passages(self, n: int) -> str:
        return self.lang.say_n("%(n)s passage", "%(n)s passages", n)

    def texts(self, n: int) -> str:
        return self.lang.say_n("%(n)s text", "%(n)s texts", n)

    def themes(self, n: int) -> str:
        return self.lang.say_n("%(n)s theme", "%(n)s themes", n)

    def groups(self, n: int) -> str:
        """9 councils, or 9 groups (region) where the column's name is not a word we know."""
        return group_phrase(self.lang, self.content.group_column or "", n)

    def groups_even(self, effective: float) -> str:
        """About 7 councils: an effective number, rounded to a whole one."""
        return self.lang.say("about %(groups)s", groups=self.groups(max(1, round(effective))))

    def of_groups(self, n: int, total: int) -> str:
        """9 of 12 councils, or all 12 councils."""
        if n == total > 1:
            return self.lang.say("all %(groups)s", groups=self.groups(total))
        return self.lang.say("%(part)s of %(whole)s", part=self.lang.number(n), whole=self.groups(total))

    def of(self, n: int, total: int) -> str:
        """3 of 14."""
        return self.lang.say("%(part)s of %(whole)s", part=self.lang.number(n), whole=self.lang.number(total))

    def of_people(self, n: int, total: int) -> str:
        return self.lang.say("%(part)s of %(whole)s", part=self.lang.number(n), whole=self.people(total))

    def between(self, interval: Interval) -> str:
        """The range in words, or why there is none."""
        if interval.low is None or interval.high is None:
            return interval.note
        return self.lang.say(
            "between %(low)s and %(high)s if we had asked others like them",
            low=self.lang.share(interval.low),
            high=self.lang.share(interval.high),
        )

    def named(self, label: str) -> str:
        """A theme's name within a sentence, in this language's quotation marks."""
        return self.lang.say("“%(label)s”", label=label)

    def quoted(self, quote: Quote, *, tags: tuple[Link, ...] = (), note: str = "") -> Quoted:
        """A quote with its source line: id, place, groups, day."""
        source = [quote.id, quote.place] if quote.id != quote.place else [quote.id]
        source += [value for _, value in quote.groups]
        if quote.said_on is not None:
            source.append(self.lang.day(quote.said_on))
        if quote.campaign is not None:
            source.append(self.lang.say("a letter sent by many (%(key)s)", key=quote.campaign))
        span = self.lang.say("characters %(start)s to %(end)s", start=quote.start, end=quote.end)
        return Quoted(
            text=quote.text,
            lang="" if quote.language == "und" else quote.language,
            rtl=starts_right(quote.text),
            source=tuple(part for part in source if part),
            reference=f"{self.content.source_name}, {', '.join([*source, span])}",
            tags=tags,
            note=note,
        )

    def quotes(self, quotes: Iterable[Quote]) -> tuple[Quoted, ...]:
        return tuple(self.quoted(quote) for quote in quotes)

    def row_list(self, rows: Sequence[int]) -> str:
        """2 to 5, 9, 14: every row number, runs drawn together."""
        stretches: list[tuple[int, int]] = []
        for row in sorted(set(rows)):
            if stretches and stretches[-1][1] == row - 1:
                stretches[-1] = (stretches[-1][0], row)
            else:
                stretches.append((row, row))
        shown = [
            f"{first}" if first == last else f"{first}\u2013{last}" for first, last in stretches[:STRETCHES]
        ]
        if len(stretches) > STRETCHES:
            left = sum(last - first + 1 for first, last in stretches[STRETCHES:])
            shown.append(self.lang.say_n("and %(n)s more, in run.json", "and %(n)s more, in run.json", left))
        return ", ".join(shown)

    def found_again(self, repeatability: float) -> str:
        """How steady a theme is, in words."""
        if repeatability >= 0.9:
            return self.lang.say("almost always")
        if repeatability >= 0.75:
            return self.lang.say("most times")
        if repeatability >= 0.5:
            return self.lang.say("about every second time")
        return self.lang.say("seldom: read it with care")

    def found_again_figure(self, repeatability: float) -> str:
        """The same as a count of runs; small collections in tens, lest precision be read into it."""
        if self.content.small:
            return self.lang.say(
                "about %(part)s of 10 runs", part=self.lang.number(round(repeatability * 10))
            )
        return self.lang.say("%(part)s of 100 runs", part=self.lang.number(round(repeatability * 100)))

    def verdict(self, verdict: str) -> str:
        """What can be said about change, as a short phrase."""
        say = self.lang.say
        known = {
            "rises": say("rises"),
            "falls": say("falls"),
            "no change seen": say("no change seen"),
            "too few groups": say("too few groups to say"),
            "too few respondents": say("too few people to say"),
            "one period": say("one period only"),
            "no dates": say("no dates"),
        }
        return known.get(verdict, verdict)


def starts_right(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for character in text:
        direction = bidirectional(character)
        if direction in RIGHT_TO_LEFT:
            return True
        if direction == "L":
            return False
    return False


def capital(label: str) -> str:
    """The label as a heading: its first letter raised, nothing else changed."""
    return label[:1].upper() + label[1:]


def group_phrase(lang: Language, column: str, n: int) -> str:
    """n groups, named by their column where that is a word with a plural we know."""
    word = re.sub(r"[\W_]+", " ", column).strip().lower()
    word = SAME.get(word, word)
    match word:
        case "government":
            return lang.say_n("%(n)s government", "%(n)s governments", n)
        case "council":
            return lang.say_n("%(n)s council", "%(n)s councils", n)
        case "city":
            return lang.say_n("%(n)s city", "%(n)s cities", n)
        case "county":
            return lang.say_n("%(n)s county", "%(n)s counties", n)
        case "state":
            return lang.say_n("%(n)s state", "%(n)s states", n)
        case "country":
            return lang.say_n("%(n)s country", "%(n)s countries", n)
        case "region":
            return lang.say_n("%(n)s region", "%(n)s regions", n)
        case "district":
            return lang.say_n("%(n)s district", "%(n)s districts", n)
        case "department":
            return lang.say_n("%(n)s department", "%(n)s departments", n)
        case "agency":
            return lang.say_n("%(n)s agency", "%(n)s agencies", n)
        case "organisation":
            return lang.say_n("%(n)s organisation", "%(n)s organisations", n)
        case "programme":
            return lang.say_n("%(n)s programme", "%(n)s programmes", n)
        case "team":
            return lang.say_n("%(n)s team", "%(n)s teams", n)
        case "trust":
            return lang.say_n("%(n)s trust", "%(n)s trusts", n)
        case "school":
            return lang.say_n("%(n)s school", "%(n)s schools", n)
        case "place":
            return lang.say_n("%(n)s place", "%(n)s places", n)
        case "group" | "":
            return lang.say_n("%(n)s group", "%(n)s groups", n)
        case _:
            return lang.say_n("%(n)s group (%(column)s)", "%(n)s groups (%(column)s)", n, column=column)
