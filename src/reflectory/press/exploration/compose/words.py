"""Phrases that several parts of the report share: counts of groups, people, ranges, sources of quotes.

A phrase is written once, so that a number is worded the same way wherever it stands. Small collections are
told in counts, large ones in shares with their range; `Words` knows which, and in which language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import bidirectional

from babel.numbers import format_decimal

from ...language import Language
from ..blocks import Link, Quoted
from ..content import Exploration, Interval, Quote, Theme
from .nouns import both, counted, is_known

RIGHT_TO_LEFT = ("R", "AL")
# Rows listed in full up to this many stretches; the rest is in run.json, and the report says so.
STRETCHES = 400
# From here on a theme comes back much as it was (Hennig 2007), and below LOOSE it could have been cut otherwise.
STEADY = 0.75
LOOSE = 0.5


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
        """9 councils, or 9 values of Site where the column's name is not a word we know."""
        return counted(self.lang, self.content.group_column or "", n)

    def groups_even(self, effective: float) -> str:
        """About 7 councils: an effective number, rounded to a whole one."""
        return self.lang.say("about %(groups)s", groups=self.groups(max(1, round(effective))))

    def of_groups(self, n: int, total: int) -> str:
        """9 of 12 councils, all 12 councils, both councils; 9 of 12 (Site) where the word is not known."""
        column = self.content.group_column or ""
        if n == total == 2:
            return both(self.lang, column)
        if n == total > 1:
            return self.lang.say("all %(groups)s", groups=self.groups(total))
        if not is_known(column):
            return self.lang.say(
                "%(part)s of %(all)s (%(column)s)",
                part=self.lang.number(n),
                all=self.lang.number(total),
                column=column,
            )
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

    def steadiness(self, theme: Theme) -> str:
        """How steady a theme is, in words; judged on the figure as it is shown, so that the two agree."""
        shown = round(theme.repeatability, 2)
        if shown >= STEADY:
            return self.lang.say("steady")
        if shown >= LOOSE:
            return self.lang.say("fairly steady")
        return self.lang.say("loose: one reading among several")

    def is_loose(self, theme: Theme) -> bool:
        return round(theme.repeatability, 2) < LOOSE

    def overlap(self, theme: Theme) -> str:
        """Overlap 0.67: a mean Jaccard index over the fits, so a plain number and neither share nor frequency."""
        n = format_decimal(round(theme.repeatability, 2), format="0.00", locale=self.lang.locale)
        return self.lang.say("overlap %(n)s", n=n)

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
