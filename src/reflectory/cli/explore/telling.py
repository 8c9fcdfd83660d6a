"""From what the engine found to what the report says: values only, laid out for `press`.

No number is worked out here that is not the length of a list of rows; the sentences about trends and
differences are the engine's own.
"""

from __future__ import annotations

import numpy as np

from reflectory.cli.explore.counts import ThemeCounts
from reflectory.cli.explore.method import MOST_CAMPAIGNS, limits_of, method_of, notices_of
from reflectory.cli.explore.names import Names
from reflectory.cli.explore.naming import campaign_key, coarse_key, fine_key, label_text, theme_key
from reflectory.cli.explore.order import reading_steps
from reflectory.cli.explore.quoting import Quoting
from reflectory.engine import language
from reflectory.engine.analysis import SMALL, Analysis
from reflectory.engine.breadth import Spread as EngineSpread
from reflectory.engine.change import Change
from reflectory.engine.corpus import Corpus
from reflectory.engine.voices import MISSING, Column, people, tally
from reflectory.intake import Reading
from reflectory.intake import Reason as ReadingReason
from reflectory.press.exploration import content as told

NO_THEME_QUOTES = 5
PLACES_SHOWN = 60
WIDEST_HEAT = 24
GROUPS_LISTED = 30


def tell(
    source_name: str,
    reading: Reading,
    corpus: Corpus,
    analysis: Analysis,
    counts: ThemeCounts,
    names: Names,
    *,
    invented: bool,
    versions: tuple[tuple[str, str], ...],
) -> told.Exploration:
    """Everything that the report says."""
    quoting = Quoting(corpus, reading.records.rows, reading.records.places, analysis)
    small = len(corpus) < SMALL
    known = sorted(day for day in corpus.dates or () if day)
    unit = analysis.units[0] if analysis.units else None
    return told.Exploration(
        source_name=source_name,
        source_format=_format(reading),
        source_sha256=reading.sha256,
        encoding=_encoding(reading),
        accounting=_accounting(reading),
        columns=tuple(told.ColumnUse(use.role, use.column, use.guessed, use.why) for use in reading.columns),
        small=small,
        group_column=corpus.unit,
        n_texts=len(corpus),
        n_segments=len(analysis.themes.passages),
        n_respondents=counts.heard,
        n_groups=0 if unit is None else len(np.unique(unit.codes[unit.codes != MISSING])),
        first_day=known[0] if known else None,
        last_day=known[-1] if known else None,
        languages=tuple((code, language.name(code), n) for code, n in analysis.languages.counts.items()),
        embedding=analysis.embedding,
        themes=tuple(_theme(theme, analysis, counts, quoting) for theme in range(analysis.n_themes)),
        unassigned_segments=int((analysis.themes.rows.theme < 0).sum()),
        unassigned_quotes=quoting.of_none(NO_THEME_QUOTES),
        reading_order=reading_steps(analysis, quoting) if small else (),
        heats=tuple(_heat(analysis, column) for column in analysis.units),
        periods=analysis.periods.labels if analysis.periods else (),
        trend_method=_trend_method(analysis),
        differences=_differences(analysis),
        campaigns=_campaigns(analysis, quoting),
        saturation=_saturation(analysis),
        curve=_curve(analysis),
        method=method_of(analysis, names, people_judge=quoting.people_judge),
        limits=limits_of(analysis, names),
        notices=notices_of(corpus, analysis),
        invented=invented,
        versions=versions,
    )


def _format(reading: Reading) -> str:
    """CSV (cells are separated by commas)."""
    notes = "; ".join(f"{note[0].lower()}{note[1:].rstrip('.')}" for note in reading.notes)
    return f"{reading.format} ({notes})" if notes else reading.format


def _encoding(reading: Reading) -> str | None:
    """How the bytes were taken for letters: "Windows-1252, guessed"; of a folder, for how many files."""
    if reading.encoding is None and reading.encoding_note:
        return f"several encodings ({reading.encoding_note})"
    return reading.encoding_note.removeprefix("read as ") or None


def _accounting(reading: Reading) -> told.Accounting:
    return told.Accounting(
        received=reading.received,
        used=reading.used,
        excluded=reading.n_excluded,
        failed=reading.n_failed,
        exclusions=_reasons(reading.excluded),
        failures=_reasons(reading.failed),
        warnings=_reasons(reading.warnings),
    )


def _reasons(reasons: tuple[ReadingReason, ...]) -> tuple[told.Reason, ...]:
    return tuple(
        told.Reason(item.reason, item.rows[:PLACES_SHOWN], tuple(item.places[:PLACES_SHOWN]), len(item.rows))
        for item in reasons
    )


def _theme(theme: int, analysis: Analysis, counts: ThemeCounts, quoting: Quoting) -> told.Theme:
    model = analysis.themes.model
    coarse = int(model.coarse_of[theme])
    share = analysis.prevalence[theme]
    return told.Theme(
        key=theme_key(theme, model.n_themes),
        label=label_text(model.labels[theme]),
        coarse_key=coarse_key(coarse),
        coarse_label=label_text(model.coarse_labels[coarse]),
        n_segments=counts.segments[theme],
        n_texts=counts.texts[theme],
        n_respondents=counts.respondents[theme],
        prevalence=told.Interval(share.share or 0.0, share.low, share.high, share.note),
        spread=_spread(analysis.spread[theme]) if analysis.spread else None,
        trend=_trend(analysis.change[theme]),
        repeatability=float(model.repeatability[theme]),
        subthemes=_subthemes(theme, analysis, quoting),
        quotes=quoting.of_theme(theme),
        disagreements=quoting.pairs(theme),
        languages=_languages(theme, analysis),
    )


