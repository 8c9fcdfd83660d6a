"""The three tables of an exploration: excerpts.csv, themes.csv and trends.csv.

UTF-8, commas, one header. A cell that a spreadsheet would take for a formula begins with an apostrophe; the
words as they were said are in the source at the offsets given. Numbers are rounded where rounding cannot be
seen, so that the last bit of a sum changes no file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reflectory.cli.explore.counts import ThemeCounts
from reflectory.cli.explore.naming import campaign_key, coarse_key, fine_key, label_text, theme_key
from reflectory.engine.analysis import Analysis
from reflectory.engine.corpus import Corpus

FIXED = (
    "id", "row", "segment", "start", "end", "theme", "subtheme", "weight", "respondent", "date", "campaign",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: str) -> str:
    """The cell as a spreadsheet may open it.

    >>> safe("=1+1"), safe("fine")
    ("'=1+1", 'fine')
    """
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def number(value: float | None) -> str:
    """Six significant digits; empty where there is none."""
    return "" if value is None else f"{value:.6g}"


def group_headers(names: Sequence[str]) -> list[str]:
    """The group columns' names, with `(group)` behind one that a fixed column has."""
    return [f"{name} (group)" if name in FIXED else name for name in names]


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_excerpts(path: Path, corpus: Corpus, rows_as_read: Sequence[int], analysis: Analysis) -> None:
    """One row per segment and theme."""
    write_table(
        path,
        [*FIXED, *map(safe, group_headers(list(corpus.groups)))],
        _excerpts(corpus, rows_as_read, analysis),
    )


def _excerpts(corpus: Corpus, rows_as_read: Sequence[int], analysis: Analysis) -> Iterator[list[object]]:
    model, rows = analysis.themes.model, analysis.themes.rows
    themes = [theme_key(theme, model.n_themes) for theme in range(model.n_themes)] + [""]
    fines = [fine_key(model, fine) for fine in range(len(model.fine_of))] + [""]
    campaigns = analysis.campaigns.label.tolist()
    groups = list(corpus.groups.values())
    columns = (rows.text, rows.start, rows.end, rows.theme, rows.fine, rows.weight)
    for text, start, end, theme, fine, weight in zip(*(column.tolist() for column in columns), strict=True):
        said_on = corpus.dates[text] if corpus.dates is not None else None
        yield [
            safe(corpus.ids[text]),
            rows_as_read[text],
            safe(corpus.texts[text][start:end]),
            start,
            end,
            themes[theme],
            fines[fine],
            f"{weight:.3f}" if theme >= 0 else "",
            safe(corpus.respondents[text] or "") if corpus.respondents is not None else "",
            said_on.isoformat() if said_on else "",
            campaign_key(campaigns[text]),
            *(safe(values[text] or "") for values in groups),
        ]


def write_themes(path: Path, analysis: Analysis, counts: ThemeCounts) -> None:
    """One row per theme of the medium level."""
    header = (
        "theme", "label", "coarse", "coarse_label", "fine", "fine_labels", "segments", "texts", "respondents",
        "respondents_heard", "share", "share_low", "share_high", "groups", "groups_firm", "groups_heard",
        "effective_groups", "trend", "repeatability",
    )  # fmt: skip
    write_table(path, header, _themes(analysis, counts))


def _themes(analysis: Analysis, counts: ThemeCounts) -> Iterator[list[object]]:
    model = analysis.themes.model
    for theme in range(model.n_themes):
        fines = [fine for fine in range(len(model.fine_of)) if model.fine_of[fine] == theme]
        coarse = int(model.coarse_of[theme])
        share = analysis.prevalence[theme]
        spread = analysis.spread[theme] if analysis.spread else None
        yield [
            theme_key(theme, model.n_themes),
            safe(label_text(model.labels[theme])),
            coarse_key(coarse),
            safe(label_text(model.coarse_labels[coarse])),
            "; ".join(fine_key(model, fine) for fine in fines),
            safe("; ".join(label_text(model.fine_labels[fine]) for fine in fines)),
            counts.segments[theme],
            counts.texts[theme],
            counts.respondents[theme],
            counts.heard,
            number(share.share),
            number(share.low),
            number(share.high),
            spread.n_groups if spread else "",
            spread.n_groups_firm if spread else "",
            spread.n_groups_all if spread else "",
            number(spread.effective) if spread else "",
            analysis.change[theme].verdict,
            f"{model.repeatability[theme]:.3f}",
        ]


def write_trends(path: Path, analysis: Analysis) -> None:
    """For each theme its course over the periods, and its share in each kind of respondent.

    `compares` names the column of kinds, or the unit of the periods; `value` is the kind or the period.
    """
    header = (
        "theme", "label", "compares", "value", "says", "of", "share", "verdict", "method", "p", "q", "per_year",
        "low", "high", "groups_tested", "groups_rose", "groups_fell", "does_not_stand_without",
    )  # fmt: skip
    write_table(path, header, _trends(analysis))


def _trends(analysis: Analysis) -> Iterator[list[object]]:
    model = analysis.themes.model
    unit = analysis.periods.unit if analysis.periods else ""
    for theme in range(model.n_themes):
        head = [theme_key(theme, model.n_themes), safe(label_text(model.labels[theme]))]
        change = analysis.change[theme]
        tested = [
            change.verdict, change.method, number(change.p), number(change.q), number(change.per_year),
            number(change.low), number(change.high), change.n_groups, change.rose, change.fell,
            safe("; ".join(change.fragile)),
        ]  # fmt: skip
        if not change.points:
            yield [*head, unit, "", "", "", "", *tested]
        for point in change.points:
            yield [*head, unit, *_cell(point.period, point.says, point.of), *tested]
        for name, answers in analysis.differences.items():
            found = answers[theme]
            compared = [
                found.verdict, found.method, number(found.p), number(found.q), "", "", "", found.n_groups, "", "", "",
            ]  # fmt: skip
            for share in found.shares:
                yield [*head, safe(name), *_cell(share.kind, share.says, share.of), *compared]


def _cell(value: str, says: int, of: int) -> list[object]:
    return [safe(value), says, of, number(says / of) if of else ""]
