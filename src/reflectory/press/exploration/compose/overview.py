"""What comes first: the order of reading, and all themes at a glance.

Small collections lead with what to read and with counts of groups; percentages appear only in large ones.
"""

from __future__ import annotations

from ..blocks import (
    Cell,
    Column,
    Link,
    Para,
    Quotes,
    Section,
    Svg,
    Table,
    TableGroup,
)
from ..content import Theme
from ..marks import interval, over_time
from .words import Words, capital


def reading(words: Words) -> Section:
    """What to read first to have met every theme and every disagreement, and whether that is so."""
    content, lang = words.content, words.lang
    steps = content.reading_order
    station = lang.say("What to read first")
    if not steps:
        title = lang.say("There is no order of reading")
        why = lang.say("An order of reading needs themes, and none were found.")
        if content.themes:
            why = lang.say(
                "There are too many answers to read them in order: begin with the quotes of each theme."
            )
        return Section("reading", title, (Para(why, look="absent"),), station=station)
    met = {key for step in steps for key, _ in step.meets}
    opposed = {theme.key for theme in content.themes if theme.disagreements}
    met_opposed = {key for step in steps for key in step.disagrees}
    n = len(steps)
    if met >= {theme.key for theme in content.themes} and met_opposed >= opposed and opposed:
        title = lang.say_n(
            "Read this %(n)s passage and you have met every theme and every disagreement",
            "Read these %(n)s passages and you have met every theme and every disagreement",
            n,
        )
    elif met >= {theme.key for theme in content.themes}:
        title = lang.say_n(
            "Read this %(n)s passage and you have met every theme",
            "Read these %(n)s passages and you have met every theme",
            n,
        )
    else:
        title = lang.say_n(
            "Read this %(n)s passage and you have met %(met)s of %(all)s",
            "Read these %(n)s passages and you have met %(met)s of %(all)s",
            n,
            met=lang.number(len(met)),
            all=words.themes(len(content.themes)),
        )
    labels = {theme.key: theme.label for theme in content.themes}
    quoted = []
    for step in steps:
        tags = tuple(Link(capital(label), f"#{key}") for key, label in step.meets)
        tags += tuple(
            Link(lang.say("a disagreement in %(label)s", label=labels.get(key, key)), f"#{key}-disagree")
            for key in step.disagrees
        )
        quoted.append(words.quoted(step.quote, tags=tags))
    lead = lang.say(
        "Each passage is the best next one to read: beneath it stands what it lets you meet for the first "
        "time."
    )
    blocks = (Para(lead), Quotes(tuple(quoted), ordered=True))
    return Section("reading", title, blocks, station=station, figure=words.passages(n))


def scale(words: Words) -> float:
    """The share at which every interval bar ends: the highest range, rounded up to the next tenth."""
    highest = max(
        (max(t.prevalence.high or 0.0, t.prevalence.share) for t in words.content.themes), default=1.0
    )
    return min(1.0, -(-highest // 0.1) * 0.1) or 1.0


def prevalence_mark(words: Words, theme: Theme) -> Svg:
    """The share with its range as a bar."""
    share = theme.prevalence
    said = f"{words.lang.share(share.share)}; {words.between(share)}"
    return interval(share.share, share.low, share.high, top=scale(words), alt=said)


def trend_mark(words: Words, theme: Theme) -> Svg | None:
    """The points over time as a line; none with fewer than two."""
    if len(theme.trend.points) < 2:
        return None
    said = ", ".join(f"{period}: {words.of(says, of)}" for period, says, of in theme.trend.points)
    return over_time(theme.trend.points, alt=said)


def glance(words: Words) -> Section:
    """All themes in one table, grouped by their coarse theme."""
    content, lang = words.content, words.lang
    station = lang.say("Themes at a glance")
    if not content.themes:
        title = lang.say("No themes were found")
        why = lang.say(
            "Themes need several texts that say different things; here there were too few, or they were "
            "all alike."
        )
        return Section("glance", title, (Para(why, look="absent"),), station=station)
    columns = [Column(lang.say("Theme"), sortable=True)]
    if content.group_column is not None:
        columns.append(Column(lang.say("Heard in"), sortable=True))
    columns.append(Column(lang.say("People"), look="number", sortable=True))
    if not content.small:
        columns.append(Column(lang.say("Share"), look="mark", sortable=True))
    columns.append(Column(lang.say("Over time"), look="mark", sortable=True))
    columns.append(Column(lang.say("Found again"), sortable=True))
    coarse = {theme.coarse_key: theme.coarse_label for theme in content.themes}
    groups = tuple(
        TableGroup(
            capital(label), tuple(_row(words, theme) for theme in content.themes if theme.coarse_key == key)
        )
        for key, label in coarse.items()
    )
    note = lang.say(
        "People are counted once per theme however often they say it; one person may say several themes. "
        "“Found again”: the themes were found anew ten times, each time with a fifth of the answers left out. "
        "The overlap is how much of a theme came back on average, from 0 to 1: steadiness, not correctness."
    )
    if not content.small:
        bars = lang.say(
            "Bars run from 0 to %(top)s: the dot is the share of people, the bar its range.",
            top=lang.share(scale(words)),
        )
        note = f"{bars} {note}"
    title = lang.say_n("%(n)s theme at a glance", "%(n)s themes at a glance", len(content.themes))
    lead = lang.say(
        "A theme is a group of passages that say much the same. Its name is its most telling words, in "
        "their own spelling."
    )
    table = Table(
        lang.say("Themes, grouped by what they have in common"),
        tuple(columns),
        groups,
        look="glance",
        note=note,
    )
    return Section(
        "glance", title, (Para(lead), table), station=station, figure=lang.number(len(content.themes))
    )


def _row(words: Words, theme: Theme) -> tuple[Cell, ...]:
    content, lang = words.content, words.lang
    cells = [Cell(capital(theme.label), target=f"#{theme.key}", sort=theme.label.casefold())]
    if content.group_column is not None:
        spread = theme.spread
        if spread is None:
            cells.append(Cell(lang.say("not known"), sort=-1))
        else:
            cells.append(
                Cell(capital(words.of_groups(spread.n_groups, spread.n_groups_all)), sort=spread.n_groups)
            )
    cells.append(Cell(lang.number(theme.n_respondents), sort=theme.n_respondents))
    if not content.small:
        share = theme.prevalence
        if share.low is None or share.high is None:
            note = lang.say("no range")
        else:
            note = lang.say("%(low)s to %(high)s", low=lang.share(share.low), high=lang.share(share.high))
        cells.append(
            Cell(lang.share(share.share), note=note, sort=share.share, mark=prevalence_mark(words, theme))
        )
    order = {"rises": 0, "falls": 1, "no change seen": 2}
    cells.append(
        Cell(
            capital(words.verdict(theme.trend.verdict)),
            sort=order.get(theme.trend.verdict, 3),
            mark=trend_mark(words, theme),
        )
    )
    again = Cell(
        capital(words.steadiness(theme)), note=words.overlap(theme), sort=round(theme.repeatability, 2)
    )
    cells.append(again)
    return tuple(cells)
