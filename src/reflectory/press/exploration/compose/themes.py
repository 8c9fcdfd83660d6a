"""The themes: the order of reading, all of them at a glance, and a section for each.

Small collections lead with what to read and with counts of groups; percentages appear only in large ones.
"""

from __future__ import annotations

from itertools import groupby

from ..blocks import (
    Block,
    Cell,
    Column,
    Fact,
    Facts,
    Fold,
    Link,
    Para,
    Quotes,
    Rows,
    Section,
    Suggested,
    Svg,
    Table,
    TableGroup,
)
from ..content import Theme
from ..marks import interval, over_time
from .opening import heard
from .words import Words, capital


def reading(words: Words) -> Section:
    """What to read first to have met every theme and every disagreement, and whether that is so."""
    content, lang = words.content, words.lang
    steps = content.reading_order
    station = lang.say("What to read first")
    if not steps:
        title = lang.say("There is no order of reading")
        why = lang.say("An order of reading needs themes, and none were found.")
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
    lead = lang.say("Each passage is the best next one to read: beneath it stands what it lets you meet for the first time.")
    blocks = (Para(lead), Quotes(tuple(quoted), ordered=True))
    return Section("reading", title, blocks, station=station, figure=words.passages(n))


def scale(words: Words) -> float:
    """The share at which every interval bar ends: the highest range, rounded up to the next tenth."""
    highest = max((max(t.prevalence.high or 0.0, t.prevalence.share) for t in words.content.themes), default=1.0)
    return min(1.0, -(-highest // 0.1) * 0.1) or 1.0


def prevalence_mark(words: Words, theme: Theme) -> Svg | None:
    """The share with its range as a bar; none in small collections."""
    if words.content.small:
        return None
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
        why = lang.say("Themes need several texts that say different things; here there were too few, or they were all alike.")
        return Section("glance", title, (Para(why, look="absent"),), station=station)
    columns = [Column(lang.say("Theme"), sortable=True)]
    if content.group_column is not None:
        columns.append(Column(lang.say("Heard in"), sortable=True))
    columns.append(Column(lang.say("People"), look="number", sortable=True))
    if not content.small:
        columns.append(Column(lang.say("Share, and its range"), look="mark", sortable=True))
    columns.append(Column(lang.say("Over time"), look="mark", sortable=True))
    columns.append(Column(lang.say("Found again"), sortable=True))
    groups = tuple(
        TableGroup(capital(label), tuple(_row(words, theme) for theme in members))
        for (_, label), members in groupby(content.themes, key=lambda theme: (theme.coarse_key, theme.coarse_label))
    )
    note = lang.say(
        "People are counted once per theme however often they say it; one person may say several themes. "
        "“Found again” says how often a theme came back when parts of the answers were left out: "
        "how steady it is, not whether it is right."
    )
    if not content.small:
        bars = lang.say("Bars run from 0 to %(top)s: the dot is the share of people, the bar its range.", top=lang.share(scale(words)))
        note = f"{bars} {note}"
    title = lang.say_n("%(n)s theme at a glance", "%(n)s themes at a glance", len(content.themes))
    lead = lang.say("A theme is a group of passages that say much the same. Its name is its most telling words, in their own spelling.")
    table = Table(lang.say("Themes, grouped by what they have in common"), tuple(columns), groups, look="glance", note=note)
    return Section("glance", title, (Para(lead), table), station=station, figure=lang.number(len(content.themes)))


def _row(words: Words, theme: Theme) -> tuple[Cell, ...]:
    content, lang = words.content, words.lang
    cells = [Cell(capital(theme.label), target=f"#{theme.key}", sort=theme.label.casefold())]
    if content.group_column is not None:
        spread = theme.spread
        if spread is None:
            cells.append(Cell(lang.say("not known"), sort=-1))
        else:
            cells.append(Cell(capital(words.of_groups(spread.n_groups, spread.n_groups_all)), sort=spread.n_groups))
    cells.append(Cell(lang.number(theme.n_respondents), sort=theme.n_respondents))
    if not content.small:
        share = theme.prevalence
        if share.low is None or share.high is None:
            note = lang.say("no range")
        else:
            note = lang.say("%(low)s to %(high)s", low=lang.share(share.low), high=lang.share(share.high))
        cells.append(Cell(lang.share(share.share), note=note, sort=share.share, mark=prevalence_mark(words, theme)))
    order = {"rises": 0, "falls": 1, "no change seen": 2}
    cells.append(
        Cell(
            capital(words.verdict(theme.trend.verdict)),
            sort=order.get(theme.trend.verdict, 3),
            mark=trend_mark(words, theme),
        )
    )
    again = words.found_again_figure(theme.repeatability)
    cells.append(Cell(capital(words.found_again(theme.repeatability)), note=again, sort=theme.repeatability))
    return tuple(cells)


def one_by_one(words: Words) -> Section:
    """A section per theme."""
    lang, themes = words.lang, words.content.themes
    station = lang.say("Each theme")
    if not themes:
        why = lang.say("With no themes found, there is nothing to tell one by one.")
        return Section("themes", lang.say("Each theme, in people’s words"), (Para(why, look="absent"),), station=station)
    title = lang.say("Each theme, in people’s words")
    blocks = tuple(theme_section(words, theme) for theme in themes)
    return Section("themes", title, blocks, station=station, figure=lang.number(len(themes)))


def theme_section(words: Words, theme: Theme) -> Section:
    """What people say, how widely, since when, how surely; then who disagrees, and the rows."""
    lang = words.lang
    blocks: list[Block] = [Para(f"{capital(heard(words, theme))}.", look="lead")]
    if theme.quotes:
        blocks.append(Quotes(words.quotes(theme.quotes), title=lang.say("What people say")))
    blocks.append(_facts(words, theme))
    if theme.subthemes:
        blocks.append(_subthemes(words, theme))
    if theme.disagreements:
        blocks.append(_disagreements(words, theme))
    blocks.append(rows(words, theme))
    searched = " ".join([theme.key, theme.coarse_label, *(quote.text for quote in theme.quotes)])
    return Section(theme.key, capital(theme.label), tuple(blocks), level=3, station=theme.key, words=searched)


def _facts(words: Words, theme: Theme) -> Facts:
    content, lang = words.content, words.lang
    facts = []
    spread = theme.spread
    if spread is not None:
        notes = [lang.say("From three people or more in %(groups)s.", groups=words.groups(spread.n_groups_firmly))]
        if not content.small and spread.n_groups > 1:
            notes.append(
                lang.say("Spread as if evenly over %(groups)s.", groups=words.groups_even(spread.effective))
            )
        if spread.most:
            most = [f"{group} ({words.of(says, of)})" for group, says, of in spread.most]
            notes.append(lang.say("Most: %(list)s.", list=lang.several(most)))
        value = words.of_groups(spread.n_groups, spread.n_groups_all)
        facts.append(Fact(lang.say("Heard in"), capital(value), " ".join(notes)))
        if spread.silent:
            n = len(spread.silent)
            facts.append(
                Fact(lang.say("Nobody says it in"), words.groups(n), f"{lang.several(spread.silent)}.")
            )
        elif spread.n_groups_all > 1:
            facts.append(Fact(lang.say("Nobody says it in"), lang.say("Nowhere: somebody says it in each")))
    people = words.of(theme.n_respondents, content.n_respondents)
    if content.small:
        facts.append(Fact(lang.say("People"), people, theme.prevalence.note, lang=words.foreign))
    else:
        share = words.lang.share(theme.prevalence.share)
        value = lang.say("%(people)s, or %(share)s", people=people, share=share)
        facts.append(Fact(lang.say("People"), value, _sentence(words.between(theme.prevalence)), prevalence_mark(words, theme)))
    trend = theme.trend
    notes = [trend.sentence]
    if trend.fragile:
        notes.append(lang.say("It would not stand without %(list)s.", list=lang.several(trend.fragile)))
    if trend.q is not None and not content.small:
        notes.append(lang.say("(q = %(q)s)", q=lang.number(round(trend.q, 3))))
    facts.append(
        Fact(lang.say("Over time"), capital(words.verdict(trend.verdict)), " ".join(notes), trend_mark(words, theme), words.foreign)
    )
    facts.append(
        Fact(
            lang.say("Found again"),
            capital(words.found_again(theme.repeatability)),
            lang.say(
                "In %(figure)s with parts of the answers left out. This is steadiness, not correctness.",
                figure=words.found_again_figure(theme.repeatability),
            ),
        )
    )
    if len(theme.languages) > 1:
        names = {code: name for code, name, _ in content.languages}
        listed = [f"{names.get(code, code)} ({lang.number(n)})" for code, n in theme.languages]
        facts.append(Fact(lang.say("Said in"), lang.several(listed)))
    return Facts(tuple(facts))


def _sentence(text: str) -> str:
    return f"{capital(text).rstrip('.')}." if text else ""


def _subthemes(words: Words, theme: Theme) -> Fold:
    lang = words.lang
    listed = []
    for sub in theme.subthemes:
        counts = f"{words.people(sub.n_respondents)}, {words.passages(sub.n_segments)}"
        filter_ = f"subtheme = {sub.key}"
        listed.append(Fact(capital(sub.label), counts, filter_))
    quotes = tuple(words.quoted(sub.quote, note=capital(sub.label)) for sub in theme.subthemes if sub.quote is not None)
    summary = lang.say_n("%(n)s finer theme within it", "%(n)s finer themes within it", len(theme.subthemes))
    return Fold(summary, (Facts(tuple(listed)), Quotes(quotes)) if quotes else (Facts(tuple(listed)),))


def _disagreements(words: Words, theme: Theme) -> Section:
    lang = words.lang
    label = lang.say("Suggested by the machine, to be read by a person")
    pairs = tuple(Suggested(label, words.quoted(pair.one), words.quoted(pair.other)) for pair in theme.disagreements)
    title = lang.say_n("Passages that seem to disagree", "Passages that seem to disagree", len(pairs))
    return Section(f"{theme.key}-disagree", title, pairs, level=4)


def rows(words: Words, theme: Theme) -> Rows:
    """The filter that finds the rows behind each number of a theme."""
    content, lang = words.content, words.lang
    mine = f"theme = {theme.key}"
    filters = [
        (words.passages(theme.n_segments), mine),
        (words.texts(theme.n_texts), lang.say("%(filter)s, each %(column)s once", filter=mine, column="row")),
        (words.people(theme.n_respondents), lang.say("%(filter)s, each %(column)s once", filter=mine, column="respondent")),
    ]
    if theme.spread is not None and content.group_column is not None:
        once = lang.say("%(filter)s, each %(column)s once", filter=mine, column=content.group_column)
        filters.append((words.groups(theme.spread.n_groups), once))
    lead = lang.say("%(filter)s: %(rows)s", filter=mine, rows=words.rows(theme.n_segments))
    return Rows(lead, "excerpts.csv", theme.key, tuple(filters))
