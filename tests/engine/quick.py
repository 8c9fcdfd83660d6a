"""Fewer draws and fits than for people: for tests of what is done, not of how well."""

from contextlib import contextmanager

import pytest

from reflectory.engine import levels, number, repeatability


@contextmanager
def fewer_runs():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(number, "DRAWS", 3)
        patch.setattr(number, "RUNS_PER_DRAW", 4)
        patch.setattr(repeatability, "FITS", 3)
        patch.setattr(repeatability, "RUNS", 4)
        patch.setattr(levels, "RUNS", 4)
        yield
