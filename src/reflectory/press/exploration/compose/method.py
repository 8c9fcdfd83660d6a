"""How we know: whether more answers would bring new themes, how many themes and why, the method, limits
and versions."""

from __future__ import annotations

from ..blocks import Block, Bullets, Cell, Column, Fact, Facts, Figure, Fold, Para, Section, Table, TableGroup
from ..marks import curve
from .words import Words

# The table beside a curve shows at most this many of its points, evenly taken; the drawing shows all.
SHOWN = 12


def _thin(points: tuple[tuple[int, float], ...]) -> list[tuple[int, float]]:
    if len(points) <= SHOWN:
        return list(points)
    step = (len(points) - 1) / (SHOWN - 1)
    return [points[round(i * step)] for i in range(SHOWN)]


def enough(words: Words) -> Section:
    """Whether the next people asked would bring new themes."""
    content, lang = words.content, words.lang
    title, station = lang.say("Would more answers bring new themes?"), lang.say("Is it enough?")
    found = content.saturation
    if found is None:
        why = lang.say(
            "There are too few people or no themes, so nothing is said about what more answers would bring."
        )
        return Section("enough", title, (Para(why, look="absent"),), station=station)
    blocks: list[Block] = [Para(found.sentence, lang=words.foreign)]
    if len(found.curve) > 1:
        n, last = found.curve[-1]
        people, themes = lang.say("people read"), lang.say("themes met")
        drawing = curve(
            found.curve,
            alt=lang.say(
                "A curve that rises and levels off: %(themes)s met after %(people)s.",
                themes=words.themes(round(last)),
                people=words.people(n),
            ),
            x_title=people,
            y_title=themes,
            write=lambda value: lang.number(round(value)),
            from_zero=True,
        )
        shown = tuple((Cell(lang.number(x)), Cell(lang.number(round(y, 1)))) for x, y in _thin(found.curve))
        table = Table(
            lang.say("Themes met as more people are read"),
            (Column(lang.say("People read"), look="number"), Column(lang.say("Themes met"), look="number")),
            (TableGroup("", shown),),
        )
        heading = lang.say(
            "%(themes)s met in the answers of %(people)s",
            themes=words.themes(round(last)),
            people=words.people(n),
        )
        blocks.append(
            Figure(heading, lang.say("Themes met on average as people are read in any order"), drawing, table)
        )
    return Section("enough", title, tuple(blocks), station=station)


def how_many(words: Words) -> Section:
    """How the number of themes was chosen."""
    content, lang = words.content, words.lang
    station = lang.say("How many themes")
    found = content.curve
    if found is None:
        title = lang.say("How the number of themes was chosen")
        why = lang.say("The number was told, or there were too few texts to try several.")
        return Section("number", title, (Para(why, look="absent"),), station=station)
    title = lang.say_n(
        "Why %(n)s theme and not more or fewer", "Why %(n)s themes and not more or fewer", found.medium
    )
    told = lang.say(
        "Several numbers were tried, and each scored by how well its themes hold together and apart. "
        "This report uses %(medium)s; %(coarse)s and %(fine)s are also in themes.csv, as coarser and finer "
        "views.",
        medium=lang.number(found.medium),
        coarse=lang.number(found.coarse),
        fine=lang.number(found.fine),
    )
    blocks: list[Block] = [Para(told)]
    if found.flat:
        flat = lang.say(
            "The curve is nearly flat: a few themes more or fewer would serve as well. Take the number as "
            "a convenience."
        )
        blocks.append(Para(flat, look="marked"))
    if len(found.points) > 1:
        names = [
            (found.medium, lang.say("%(n)s, used here", n=lang.number(found.medium))),
            (found.coarse, lang.say("%(n)s, coarse", n=lang.number(found.coarse))),
            (found.fine, lang.say("%(n)s, fine", n=lang.number(found.fine))),
        ]
        chosen = [name for i, name in enumerate(names) if name[0] not in {other[0] for other in names[:i]}]
        drawing = curve(
            found.points,
            alt=lang.say(
                "A curve of the score for each number of themes; %(n)s is used here.",
                n=lang.number(found.medium),
            ),
            x_title=lang.say("number of themes"),
            y_title=lang.say("score (higher is better)"),
            write=lang.number,
            chosen=chosen,
        )
        shown = tuple((Cell(lang.number(x)), Cell(lang.number(round(y, 2)))) for x, y in _thin(found.points))
        table = Table(
            lang.say("The score for each number of themes"),
            (Column(lang.say("Themes"), look="number"), Column(lang.say("Score"), look="number")),
            (TableGroup("", shown),),
        )
        heading = lang.say("The score for each number of themes that was tried")
        blocks.append(Figure(heading, lang.say("One line, three choices on it"), drawing, table))
    return Section("number", title, tuple(blocks), station=station, figure=lang.number(found.medium))


def method(words: Words) -> Section:
    """The method in plain words."""
    content, lang = words.content, words.lang
    blocks: list[Block] = [
        Section(f"method-{i}", heading, (Para(text, lang=words.foreign),), level=3)
        for i, (heading, text) in enumerate(content.method, start=1)
    ]
    if content.embedding:
        told = lang.say("Passages were compared with %(embedding)s.", embedding=content.embedding.rstrip("."))
        blocks.append(Para(told, look="note"))
    if not blocks:
        blocks.append(Para(lang.say("Nothing was computed."), look="absent"))
    return Section("method", lang.say("How this was made"), tuple(blocks), station=lang.say("Method"))


def limits(words: Words) -> Section:
    """What the report cannot say."""
    content, lang = words.content, words.lang
    always = (
        lang.say("A theme is a grouping of wording. What it means, and what to do, is for people to decide."),
        lang.say("The people who answered are not everybody. Who was not asked is not in here."),
    )
    blocks: tuple[Block, ...] = (
        (Bullets(content.limits, lang=words.foreign), Bullets(always))
        if content.limits
        else (Bullets(always),)
    )
    return Section("limits", lang.say("What this cannot tell you"), blocks, station=lang.say("Limits"))


def versions(words: Words) -> Section:
    """What made the report, so that it can be made again."""
    content, lang = words.content, words.lang
    facts = [
        Fact(lang.say("File"), content.source_name),
        Fact(lang.say("Its SHA-256"), content.source_sha256),
        *(Fact(name, version) for name, version in content.versions),
    ]
    lead = lang.say(
        "The same file with the same versions and settings gives the same report. The settings are in "
        "run.json."
    )
    blocks = (Para(lead), Fold(lang.say("File and versions"), (Facts(tuple(facts)),)))
    return Section(
        "versions", lang.say("Made again, it comes out the same"), blocks, station=lang.say("Versions")
    )
