"""How the report opens: its title, the finding in a paragraph, and what was read.

The paragraph is built from counts in the content; it says how widely something is heard before it says
whether it rises.
"""

from __future__ import annotations

from ..blocks import Block, Bullets, Cell, Column, Fold, Para, Section, Table, TableGroup
from ..content import Reason, Theme
from .words import Words, capital

NO_BREAK = "\u00a0"
# So many themes are named in the opening paragraph; more would be a table.
NAMED = 3


def title(words: Words) -> str:
    """What 412 people said, in 9 governments, 2019 to 2023."""
    content, lang = words.content, words.lang
    if content.n_texts == 0:
        return lang.say("No answer in %(name)s could be used", name=content.source_name)
    n = content.n_respondents
    said = lang.say_n("What %(n)s person said", "What %(n)s people said", n)
    parts = [said]
    if content.group_column is not None and content.n_groups > 0:
        parts.append(lang.say("in %(groups)s", groups=words.groups(content.n_groups)))
    if content.first_day is not None and content.last_day is not None:
        first, last = content.first_day.year, content.last_day.year
        years = lang.say("%(first)s to %(last)s", first=first, last=last).replace(" ", NO_BREAK)
        parts.append(str(first) if first == last else years)
    return ", ".join(parts)


def widest(words: Words) -> list[Theme]:
    """Themes, the most widely heard first."""

    def order(theme: Theme) -> tuple[int, int, str]:
        return (-(theme.spread.n_groups if theme.spread else 0), -theme.n_respondents, theme.key)

    return sorted(words.content.themes, key=order)


def heard(words: Words, theme: Theme) -> str:
    """In 9 of 12 councils, by 146 of 412 people; large collections add the share."""
    content, lang = words.content, words.lang
    people = words.of_people(theme.n_respondents, content.n_respondents)
    if theme.spread is not None:
        where = words.of_groups(theme.spread.n_groups, theme.spread.n_groups_all)
        text = lang.say("in %(where)s, by %(people)s", where=where, people=people)
    else:
        text = lang.say("by %(people)s", people=people)
    return text if content.small else f"{text}, {lang.share(theme.prevalence.share)}"


def finding(words: Words) -> tuple[str, ...]:
    """The report in a paragraph or two."""
    content, lang = words.content, words.lang
    if not content.themes:
        return (
            lang.say(
                "No themes could be told apart. What was read, and what was not, stands below; "
                "the passages themselves are in excerpts.csv."
            ),
        )
    top = widest(words)
    sentences = most_heard(words, top)
    if content.small and content.group_column is not None and content.n_groups > 1:
        recurring = [
            t for t in top if t.spread is not None and t.spread.n_groups * 2 >= t.spread.n_groups_all
        ]
        sentences.append(
            lang.say_n(
                "%(n)s of %(all)s recurs in at least half of the %(groups)s.",
                "%(n)s of %(all)s recur in at least half of the %(groups)s.",
                len(recurring),
                all=words.themes(len(top)),
                groups=words.groups(content.n_groups),
            )
        )
    first = " ".join(sentences)
    second = [change(words)]
    opposed = sum(1 for theme in content.themes if theme.disagreements)
    if opposed:
        second.append(
            lang.say_n(
                "In %(n)s theme, passages seem to disagree.",
                "In %(n)s themes, passages seem to disagree.",
                opposed,
            )
        )
    return (first, " ".join(part for part in second if part))


