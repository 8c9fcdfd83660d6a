"""Keeps what a run found: themes, their passages as excerpts of the original texts, and where each recurs.

Called by `actions.carry_out` alone, within its transaction. What an interrupted attempt left is replaced.
"""

from __future__ import annotations

from collections.abc import Sequence

from reflectory.core import search
from reflectory.core.visibility import system
from reflectory.engine.analysis import Analysis
from reflectory.engine.corpus import Corpus
from reflectory.engine.exemplars import Exemplars
from reflectory.evidence.actions.excerpts import make_excerpts
from reflectory.evidence.models import SourceVersion
from reflectory.sensemaking.counting import count
from reflectory.sensemaking.gathering import Gathered, Text
from reflectory.sensemaking.models import Passage, Recurrence, Run, Theme

BATCH = 1_000
ENGINE = system("The engine")
LABEL = 200  # characters

Span = tuple[int, int, int]  # version, start, end


def store(run: Run, gathered: Gathered, corpus: Corpus, analysis: Analysis) -> None:
    """Writes the themes of the run; the run itself is saved by whoever calls."""
    run.themes.all().delete()
    counts = count(analysis, gathered.texts)
    run.accounting |= {"heard": {"voices": counts.n_voices, "governments": counts.n_governments}}
    model = analysis.themes.model
    themes = Theme.objects.bulk_create(
        Theme(
            run=run, number=number + 1, label=(", ".join(words) or "no words in common")[:LABEL],
            repeatability=round(float(model.repeatability[number]), 4),
            n_voices=breadth.n_voices, n_governments=breadth.n_governments, n_programmes=breadth.n_programmes,
        )
        for number, (words, breadth) in enumerate(zip(model.labels, counts.breadth, strict=True))
    )  # fmt: skip
    _store_passages(themes, gathered.texts, corpus, analysis)
    Recurrence.objects.bulk_create(
        (
            Recurrence(
                theme=theme, programme_id=programme, n_voices=found.n_voices, n_heard=found.n_heard,
                n_governments=found.n_governments, n_governments_heard=found.n_governments_heard,
                share=found.share, low=found.low, high=found.high,
            )
            for programme, rows in counts.programmes.items()
            for theme, found in zip(themes, rows, strict=True)
            if found.n_voices
        ),
        batch_size=BATCH,
    )  # fmt: skip
    search.refresh(themes)


def _store_passages(
    themes: Sequence[Theme], texts: Sequence[Text], corpus: Corpus, analysis: Analysis
) -> None:
    rows = analysis.themes.rows
    weights: dict[tuple[int, Span], float] = {}
    for text, start, end, theme, weight in zip(
        rows.text.tolist(), rows.start.tolist(), rows.end.tolist(), rows.theme.tolist(), rows.weight.tolist(),
        strict=True,
    ):  # fmt: skip
        if theme >= 0:
            key = (theme, (texts[text].version_id, start, end))
            weights[key] = max(weights.get(key, 0.0), weight)
    exemplars, at = Exemplars(corpus, analysis), analysis.themes.passages
    ranks: dict[tuple[int, Span], int] = {}
    for theme in range(len(themes)):
        for rank, passage in enumerate(exemplars.of_theme(theme), start=1):
            version = texts[int(at.text[passage])].version_id
            ranks[theme, (version, int(at.start[passage]), int(at.end[passage]))] = rank
    excerpts = _excerpts({span for _, span in weights})
    Passage.objects.bulk_create(
        (
            Passage(
                theme=themes[theme], excerpt_id=excerpts[span], weight=round(weight, 6),
                rank=ranks.get((theme, span)),
            )
            for (theme, span), weight in weights.items()
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _excerpts(spans: set[Span]) -> dict[Span, int]:
    """The number of the excerpt of each span, made where there is none yet."""
    pks = sorted({version for version, _, _ in spans})
    versions: dict[int, SourceVersion] = {}
    for first in range(0, len(pks), BATCH):
        versions |= SourceVersion.objects.select_related("source").in_bulk(pks[first : first + BATCH])
    wanted = sorted(spans)
    made = make_excerpts(by=ENGINE, spans=[(versions[v], start, end) for v, start, end in wanted])
    return {span: excerpt.pk for span, excerpt in zip(wanted, made, strict=True)}
