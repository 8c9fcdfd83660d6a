"""Carries a run out, from claiming it to its last row. Call it through `actions.carry_out`.

What goes in is in `gathering`, what is counted in `counting`, what is kept in `storing`. No transaction is open while
the engine works, so nobody waits for it; what it found is kept whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory import __version__
from reflectory.connections.spread import spread
from reflectory.core import audit
from reflectory.core.visibility import Viewer
from reflectory.engine.analysis import analyse
from reflectory.engine.embedding import Embedder
from reflectory.engine.themes import choose_embedder
from reflectory.sensemaking.gathering import Gathered, gather
from reflectory.sensemaking.models import Run
from reflectory.sensemaking.storing import store


def carry_out(run: Run, *, embedder: Embedder | None = None) -> Run:
    """The run with its themes, or failed with the reason. One that is done or being carried out is left as it is."""
    claimed = _claim(run)
    if claimed is None:
        return Run.objects.get(pk=run.pk)
    try:
        gathered = gather(claimed, on=timezone.localdate())
        problem = _find(claimed, gathered, embedder)
    except Exception as error:
        _end(claimed, problem=_("It stopped by a mistake of the program: {what}.").format(what=repr(error)))
        raise
    if problem:
        claimed.accounting = gathered.accounting
        _end(claimed, problem=problem)
    return claimed


def _claim(run: Run) -> Run | None:
    """The run, ours to carry out from now on; None where it is done or somebody else is at it."""
    with transaction.atomic():
        current: Run = Run.objects.select_for_update().get(pk=run.pk)
        if current.state == "done" or (current.state == "running" and not current.was_interrupted):
            return None
        current.state, current.stage, current.problem = "running", "reading", ""
        current.seen_at = timezone.now()
        current.save(update_fields=["state", "stage", "problem", "seen_at"])
    return current


def _find(run: Run, gathered: Gathered, embedder: Embedder | None) -> str:
    """Looks for themes and keeps what was found. Says in a sentence why there is nothing to find."""
    if not gathered.texts:
        return _("No text can be used. Below is what became of each.")
    corpus = gathered.corpus()
    masker = gathered.masker()
    spreading = spread(embedder or choose_embedder(corpus.texts))
    try:
        analysis = analyse(
            corpus,
            embedder=spreading,
            mask=masker.mask if masker else None,
            seed=run.seed,
            stage=_teller(run),
        )
    finally:
        getattr(spreading, "close", lambda: None)()
    run.engine, run.input_hash, run.accounting = __version__, gathered.input_hash(), gathered.accounting
    run.parameters = {
        "themes": None, "seed": run.seed, "embedding": analysis.embedding, "languages": analysis.languages.counts,
        "names_masked": list(gathered.names), "n_people_masked": len(gathered.people),
    }  # fmt: skip
    with transaction.atomic():
        store(run, gathered, corpus, analysis)
        _end(run)
    return ""


def _teller(run: Run) -> Callable[[str], None]:
    def tell(stage: str) -> None:
        Run.objects.filter(pk=run.pk).update(stage=stage, seen_at=timezone.now())

    return tell


@transaction.atomic
def _end(run: Run, *, problem: str = "") -> None:
    was = audit.snapshot(Run.objects.get(pk=run.pk))
    run.state, run.problem, run.stage = "failed" if problem else "done", problem, ""
    run.finished_at = timezone.now()
    run.save()
    by = Viewer(account_id=run.ran_by, name=run.ran_by_name)
    audit.record(by=by, verb="carry_out_run", on=run, was=was)