def most_heard(words: Words, top: list[Theme]) -> list[str]:
    """The widest themes, those first that come back when answers are left out; then what is larger but loose.

    A large theme that does not come back is often a drawer for what fits nowhere, so it does not lead.
    """
    lang = words.lang
    steady = [theme for theme in top if not words.is_loose(theme)]
    named = (steady or top)[:NAMED]
    first = {"label": words.named(named[0].label), "heard": heard(words, named[0])}
    if steady and any(words.is_loose(theme) for theme in top[: top.index(named[-1])]):
        sentences = [lang.say("Most widely heard of the steadier themes: %(label)s, %(heard)s.", **first)]
    else:
        sentences = [lang.say("Most widely heard: %(label)s, %(heard)s.", **first)]
    if len(named) > 1:
        following = [_in_brackets(words, theme) for theme in named[1:]]
        sentences.append(
            lang.say_n(
                "Next comes %(list)s.", "Next come %(list)s.", len(following), list=lang.several(following)
            )
        )
    if not steady:
        sentences.append(
            lang.say_n(
                "The theme is loose: one reading among several.",
                "Every theme is loose: one reading among several.",
                len(top),
            )
        )
        return sentences
    larger = [t for t in top if words.is_loose(t) and t.n_respondents > named[0].n_respondents]
    if larger:
        larger.sort(key=lambda theme: -theme.n_respondents)
        listed = [_in_brackets(words, theme) for theme in larger[:NAMED]]
        if len(larger) > NAMED:
            listed.append(lang.say_n("%(n)s more theme", "%(n)s more themes", len(larger) - NAMED))
        sentences.append(lang.say("Larger but looser: %(list)s.", list=lang.several(listed)))
    return sentences


def _in_brackets(words: Words, theme: Theme) -> str:
    return f"{words.named(theme.label)} ({heard(words, theme)})"


def change(words: Words) -> str:
    """How many themes rise, fall, or allow no claim."""
    lang, themes = words.lang, words.content.themes
    verdicts = [theme.trend.verdict for theme in themes]
    rise, fall = verdicts.count("rises"), verdicts.count("falls")
    if all(verdict == "no dates" for verdict in verdicts):
        return lang.say("The answers carry no dates, so nothing is said about change.")
    if all(verdict == "one period" for verdict in verdicts):
        return lang.say("All answers come from one period, so nothing is said about change.")
    seen = verdicts.count("no change seen")
    unsure = len(verdicts) - rise - fall - seen
    if verdicts and unsure == len(verdicts):
        return lang.say("The answers carry too little to say whether any theme rises or falls.")
    parts = []
    if rise:
        parts.append(lang.say_n("%(n)s theme rises", "%(n)s themes rise", rise))
    if fall and parts:
        parts.append(lang.say_n("%(n)s falls", "%(n)s fall", fall))
    elif fall:
        parts.append(lang.say_n("%(n)s theme falls", "%(n)s themes fall", fall))
    if seen and parts:
        parts.append(lang.say_n("%(n)s shows no change", "%(n)s show no change", seen))
    elif seen:
        parts.append(lang.say_n("%(n)s theme shows no change", "%(n)s themes show no change", seen))
    if unsure:
        parts.append(
            lang.say_n("for %(n)s there is too little to say", "for %(n)s there is too little to say", unsure)
        )
    return lang.say("Over time, %(list)s.", list=lang.several(parts))


def read(words: Words) -> Section:
    """What was read: the sum, its reasons, the columns, encoding and languages."""
    content, lang = words.content, words.lang
    sums = content.accounting
    blocks: list[Block] = [
        Para(
            lang.say(
                "%(received)s received = %(used)s used + %(excluded)s excluded + %(failed)s failed.",
                received=words.rows(sums.received),
                used=lang.number(sums.used),
                excluded=lang.number(sums.excluded),
                failed=lang.number(sums.failed),
            ),
            look="sum",
        )
    ]
    blocks += _reasons(words)
    if not any(column.role == "respondent" for column in content.columns) and content.n_texts:
        blocks.append(
            Para(lang.say("No column says who answered, so each text counts as one person."), look="note")
        )
    blocks.append(Fold(lang.say("Columns, encoding and languages"), (_columns(words), *_source(words))))
    if sums.used == sums.received:
        heading = lang.say_n(
            "The one row received was used", "All %(n)s rows received were used", sums.received
        )
    else:
        heading = lang.say_n(
            "%(used)s of %(n)s row received was used",
            "%(used)s of %(n)s rows received were used",
            sums.received,
            used=lang.number(sums.used),
        )
    return Section(
        "read", heading, tuple(blocks), station=lang.say("What was read"), figure=words.rows(sums.received)
    )


