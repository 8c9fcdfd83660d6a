"""New topics beside old themes: topics are held out, themes fitted on the rest, then the held-out texts come in.

`python -m bench.update`. In each of ten draws a third of the labels is held out. Half of the other texts are
old: themes are fitted to them. The other half and all texts of the held-out labels are new. A held-out label of
`LEAST` texts or more is *noticed* where it holds most of the texts of some proposal; a proposal is *needless*
where old labels hold most of it. The control brings new texts of old labels only: every proposal is needless.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench import corpora
from bench.themes.tables import table
from reflectory.engine.embedding import MultilingualEmbedder
from reflectory.engine.fitting import ThemeModel
from reflectory.engine.themes import Remembering, find_themes
from reflectory.engine.update import update

LEAST = 20  # texts of a label for which anybody could be expected to notice it
DRAWS = 10
HEADER = ("corpus", "new texts hold", "labels held out", "noticed", "proposals", "needless")


@dataclass(frozen=True)
class Draw:
    """What came of one draw."""

    n_new_labels: int
    n_noticed: int
    n_proposals: int
    n_needless: int


def draw(corpus: corpora.Labelled, seed: int, embedder: Remembering, *, is_control: bool) -> Draw:
    """Holds out a third of the labels, fits, brings in the new texts, counts."""
    chance = random.Random(seed)
    sizes = Counter(corpus.labels)
    held = set(chance.sample(sorted(sizes), max(1, len(sizes) // 3)))
    rest = [row for row, label in enumerate(corpus.labels) if label not in held]
    chance.shuffle(rest)
    old, familiar = rest[: len(rest) // 2], rest[len(rest) // 2 :]
    new = familiar if is_control else familiar + [i for i, label in enumerate(corpus.labels) if label in held]
    new.sort()
    fitted: list[ThemeModel] = []
    find_themes([corpus.texts[i] for i in sorted(old)], embedder=embedder, fitted=fitted.append)
    found = update(fitted[0], [corpus.texts[i] for i in new], embedder)
    text_of = found.themes.passages.text
    noticed: set[str] = set()
    needless = 0
    for number in range(len(found.proposals)):
        inside = Counter(
            corpus.labels[new[int(text_of[i])]] for i in np.flatnonzero(found.proposed == number)
        )
        from_held = sum(n for label, n in inside.items() if label in held)
        if 2 * from_held <= sum(inside.values()):
            needless += 1
            continue
        noticed |= {label for label, n in inside.items() if label in held and 2 * n > sum(inside.values())}
    could_be = {label for label in held if sizes[label] >= LEAST and not is_control}
    return Draw(len(could_be), len(noticed & could_be), len(found.proposals), needless)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.update", description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    body = []
    for load in (corpora.bills, corpora.nhs_neas):
        corpus = load()
        for is_control in (False, True):
            embedder = Remembering(MultilingualEmbedder())
            draws = [draw(corpus, seed, embedder, is_control=is_control) for seed in range(options.draws)]
            body.append((
                corpus.name, "old labels only" if is_control else "held-out labels too",
                str(sum(d.n_new_labels for d in draws)), str(sum(d.n_noticed for d in draws)),
                str(sum(d.n_proposals for d in draws)), str(sum(d.n_needless for d in draws)),
            ))  # fmt: skip
    text = f"### New topics beside old themes, {options.draws} draws\n\n{table(HEADER, body)}\n"
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
