"""One exploration from file to report. What can be asked for is in `options`; the parts are beside this file."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from reflectory import __version__
from reflectory.cli.explore.blocks import kept_blocks
from reflectory.cli.explore.console import Teller
from reflectory.cli.explore.counts import theme_counts
from reflectory.cli.explore.names import names_of
from reflectory.cli.explore.options import Options
from reflectory.cli.explore.record import versions, write_record
from reflectory.cli.explore.tables import write_excerpts, write_themes, write_trends
from reflectory.cli.explore.telling import tell
from reflectory.cli.explore.workplace import Workplace, check_out, default_out
from reflectory.connections import CannotConnect
from reflectory.connections.cluster import on_cluster
from reflectory.connections.embedders import open_embedder
from reflectory.connections.spread import spread
from reflectory.connections.store import digest
from reflectory.engine.analysis import analyse
from reflectory.engine.corpus import Corpus
from reflectory.engine.embedding import Embedder
from reflectory.engine.fitting import ThemeModel
from reflectory.engine.themes import choose_embedder
from reflectory.intake import Reading, Unusable, read
from reflectory.press.exploration import html, pdf


@dataclass
class Clock:
    """Seconds by stage."""

    teller: Teller
    seconds: dict[str, float] = field(default_factory=dict)
    _stage: str | None = None
    _since: float = 0.0

    def stage(self, name: str) -> None:
        self.stop()
        self._stage, self._since = name, time.perf_counter()
        self.teller.stage(name)

    def stop(self) -> None:
        if self._stage is not None:
            spent = self.seconds.get(self._stage, 0.0) + time.perf_counter() - self._since
            self.seconds[self._stage] = spent
        self._stage = None


@dataclass(frozen=True)
class Result:
    out: Path
    reading: Reading
    n_themes: int
    resumed: bool


def explore(options: Options, teller: Teller) -> Result:
    """Reads, analyses and writes. Raises `Unusable` before anything is written."""
    out = options.out or default_out(options.source)
    check_out(out, options.source)
    clock = Clock(teller)
    clock.stage("reading")
    reading = read(
        options.source, text=options.text, id=options.id, respondent=options.respondent,
        groups=options.groups, date=options.date, progress=teller.done,
    )  # fmt: skip
    records = reading.records
    _check_groups(records.groups)
    corpus = Corpus(records.ids, records.texts, records.respondents, records.groups, records.dates)
    names = names_of(corpus, options.mask_file)
    with ExitStack() as stack:
        elsewhere = stack.enter_context(on_cluster(options.cluster)) if options.cluster else None
        embedder = open_embedder(options.embedder) if options.embedder else choose_embedder(corpus.texts)
        masked = names.masker.names if names.masker else ()
        place = Workplace(out, digest(__version__, reading.sha256, repr(options.parameters()), repr(masked)))
        spreading = spread(embedder, store=place.keep, progress=teller.done)
        stack.callback(getattr(spreading, "close", lambda: None))
        tracker = _Tracker(teller, embedder)
        try:
            analysis = analyse(
                corpus,
                embedder=spreading,
                mask=names.masker.mask if names.masker else None,
                n_themes=options.n_themes,
                seed=options.seed,
                map_blocks=kept_blocks(place.keep, tracker.fingerprint, tracker.told, elsewhere),
                stage=clock.stage,
                fitted=tracker.fitted,
            )
        except CannotConnect:
            place.leave()
            raise
    clock.stage("telling")
    counts = theme_counts(analysis)
    source = options.source.resolve().name
    content = tell(
        source, reading, corpus, analysis, counts, names, invented=options.invented, versions=versions()
    )
    clock.stage("writing")
    made = place.made
    write_excerpts(made / "excerpts.csv", corpus, records.rows, analysis)
    write_themes(made / "themes.csv", analysis, counts)
    write_trends(made / "trends.csv", analysis)
    (made / "report.html").write_text(html.render(content), encoding="utf-8")
    (made / "report.pdf").write_bytes(pdf.render(content))
    clock.stop()
    write_record(
        made / "run.json", source=source, reading=reading, analysis=analysis, names=names,
        parameters=options.parameters(), timings=clock.seconds,
    )  # fmt: skip
    place.hand_over()
    return Result(out, reading, analysis.n_themes, place.was_interrupted)


def _check_groups(groups: dict[str, list[str | None]]) -> None:
    empty = [name for name, values in groups.items() if not any(values)]
    if empty:
        raise Unusable(
            f"The column {empty[0]!r} is empty in every row that can be used, so it cannot say where a text comes "
            "from. Name another with --group, or leave it out."
        )


class _Tracker:
    """Knows the model once there is one, and how many passages have been assigned."""

    def __init__(self, teller: Teller, embedder: Embedder) -> None:
        self._teller, self._embedder = teller, embedder
        self._model: ThemeModel | None = None
        self._done = 0

    def fitted(self, model: ThemeModel) -> None:
        self._model = model

    def fingerprint(self) -> str:
        """Stands for everything that an assignment depends on."""
        if self._model is None:
            raise RuntimeError("blocks are assigned only after a model was fitted")
        model = self._model
        arrays = (model.centres, model.fine_centres, model.floors, model.representation.projection)
        return digest(
            self._embedder.name, str(model.none_below), str(model.by_neighbours),
            *(np.ascontiguousarray(array).tobytes() for array in arrays),
        )  # fmt: skip

    def told(self, n: int) -> None:
        self._done += n
        self._teller.done(self._done, None)