def _reasons(words: Words) -> list[Block]:
    lang, sums = words.lang, words.content.accounting
    kinds = (
        (lang.say("Excluded"), sums.exclusions),
        (lang.say("Failed"), sums.failures),
        (lang.say("Used, with a warning"), sums.warnings),
    )
    rows = tuple(
        (Cell(reason.reason, lang=words.foreign), Cell(kind), Cell(lang.number(reason.n), sort=reason.n))
        for kind, reasons in kinds
        for reason in reasons
    )
    if not rows:
        return [Para(lang.say("Nothing was excluded, and nothing failed."))]
    table = Table(
        caption=lang.say("Why rows were left out"),
        columns=(
            Column(lang.say("Reason")),
            Column(lang.say("What happened")),
            Column(lang.say("Rows"), look="number"),
        ),
        groups=(TableGroup("", rows),),
    )
    folds = tuple(_which(words, kind, reason) for kind, reasons in kinds for reason in reasons)
    return [table, Fold(lang.say("Which rows these are"), folds)]


def _which(words: Words, kind: str, reason: Reason) -> Para:
    lang = words.lang
    listed = words.row_list(reason.rows) if reason.rows else ", ".join(reason.places)
    if not listed:
        listed = lang.say("listed in run.json")
    elif len(set(reason.rows)) < reason.n and reason.rows:
        listed = lang.say("%(rows)s and others, all in run.json", rows=listed)
    return Para(
        lang.say("%(kind)s, %(reason)s: rows %(rows)s.", kind=kind, reason=reason.reason, rows=listed),
        look="small",
    )


def _columns(words: Words) -> Table:
    lang = words.lang
    roles = {
        "text": lang.say("the words"),
        "id": lang.say("the id"),
        "respondent": lang.say("who answered"),
        "group": lang.say("the group"),
        "kind": lang.say("a kind to compare"),
        "date": lang.say("the day"),
    }
    rows = tuple(
        (
            Cell(use.column),
            Cell(capital(roles.get(use.role, use.role))),
            Cell(lang.say("guessed") if use.guessed else lang.say("told")),
            Cell(use.why, lang=words.foreign),
        )
        for use in words.content.columns
    )
    return Table(
        caption=lang.say("Which column was taken for what"),
        columns=(
            Column(lang.say("Column")),
            Column(lang.say("Taken for")),
            Column(lang.say("Guessed or told")),
            Column(lang.say("Why")),
        ),
        groups=(TableGroup("", rows),),
        note=lang.say(
            "A wrong guess is mended by naming the column: --text, --id, --respondent, --group, --date."
        ),
    )


def _source(words: Words) -> list[Block]:
    content, lang = words.content, words.lang
    kind = lang.say("%(name)s, read as %(format)s", name=content.source_name, format=content.source_format)
    if content.encoding:
        kind = lang.say("%(file)s, in %(encoding)s", file=kind, encoding=content.encoding)
    parts = [kind]
    if content.languages:
        shown = [f"{name} ({lang.number(n)})" for _, name, n in content.languages[:12]]
        left = len(content.languages) - 12
        if left > 0:
            shown.append(lang.say_n("%(n)s more language", "%(n)s more languages", left))
        parts.append(lang.say("Languages, in texts: %(list)s", list=lang.several(shown)))
    parts.append(
        lang.say(
            "%(texts)s were cut into %(passages)s, by %(people)s",
            texts=words.texts(content.n_texts),
            passages=words.passages(content.n_segments),
            people=words.people(content.n_respondents),
        )
    )
    return [Bullets(tuple(f"{part}." for part in parts))]
