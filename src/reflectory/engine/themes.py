"""From texts to themes: cut into passages, fitted, and every passage assigned.

This is the engine's main door. It takes texts in memory and gives positions and numbers: which passage of
which text speaks of which theme. Counting people and places is done elsewhere (`voices` and what follows);
what the pieces do is in `segments`, `fitting` and `assignment`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.assignment import Assigned, Block, assign
from reflectory.engine.canonical import Canonical, canonical
from reflectory.engine.embedding import Embedder, Matrix, MultilingualEmbedder, StaticEmbedder
from reflectory.engine.fitting import MOST_FITTED, ThemeModel, fit_themes
from reflectory.engine.parallel import in_threads, one_blas_thread
from reflectory.engine.segments import excerpts, n_words, sentences

BLOCK = 4_096  # passages
MOST_WORDS_FOR_MULTILINGUAL = 1_250_000  # 50,000 texts of 25 words: about a minute on two cores
_A_WORD = re.compile(r"\w")
_LEAST_WEIGHT = 1e-3  # of a passage that is only a copy: it is assigned, and moves nothing

Assign = Callable[[Block], Assigned]
MapBlocks = Callable[[Assign, Iterable[Block]], Iterable[Assigned]]


@dataclass(frozen=True)
class Passages:
    """Passage i is `texts[text[i]][start[i]:end[i]]`, in code points."""

    text: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.text)


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
    """The themes, the passages and which speaks of which. `points[where[i]]` is where passage i stands."""

    model: ThemeModel
    passages: Passages
    rows: Rows
    points: Matrix  # float16 for many passages: good for likeness, not for fitting
    where: NDArray[np.int64]

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


def cut(texts: Sequence[str], languages: Sequence[str] | None = None) -> Passages:
    """The passages of all texts, in the order of the texts."""
    text: list[int] = []
    start: list[int] = []
    end: list[int] = []
    for number, words in enumerate(texts):
        for span in excerpts(words, languages[number] if languages else "und"):
            text.append(number)
            start.append(span.start)
            end.append(span.end)
    return Passages(np.array(text, np.int64), np.array(start, np.int64), np.array(end, np.int64))


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
        embedder = embedder or choose_embedder(texts)
        passages = cut(texts, languages)
        words = _different_words(texts, passages)
        if not any(_A_WORD.search(word) for word in words.different):
            raise ValueError("there is nothing to find themes in: no text has a word in it")
        weights = _weights(words.order, passages, counts)
        spoken = _languages(words.order, passages, languages) if languages else None
        memory = Remembering(embedder)
        n_fitted = min(MOST_FITTED, words.order.n_different)
        analysed = [mask(word) for word in words.different[:n_fitted]] if mask else words.different[:n_fitted]
        model = fit_themes(
            analysed, weights[:n_fitted], memory,
            n_passages=words.order.n_different,
            languages=spoken[:n_fitted] if spoken else None,
            n_themes=n_themes, seed=seed,
        )  # fmt: skip
        memory.freeze()
        if fitted is not None:
            fitted(model)
        blocks = _Blocks(words.different, spoken, mask, model, all_fitted=n_fitted == words.order.n_different)
        done = list((map_blocks or in_threads)(_Assigner(model, memory), blocks))
    return _gather(model, passages, words.order, blocks, done)


@dataclass(frozen=True)
class _Different:
    order: Canonical
    different: list[str]


def _different_words(texts: Sequence[str], passages: Passages) -> _Different:
    words = [
        texts[text][start:end]
        for text, start, end in zip(
            passages.text.tolist(), passages.start.tolist(), passages.end.tolist(), strict=True
        )
    ]
    order = canonical(words)
    return _Different(order, [words[i] for i in order.first])


def _weights(order: Canonical, passages: Passages, counts: NDArray[np.bool_] | None) -> NDArray[np.float64]:
    """How much each different passage weighs; counted first, so that no sum depends on the texts' order."""
    if counts is None:
        return order.counts()
    counted = order.counts(counts[passages.text].astype(np.float64))
    return counted + _LEAST_WEIGHT * (order.counts() - counted)


def _languages(order: Canonical, passages: Passages, languages: Sequence[str]) -> list[str]:
    """The language of each different passage: of its texts' languages the first in the alphabet.

    A text is in one language, but two texts in different ones may share a passage.
    """
    names, codes = np.unique(np.array(languages, dtype=object).astype(str), return_inverse=True)
    lowest = np.full(order.n_different, len(names), np.int64)
    np.minimum.at(lowest, order.where, codes[passages.text])
    return [str(name) for name in names[lowest]]


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

    def __init__(
        self,
        different: Sequence[str],
        languages: Sequence[str] | None,
        mask: Callable[[str], str] | None,
        model: ThemeModel,
        *,
        all_fitted: bool,
    ) -> None:
        self._different, self._languages, self._mask, self._model = different, languages, mask, model
        self._all_fitted = all_fitted
        self.sentence_spans: list[NDArray[np.int64]] = []

    def __iter__(self) -> Iterator[Block]:
        self.sentence_spans = []
        mask = self._mask or (lambda text: text)
        for first in range(0, len(self._different), BLOCK):
            words = self._different[first : first + BLOCK]
            spoken = self._languages[first : first + BLOCK] if self._languages else None
            spans: list[tuple[int, int]] = []
            of: list[int] = []
            for number, text in enumerate(words):
                found = sentences(text, spoken[number] if spoken else "und")
                if len(found) > 1:
                    spans.extend(found)
                    of.extend([number] * len(found))
            self.sentence_spans.append(np.array(spans, np.int64).reshape(-1, 2))
            yield Block(
                passages=[mask(text) for text in words],
                sentences=[mask(words[n][start:end]) for n, (start, end) in zip(of, spans, strict=True)],
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
    return Themes(model, passages, rows, points, where)
