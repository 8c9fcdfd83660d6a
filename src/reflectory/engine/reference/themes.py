"""The rows of all passages from the answers for the different ones, passage by passage."""

from __future__ import annotations

from collections.abc import Sequence

from reflectory.engine.assignment import Assigned
from reflectory.engine.material import Passages

Row = tuple[int, int, int, int, int, int, float]


def rows(
    passages: Passages,
    where: Sequence[int],
    done: Sequence[Assigned],
    sentence_spans: Sequence[Sequence[tuple[int, int]]],
    block: int,
) -> list[Row]:
    """Passage, text, start, end, theme, sub-theme and weight, in the order of the texts; longer spans first."""
    out: list[Row] = []
    for passage, different in enumerate(where):
        text, begin, stop = (int(column[passage]) for column in (passages.text, passages.start, passages.end))
        answer, at = done[different // block], different % block
        out.append(
            (
                passage,
                text,
                begin,
                stop,
                int(answer.theme[at]),
                int(answer.fine[at]),
                float(answer.weight[at]),
            )
        )
        for extra, owner in enumerate(answer.extra_passage):
            if owner == at:
                start, end = sentence_spans[different // block][answer.extra_sentence[extra]]
                theme, fine = int(answer.extra_theme[extra]), int(answer.extra_fine[extra])
                weight = float(answer.extra_weight[extra])
                out.append((passage, text, begin + int(start), begin + int(end), theme, fine, weight))
    return sorted(out, key=lambda row: (row[1], row[2], -row[3], row[4]))
