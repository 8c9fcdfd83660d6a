"""Themes beside each other: by group, over time, by kind of respondent, and the letters that many sent.

Every part says why it is not here where the data cannot carry it; none vanishes.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..blocks import Block, Cell, Column, Fold, Para, Quotes, Section, Table, TableGroup
from ..content import Difference, Heat, HeatCell
from .opening import change
from .overview import trend_mark
from .words import Words, capital

SHADES = 5
CLAIMS = ("rises", "falls")
ORDER = ("rises", "falls", "no change seen")


def shade(cell: HeatCell, top: float) -> int:
    """How dark a cell is, 0 to 5: its share against the highest share in the table."""
    if not cell.says or not cell.of or top <= 0:
        return 0
    return max(1, min(SHADES, round(SHADES * cell.says / cell.of / top)))


def _cell(words: Words, cell: HeatCell, top: float) -> Cell:
    if not cell.of:
        return Cell(words.of(0, 0), sort=0)
    return Cell(words.of(cell.says, cell.of), sort=cell.says / cell.of, shade=shade(cell, top))


def _top(rows: Sequence[Sequence[HeatCell]]) -> float:
    return max((cell.says / cell.of for row in rows for cell in row if cell.of), default=0.0)


def by_group(words: Words) -> Section:
    """Theme × group, a table for each group column."""
    content, lang = words.content, words.lang
    station = lang.say("Who says what")
    title = lang.say("Where each theme is heard")
    if not content.themes:
        why = lang.say("With no themes found, there is nothing to set against groups.")
    elif content.group_column is None:
        why = lang.say(
            "No column was taken for a group, so themes are not set against groups. Name one with --group."
        )
    elif content.n_groups < 2 or not content.heats:
        why = lang.say("All answers come from one group, so there is nothing to set side by side.")
    else:
        lead = lang.say(
            "A cell reads: people who say it, of people heard there. The stronger the colour, the larger "
            "the share; "
            "0 of 0 means that nobody was heard there."
        )
        tables = tuple(_heat(words, heat) for heat in content.heats)
        return Section(
            "groups", title, (Para(lead), *tables), station=station, figure=words.groups(content.n_groups)
        )
    return Section("groups", title, (Para(why, look="absent"),), station=station)


def _heat(words: Words, heat: Heat) -> Table:
    lang = words.lang
    top = _top([cells for _, _, cells in heat.rows])
    columns = (Column(lang.say("Theme")), *(Column(group, look="number") for group in heat.groups))
    rows = tuple(
        (Cell(capital(label), target=f"#{key}"), *(_cell(words, cell, top) for cell in cells))
        for key, label, cells in heat.rows
    )
    rule = lang.say(
        "To find a cell’s rows in excerpts.csv: theme = its key, %(column)s = the group; people are each "
        "respondent once.",
        column=heat.column,
    )
    if heat.left_out:
        more = lang.say_n(
            "%(n)s group is left out here for width; all are in themes.csv.",
            "%(n)s groups are left out here for width; all are in themes.csv.",
            heat.left_out,
        )
        rule = f"{more} {rule}"
    caption = lang.say("Themes by %(column)s: people who say it, of people heard", column=heat.column)
    return Table(caption, columns, (TableGroup("", rows),), look="heat", note=rule)


def over_time(words: Words) -> Section:
    """What can be said about change, theme by theme, and the counts behind it."""
    content, lang = words.content, words.lang
    station = lang.say("Over time")
    verdicts = {theme.trend.verdict for theme in content.themes}
    if not content.themes:
        why = lang.say("With no themes found, there is nothing to follow over time.")
        return Section(
            "time", lang.say("Nothing is said about change"), (Para(why, look="absent"),), station=station
        )
    if verdicts == {"no dates"}:
        why = lang.say(
            "No column was taken for a date, so themes are not followed over time. Name one with --date."
        )
        return Section(
            "time", lang.say("Nothing is said about change"), (Para(why, look="absent"),), station=station
        )
    if verdicts == {"one period"}:
        why = lang.say("All answers come from one period; change needs two or more.")
        return Section(
            "time", lang.say("Nothing is said about change"), (Para(why, look="absent"),), station=station
        )
    blocks: list[Block] = [_verdicts(words)]
    if content.periods and any(theme.trend.points for theme in content.themes):
        blocks.append(_periods(words))
    if content.trend_method:
        told = Para(content.trend_method, lang=words.foreign)
        blocks.append(Fold(lang.say("How change was told from chance"), (told,)))
    return Section(
        "time",
        change(words).rstrip("."),
        tuple(blocks),
        station=station,
        figure=lang.say_n("%(n)s period", "%(n)s periods", len(content.periods)),
    )


def _verdicts(words: Words) -> Table:
    content, lang = words.content, words.lang
    rank = {verdict: i for i, verdict in enumerate(ORDER)}
    ordered = sorted(content.themes, key=lambda theme: rank.get(theme.trend.verdict, len(ORDER)))
    rows = []
    for theme in ordered:
        trend = theme.trend
        notes = []
        if trend.fragile and trend.verdict in CLAIMS:
            notes.append(lang.say("Would not stand without %(list)s", list=lang.several(trend.fragile)))
        if trend.q is not None and not content.small:
            notes.append(lang.say("q = %(q)s", q=lang.number(round(trend.q, 3))))
        rows.append(
            (
                Cell(capital(theme.label), target=f"#{theme.key}"),
                Cell(capital(words.verdict(trend.verdict)), mark=trend_mark(words, theme)),
                Cell(trend.sentence, note="; ".join(notes), lang=words.foreign),
            )
        )
    note = (
        ""
        if content.small
        else lang.say("q is the share of such claims that would be false alarms, over all themes together.")
    )
    columns = (
        Column(lang.say("Theme")),
        Column(lang.say("Verdict"), look="mark"),
        Column(lang.say("What the data can carry")),
    )
    return Table(lang.say("Change, theme by theme"), columns, (TableGroup("", tuple(rows)),), note=note)


def _periods(words: Words) -> Table:
    content, lang = words.content, words.lang
    table = []
    for theme in content.themes:
        found = {period: HeatCell(says, of) for period, says, of in theme.trend.points}
        table.append((theme, [found.get(period, HeatCell(0, 0)) for period in content.periods]))
    top = _top([cells for _, cells in table])
    rows = tuple(
        (Cell(capital(theme.label), target=f"#{theme.key}"), *(_cell(words, cell, top) for cell in cells))
        for theme, cells in table
    )
    columns = (Column(lang.say("Theme")), *(Column(period, look="number") for period in content.periods))
    note = lang.say(
        "To find a cell’s rows in excerpts.csv: theme = its key, date within the period; people are each "
        "respondent once."
    )
    return Table(
        lang.say("Themes by period: people who say it, of people heard"),
        columns,
        (TableGroup("", rows),),
        look="heat",
        note=note,
    )


def by_kind(words: Words) -> Section:
    """Themes that differ between kinds of respondent."""
    content, lang = words.content, words.lang
    station = lang.say("Between kinds")
    columns = [use.column for use in content.columns if use.role == "kind"]
    if not content.differences:
        title = lang.say("No difference between kinds of people is claimed")
        if columns:
            why = lang.say(
                "No theme differs between the values of %(columns)s by more than chance would bring.",
                columns=lang.several(columns),
            )
        else:
            why = lang.say(
                "No second column of groups was named, so kinds of people are not compared. Name one with "
                "a second --group."
            )
        return Section("kinds", title, (Para(why, look="absent"),), station=station)
    n = len({difference.theme_key for difference in content.differences})
    title = lang.say_n(
        "%(n)s theme, compared between kinds of people", "%(n)s themes, compared between kinds of people", n
    )
    rows = tuple(_difference(words, difference) for difference in content.differences)
    table = Table(
        lang.say("Differences between kinds of people"),
        (
            Column(lang.say("Theme")),
            Column(lang.say("People who say it")),
            Column(lang.say("What the data can carry")),
        ),
        (TableGroup("", rows),),
        note=lang.say(
            "To find the rows in excerpts.csv: theme = its key, the column = the kind; people are each "
            "respondent once."
        ),
    )
    return Section("kinds", title, (table,), station=station, figure=words.themes(n))


def _difference(words: Words, difference: Difference) -> tuple[Cell, ...]:
    lang = words.lang
    shares = "\n".join(f"{kind}: {words.of(says, of)}" for kind, says, of in difference.shares)
    q = (
        ""
        if difference.q is None or words.content.small
        else lang.say("q = %(q)s", q=lang.number(round(difference.q, 3)))
    )
    return (
        Cell(capital(difference.theme_label), target=f"#{difference.theme_key}"),
        Cell(shares, note=difference.column),
        Cell(difference.sentence, note=q, lang=words.foreign),
    )


def campaigns(words: Words) -> Section:
    """Letters that many sent: counted once, all rows listed."""
    content, lang = words.content, words.lang
    station = lang.say("Same letters")
    if not content.campaigns:
        why = lang.say("No two answers were near enough in wording to be the same letter.")
        return Section(
            "campaigns", lang.say("No letter was sent by many"), (Para(why, look="absent"),), station=station
        )
    n = len(content.campaigns)
    title = lang.say_n(
        "%(n)s letter was sent by many, and is counted once",
        "%(n)s letters were sent by many, and are counted once each",
        n,
    )
    labels = {theme.key: theme.label for theme in content.themes}
    parts = []
    for campaign in content.campaigns:
        counts = lang.say(
            "%(texts)s by %(people)s, %(exact)s of them word for word.",
            texts=words.texts(campaign.n_texts),
            people=words.people(campaign.n_respondents),
            exact=lang.number(campaign.exact),
        )
        themes = lang.several([words.named(labels.get(key, key)) for key in campaign.themes])
        told = [counts]
        if themes:
            told.append(lang.say("It speaks of %(themes)s.", themes=themes))
        listed = Fold(
            lang.say("All its rows"),
            (
                Para(
                    lang.say(
                        "Rows %(rows)s; in excerpts.csv, campaign = %(key)s.",
                        rows=words.row_list(campaign.rows),
                        key=campaign.key,
                    ),
                    look="small",
                ),
            ),
        )
        heading = lang.say("Letter %(key)s", key=campaign.key)
        blocks = (Para(" ".join(told)), Quotes((words.quoted(campaign.quote),)), listed)
        parts.append(Section(f"campaign-{campaign.key}", heading, blocks, level=3))
    return Section("campaigns", title, tuple(parts), station=station, figure=lang.number(n))


def unplaced(words: Words) -> Section:
    """What fits no theme, with examples: nothing is dropped."""
    content, lang = words.content, words.lang
    station = lang.say("In no theme")
    if not content.unassigned_segments:
        why = (
            lang.say("Every passage stands in a theme.")
            if content.themes
            else lang.say("No passage was read.")
        )
        return Section(
            "unplaced",
            lang.say("Nothing was left without a theme"),
            (Para(why, look="absent"),),
            station=station,
        )
    title = lang.say_n(
        "%(n)s passage fits no theme", "%(n)s passages fit no theme", content.unassigned_segments
    )
    lead = lang.say(
        "Of %(all)s. They are in excerpts.csv with an empty theme. Read a few: a theme may hide where too "
        "few people speak of it.",
        all=words.passages(content.n_segments),
    )
    blocks: list[Block] = [Para(lead)]
    if content.unassigned_quotes:
        blocks.append(Quotes(words.quotes(content.unassigned_quotes)))
    return Section(
        "unplaced", title, tuple(blocks), station=station, figure=words.passages(content.unassigned_segments)
    )
