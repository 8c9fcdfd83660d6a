"""New texts for themes that exist: assigned without moving an old text, with proposals for what is new.

The centres of a model are frozen. New passages that belong less with the fitted ones than most of those do
are pooled, and only the pool is grouped. A group that is found again, large enough, apart from the old themes
and said much more often than before is proposed as a theme. Whether it becomes one is for a person to say, by
using `Update.extended`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.clustering import consensus, group_centres, smooth
from reflectory.engine.embedding import Embedder, Matrix
from reflectory.engine.fitting import FLOOR_PERCENTILE, ThemeModel
from reflectory.engine.labels import label_themes
from reflectory.engine.material import Material, read
from reflectory.engine.number import choose_number
from reflectory.engine.parallel import one_blas_thread
from reflectory.engine.repeatability import repeatability
from reflectory.engine.segments import n_words
from reflectory.engine.themes import MapBlocks, Remembering, Themes, assign_material

FAMILIAR = 25  # percent of the fitted passages belong less than this; a new one that does may be news
FEWEST_POOLED = 12  # different passages
LEAST_SHARE_POOLED = 0.03
FEWEST_IN_PROPOSAL = 6
LEAST_REPEATABILITY = 0.5
LEAST_SEPARATION = 0.1
LEAST_RISE = 3.0  # at 2, a half of the bills without a new topic gave six proposals; at 3, two
RUNS = 24


@dataclass(frozen=True)
class Proposal:
    """A theme that the new texts may hold beside the old ones.

    `size` is its weight in passages; `separation` how much nearer its passages stand to its own centre than to
    the nearest old one, in cosine; `rise` how many times larger a share of the new passages goes to it than of
    the old ones would.
    """

    label: tuple[str, ...]
    size: float
    separation: float
    repeatability: float
    rise: float
    nearest_theme: int


@dataclass(frozen=True)
class Update:
    """`themes` are the new texts under the old model. `proposed[i]` is the proposal that passage i would go to,
    -1 for none. `extended` is the old model with the proposals behind it, as themes k, k + 1 and so on."""

    themes: Themes
    n_pooled: int
    proposals: tuple[Proposal, ...]
    proposed: NDArray[np.int64]
    extended: ThemeModel


def update(
    model: ThemeModel,
    texts: Sequence[str],
    embedder: Embedder,
    *,
    languages: Sequence[str] | None = None,
    counts: NDArray[np.bool_] | None = None,
    mask: Callable[[str], str] | None = None,
    seed: int = 0,
    map_blocks: MapBlocks | None = None,
) -> Update:
    """The new texts' themes under the old model, and what they may hold beside it.

    The embedder must be the one that the model was fitted with. Raises ValueError when it is another, or when
    no text has a word in it.
    """
    if embedder.name != model.representation.embedder_name:
        raise ValueError(
            f"the themes were found with {model.representation.embedder_name}, not with {embedder.name}"
        )
    with one_blas_thread():
        memory = Remembering(embedder)
        material = read(texts, languages=languages, counts=counts, mask=mask)
        themes = assign_material(model, material, memory, map_blocks=map_blocks)
        points = themes.points.astype(np.float32)
        pool = _pool(model, themes.belonging)
        groups = _groups(model, points, material.weights, pool, seed=seed, words=_words_per_passage(material))
        if not groups.n:
            nobody = np.full(len(material.passages), -1, np.int64)
            return Update(themes, len(pool), (), nobody, model)
        everyone = np.vstack([model.centres, groups.centres])
        goes_to = np.asarray((points @ everyone.T).argmax(axis=1), dtype=np.int64) - model.n_themes
        proposed = np.where(goes_to >= 0, goes_to, -1)
        labels = _labels(model, material, memory, everyone, proposed)
        proposals = _describe(model, points, material.weights, groups, proposed, labels)
        extended = _extend(model, points, groups, themes.belonging, proposed, proposals)
    return Update(themes, len(pool), proposals, proposed[material.order.where], extended)


@dataclass(frozen=True)
class _Groups:
    centres: Matrix
    repeatability: NDArray[np.float64]

    @property
    def n(self) -> int:
        return len(self.centres)


def _pool(model: ThemeModel, belonging: NDArray[np.float64]) -> NDArray[np.int64]:
    """The passages that belong less than a quarter of the fitted ones do; none where they are too few."""
    familiar = np.percentile(model.fitted_belonging, FAMILIAR)
    pool = np.flatnonzero(belonging < familiar)
    enough = max(FEWEST_POOLED, LEAST_SHARE_POOLED * len(belonging))
    return pool if len(pool) >= enough else np.empty(0, np.int64)


def _words_per_passage(material: Material) -> float:
    return float(np.average([n_words(text) for text in material.different], weights=material.weights))


def _groups(
    model: ThemeModel,
    points: Matrix,
    weights: NDArray[np.float64],
    pool: NDArray[np.int64],
    *,
    seed: int,
    words: float,
) -> _Groups:
    """The groups of the pool that could be themes: large enough, found again, apart from the old, and risen."""
    if not len(pool):
        return _Groups(np.empty((0, points.shape[1]), np.float32), np.empty(0))
    near, heavy = points[pool], weights[pool]
    number = choose_number(near, heavy, n_texts=float(heavy.sum()), words_per_text=words, seed=seed)
    found = consensus(smooth(near), heavy, n_groups=number.chosen, runs=RUNS, seed=seed)
    centres = group_centres(near, heavy, found.labels, found.n_groups)
    again = repeatability(near, heavy, found.labels, found.n_groups, seed=seed)
    kept = [
        group
        for group in range(found.n_groups)
        if heavy[found.labels == group].sum() >= FEWEST_IN_PROPOSAL
        and again[group] >= LEAST_REPEATABILITY
        and _separation(near[found.labels == group], centres[group], model.centres) >= LEAST_SEPARATION
    ]
    rise = _rise(model, points, weights, centres[kept])
    kept = [group for group, times in zip(kept, rise, strict=True) if times >= LEAST_RISE]
    return _Groups(centres[kept], again[kept])


def _rise(
    model: ThemeModel, points: Matrix, weights: NDArray[np.float64], centres: Matrix
) -> NDArray[np.float64]:
    """For each new centre the share of new passages that go to it over the share of old ones that would.

    One is added to both counts. 30 of 100 new passages and 9 of 199 old ones: (31 / 101) / (10 / 200) = 6.1.
    """
    everyone = np.vstack([model.centres, centres])
    k, n = model.n_themes, len(everyone)
    new = np.bincount((points @ everyone.T).argmax(axis=1), weights=weights, minlength=n)[k:]
    old = np.bincount((model.fitted @ everyone.T).argmax(axis=1), minlength=n)[k:]
    rise: NDArray[np.float64] = (new + 1) / (weights.sum() + 1) / ((old + 1) / (len(model.fitted) + 1))
    return rise


def _separation(members: Matrix, centre: Matrix, old: Matrix) -> float:
    return float((members @ centre).mean() - (members @ old.T).mean(axis=0).max())


def _labels(
    model: ThemeModel, material: Material, embedder: Embedder, centres: Matrix, proposed: NDArray[np.int64]
) -> list[tuple[str, ...]]:
    """Words that tell each proposal from the other proposals and from what the rest of the new texts say."""
    k = model.n_themes
    rest = 0
    labels = np.where(proposed >= 0, proposed + 1, rest)
    among = np.vstack([centres[:k].mean(axis=0, keepdims=True), centres[k:]])
    named = label_themes(
        material.analysed(0, len(material.different)),
        material.weights,
        labels,
        len(among),
        centres=among,
        representation=model.representation,
        embedder=embedder,
        languages=sorted(set(material.languages or ["en"])),
    )
    return named[1:]


def _describe(
    model: ThemeModel,
    points: Matrix,
    weights: NDArray[np.float64],
    groups: _Groups,
    proposed: NDArray[np.int64],
    labels: list[tuple[str, ...]],
) -> tuple[Proposal, ...]:
    rise = _rise(model, points, weights, groups.centres)
    return tuple(
        Proposal(
            label=labels[group],
            size=float(weights[proposed == group].sum()),
            separation=_separation(points[proposed == group], groups.centres[group], model.centres),
            repeatability=float(groups.repeatability[group]),
            rise=float(rise[group]),
            nearest_theme=int((model.centres @ groups.centres[group]).argmax()),
        )
        for group in range(groups.n)
    )


def _extend(
    model: ThemeModel,
    points: Matrix,
    groups: _Groups,
    belonging: NDArray[np.float64],
    proposed: NDArray[np.int64],
    proposals: tuple[Proposal, ...],
) -> ThemeModel:
    """The old model unchanged, with each proposal as a theme, sub-theme and coarse theme of its own."""
    k = model.n_themes
    new = np.arange(groups.n)
    taken = proposed >= 0
    named = tuple(proposal.label for proposal in proposals)
    floors = [
        np.percentile(points[proposed == group] @ groups.centres[group], FLOOR_PERCENTILE) for group in new
    ]
    return replace(
        model,
        centres=np.vstack([model.centres, groups.centres]),
        floors=np.concatenate([model.floors, floors]),
        labels=model.labels + named,
        coarse_of=np.concatenate([model.coarse_of, model.coarse_of.max() + 1 + new]),
        fine_centres=np.vstack([model.fine_centres, groups.centres]),
        fine_of=np.concatenate([model.fine_of, k + new]),
        fine_labels=model.fine_labels + named,
        coarse_labels=model.coarse_labels + named,
        repeatability=np.concatenate([model.repeatability, groups.repeatability]),
        fitted=np.vstack([model.fitted, points[taken]]),
        fitted_labels=np.concatenate([model.fitted_labels, k + proposed[taken]]),
        fitted_belonging=np.concatenate([model.fitted_belonging, belonging[taken]]),
    )
