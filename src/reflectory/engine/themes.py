"""From texts to themes: cut into passages, fitted, and every passage assigned.

This is the engine's main door. It takes texts in memory and gives positions and numbers: which passage of
which text speaks of which theme. Counting people and places is done elsewhere (`voices` and what follows);
what the pieces do is in `segments`, `fitting` and `assignment`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.assignment import Assigned, Block, assign
from reflectory.engine.canonical import Canonical
from reflectory.engine.embedding import Embedder, Matrix, MultilingualEmbedder, StaticEmbedder
from reflectory.engine.fitting import MOST_FITTED, ThemeModel, fit_themes
from reflectory.engine.material import Material, Passages, read
from reflectory.engine.parallel import in_threads, one_blas_thread
from reflectory.engine.segments import n_words, sentences

BLOCK = 4_096  # passages
MOST_WORDS_FOR_MULTILINGUAL = 1_250_000  # 50,000 texts of 25 words: about a minute on two cores

Assign = Callable[[Block], Assigned]
MapBlocks = Callable[[Assign, Iterable[Block]], Iterable[Assigned]]


@dataclass(frozen=True)
class Rows:
    """One row per segment and theme: `segment` is a passage, or one of its sentences where that adds a theme.

    `theme` and `fine` are -1 where none fits. `passage` says which passage the segment is or lies in.
    """

    passage: NDArray[np.int64]
    text: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    theme: NDArray[np.int64]
    fine: NDArray[np.int64]
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True)
class Themes:
    """The themes, the passages and which speaks of which. `points[where[i]]` is where passage i stands, and
    `belonging[where[i]]` how much it belongs with the passages that the model was fitted to."""

    model: ThemeModel
    passages: Passages
    rows: Rows
    points: Matrix  # float16 for many passages: good for likeness, not for fitting
    where: NDArray[np.int64]
    belonging: NDArray[np.float64]

    def main_theme(self, n_texts: int) -> NDArray[np.int64]:
        """The theme that each text as a whole stands nearest to; -1 where none of its passages has one.

        A text stands where its passages stand on average, each counting by its length.
        """
        passages, centres = self.passages, self.model.centres
        length = (passages.end - passages.start).astype(np.float64)
        places = np.zeros((n_texts, centres.shape[1]))
        np.add.at(places, passages.text, self.points[self.where] * length[:, None])
        has_theme = np.zeros(n_texts, dtype=bool)
        has_theme[self.rows.text[self.rows.theme >= 0]] = True
        return np.where(has_theme, (places @ centres.T).argmax(axis=1), -1).astype(np.int64)


def choose_embedder(texts: Sequence[str]) -> Embedder:
    """The multilingual embedder up to `MOST_WORDS_FOR_MULTILINGUAL` words, the static one above."""
    total = 0
    for text in texts:
        total += n_words(text)
        if total > MOST_WORDS_FOR_MULTILINGUAL:
            return StaticEmbedder()
    return MultilingualEmbedder()


def find_themes(
    texts: Sequence[str],
    *,
    embedder: Embedder | None = None,
    languages: Sequence[str] | None = None,
    counts: NDArray[np.bool_] | None = None,
    mask: Callable[[str], str] | None = None,
    n_themes: int | None = None,
    seed: int = 0,
    map_blocks: MapBlocks | None = None,
    fitted: Callable[[ThemeModel], None] | None = None,
) -> Themes:
    """The themes of the texts. The order of the texts and the number of threads change nothing.

    `counts` is false for a text that only repeats another (a further copy of a campaign's letter): it is
    assigned, and does not shape the themes. `mask` takes names out of what is analysed; spans and quotes stay
    those of the text as given. `map_blocks` does the work elsewhere, for instance on a cluster. `fitted` is
    told the model as soon as there is one. Raises ValueError when no text has a word in it.
    """
    with one_blas_thread():
        memory = Remembering(embedder or choose_embedder(texts))
        material = read(texts, languages=languages, counts=counts, mask=mask)
        n_different = material.order.n_different
        n_fitted = min(MOST_FITTED, n_different)
        model = fit_themes(
            material.analysed(0, n_fitted), material.weights[:n_fitted], memory,
            n_passages=n_different, languages=material.spoken(0, n_fitted), n_themes=n_themes, seed=seed,
        )  # fmt: skip
        if fitted is not None:
            fitted(model)
        return assign_material(
            model, material, memory, all_fitted=n_fitted == n_different, map_blocks=map_blocks
        )


def assign_material(
    model: ThemeModel,
    material: Material,
    embedder: Embedder,
    *,
    all_fitted: bool = False,
    map_blocks: MapBlocks | None = None,
) -> Themes:
    """The themes of a model in the material. `all_fitted` says that the model was fitted to just this material.

    A `Remembering` embedder learns nothing from here on.
    """
    if isinstance(embedder, Remembering):
        embedder.freeze()
    blocks = _Blocks(material, model, all_fitted=all_fitted)
    done = list((map_blocks or in_threads)(_Assigner(model, embedder), blocks))
    return _gather(model, material.passages, material.order, blocks, done)


class Remembering:
    """An embedder that works out each text once while a model is fitted and used on the same texts.

    The last bits of a vector may depend on which texts are embedded together. So it learns until it is
    frozen, and from then on a call depends on its texts alone: not on other calls, on any thread or machine.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._rows: dict[str, NDArray[np.float32]] = {}
        self._is_frozen = False
        self.name = embedder.name
        self.multilingual = embedder.multilingual

    def freeze(self) -> None:
        """From now on nothing more is remembered."""
        self._is_frozen = True

    def embed(self, texts: Sequence[str]) -> Matrix:
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if len(new) == len(texts):
            vectors = self._embedder.embed(texts)
            self._learn(new, vectors)
            return vectors
        fresh = dict(zip(new, self._embedder.embed(new), strict=True)) if new else {}
        self._learn(list(fresh), list(fresh.values()))
        return np.array([fresh[text] if text in fresh else self._rows[text] for text in texts], np.float32)

    def _learn(self, texts: Sequence[str], vectors: Iterable[NDArray[np.float32]]) -> None:
        if not self._is_frozen and len(self._rows) + len(texts) <= 2 * MOST_FITTED:
            self._rows.update(zip(texts, vectors, strict=True))


@dataclass(frozen=True)
class _Assigner:
    model: ThemeModel
    embedder: Embedder

    def __call__(self, block: Block) -> Assigned:
        return assign(self.model, self.embedder, block)


class _Blocks:
    """The different passages in blocks, made when they are asked for; remembers where the sentences stand."""

    def __init__(self, material: Material, model: ThemeModel, *, all_fitted: bool) -> None:
        self._material, self._model, self._all_fitted = material, model, all_fitted
        self.sentence_spans: list[NDArray[np.int64]] = []

    def __iter__(self) -> Iterator[Block]:
        self.sentence_spans = []
        analysed = self._material.as_analysed
        for first in range(0, len(self._material.different), BLOCK):
            words = self._material.different[first : first + BLOCK]
            spoken = self._material.spoken(first, first + BLOCK)
            spans: list[tuple[int, int]] = []
            of: list[int] = []
            for number, text in enumerate(words):
                found = sentences(text, spoken[number] if spoken else "und")
                if len(found) > 1:
                    spans.extend(found)
                    of.extend([number] * len(found))
            self.sentence_spans.append(np.array(spans, np.int64).reshape(-1, 2))
            yield Block(
                passages=self._material.analysed(first, first + BLOCK),
                sentences=[analysed(words[n][start:end]) for n, (start, end) in zip(of, spans, strict=True)],
                sentence_of=np.array(of, np.int64),
                languages=spoken,
                fitted_as=self._fitted_as(first, len(words)),
            )

    def _fitted_as(self, first: int, n: int) -> NDArray[np.int64]:
        """The fit's own answer, used only where every passage was fitted, so that one rule holds for all."""
        if self._all_fitted:
            return self._model.fitted_labels[first : first + n]
        return np.full(n, -2, np.int64)


def _gather(
    model: ThemeModel, passages: Passages, order: Canonical, blocks: _Blocks, done: Sequence[Assigned]
) -> Themes:
    """The rows of every passage, from the answers for the different ones."""
    where = order.where
    theme = np.concatenate([block.theme for block in done])
    fine = np.concatenate([block.fine for block in done])
    weight = np.concatenate([block.weight for block in done])
    compact = np.float16 if len(theme) > MOST_FITTED else np.float32
    points = np.vstack([block.points.astype(compact) for block in done])
    everyone = np.arange(len(passages))
    extra_of = np.concatenate([number * BLOCK + block.extra_passage for number, block in enumerate(done)])
    spans = np.vstack([blocks.sentence_spans[n][block.extra_sentence] for n, block in enumerate(done)])
    by_passage = np.argsort(where, kind="stable")
    starts = np.searchsorted(where[by_passage], np.arange(order.n_different + 1))
    copies = starts[extra_of + 1] - starts[extra_of]
    repeated = np.repeat(np.arange(len(extra_of)), copies)
    offset = np.arange(len(repeated)) - np.repeat(np.cumsum(copies) - copies, copies)
    owner = by_passage[starts[extra_of[repeated]] + offset]
    passage = np.concatenate([everyone, owner])
    start = np.concatenate([passages.start, passages.start[owner] + spans[repeated, 0]])
    end = np.concatenate([passages.end, passages.start[owner] + spans[repeated, 1]])
    all_theme = np.concatenate([theme[where], np.concatenate([b.extra_theme for b in done])[repeated]])
    all_fine = np.concatenate([fine[where], np.concatenate([b.extra_fine for b in done])[repeated]])
    all_weight = np.concatenate([weight[where], np.concatenate([b.extra_weight for b in done])[repeated]])
    in_order = np.lexsort((all_theme, -end, start, passages.text[passage]))
    rows = Rows(
        passage=passage[in_order],
        text=passages.text[passage][in_order],
        start=start[in_order],
        end=end[in_order],
        theme=all_theme[in_order],
        fine=all_fine[in_order],
        weight=all_weight[in_order],
    )
    belonging = np.concatenate([block.belonging for block in done])
    known = np.isnan(belonging)
    belonging[known] = model.fitted_belonging[np.flatnonzero(known)]
    return Themes(model, passages, rows, points, where, belonging)