def _spread(spread: EngineSpread) -> told.Spread:
    return told.Spread(
        n_groups=spread.n_groups,
        n_groups_firmly=spread.n_groups_firm,
        n_groups_all=spread.n_groups_all,
        effective=spread.effective,
        most=tuple((item.group, item.says, item.of) for item in spread.counts[:GROUPS_LISTED] if item.says),
        silent=_silent(spread),
    )


def _silent(spread: EngineSpread) -> tuple[str, ...]:
    """The groups in which nobody says it, and of which of them that means little."""
    told_of = [f"{item.group} ({item.of} heard)" for item in spread.silent]
    told_of += [f"{item.group} ({item.of} heard, too few to tell)" for item in spread.too_few_to_tell]
    more = len(told_of) - GROUPS_LISTED
    return (*told_of[:GROUPS_LISTED], f"{more:,} more") if more > 0 else tuple(told_of)


def _trend(change: Change) -> told.Trend:
    return told.Trend(
        verdict=change.verdict,
        sentence=change.sentence,
        p=change.p,
        q=change.q,
        per_year=change.per_year,
        fragile=change.fragile,
        points=tuple((point.period, point.says, point.of) for point in change.points),
    )


def _subthemes(theme: int, analysis: Analysis, quoting: Quoting) -> tuple[told.SubTheme, ...]:
    model, rows = analysis.themes.model, analysis.themes.rows
    fines = np.flatnonzero(model.fine_of == theme)
    if len(fines) < 2:
        return ()
    found = []
    for fine in fines.tolist():
        mine = rows.fine == fine
        speakers = analysis.respondents[rows.text[mine & analysis.counted[rows.text]]]
        found.append(
            told.SubTheme(
                key=fine_key(model, fine),
                label=label_text(model.fine_labels[fine]),
                n_respondents=len(np.unique(speakers)),
                n_segments=int(mine.sum()),
                quote=quoting.of_fine(fine),
            )
        )
    return tuple(found)


def _languages(theme: int, analysis: Analysis) -> tuple[tuple[str, int], ...]:
    rows = analysis.themes.rows
    texts = np.unique(rows.text[rows.theme == theme])
    counted: dict[str, int] = {}
    for text in texts.tolist():
        code = analysis.languages.codes[text]
        counted[code] = counted.get(code, 0) + 1
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _heat(analysis: Analysis, column: Column) -> told.Heat:
    """Respondents who say it of those heard, for the groups with most respondents, in alphabetical order."""
    heard = people(analysis.voices)
    codes = (
        heard.group.codes
        if heard.group is not None and heard.group.name == column.name
        else _kind(heard.kinds, column.name)
    )
    table = tally(heard.says[codes != MISSING], codes[codes != MISSING])
    largest = np.sort(np.lexsort((table.codes[:, 0], -table.of))[:WIDEST_HEAT])
    model = analysis.themes.model
    return told.Heat(
        column=column.name,
        groups=tuple(column.values[code] for code in table.codes[largest, 0]),
        rows=tuple(
            (
                theme_key(theme, model.n_themes),
                label_text(model.labels[theme]),
                tuple(told.HeatCell(int(table.says[cell, theme]), int(table.of[cell])) for cell in largest),
            )
            for theme in range(model.n_themes)
        ),
        left_out=len(table.of) - len(largest),
    )


def _kind(kinds: tuple[Column, ...], name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return next(kind.codes for kind in kinds if kind.name == name)


def _trend_method(analysis: Analysis) -> str:
    return next((change.method for change in analysis.change if change.p is not None), "")


def _differences(analysis: Analysis) -> tuple[told.Difference, ...]:
    model = analysis.themes.model
    return tuple(
        told.Difference(
            theme_key=theme_key(theme, model.n_themes),
            theme_label=label_text(model.labels[theme]),
            column=column,
            sentence=found.sentence,
            shares=tuple((share.kind, share.says, share.of) for share in found.shares),
            p=found.p,
            q=found.q,
        )
        for column, answers in analysis.differences.items()
        for theme, found in enumerate(answers)
    )


def _campaigns(analysis: Analysis, quoting: Quoting) -> tuple[told.Campaign, ...]:
    found = []
    passages, rows, model = analysis.themes.passages, analysis.themes.rows, analysis.themes.model
    for number, members in enumerate(analysis.campaigns.members[:MOST_CAMPAIGNS]):
        letter = analysis.campaigns.representative[number]
        first = int(np.flatnonzero(passages.text == letter)[0])
        themes = np.unique(rows.theme[(rows.text == letter) & (rows.theme >= 0)])
        texts = quoting.corpus.texts
        found.append(
            told.Campaign(
                key=campaign_key(number),
                n_texts=len(members),
                n_respondents=len({int(analysis.respondents[text]) for text in members}),
                exact=sum(texts[text] == texts[letter] for text in members),
                quote=quoting.passage(first),
                rows=tuple(sorted(quoting.rows[text] for text in members)),
                themes=tuple(theme_key(int(theme), model.n_themes) for theme in themes),
            )
        )
    return tuple(found)


def _saturation(analysis: Analysis) -> told.Saturation | None:
    found = analysis.saturation
    if found.coverage is None or found.new_in_next is None:
        return None
    return told.Saturation(
        n_respondents=found.n_respondents,
        coverage=found.coverage,
        new_in_next=found.new_in_next,
        next_n=found.next_n,
        sentence=found.sentence,
        curve=found.curve,
    )


def _curve(analysis: Analysis) -> told.Curve | None:
    model = analysis.themes.model
    if not model.number.curve:
        return None
    return told.Curve(
        points=tuple((item.n_themes, item.score) for item in model.number.curve),
        coarse=int(model.coarse_of.max()) + 1,
        medium=model.n_themes,
        fine=len(model.fine_of),
        flat=model.number.flat,
    )
