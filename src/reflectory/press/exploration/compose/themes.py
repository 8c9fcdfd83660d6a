"""A section for each theme: what people say, how widely, since when, how surely, and who disagrees.

The rows of excerpts.csv behind every number stand at its end.
"""

from __future__ import annotations

from ..blocks import (
    Block,
    Fact,
    Facts,
    Fold,
    Para,
    Quotes,
    Rows,
    Section,
    Suggested,
)
from ..content import Theme
from .opening import heard
from .overview import prevalence_mark, trend_mark
from .words import Words, capital


def one_by_one(words: Words) -> Section:
    """A section per theme."""
    lang, themes = words.lang, words.content.themes
    station = lang.say("Each theme")
    if not themes:
        why = lang.say("With no themes found, there is nothing to tell one by one.")
        return Section(
            "themes", lang.say("Each theme, in people’s words"), (Para(why, look="absent"),), station=station
        )
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
    searched = f"{theme.key} {theme.coarse_label}"
    return Section(theme.key, capital(theme.label), tuple(blocks), level=3, station=theme.key, words=searched)


def _facts(words: Words, theme: Theme) -> Facts:
    content, lang = words.content, words.lang
    facts = []
    spread = theme.spread
    if spread is not None:
        notes = [
            lang.say("From three people or more in %(groups)s.", groups=words.groups(spread.n_groups_firmly))
        ]
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
            n = spread.n_groups_all - spread.n_groups
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
        facts.append(
            Fact(
                lang.say("People"),
                value,
                _sentence(words.between(theme.prevalence)),
                prevalence_mark(words, theme),
            )
        )
    trend = theme.trend
    notes = [trend.sentence]
    if trend.fragile and trend.verdict in ("rises", "falls"):
        notes.append(lang.say("It would not stand without %(list)s.", list=lang.several(trend.fragile)))
    if trend.q is not None and not content.small:
        notes.append(lang.say("(q = %(q)s)", q=lang.number(round(trend.q, 3))))
    facts.append(
        Fact(
            lang.say("Over time"),
            capital(words.verdict(trend.verdict)),
            " ".join(notes),
            trend_mark(words, theme),
            words.foreign,
        )
    )
    facts.append(
        Fact(
            lang.say("Found again"),
            capital(words.steadiness(theme)),
            lang.say(
                "%(overlap)s when a fifth of the answers is left out. This is steadiness, not correctness.",
                overlap=capital(words.overlap(theme)),
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
    quotes = tuple(
        words.quoted(sub.quote, note=capital(sub.label)) for sub in theme.subthemes if sub.quote is not None
    )
    summary = lang.say_n("%(n)s finer theme within it", "%(n)s finer themes within it", len(theme.subthemes))
    return Fold(summary, (Facts(tuple(listed)), Quotes(quotes)) if quotes else (Facts(tuple(listed)),))


def _disagreements(words: Words, theme: Theme) -> Section:
    lang = words.lang
    label = lang.say("Suggested by the machine, to be read by a person")
    pairs = tuple(
        Suggested(label, words.quoted(pair.one), words.quoted(pair.other)) for pair in theme.disagreements
    )
    title = lang.say_n("Passages that seem to disagree", "Passages that seem to disagree", len(pairs))
    return Section(f"{theme.key}-disagree", title, pairs, level=4)


def rows(words: Words, theme: Theme) -> Rows:
    """The filter that finds the rows behind each number of a theme."""
    content, lang = words.content, words.lang
    mine = f"theme = {theme.key}"
    filters = [
        (words.passages(theme.n_segments), mine),
        (words.texts(theme.n_texts), lang.say("%(filter)s, each %(column)s once", filter=mine, column="row")),
        (
            words.people(theme.n_respondents),
            lang.say("%(filter)s, each %(column)s once", filter=mine, column="respondent"),
        ),
    ]
    if theme.spread is not None and content.group_column is not None:
        once = lang.say("%(filter)s, each %(column)s once", filter=mine, column=content.group_column)
        filters.append((words.groups(theme.spread.n_groups), once))
    lead = lang.say("%(filter)s: %(rows)s", filter=mine, rows=words.rows(theme.n_segments))
    return Rows(lead, "excerpts.csv", theme.key, tuple(filters))
