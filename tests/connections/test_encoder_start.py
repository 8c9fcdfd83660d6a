"""An encoder that is started before anybody knows what it will be asked."""

from __future__ import annotations

import numpy as np

from reflectory.connections import encoder_start
from reflectory.connections.spread import SpreadEmbedder
from reflectory.engine.embedding import MultilingualEmbedder

WORDS = ["The clinic moved out of town.", "Nobody told us.", "The bus stops at six."]


def test_a_warm_encoder_is_taken_over_and_answers_as_any_other():
    encoder_start.warm_up(1)
    with SpreadEmbedder(MultilingualEmbedder(), workers=2) as spread:
        found = spread.embed(WORDS)
        assert encoder_start.take_warm() == []
        assert len(spread._pool._processes) == 1
    assert np.array_equal(found, MultilingualEmbedder().embed(WORDS))


def test_an_encoder_that_nobody_took_is_ended():
    encoder_start.warm_up(1)
    (process,) = encoder_start._waiting
    encoder_start.cool_down()
    assert process.poll() is not None
    assert encoder_start.take_warm() == []


def test_as_many_are_started_as_are_wanted_and_no_more():
    encoder_start.warm_up(1)
    encoder_start.warm_up(1)
    taken = encoder_start.take_warm()
    for process in taken:
        encoder_start.end(process)
    assert len(taken) == 1
    assert taken[0].stdin.closed
