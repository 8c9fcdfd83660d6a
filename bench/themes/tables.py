"""The rows of `scoring.py` as Markdown: one table per corpus, the means, and where ours is behind."""

from __future__ import annotations

from collections.abc import Sequence

from bench.themes.scoring import FLAG_GAP, Flag, Mean, Row

SINGLE = ("P1", "ARI", "NMI")
MULTI = ("best F1, weighted", "best F1, unweighted")


def table(header: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """A Markdown table; columns of figures are right-aligned."""
    columns = list(zip(*body, strict=True)) or [()] * len(header)
    rule = ["---:" if all(cell[:1] in "-–.0123456789" for cell in column) else "---" for column in columns]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, rule, *body))


def number(value: float | None, digits: int = 3) -> str:
    """A figure with a point and no leading nought, or a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def corpus_table(rows: Sequence[Row], *, is_single: bool) -> str:
    """The methods on one corpus, ours first."""
    quality = SINGLE if is_single else MULTI
    header = ("method", "themes", *quality, "unassigned", "agreement", "CPU s", "peak MB")
    body = []
    for row in rows:
        values = (row.p1, row.ari, row.nmi) if is_single else (row.f1_weighted, row.f1_unweighted)
        name = f"**{row.method}**" if row.is_ours else row.method
        costs = (number(row.cpu_s, 1), number(row.peak_mb, 0))
        share = f"{row.unassigned:.0%}".replace("%", " %")
        body.append((name, str(row.n_themes), *map(number, values), share, number(row.agreement), *costs))
    return table(header, body)


def means_table(rows: Sequence[Mean], *, is_single: bool) -> str:
    """The means over corpora, in the order given."""
    quality = SINGLE if is_single else MULTI
    body = []
    for row in rows:
        values = (row.p1, row.ari, row.nmi) if is_single else (row.f1_weighted, row.f1_unweighted)
        body.append((row.method, str(row.n_corpora), *map(number, values), number(row.agreement)))
    return table(("method", "corpora", *quality, "agreement"), body)


def flags_table(rows: Sequence[Flag]) -> str:
    """Where a level of ours is behind, or the sentence that it nowhere is."""
    if not rows:
        return f"Ours is nowhere below the best rival by more than {number(FLAG_GAP, 2)}."
    body = []
    for row in rows:
        gap = number(row.best_value - row.value)
        body.append(
            (
                row.corpus,
                row.measure,
                row.method,
                number(row.value),
                row.best_rival,
                number(row.best_value),
                gap,
            )
        )
    return table(("corpus", "measure", "ours", "value", "best rival", "its value", "behind by"), body)
